"""Coupons: made by creators for their own models, taken by orders, given back by orders that nobody paid."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.transactions import locks
from marketplace.transactions.models import Coupon, CouponUse, Order
from nexus.foundation import limits
from nexus.foundation.errors import Conflict, Invalid, NotFound

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{5,39}")  # shorter ones are guessed; older ones still count
HIGHEST = {Coupon.Kind.PERCENT: 100, Coupon.Kind.AMOUNT: 100_000_00}
WRONG = {"unknown_coupon", "coupon_over"}  # what somebody who guesses mostly meets
MISSING = "There is no coupon of yours with this code."


@dataclass(frozen=True)
class Terms:
    """What a creator says of a coupon. `value` is per cent or cents; no `listing_ids` are all of theirs."""

    kind: str
    value: int
    listing_ids: tuple[int, ...] = ()
    max_uses: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    active: bool = True


def written(code: str) -> str:
    """A code as it is kept: people type small letters and spaces around it."""
    return code.strip().upper()


@transaction.atomic
def create_coupon(code: str, terms: Terms, *, by: User) -> Coupon:
    """A new coupon on one's own models. Raises Invalid with the field, Conflict `code_taken` for a known code."""
    wanted = written(code)
    if not CODE.fullmatch(wanted):
        raise _wrong("code", "Write the code with 6 to 40 letters A to Z, digits and dashes.")
    listings = _checked(terms, by)
    try:
        with transaction.atomic():
            coupon = Coupon.objects.create(code=wanted, creator=by, **_columns(terms))
    except IntegrityError as taken:
        raise Conflict(f"The code {wanted} is taken; choose another one.", code="code_taken") from taken
    coupon.listings.set(listings)
    return coupon


@transaction.atomic
def change_coupon(code: str, *, by: User, **changes: Any) -> Coupon:
    """Change fields of `Terms` on one's own coupon; orders that were made keep their discount.

    Raises NotFound for another's, Invalid with the field, Conflict `below_used` for a limit below what was used.
    """
    known = Coupon.objects.filter(code=written(code), creator=by).first()
    if known is None:
        raise NotFound(MISSING)
    coupon = locks.coupons_for_change([known.pk])[known.pk]
    now = {
        "kind": coupon.kind,
        "value": coupon.value,
        "listing_ids": tuple(coupon.listings.order_by("pk").values_list("pk", flat=True)),
        "max_uses": coupon.max_uses,
        "starts_at": coupon.starts_at,
        "ends_at": coupon.ends_at,
        "active": coupon.active,
    }
    terms = Terms(**{**now, **changes})
    listings = _checked(terms, by)
    if terms.max_uses is not None and terms.max_uses < coupon.used:
        sentence = f"The coupon was used {coupon.used} times already; the limit cannot be below that."
        raise Conflict(sentence, code="below_used", fields={"max_uses": [sentence]})
    for name, value in _columns(terms).items():
        setattr(coupon, name, value)
    coupon.save()
    coupon.listings.set(listings)
    return coupon


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "kind": terms.kind,
        "value": terms.value,
        "max_uses": terms.max_uses,
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "active": terms.active,
    }


def _checked(terms: Terms, by: User) -> list[Listing]:
    if terms.kind not in Coupon.Kind.values:
        raise _wrong("kind", "A coupon is per cent or an amount.")
    highest = HIGHEST[Coupon.Kind(terms.kind)]
    if not 1 <= terms.value <= highest:
        lowest, most = ("1", "100") if terms.kind == Coupon.Kind.PERCENT else ("0.01", "100000.00")
        raise _wrong("value", f"The value is from {lowest} to {most}.")
    if terms.max_uses is not None and not 1 <= terms.max_uses <= 1_000_000:
        raise _wrong("max_uses", "The number of uses is from 1 to 1000000; leave it out for no limit.")
    if terms.starts_at and terms.ends_at and terms.ends_at <= terms.starts_at:
        raise _wrong("ends_at", "The coupon ends before it starts.")
    listings = list(Listing.objects.filter(seller=by, pk__in=terms.listing_ids).order_by("pk"))
    missing = sorted(set(terms.listing_ids) - {row.pk for row in listings})
    if missing:
        raise _wrong("models", f"Model {missing[0]} is not one of yours.")
    return listings


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})


def usable(code: str, *, among: Mapping[int, Coupon] | None = None, now: datetime | None = None) -> Coupon:
    """The coupon of a code as a buyer typed it; `among` are rows that the caller holds.

    Raises Invalid `unknown_coupon`, `coupon_over` or `coupon_used_up`.
    """
    moment, wanted = now or timezone.now(), written(code)
    if among is None:
        coupon = Coupon.objects.filter(code=wanted).first()
    else:
        coupon = next((row for row in among.values() if row.code == wanted), None)
    begins_later = coupon is not None and coupon.starts_at is not None and coupon.starts_at > moment
    if coupon is None or not coupon.active or not coupon.creator.is_active or begins_later:
        raise _refusal(
            f"There is no coupon {written(code)[:40]!r}.", "unknown_coupon"
        )  # nobody learns what will be one
    if coupon.ends_at and coupon.ends_at <= moment:
        raise _refusal(f"The coupon {coupon.code} has ended.", "coupon_over")
    if coupon.max_uses is not None and coupon.used >= coupon.max_uses:
        raise _used_up(coupon)
    return coupon


@contextmanager
def counted(subject: str) -> Iterator[None]:
    """Around a code that a person typed: whoever names 20 wrong ones within an hour learns no more of any (TooMany)."""
    limits.take(limits.WRONG_COUPONS, subject)  # before it is looked at, so that no race gets more tries
    is_wrong = False
    try:
        yield
    except Invalid as refused:
        is_wrong = refused.code in WRONG
        raise
    finally:
        if not is_wrong:
            limits.give_back(limits.WRONG_COUPONS, subject)


def covered_by(coupon: Coupon, listings: Sequence[Listing]) -> list[bool]:
    """Which of these the coupon takes something off: its creator's, and among them the named ones."""
    named = set(coupon.listings.values_list("pk", flat=True))
    return [row.seller_id == coupon.creator_id and (not named or row.pk in named) for row in listings]


def take(coupon: Coupon, order: Order) -> CouponUse:
    """Count one use for this order, or refuse: the row decides, not what was read before.

    Raises Invalid `coupon_used_up` when the last use went to somebody else meanwhile.
    """
    free = Coupon.objects.filter(pk=coupon.pk, active=True).exclude(max_uses__lte=F("used"))
    if not free.update(used=F("used") + 1):
        raise _used_up(coupon)
    return CouponUse.objects.create(coupon=coupon, order=order)


def give_back(order: Order) -> None:
    """An order ended unpaid: its use is free again. A second call changes nothing."""
    use = CouponUse.objects.filter(order=order, released_at=None).first()
    if use is None:
        return
    if CouponUse.objects.filter(pk=use.pk, released_at=None).update(released_at=timezone.now()):
        Coupon.objects.filter(pk=use.coupon_id, used__gt=0).update(used=F("used") - 1)


def _used_up(coupon: Coupon) -> Invalid:
    return _refusal(f"The coupon {coupon.code} has been used as often as it may be.", "coupon_used_up")


def _refusal(sentence: str, code: str) -> Invalid:
    return Invalid(sentence, code=code, fields={"coupon": [sentence]})
