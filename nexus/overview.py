"""The plots of the console's first page: the last thirty days, as far as the person may see what they count."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE, KEEP_CAMPAIGNS, REVIEW_LISTING, SEE_MONEY
from generation.models import Job
from marketplace.catalog.models import Listing
from marketplace.transactions import drawing
from marketplace.transactions.selectors import PERIODS, earned_by
from marketplace.trust.models import Case, Report
from nexus.foundation import plots

DAYS = 30
SEE_JOBS = "generation.view_job"


def plots_for(user: User) -> list[plots.Plot]:
    """What this person's role works on, over time."""
    drawn: tuple[tuple[tuple[str, ...], Callable[[], plots.Plot]], ...] = (
        ((REVIEW_LISTING, DECIDE_CASE), _of_moderation),
        ((SEE_MONEY,), lambda: drawing.shop_revenue(PERIODS["30d"], earned_by(None, PERIODS["30d"]))),
        ((SEE_JOBS,), _of_jobs),
        ((KEEP_CAMPAIGNS,), _of_people),
    )
    return [draw() for needs, draw in drawn if any(rights.is_staff_with(user, need) for need in needs)]


def _of_moderation() -> plots.Plot:
    notices = Case.objects.filter(notice__isnull=False)
    return _lines(
        _("Models and reports that came in"),
        (_("Models"), Listing.objects.filter(audience=Listing.Audience.PUBLIC), "submitted_at"),
        (_("Reports"), Report.objects.all(), "created_at"),
        (_("Notices"), notices, "created_at"),
    )


def _of_jobs() -> plots.Plot:
    return _lines(
        _("Jobs that ended"),
        (_("Done"), Job.objects.filter(state=Job.State.SUCCEEDED), "finished_at"),
        (_("Failed"), Job.objects.filter(state=Job.State.FAILED), "finished_at"),
    )


def _of_people() -> plots.Plot:
    return _lines(
        _("New people"),
        (_("All"), User.objects.all(), "date_joined"),
        (_("Want mail"), User.objects.filter(marketing_consent=True), "date_joined"),
    )


def _lines(title: str, *series: tuple[str, "QuerySet[Any]", str]) -> plots.Plot:
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    drawn = [plots.Series(name, _by_day(rows, field, days)) for name, rows, field in series]
    return plots.lines(title, [date_format(day, "j M") for day in days], drawn, head=_("Day"))


def _by_day(rows: "QuerySet[Any]", field: str, days: list[date]) -> tuple[int, ...]:
    since = timezone.now() - timedelta(days=DAYS + 1)
    counted = rows.filter(**{f"{field}__gte": since}).order_by().annotate(day=TruncDate(field))
    found = dict(counted.values("day").annotate(n=Count("pk")).values_list("day", "n"))
    return tuple(found.get(day, 0) for day in days)
