"""The bell about money: who is told of a sale, a refund and a decision, once each."""

from uuid import UUID

from django.urls import reverse

from accounts.services.notifications import notify
from marketplace.transactions import money
from marketplace.transactions.models import OrderLine, Refund


def tell_sales(order_id: UUID) -> None:
    """Each seller of an order, a notice a line that was paid; a tip is said in it."""
    lines = OrderLine.objects.filter(order=order_id, paid_cents__gt=0).select_related("listing", "buyer")
    for line in lines.order_by("pk"):
        title = f"{line.buyer.name} bought “{line.listing.name}”: {money.text(line.revenue_cents)} for you."
        if line.tip_cents:
            title = (
                f"{line.buyer.name} bought “{line.listing.name}” and added {money.text(line.tip_cents)}: "
                f"{money.text(line.revenue_cents)} for you."
            )
        notify(
            line.seller_id,
            "tip" if line.tip_cents else "sale",
            title=title,
            url=reverse("dashboard"),
            source=f"order-line:{line.pk}",
            about=f"listing:{line.listing_id}",
        )


def tell_refunded(line_id: int) -> None:
    """The buyer and the seller of a line that was given back."""
    line = OrderLine.objects.select_related("listing").get(pk=line_id)
    source, about = f"refund-of:{line.pk}", f"listing:{line.listing_id}"
    notify(
        line.buyer_id,
        "refund",
        title=f"{money.text(line.paid_cents)} for “{line.listing.name}” goes back to you.",
        url=reverse("checkout", args=[line.order_id]),
        source=source,
        about=about,
    )
    notify(
        line.seller_id,
        "refund",
        title=f"“{line.listing.name}” was given back: {money.text(line.revenue_cents)} leaves your balance.",
        url=reverse("dashboard"),
        source=source,
        about=about,
    )


def tell_declined(refund_id: UUID) -> None:
    refund = Refund.objects.select_related("line__listing").get(pk=refund_id)
    notify(
        refund.line.buyer_id,
        "refund",
        title=f"Your refund of “{refund.line.listing.name}” was declined.",
        url=reverse("refund", args=[refund.line_id]),
        source=f"refund:{refund.pk}",
        about=f"listing:{refund.line.listing_id}",
    )
