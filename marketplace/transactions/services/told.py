"""The bell about money: who is told of a sale, a refund and a decision, once each."""

from uuid import UUID

from django.urls import reverse

from accounts.services.notifications import notify
from marketplace.transactions import money
from marketplace.transactions.models import OrderLine, Refund
from marketplace.transactions.selectors.refunds import who_may_decide

ASKED = "refund_asked"


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


def tell_requested(refund_id: UUID) -> None:
    """The seller, who may answer, and the staff who decide."""
    refund = Refund.objects.select_related("line__listing", "line__buyer").get(pk=refund_id)
    if refund.state != Refund.State.REQUESTED:
        return
    line, cents = refund.line, money.text(refund.amount_cents)
    source, about = f"refund-asked:{refund.pk}", f"listing:{line.listing_id}"
    notify(
        line.seller_id,
        ASKED,
        title=f"{line.buyer.name} wants {cents} for “{line.listing.name}” back. Say what you think of it.",
        url=reverse("refund_answer", args=[refund.pk]),
        source=source,
        about=about,
    )
    _tell_deciders(refund, f"{line.buyer.name} wants {cents} for “{line.listing.name}” back.", source=source)


def tell_answered(refund_id: UUID) -> None:
    """The staff who decide, once the seller has said something."""
    refund = Refund.objects.select_related("line__listing", "line__seller").get(pk=refund_id)
    seller, name = refund.line.seller.name, refund.line.listing.name
    title = f"{seller} answered about the refund of “{name}”."
    if refund.seller_agreed_at:
        title = f"{seller} agrees to the refund of “{name}”."
    _tell_deciders(refund, title, source=f"refund-answered:{refund.pk}")


def _tell_deciders(refund: Refund, title: str, *, source: str) -> None:
    for person in who_may_decide().exclude(pk__in=[refund.line.buyer_id, refund.line.seller_id]):
        notify(
            person.pk,
            ASKED,
            title=title,
            url=reverse("admin:refund_decide", args=[refund.line_id]),
            source=source,
            about=f"listing:{refund.line.listing_id}",
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
