"""A cart as its page and the contract show it: prices of now, the discount, and what stands in the way of an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from marketplace.catalog import licences
from marketplace.catalog.models import Entitlement, Listing, Offer
from marketplace.catalog.selectors.cards import model_url, open_url, picture_key, shortened
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.transactions import pricing
from marketplace.transactions.models import Cart, CartItem, Coupon
from marketplace.transactions.selectors.balances import CURRENCY, balance_of


@dataclass(frozen=True)
class Wish:
    """What somebody wants: a listing under a licence, the price they were shown, and what they would pay above it."""

    listing_id: int
    licence: str
    seen_cents: int
    pay_cents: int | None = None


@dataclass(frozen=True)
class CartLine:
    """One line of a cart. `gone` is one that nobody can buy now; it counts nothing."""

    listing_id: int
    name: str
    url: str
    picture_url: str
    alt: str
    tint: str
    seller_name: str
    licence: str
    licence_name: str
    price_cents: int
    before_cents: int | None  # the struck price of a model that is on sale
    seen_cents: int
    pays_cents: int
    discount_cents: int
    owned: bool
    is_own: bool
    gone: bool

    @property
    def counts(self) -> bool:
        return not (self.gone or self.owned or self.is_own)

    @property
    def left_cents(self) -> int:
        return self.pays_cents - self.discount_cents

    @property
    def changed(self) -> bool:
        return not self.gone and self.price_cents != self.seen_cents


@dataclass(frozen=True)
class CartPage:
    lines: tuple[CartLine, ...]
    coupon_code: str
    coupon_problem: str
    subtotal_cents: int
    more_cents: int  # above the prices, by choice
    discount_cents: int
    total_cents: int
    currency: str

    @property
    def ready(self) -> tuple[CartLine, ...]:
        """The lines that an order would take."""
        return tuple(line for line in self.lines if line.counts)

    @property
    def changed(self) -> bool:
        return any(line.changed for line in self.lines)


def wishes_of(user: User) -> list[Wish]:
    """A member's cart as it was filled, the oldest first."""
    rows = CartItem.objects.filter(cart__buyer=user).order_by("pk")
    return [Wish(row.listing_id, row.licence, row.seen_cents, row.pay_cents) for row in rows]


def coupon_of(user: User) -> str:
    """The code that a member has put into their cart, or ""."""
    return Cart.objects.filter(buyer=user).values_list("coupon_code", flat=True).first() or ""


def priced(
    viewer: User | None, wishes: Sequence[Wish], *, coupon: Coupon | None = None, code: str = "", problem: str = ""
) -> CartPage:
    """A cart at the prices of now. Fewer than ten queries, however long it is."""
    ids = [wish.listing_id for wish in wishes]
    rows = {
        row.pk: row
        for row in Listing.objects.filter(pk__in=ids)
        .select_related("seller", "category")
        .annotate(picture=picture_key())
    }
    on_sale = set(public_listings().filter(pk__in=ids).values_list("pk", flat=True))
    offers = {(row.listing_id, row.licence): row for row in Offer.objects.filter(listing__in=ids)}
    held = set()
    if viewer is not None:
        rights = Entitlement.objects.filter(holder=viewer, listing__in=ids, ended_at=None)
        held = set(rights.values_list("listing_id", "licence"))
    lines = [
        _line(rows[wish.listing_id], wish, offers, on_sale=on_sale, held=held, viewer=viewer)
        for wish in wishes
        if wish.listing_id in rows
    ]
    cuts = _cuts(lines, rows, coupon)
    lines = [
        CartLine(**{**line.__dict__, "discount_cents": cut}) if cut else line
        for line, cut in zip(lines, cuts, strict=True)
    ]
    ready = [line for line in lines if line.counts]
    subtotal = sum(line.price_cents for line in ready)
    more = sum(line.pays_cents - line.price_cents for line in ready)
    discount = sum(line.discount_cents for line in ready)
    return CartPage(tuple(lines), code, problem, subtotal, more, discount, subtotal + more - discount, CURRENCY)


def _line(
    row: Listing,
    wish: Wish,
    offers: dict[tuple[int, str], Offer],
    *,
    on_sale: set[int],
    held: set[tuple[int, str]],
    viewer: User | None,
) -> CartLine:
    offer = offers.get((row.pk, wish.licence))
    gone = offer is None or row.pk not in on_sale
    price = wish.seen_cents if offer is None else offer.price_cents
    return CartLine(
        listing_id=row.pk,
        name=row.name,
        url=model_url(row.pk, row.slug),
        picture_url=open_url(row.picture),  # type: ignore[attr-defined]
        alt=shortened(row.text_twin or row.name),
        tint=row.category.tint if row.category else "",
        seller_name=row.seller.name,
        licence=wish.licence,
        licence_name=licences.name_of(wish.licence),
        price_cents=price,
        before_cents=None if offer is None else offer.compare_at_cents,
        seen_cents=wish.seen_cents,
        pays_cents=max(price, wish.pay_cents or 0),
        discount_cents=0,
        owned=(row.pk, wish.licence) in held,
        is_own=viewer is not None and row.seller_id == viewer.pk,
        gone=gone,
    )


def _cuts(lines: Sequence[CartLine], rows: Mapping[int, Listing], coupon: Coupon | None) -> list[int]:
    """What the coupon takes off each line, by the same arithmetic as the order's."""
    if coupon is None:
        return [0] * len(lines)
    named = set(coupon.listings.values_list("pk", flat=True))
    covered = [
        line.counts and rows[line.listing_id].seller_id == coupon.creator_id and (not named or line.listing_id in named)
        for line in lines
    ]
    is_percent = coupon.kind == Coupon.Kind.PERCENT
    prices = [line.price_cents if line.counts else 0 for line in lines]
    return pricing.discounts(
        prices,
        covered,
        percent=coupon.value if is_percent else 0,
        amount=0 if is_percent else coupon.value,
        minimum=settings.MINIMUM_PRICE_CENTS,
    )


def spendable_cents(user: User) -> int:
    """What of a seller's balance could pay an order now."""
    return max(balance_of(user).available_cents, 0)
