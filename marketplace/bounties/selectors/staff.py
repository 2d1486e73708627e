"""What staff who decide disputes see: the list of those that wait, and one with the effect of each division."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery

from accounts.models import User
from marketplace.bounties.models import Bounty, BountyEvent, Split
from marketplace.bounties.selectors.pages import BountyPage, bounty_page
from marketplace.bounties.selectors.visibility import MISSING, may_settle
from marketplace.transactions import money
from nexus.foundation.errors import NotFound


@dataclass(frozen=True)
class DisputeRow:
    id: int
    title: str
    client_name: str
    winner_name: str
    budget_cents: int
    since: datetime | None
    waits_for_second: bool


@dataclass(frozen=True)
class SplitRow:
    """A division that waits for a second person."""

    artist_cents: int
    back_cents: int
    reason: str
    proposed_by: str
    is_mine: bool


@dataclass(frozen=True)
class Effect:
    """What a division would do, in cents."""

    artist_cents: int
    fee_cents: int
    revenue_cents: int
    back_cents: int


@dataclass(frozen=True)
class DecisionPage:
    bounty: BountyPage
    split: SplitRow | None
    offers: tuple[Effect, ...]


def disputes_waiting(viewer: object) -> int | None:
    """How many disputes wait; None for whoever may not decide them."""
    if not isinstance(viewer, User) or not may_settle(viewer):
        return None
    return Bounty.objects.filter(state=Bounty.State.DISPUTED).count()


def disputes_for(viewer: User) -> tuple[DisputeRow, ...]:
    """Disputes that wait, the oldest first."""
    if not may_settle(viewer):
        raise NotFound(MISSING)
    opened = BountyEvent.objects.filter(bounty=OuterRef("pk"), kind=BountyEvent.Kind.DISPUTED).order_by("-pk")
    waiting = Split.objects.filter(bounty=OuterRef("pk"), state=Split.State.HELD)
    rows = (
        Bounty.objects.filter(state=Bounty.State.DISPUTED)
        .select_related("client", "winner")
        .annotate(since=Subquery(opened.values("at")[:1]), split_pk=Subquery(waiting.values("pk")[:1]))
        .order_by("since", "pk")[:200]
    )
    return tuple(
        DisputeRow(
            row.pk,
            row.title,
            row.client.name,
            row.winner.name if row.winner else "",
            row.budget_cents,
            row.since,
            row.split_pk is not None,
        )
        for row in rows
    )


def decision_page(viewer: User, bounty_id: int) -> DecisionPage:
    """One bounty for staff who decide, with what typical divisions would do."""
    if not may_settle(viewer):
        raise NotFound(MISSING)
    page = bounty_page(viewer, bounty_id)
    held = Split.objects.filter(bounty=bounty_id, state=Split.State.HELD).select_related("proposed_by").first()
    split = None
    if held is not None:
        back = page.money.budget_cents - held.artist_cents
        split = SplitRow(
            held.artist_cents, back, held.reason, held.proposed_by.name, is_mine=held.proposed_by_id == viewer.pk
        )
    price = page.money.price_cents or 0
    parts = (price, price // 2, 0)
    return DecisionPage(page, split, tuple(_effect(cents, page.money.budget_cents) for cents in parts))


def _effect(artist_cents: int, budget_cents: int) -> Effect:
    share = money.split(artist_cents, settings.FEE_BASIS_POINTS)
    return Effect(artist_cents, share.fee, share.revenue, budget_cents - artist_cents)
