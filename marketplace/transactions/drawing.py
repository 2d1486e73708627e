"""A seller's figures as plots, with the words around them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.transactions.selectors import best_sellers_of, weeks_of
from nexus.foundation import plots
from nexus.templatetags.ui import amount

EXAMPLE = (1200, 1800, 1500, 2600, 2400, 3300, 3100, 4200, 4700, 4400, 5600, 6300)


def earned_by_week(user: User) -> plots.Plot:
    """The last twelve weeks after the fee; an example where nothing was sold in them."""
    weeks = weeks_of(user)
    labels = [date_format(week.monday, "j M") for week in weeks]
    heads = (_("Week from"), _("Earned"))
    earned = [week.cents for week in weeks]
    if not any(earned):
        return plots.line(_("Earned a week"), labels, EXAMPLE, heads=heads, per=100, say=_written, is_example=True)
    before = [week.before_cents for week in weeks]
    return plots.line(
        _("Earned a week"),
        labels,
        earned,
        heads=heads,
        before=before if any(before) else (),
        before_name=str(weeks[-1].monday.year - 1),
        per=100,
        say=_written,
    )


def what_sells(user: User) -> tuple[plots.Part, ...]:
    """The models that brought most, each with a bar."""
    return plots.ranking([(row.name, row.cents, row.url) for row in best_sellers_of(user)], say=_written)


def _written(cents: float) -> str:
    return amount(round(cents))
