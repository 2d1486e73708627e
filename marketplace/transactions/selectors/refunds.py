"""Who may have their money back, until when, and what waits for a decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_REFUND
from marketplace.catalog.models import DownloadLog
from marketplace.transactions.models import OrderLine, Refund


def may_decide(viewer: User) -> bool:
    return rights.is_staff_with(viewer, DECIDE_REFUND)


def who_may_decide() -> QuerySet[User]:
    """The staff members for whom `may_decide` says yes."""
    return ModelBackend().with_perm(DECIDE_REFUND).filter(is_staff=True).order_by("pk")


@dataclass(frozen=True)
class Standing:
    """Where a line stands. `until` is the end of the right to send it back, while there is one; `ended_why` says what
    ended it: `late`, `downloaded` or nothing.
    """

    by_right: bool
    until: datetime | None
    ended_why: str
    may_ask: bool
    was_asked: bool
    was_declined: bool
    is_refunded: bool


def standing_of(line: OrderLine, *, now: datetime | None = None) -> Standing:
    """By right: within `REFUND_DAYS` of the purchase and before the first download began. Later staff decide."""
    return standings_of([line], now=now)[line.pk]


def standings_of(lines: list[OrderLine], *, now: datetime | None = None) -> dict[int, Standing]:
    """The same for several lines, in two queries; their orders must be at hand."""
    moment = now or timezone.now()
    taken = DownloadLog.objects.filter(
        listing=OuterRef("listing"), reader=OuterRef("buyer"), at__gte=OuterRef("order__completed_at")
    )
    ids = [line.pk for line in lines]
    downloaded = set(OrderLine.objects.filter(Exists(taken), pk__in=ids).values_list("pk", flat=True))
    asked = dict(Refund.objects.filter(line__in=ids).order_by("pk").values_list("line_id", "state"))
    return {line.pk: _standing(line, line.pk in downloaded, asked.get(line.pk, ""), moment) for line in lines}


def _standing(line: OrderLine, downloaded: bool, refund: str, now: datetime) -> Standing:
    sold = line.state == OrderLine.State.COMPLETED and line.paid_cents > 0
    ends = line.order.completed_at + timedelta(days=settings.REFUND_DAYS) if line.order.completed_at else now
    why = "downloaded" if downloaded else "late" if ends <= now else ""
    open_one = refund == Refund.State.REQUESTED
    declined = refund == Refund.State.DECLINED
    by_right = sold and not why and not open_one
    return Standing(
        by_right=by_right,
        until=ends if by_right else None,
        ended_why=why,
        may_ask=sold and not open_one and not declined,
        was_asked=open_one,
        was_declined=declined,
        is_refunded=line.state == OrderLine.State.REFUNDED,
    )


def refund_requests_for(viewer: User) -> QuerySet[Refund]:
    """What waits for staff, the oldest first; NotAllowed without the right."""
    rights.staff_with(viewer, DECIDE_REFUND)
    waiting = Refund.objects.filter(state=Refund.State.REQUESTED)
    return waiting.select_related("line__listing", "line__seller", "line__buyer", "line__order").order_by(
        "created_at", "pk"
    )
