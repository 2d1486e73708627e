"""The books against the gateways: what one has and the other has not, both ways, kept until they agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from marketplace.transactions.gateways import paying_out
from marketplace.transactions.gateways.words import Moved
from marketplace.transactions.models import Difference
from marketplace.transactions.selectors.booked import Booked, booked

log = structlog.get_logger(__name__)

IN_FLIGHT = timedelta(minutes=10)  # what moved this short a time ago may still be on its way to the other side

Key = tuple[str, str]  # gateway, subject


@dataclass(frozen=True)
class Side:
    """One side's word about one subject."""

    cents: int
    currency: str
    at: datetime


@dataclass(frozen=True)
class Report:
    """What one look found: compared subjects, differences that were not known, all that are open, those now gone."""

    compared: int
    new: int
    settled: int
    open: tuple[Difference, ...]


def reconcile(now: datetime | None = None) -> Report:
    """Compare everything (a duty); differences stay open until a later look finds both sides alike."""
    now = now or timezone.now()
    ours, theirs = _ours(), _theirs()
    differing = {
        key: (ours.get(key), theirs.get(key))
        for key in sorted(ours.keys() | theirs.keys())
        if not _agree(ours.get(key), theirs.get(key)) and not _is_young(ours.get(key), theirs.get(key), now)
    }
    with transaction.atomic():
        known = {
            (row.gateway, row.subject): row for row in Difference.objects.filter(settled_at=None).select_for_update()
        }
        new = [_keep(key, sides, known.get(key), now) for key, sides in differing.items()].count(True)
        gone = [row.pk for key, row in known.items() if key not in differing]
        Difference.objects.filter(pk__in=gone).update(settled_at=now)
    still = tuple(Difference.objects.filter(settled_at=None).order_by("pk"))
    if new:
        log.warning("books_and_gateway_differ", new=new, open=len(still))
    return Report(compared=len(ours.keys() | theirs.keys()), new=new, settled=len(gone), open=still)


def _ours() -> dict[Key, Side]:
    default = paying_out.default().name
    return _by_key((row.gateway or default, row) for row in booked())


def _theirs() -> dict[Key, Side]:
    return _by_key((name, moved) for name in paying_out.names() for moved in paying_out.named(name).moved())


def _by_key(rows: Iterable[tuple[str, Booked | Moved]]) -> dict[Key, Side]:
    return {(gateway, row.subject): Side(row.cents, row.currency, row.at) for gateway, row in rows}


def _agree(ours: Side | None, theirs: Side | None) -> bool:
    """Nothing on one side agrees with nothing or with a sum of zero on the other."""
    if ours is None or theirs is None:
        only = ours or theirs
        return only is None or only.cents == 0
    return (ours.cents, ours.currency) == (theirs.cents, theirs.currency)


def _is_young(ours: Side | None, theirs: Side | None, now: datetime) -> bool:
    return any(side is not None and side.at > now - IN_FLIGHT for side in (ours, theirs))


def _keep(key: Key, sides: tuple[Side | None, Side | None], known: Difference | None, now: datetime) -> bool:
    """Write or refresh one difference; answers whether it is new."""
    ours, theirs = sides
    row = known or Difference(gateway=key[0], subject=key[1])
    row.kind = (
        Difference.Kind.NOT_BOOKED
        if ours is None
        else Difference.Kind.NOT_AT_GATEWAY
        if theirs is None
        else Difference.Kind.AMOUNT
    )
    row.booked_cents, row.gateway_cents = ours.cents if ours else 0, theirs.cents if theirs else 0
    row.currency = (theirs or ours or Side(0, "USD", now)).currency
    row.seen_at = now
    row.save()
    return known is None
