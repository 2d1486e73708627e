"""Single sales and purchases, for their two sides."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from marketplace.catalog.models import Entitlement
from marketplace.transactions.models import OrderLine

SOLD = (OrderLine.State.COMPLETED, OrderLine.State.REFUNDED)


def transactions_of(
    user: User, *, role: str = "", state: str = "", since: datetime | None = None, until: datetime | None = None
) -> QuerySet[OrderLine]:
    """A person's sales and purchases, newest first; of sales only those that were paid.

    `role` is "buyer", "seller" or "" for both; from `since` on and before `until`.
    """
    sides = {"buyer": Q(buyer=user), "seller": Q(seller=user, state__in=SOLD)}
    found = OrderLine.objects.filter(sides[role] if role else sides["buyer"] | sides["seller"])
    if state:
        found = found.filter(state=state)
    if since:
        found = found.filter(created_at__gte=since)
    if until:
        found = found.filter(created_at__lt=until)
    return found.select_related("order", "listing", "buyer", "seller").order_by("-pk")


def transaction_held_by(user: User, listing_id: int) -> int | None:
    """The line that gave a person what they hold of a listing, whatever the licence; the newest of several."""
    held = Entitlement.objects.filter(holder=user, listing=listing_id, ended_at=None, transaction_id__isnull=False)
    return held.order_by("-pk").values_list("transaction_id", flat=True).first()
