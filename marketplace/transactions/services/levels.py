"""Creator levels follow the ledger: set anew whenever a sale or a refund has changed what somebody earned."""

from uuid import UUID

from accounts.models import User
from accounts.services import people
from marketplace.transactions.models import OrderLine
from marketplace.transactions.selectors.balances import revenue_of


def follow_order(order_id: UUID) -> None:
    """Set the level of every seller of an order by all that they ever earned; again, nothing changes."""
    sellers = OrderLine.objects.filter(order=order_id, paid_cents__gt=0).order_by("seller_id")
    for seller_id in sellers.values_list("seller_id", flat=True).distinct():
        follow_seller(seller_id)


def follow_line(line_id: int) -> None:
    """The same for the seller of one line, after its refund."""
    follow_seller(OrderLine.objects.values_list("seller_id", flat=True).get(pk=line_id))


def follow_seller(seller_id: int) -> None:
    people.set_level(seller_id, revenue_cents=revenue_of(User.objects.get(pk=seller_id)))
