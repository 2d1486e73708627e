"""The list of bounties: filters, sorts, pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from accounts.rights import Viewer, person
from marketplace.bounties.models import Application, Bounty
from marketplace.bounties.selectors.pages import BountyRow, applicants, rows_of
from marketplace.bounties.selectors.visibility import bounties_visible_to

SIZE = 20
MOST_PAGES = 500

STATUSES: dict[str, tuple[str, ...]] = {
    "open": ("open",),
    "in-progress": ("in_progress", "disputed"),
    "completed": ("completed",),
    "all": ("open", "in_progress", "disputed", "completed"),
}
MINE = ("posted", "applied", "working")


@dataclass(frozen=True)
class BountyQuery:
    """What to look for; empty words leave it open."""

    text: str = ""
    status: str = "open"
    mine: str = ""
    format: str = ""
    budget_min: int | None = None
    sort: str = "newest"
    page: int = 1


@dataclass(frozen=True)
class BountyList:
    rows: tuple[BountyRow, ...]
    count: int
    first: int
    last: int
    pages: int


SORTS: dict[str, Callable[[QuerySet[Bounty]], QuerySet[Bounty]]] = {
    "newest": lambda rows: rows.order_by(F("opened_at").desc(nulls_first=True), "-pk"),
    "budget": lambda rows: rows.order_by("-budget_cents", "-pk"),
    "deadline": lambda rows: rows.order_by(F("deadline").asc(nulls_last=True), "-pk"),
    "fewest": lambda rows: rows.annotate(asked=applicants()).order_by("asked", "-pk"),
}


def find_bounties(viewer: Viewer, query: BountyQuery) -> BountyList:
    """One page of the bounties this viewer may see; without words the open ones, newest first."""
    found = _found(viewer, query)
    count = found.count()
    pages = max(1, -(-count // SIZE))
    page = min(max(query.page, 1), pages, MOST_PAGES)
    rows = rows_of(SORTS[query.sort](found)[(page - 1) * SIZE : page * SIZE])
    first = (page - 1) * SIZE + 1 if rows else 0
    return BountyList(rows, count, first, first + len(rows) - 1 if rows else 0, pages)


def _found(viewer: Viewer, query: BountyQuery) -> QuerySet[Bounty]:
    rows = bounties_visible_to(viewer)
    who = person(viewer)
    if query.mine and who is not None:
        rows = rows.filter(_mine(query.mine, who.pk))
    else:
        rows = rows.filter(state__in=STATUSES[query.status])
    for word in query.text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(description__icontains=word))
    if query.format:
        rows = rows.filter(requirements__formats__contains=[query.format])
    if query.budget_min is not None:
        rows = rows.filter(budget_cents__gte=query.budget_min)
    return rows


def _mine(which: str, person_id: int) -> Q:
    if which == "posted":
        return Q(client=person_id)
    if which == "working":
        return Q(winner=person_id)
    applied = Application.objects.filter(artist=person_id).exclude(state=Application.State.WITHDRAWN)
    return Q(pk__in=applied.values("bounty_id"))
