"""What tests/faults/doors.py puts into the running product: a gap behind each reading, and locks that can be off."""

import functools
import importlib
import os
import time
from typing import Any, ClassVar

from django.apps import AppConfig

MONEY = "marketplace.transactions"
# What everybody has read here is what they decide by.
READINGS = (
    (f"{MONEY}.services.orders", "_same_pending_order"),
    (f"{MONEY}.services.coupons", "covered_by"),
    (f"{MONEY}.services.payouts", "_refuse_second"),
    (f"{MONEY}.services.refunds", "standing_of"),
    (f"{MONEY}.services.escrow", "escrow_for_change"),
)


class DoorsOpen(AppConfig):
    name = "tests.faults"
    label = "doors_open"

    gap: ClassVar[float] = float(os.environ.get("RACE_GAP", "0"))

    def ready(self) -> None:
        if os.environ.get("RACE_UNLOCKED"):
            _take_the_locks_off()
        for module, name in READINGS:
            _wait_after(module, name, self.gap)


def _wait_after(path: str, name: str, seconds: float) -> None:
    module = importlib.import_module(path)
    real = getattr(module, name)

    @functools.wraps(real)
    def slow(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        time.sleep(seconds)
        return result

    setattr(module, name, slow)


def _take_the_locks_off() -> None:
    from django.db.models import F

    from accounts.models import User
    from marketplace.bounties.models import Bounty
    from marketplace.bounties.services import locks as bounty_locks
    from marketplace.catalog.models import Listing
    from marketplace.transactions import locks
    from marketplace.transactions.models import Account, Coupon, CouponUse, Escrow, Order
    from marketplace.transactions.services import coupons, escrow, refunds

    def read_and_count(coupon: Coupon, order: Order) -> CouponUse:
        Coupon.objects.filter(pk=coupon.pk).update(used=F("used") + 1)
        return CouponUse.objects.create(coupon=coupon, order=order)

    def order_of(order_id: Any) -> Order:
        return Order.objects.select_related("buyer").get(pk=order_id)

    off: dict[tuple[Any, str], Any] = {
        (locks, "buyer_for_change"): lambda pk: User.objects.get(pk=pk),
        (locks, "listings_for_change"): lambda ids: Listing.objects.in_bulk(list(ids)),
        (locks, "coupons_for_change"): lambda ids: Coupon.objects.in_bulk(list(ids)),
        (locks, "order_for_change"): order_of,
        (locks, "seller_account_for_change"): lambda pk, currency: Account.objects.filter(
            kind="seller", owner_id=pk, currency=currency
        ).first(),
        (coupons, "take"): read_and_count,
        (refunds, "_held"): lambda pk: Order.objects.get(pk=pk),
        (escrow, "escrow_for_change"): lambda pk: Escrow.objects.select_related("order", "payer").get(pk=pk),
        (bounty_locks, "bounty_for_change"): lambda pk: Bounty.objects.select_related("client", "winner", "escrow").get(
            pk=pk
        ),
    }
    for (module, name), act in off.items():
        setattr(module, name, act)
