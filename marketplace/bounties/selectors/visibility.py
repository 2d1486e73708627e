"""Who may see which bounty, application and submission. Every page, contract and service asks here."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet

from accounts import rights
from accounts.models import User
from accounts.rights import Viewer, person
from accounts.roles import SETTLE_BOUNTY
from marketplace.bounties.models import Application, Bounty, Submission
from marketplace.bounties.states import PUBLIC
from nexus.foundation.errors import NotFound

MISSING = "There is no such bounty, or it is not public."


def may_settle(viewer: Viewer) -> bool:
    return rights.is_staff_with(viewer, SETTLE_BOUNTY)


def who_may_settle() -> QuerySet[User]:
    """The staff members for whom `may_settle` says yes."""
    return ModelBackend().with_perm(SETTLE_BOUNTY).filter(is_staff=True).order_by("pk")


def bounties_visible_to(viewer: Viewer) -> QuerySet[Bounty]:
    """Everybody sees funded ones that are not closed, of a client who is not banned; its people see it always."""
    public = Q(state__in=PUBLIC, client__is_active=True)
    who = person(viewer)
    if who is None:
        return Bounty.objects.filter(public)
    if may_settle(who):
        return Bounty.objects.all()
    applied = Bounty.objects.filter(applications__artist=who, opened_at__isnull=False).values("pk")
    return Bounty.objects.filter(public | Q(client=who) | Q(winner=who) | Q(pk__in=applied))


def bounty_seen_by(viewer: Viewer, bounty_id: int) -> Bounty:
    rows = bounties_visible_to(viewer).select_related("client", "winner", "escrow__order")
    found = rows.filter(pk=bounty_id).first()
    if found is None:
        raise NotFound(MISSING)
    return found


def is_party(viewer: Viewer, bounty: Bounty) -> bool:
    """The client, the winner, or staff who settle."""
    who = person(viewer)
    return who is not None and (who.pk in {bounty.client_id, bounty.winner_id} or may_settle(who))


def applications_visible_to(viewer: Viewer, bounty: Bounty) -> QuerySet[Application]:
    """All for the client and staff, one's own for an artist, none for others."""
    who = person(viewer)
    rows: QuerySet[Application, Any] = Application.objects.filter(bounty=bounty).select_related("artist")
    if who is None:
        return rows.none()
    return rows if who.pk == bounty.client_id or may_settle(who) else rows.filter(artist=who)


def submissions_visible_to(viewer: Viewer, bounty: Bounty) -> QuerySet[Submission]:
    """What was handed in, for the two sides and staff; what is being prepared for its artist only."""
    who = person(viewer)
    rows: QuerySet[Submission, Any] = Submission.objects.filter(bounty=bounty).select_related("listing")
    if who is None or not is_party(who, bounty):
        return rows.none()
    return rows if who.pk == bounty.winner_id else rows.exclude(state=Submission.State.PREPARING)


def bounty_of(viewer: User, kind: str, object_id: int) -> int:
    """The bounty that an application or a submission belongs to, for a page that leads back to it."""
    rows = Application.objects.all() if kind == "application" else Submission.objects.all()
    found = rows.filter(pk=object_id).values_list("bounty_id", flat=True).first()
    if found is None or not bounties_visible_to(viewer).filter(pk=found).exists():
        raise NotFound(MISSING)
    return found
