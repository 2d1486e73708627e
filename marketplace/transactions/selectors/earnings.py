"""What a seller earned, week by week and model by model."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.selectors.cards import model_url
from marketplace.transactions.models import OrderLine

WEEKS = 12
YEAR = timedelta(weeks=52)
BEST = 5


@dataclass(frozen=True)
class Week:
    """A week from its Monday on, and the same week a year before."""

    monday: date
    cents: int
    before_cents: int


@dataclass(frozen=True)
class BestSeller:
    name: str
    url: str
    cents: int


def weeks_of(user: User, *, weeks: int = WEEKS, now: datetime | None = None) -> tuple[Week, ...]:
    """The last weeks, the running one at the end, each also where nothing was sold."""
    moment = timezone.localtime(now)
    newest = moment.date() - timedelta(days=moment.weekday())
    mondays = [newest - timedelta(weeks=back) for back in range(weeks)][::-1]
    earliest = timezone.make_aware(datetime.combine(mondays[0] - YEAR, datetime.min.time()))
    rows = (
        OrderLine.objects.filter(seller=user, state=OrderLine.State.COMPLETED, created_at__gte=earliest)
        .annotate(week=TruncWeek("created_at"))
        .values("week")
        .annotate(cents=Sum("revenue_cents"))
        .order_by("week")
    )
    earned = {row["week"].date(): row["cents"] for row in rows}
    return tuple(Week(monday, earned.get(monday, 0), earned.get(monday - YEAR, 0)) for monday in mondays)


def best_sellers_of(user: User, *, most: int = BEST) -> tuple[BestSeller, ...]:
    """The models that brought most, of all time."""
    rows = (
        OrderLine.objects.filter(seller=user, state=OrderLine.State.COMPLETED, paid_cents__gt=0)
        .values("listing_id", "listing__slug", "listing__name")
        .annotate(cents=Sum("revenue_cents"))
        .order_by("-cents", "listing_id")[:most]
    )
    return tuple(
        BestSeller(row["listing__name"], model_url(row["listing_id"], row["listing__slug"]), row["cents"])
        for row in rows
    )
