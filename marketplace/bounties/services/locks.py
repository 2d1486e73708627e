"""A bounty's row under lock. It is the first lock of all: bounty → user → listing → order → escrow → account."""

from accounts.models import User
from marketplace.bounties.models import Application, Bounty, Submission
from marketplace.bounties.selectors.visibility import MISSING, bounties_visible_to
from nexus.foundation.errors import NotAllowed, NotFound


def bounty_for_change(bounty_id: int) -> Bounty:
    """For the clock and the handlers of facts, who ask for nobody. Needs a transaction."""
    rows = Bounty.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("client", "winner", "escrow").filter(pk=bounty_id).first()
    if found is None:
        raise NotFound(MISSING)
    return found


def seen_bounty_for_change(bounty_id: int, *, by: User) -> Bounty:
    """A bounty that this person may see."""
    found = bounty_for_change(bounty_id)
    if not bounties_visible_to(by).filter(pk=bounty_id).exists():
        raise NotFound(MISSING)
    return found


def own_bounty_for_change(bounty_id: int, *, by: User) -> Bounty:
    """For acts that only its client may do."""
    found = seen_bounty_for_change(bounty_id, by=by)
    if found.client_id != by.pk:
        raise NotAllowed("Only the client of this bounty may do this.")
    return found


def application_for_change(application_id: int, *, by: User) -> tuple[Bounty, Application]:
    """An application that this person sent or received, with its bounty, which is locked for both."""
    known = Application.objects.filter(pk=application_id).values_list("bounty_id", flat=True).first()
    missing = NotFound("There is no such application.")
    if known is None:
        raise missing
    bounty = bounty_for_change(known)
    application = Application.objects.select_related("artist").get(pk=application_id)
    if by.pk not in {bounty.client_id, application.artist_id}:
        raise missing
    return bounty, application


def submission_for_change(submission_id: int, *, by: User) -> tuple[Bounty, Submission]:
    """Work that this person handed in or received, with its bounty, which is locked for both."""
    known = Submission.objects.filter(pk=submission_id).exclude(state=Submission.State.PREPARING)
    bounty_id = known.values_list("bounty_id", flat=True).first()
    missing = NotFound("There is no such submission.")
    if bounty_id is None:
        raise missing
    bounty = bounty_for_change(bounty_id)
    if by.pk not in {bounty.client_id, bounty.winner_id}:
        raise missing
    return bounty, Submission.objects.select_related("listing").get(pk=submission_id)
