"""What is bought and sold in the demo shop: orders of several models, free ones claimed, prices lowered, payouts."""

from collections.abc import Callable, Iterator
from functools import partial

from marketplace.catalog.models import Entitlement, Listing, Offer
from marketplace.catalog.services import entitlements, listings
from marketplace.catalog.services.offers import Price
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.models import Payout, PayoutAccount
from marketplace.transactions.selectors.balances import balance_of
from marketplace.transactions.services import orders, payout_accounts, payouts
from nexus.demo.people import BUYERS, CREATORS
from nexus.demo.shop import Filled, Wanted
from nexus.demo.talk import TALK

CARD = "pm_card_visa"
FIRST_ORDER, EVERY = 56.0, 1.15  # days
BEFORE_A_REVIEW = 1.5
SMALLEST_PAYOUT = 2000
PAYOUTS = {"demo-creator": (27.0, 6.0), "lucia-prado": (25.0, 5.0), "amir-rahimi": (7.0,), "ruth-mensah": (4.0,)}
# A model, when its price was lowered, and to what.
LOWERED = (("Brass chandelier", 3.2, 1200), ("Green bicycle", 12.0, 890), ("Table radio, 1960s", 0.4, 590))

Told = tuple[float, Callable[[], bool | None]]


def told(shop: Filled) -> Iterator[Told]:
    """Every act of trade with the days it lies back."""
    for days, buyer, names in plan(shop):
        yield days, partial(_buy, shop, buyer, names)
    for name, days, cents in LOWERED:
        if name in shop.listings:
            yield days, partial(_lower, shop, name, cents)
    for number, creator in enumerate(CREATORS):
        yield 50.0 - number, partial(_connect, shop, creator)
        for days in PAYOUTS.get(creator, ()):
            yield days, partial(_pay_out, shop, creator, days)


def plan(shop: Filled) -> list[tuple[float, str, list[str]]]:
    """Who buys what when: what people write of later, and what else they like. By numbers alone: always the same."""
    found: list[tuple[float, str, list[str]]] = []
    has: set[tuple[str, str]] = set()
    for said in sorted([*TALK["review"], *TALK["make"]], key=lambda one: -one["days"]):
        key = (said["who"], said["model"])
        if key not in has and said["model"] in shop.listings:
            has.add(key)
            days = min(said["days"] + BEFORE_A_REVIEW, shop.wanted[said["model"]].days - 0.05)
            found.append((days, said["who"], [said["model"]]))
    sold = [one for one in shop.wanted.values() if one.name in shop.listings and one.state == "approved"]
    number, days = 0, FIRST_ORDER
    while days > 0:
        buyer = BUYERS[number * 5 % len(BUYERS)]
        open_ones = [one for one in sold if one.days > days + 0.05 and (buyer, one.name) not in has]
        names = list(dict.fromkeys(one.name for one in _some(open_ones, number)))
        has |= {(buyer, name) for name in names}
        if names:
            found.append((days, buyer, names))
        number, days = number + 1, days - EVERY * (1.4 - number % 5 / 5)
    return found


def _some(models: list[Wanted], number: int) -> list[Wanted]:
    """One to four of them."""
    if not models:
        return []
    return [models[(number * 7 + place * 11) % len(models)] for place in range(1 + number % 4)]


def _buy(shop: Filled, buyer: str, names: list[str]) -> None:
    person = shop.cast[buyer]
    wanted = [shop[name] for name in names]
    held = Entitlement.objects.filter(holder=person, listing__in=wanted).values_list("listing_id", flat=True)
    places = Offer.objects.filter(position=0, listing__in=wanted)
    first = dict(places.values_list("listing_id", "price_cents"))
    new = [pk for pk in wanted if pk not in set(held)]
    paid = [(pk, "") for pk in new if first.get(pk)]
    if paid:
        orders.place_order(person, items=paid, payment_method=CARD)
    for pk in new:
        if first.get(pk) == 0:
            entitlements.claim_free(pk, by=person)


def _lower(shop: Filled, name: str, cents: int) -> None:
    listing = Listing.objects.get(pk=shop[name])
    now = list(listing.offers.order_by("position"))
    if now[0].price_cents == cents:
        return
    prices = [Price(one.licence, one.price_cents) for one in now]
    prices[0] = Price(now[0].licence, cents, compare_at_cents=now[0].price_cents)
    listings.update_listing(listing.pk, by=listing.seller, offers=prices)


def _connect(shop: Filled, creator: str) -> None:
    if not PayoutAccount.objects.filter(user=shop.cast[creator]).exists():
        payout_accounts.connect_test_account(shop.cast[creator], is_fresh=True)


def _pay_out(shop: Filled, creator: str, days: float) -> bool | None:
    """Asked for, sent and answered by the test bank on the same day."""
    person = shop.cast[creator]
    that_day = (shop.cast.ago(days + 0.5), shop.cast.ago(days - 0.5))
    available = balance_of(person, now=shop.cast.ago(days)).available_cents
    if available < SMALLEST_PAYOUT or Payout.objects.filter(user=person, created_at__range=that_day).exists():
        return None
    if Payout.objects.filter(user=person, state__in=[Payout.State.REQUESTED, Payout.State.HELD]).exists():
        return False  # the one before it is under way
    payout = payouts.send(payouts.request_payout(person).pk)
    if payout.reference:
        bank.decide(payout.reference)
        payouts.settle(payout.pk)
    return None
