"""The public page about the service: every engine as it is, and what was made in thirty days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from generation.engine_states import EngineState, engine_states
from generation.models import Job
from nexus.foundation import plots

DAYS = 30


@dataclass(frozen=True)
class Day:
    """Jobs that ended on a day."""

    day: date
    made: int
    failed: int


def days(*, now: datetime | None = None) -> list[Day]:
    """The last thirty days, the oldest first, days without a job too; one query."""
    today = (now or timezone.now()).date()
    first = today - timedelta(days=DAYS - 1)
    rows = (
        Job.objects.filter(finished_at__date__gte=first)
        .values(day=TruncDate("finished_at"))
        .annotate(
            made=Count("pk", filter=Q(state=Job.State.SUCCEEDED)), failed=Count("pk", filter=Q(state=Job.State.FAILED))
        )
        .order_by("day")
    )
    found = {row["day"]: Day(**row) for row in rows}
    return [found.get(day, Day(day, 0, 0)) for day in (first + timedelta(days=at) for at in range(DAYS))]


def made_a_day() -> plots.Plot:
    """Models made a day."""
    found = days()
    return plots.line(
        _("Models made a day"),
        [date_format(one.day, "j M") for one in found],
        [one.made for one in found],
        heads=(_("Day"), _("Models")),
        say=lambda value: f"{round(value)}",
    )


@dataclass(frozen=True)
class ServicePage:
    """What the page places."""

    columns: list[dict[str, Any]]
    rows: list[list[dict[str, Any]]]
    plot: plots.Plot


def service_page() -> ServicePage:
    """Engines as a table, and the plot."""
    columns: list[dict[str, Any]] = [
        {"label": _("Engine")},
        {"label": _("Works from")},
        {"label": _("State")},
        {"label": _("Time in the middle"), "number": True},
        {"label": _("Made in 30 days"), "number": True},
        {"label": _("Failed in 30 days"), "number": True},
    ]
    return ServicePage(columns, [_row(state) for state in engine_states()], made_a_day())


def _row(state: EngineState) -> list[dict[str, Any]]:
    kinds = {"text": _("words"), "image": _("a picture"), "design": _("a design"), "picture": _("words, to a picture")}
    middle = "–" if state.median_seconds is None else f"{state.median_seconds:.1f} s"
    return [
        {"text": f"{state.name} {state.version}"},
        {"text": ", ".join(kinds[kind] for kind in state.kinds)},
        {"text": state.reason or _("ready")},
        {"text": middle, "number": True},
        {"text": state.made, "number": True},
        {"text": state.failed, "number": True},
    ]
