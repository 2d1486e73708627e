"""What a seller earned, from the ledger: day by day, week by week or month by month, and model by model."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from marketplace.catalog.selectors.cards import model_url
from marketplace.transactions.selectors.sales import sales_of, start_of, total_of

BEST = 5
MONTHS = 12


@dataclass(frozen=True)
class Period:
    """A time that ends now, in steps of a day, a week or a month."""

    name: str
    group: str
    steps: int


PERIODS = {
    period.name: period for period in (Period("30d", "day", 30), Period("12w", "week", 12), Period("year", "month", 12))
}
USUAL = PERIODS["12w"]


@dataclass(frozen=True)
class Step:
    """A day, week or month from its first day on, and the same one a year before; cents after the fee."""

    start: date
    cents: int
    fee_cents: int
    before_cents: int


@dataclass(frozen=True)
class Earned:
    """A period as its plot and its figures show it."""

    steps: tuple[Step, ...]
    sales: int
    paid_cents: int
    fee_cents: int
    revenue_cents: int


@dataclass(frozen=True)
class BestSeller:
    listing_id: int
    name: str
    url: str
    sales: int
    paid_cents: int
    fee_cents: int
    cents: int


def earned_by(
    user: User | None, period: Period = USUAL, *, listing_id: int | None = None, now: datetime | None = None
) -> Earned:
    """The period's steps, the running one at the end, each also where nothing was sold. Without a user: the shop's."""
    starts = starts_of(period, now=now)
    befores = [_year_before(start, period) for start in starts]
    this = sales_of(user, group=period.group, since=start_of(starts[0]), listing_id=listing_id)
    last = sales_of(
        user,
        group=period.group,
        since=start_of(befores[0]),
        until=start_of(_after(befores[-1], period)),
        listing_id=listing_id,
    )
    earned = {_day(row.key): (row.revenue_cents, row.fee_cents) for row in this}
    before = {_day(row.key): row.revenue_cents for row in last}
    total = total_of(this)
    steps = tuple(
        Step(start, *earned.get(start, (0, 0)), before.get(then, 0))
        for start, then in zip(starts, befores, strict=True)
    )
    return Earned(steps, total.sales, total.paid_cents, total.fee_cents, total.revenue_cents)


def starts_of(period: Period, *, now: datetime | None = None) -> list[date]:
    """The first days of a period's steps, oldest first; weeks begin on Monday."""
    today = timezone.localtime(now).date()
    if period.group == "month":
        newest = today.year * MONTHS + today.month - 1
        months = range(newest - period.steps + 1, newest + 1)
        return [date(month // MONTHS, month % MONTHS + 1, 1) for month in months]
    length = timedelta(days=7 if period.group == "week" else 1)
    newest_day = today - timedelta(days=today.weekday()) if period.group == "week" else today
    return [newest_day - length * back for back in range(period.steps)][::-1]


def _year_before(start: date, period: Period) -> date:
    """A month is compared with its namesake, a day or a week with the one 52 weeks before: weekdays matter more."""
    return date(start.year - 1, start.month, 1) if period.group == "month" else start - timedelta(weeks=52)


def _after(start: date, period: Period) -> date:
    if period.group == "month":
        return date(start.year + start.month // MONTHS, start.month % MONTHS + 1, 1)
    return start + timedelta(days=7 if period.group == "week" else 1)


def _day(key: str) -> date:
    return date.fromisoformat(key if len(key) > len("2026-11") else f"{key}-01")


def best_sellers_of(
    user: User | None, *, period: Period | None = None, most: int | None = BEST, now: datetime | None = None
) -> tuple[BestSeller, ...]:
    """The models that brought most in a period, or ever."""
    since = start_of(starts_of(period, now=now)[0]) if period else None
    rows = sales_of(user, group="model", since=since)[:most]
    return tuple(
        BestSeller(
            listing_id=row.listing_id or 0,
            name=row.name,
            url=model_url(row.listing_id or 0, row.slug),
            sales=row.sales,
            paid_cents=row.paid_cents,
            fee_cents=row.fee_cents,
            cents=row.revenue_cents,
        )
        for row in rows
    )
