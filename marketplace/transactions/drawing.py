"""Money as plots, with the words around them."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.transactions.selectors.earnings import BestSeller, Earned, Period
from nexus.foundation import plots
from nexus.templatetags.ui import amount

EXAMPLE = (1200, 1800, 1500, 2600, 2400, 3300, 3100, 4200, 4700, 4400, 5600, 6300)


def heads_of(period: Period) -> tuple[str, str, str]:
    """The plot's title, and the head of its first column."""
    return {
        "day": (_("Earned a day"), _("Day"), "j M"),
        "week": (_("Earned a week"), _("Week from"), "j M"),
        "month": (_("Earned a month"), _("Month"), "M"),
    }[period.group]


def earned(period: Period, found: Earned) -> plots.Plot:
    """A seller's period after the fee; an example where nothing was sold in it."""
    title, head, form = heads_of(period)
    labels = [date_format(step.start, form) for step in found.steps]
    cents = [max(step.cents, 0) for step in found.steps]
    heads = (head, _("Earned"))
    if not any(cents):
        example = (EXAMPLE * 3)[: len(labels)] if len(labels) > len(EXAMPLE) else EXAMPLE[: len(labels)]
        return plots.line(title, labels, sorted(example), heads=heads, per=100, say=_written, is_example=True)
    before = [max(step.before_cents, 0) for step in found.steps]
    return plots.line(
        title,
        labels,
        cents,
        heads=heads,
        before=before if any(before) else (),
        before_name=str(found.steps[-1].start.year - 1),
        per=100,
        say=_written,
    )


def what_sells(rows: Sequence[BestSeller]) -> tuple[plots.Part, ...]:
    """The models that brought most, each with a bar."""
    return plots.ranking([(row.name, row.cents, row.url) for row in rows], say=_written)


def shop_revenue(period: Period, found: Earned) -> plots.Plot:
    """What sellers earned in the whole shop and what the marketplace kept, for staff."""
    _title, head, form = heads_of(period)
    labels = [date_format(step.start, form) for step in found.steps]
    return plots.lines(
        _("Earned in the shop"),
        labels,
        [
            plots.Series(_("Sellers"), tuple(max(step.cents, 0) for step in found.steps)),
            plots.Series(_("Fees"), tuple(max(step.fee_cents, 0) for step in found.steps)),
        ],
        head=head,
        per=100,
        say=_written,
    )


def _written(cents: float) -> str:
    return amount(round(cents))
