"""From facts to webhooks: what happened, in the shapes of Core, for the people whom it concerns."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.services import webhooks
from generation.models import Job
from marketplace.bounties.models import Application, Bounty, BountyEvent
from marketplace.catalog.models import Listing
from marketplace.transactions import selectors as transactions
from marketplace.transactions.models import Order, OrderLine, Payout
from nexus.api.core.market import bounties, rows
from nexus.api.core.market.orders import shape as order_shape
from nexus.api.core.shapes import money, pipeline
from nexus.foundation.tasks import on_fact


def _tell(person: User | None, event: str, source: str, data: Mapping[str, Any]) -> None:
    if person is not None and person.is_active:
        webhooks.queue(person.pk, event, source=source, data=data)


@on_fact
def tell_job(job: str) -> None:
    row = Job.objects.select_related("owner").prefetch_related("assets__file").filter(pk=job).first()
    names = {Job.State.SUCCEEDED: "job.succeeded", Job.State.FAILED: "job.failed"}
    if row is None or row.state not in names:
        return
    _tell(row.owner, names[Job.State(row.state)], f"job:{row.pk}:{row.state}", {"job": pipeline.job(row)})


@on_fact
def tell_model_approved(listing: int) -> None:
    _tell_model(listing, "model.approved")


@on_fact
def tell_model_rejected(listing: int) -> None:
    _tell_model(listing, "model.rejected")


def _tell_model(listing_id: int, event: str) -> None:
    """Once for each time it was sent in: the same model may be decided about again."""
    row = Listing.objects.select_related("seller").filter(pk=listing_id).first()
    shown = rows.models(row.seller, [listing_id]) if row else []
    if row is None or not shown:
        return
    round_of = row.submitted_at.isoformat() if row.submitted_at else ""
    data: dict[str, Any] = {"model": shown[0]}
    if event == "model.rejected":
        data["reason"] = row.reject_reason
    _tell(row.seller, event, f"{event}:{row.pk}:{round_of}"[:80], data)


@on_fact
def tell_order(order: str) -> None:
    """The buyer of the order; each seller of their own sales in it."""
    row = Order.objects.select_related("buyer").filter(pk=order).first()
    lines = _lines().filter(order=order, state=OrderLine.State.COMPLETED).order_by("pk")
    if row is None:
        return
    own = transactions.orders_of(row.buyer).filter(pk=row.pk).first()
    if own is not None:
        shape = order_shape(own, viewer_id=row.buyer_id)
        _tell(row.buyer, "order.completed", f"order:{row.pk}:bought", {"order": shape})
    sales: dict[User, list[money.TransactionShape]] = {}
    for line in lines:
        sales.setdefault(line.seller, []).append(money.transaction(line, viewer_id=line.seller_id))
    for seller, told in sales.items():
        _tell(seller, "order.completed", f"order:{row.pk}:sold", {"transactions": told})


@on_fact
def tell_refunded(line: int) -> None:
    """Both sides of a refunded line, each as they see it."""
    row = _lines().filter(pk=line).first()
    if row is None:
        return
    for person in (row.buyer, row.seller):
        data = {"transaction": money.transaction(row, viewer_id=person.pk)}
        _tell(person, "order.refunded", f"transaction:{row.pk}:refunded", data)


def _lines() -> Any:
    return OrderLine.objects.select_related("order", "buyer", "seller")


@on_fact
def tell_payout(payout: str) -> None:
    row = Payout.objects.select_related("user").filter(pk=payout, state=Payout.State.PAID).first()
    if row is not None:
        _tell(row.user, "payout.paid", f"payout:{row.pk}", {"payout": money.payout(row)})


@on_fact
def tell_bounty(event: int, **_ids: int) -> None:
    """Its client, its chosen artist, and whoever applied, as far as the event is about them."""
    row = BountyEvent.objects.select_related("bounty__client", "bounty__winner", "actor").filter(pk=event).first()
    name = f"bounty.{row.kind}" if row else ""
    if row is None or name not in webhooks.EVENTS:
        return
    for person in _parties(row):
        found = bounties.bounty_shapes(person, [row.bounty])
        if found:
            _tell(person, name, f"bounty-event:{row.pk}", {"bounty": found[0]})


def _parties(event: BountyEvent) -> Iterable[User]:
    bounty: Bounty = event.bounty
    people = {bounty.client_id, bounty.winner_id}
    if event.kind == BountyEvent.Kind.APPLIED:
        people.add(event.actor_id)
    elif event.kind in {BountyEvent.Kind.CHOSEN, BountyEvent.Kind.COMPLETED, BountyEvent.Kind.CLOSED}:
        people |= set(Application.objects.filter(bounty=bounty).values_list("artist_id", flat=True))
    return User.objects.filter(pk__in=[one for one in people if one is not None]).order_by("pk")


@on_fact
def deliver(webhook_delivery: str, attempt: int) -> None:
    webhooks.deliver(UUID(webhook_delivery), attempt=attempt)
