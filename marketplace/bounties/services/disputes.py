"""Where the sides disagree: either opens a dispute, staff divide the escrow, a second person releases large ones."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from marketplace.bounties import states
from marketplace.bounties.models import Bounty, BountyEvent, Split, Submission
from marketplace.bounties.selectors.visibility import MISSING, may_settle
from marketplace.bounties.services.locks import bounty_for_change, seen_bounty_for_change
from marketplace.bounties.services.posting import close_unchosen, give_all_back
from marketplace.bounties.services.record import end, move, note
from marketplace.bounties.services.work import award
from marketplace.transactions import money
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

TEXT_MOST = 4000
REASON_MOST = 2000


@dataclass(frozen=True)
class Outcome:
    """What came of a staff act: done, or held until a second person releases it."""

    bounty: Bounty
    held: bool


@transaction.atomic
def open_dispute(bounty_id: int, *, by: User, text: str) -> Bounty:
    """Either side asks staff to decide; a dispute that is open stays as it is and takes the words as a message."""
    bounty = seen_bounty_for_change(bounty_id, by=by)
    if by.pk not in {bounty.client_id, bounty.winner_id} and not may_settle(by):
        raise NotAllowed("Only the client and the chosen artist may open a dispute.")
    checked(text, field="text", most=TEXT_MOST, empty="Say what is wrong, so that staff can decide.")
    if bounty.state == Bounty.State.DISPUTED:
        event = note(bounty, BountyEvent.Kind.MESSAGE, by=by, text=text)
        outbox.send("bounty.messaged", bounty=bounty.pk, event=event.pk)
    else:
        dispute(bounty, by=by, text=text)
    return bounty


def dispute(bounty: Bounty, *, by: User | None, text: str) -> None:
    """Into dispute; the caller holds the lock. The clock opens one with nobody's name."""
    move(bounty, Bounty.State.DISPUTED)
    event = note(bounty, BountyEvent.Kind.DISPUTED, by=by, text=text)
    outbox.send("bounty.disputed", bounty=bounty.pk, event=event.pk)


@transaction.atomic
def settle(bounty_id: int, *, by: User, artist_cents: int, reason: str) -> Outcome:
    """Staff divide a disputed escrow: this much for the artist, who asked for no more than the price; the rest back.

    Where the artist is paid and has handed in, the client gets the newest work. An escrow above
    TWO_PEOPLE_ABOVE_CENTS waits for a second person. Raises NotAllowed, Conflict `illegal_move` or `split_waits`.
    """
    bounty = _for_staff(bounty_id, by=by)
    states.check_move(bounty.state, Bounty.State.CLOSED)
    if bounty.state != Bounty.State.DISPUTED:
        raise Conflict(f"This bounty is {bounty.state}; only a disputed one is divided.", code="illegal_move")
    check_part(artist_cents, price_cents=bounty.price_cents or 0)
    checked(reason, field="reason", most=REASON_MOST, empty="Say why; both sides read it.")
    if bounty.splits.filter(state=Split.State.HELD).exists():
        raise Conflict("A division of this escrow waits for a second person already.", code="split_waits")
    is_large = needs_second(bounty.budget_cents)
    split = Split.objects.create(
        bounty=bounty, artist_cents=artist_cents, reason=reason, proposed_by=by, needs_release=is_large
    )
    audit.note("bounty.split", actor_id=by.pk, target=f"bounty:{bounty.pk}", reason=reason, artist_cents=artist_cents)
    if is_large:
        note(bounty, BountyEvent.Kind.SPLIT_PROPOSED, by=by)
        outbox.send("bounty.split_waits", bounty=bounty.pk, split=split.pk)
        return Outcome(bounty, held=True)
    _divide(bounty, split, by=by)
    return Outcome(bounty, held=False)


def needs_second(budget_cents: int) -> bool:
    """Whether a division of this escrow waits for a second person."""
    return budget_cents > settings.TWO_PEOPLE_ABOVE_CENTS


def check_part(artist_cents: int, *, price_cents: int) -> None:
    """Raise Invalid where the artist would get more than the chosen price."""
    if not 0 <= artist_cents <= price_cents:
        price = money.text(price_cents)
        sentence = f"The artist's price was {price}; give 0.00 to {price}."
        raise Invalid(sentence, fields={"artist_cents": [sentence]})


@transaction.atomic
def release_split(bounty_id: int, *, by: User) -> Outcome:
    """The second person agrees. Raises Conflict `no_split`, NotAllowed `same_person`."""
    bounty, split = _waiting(bounty_id, by=by)
    if split.proposed_by_id == by.pk:
        raise NotAllowed("You proposed this division; somebody else has to release it.", code="same_person")
    audit.note("bounty.split_released", actor_id=by.pk, target=f"bounty:{bounty.pk}", artist_cents=split.artist_cents)
    split.decided_by = by
    _divide(bounty, split, by=by)
    return Outcome(bounty, held=False)


@transaction.atomic
def refuse_split(bounty_id: int, *, by: User, reason: str) -> Outcome:
    """Anybody with the right takes a waiting division back, its proposer too; the dispute stays open."""
    bounty, split = _waiting(bounty_id, by=by)
    checked(reason, field="reason", most=REASON_MOST, empty="Say why; the proposer reads it.")
    audit.note("bounty.split_refused", actor_id=by.pk, target=f"bounty:{bounty.pk}", reason=reason)
    split.state, split.decided_by, split.decided_at = Split.State.REFUSED, by, timezone.now()
    split.save(update_fields=["state", "decided_by", "decided_at"])
    note(bounty, BountyEvent.Kind.SPLIT_REFUSED, by=by)
    return Outcome(bounty, held=True)


@transaction.atomic
def close_by_staff(bounty_id: int, *, by: User, reason: str) -> Outcome:
    """Staff end a bounty that nobody was chosen for; its escrow goes back whole."""
    bounty = _for_staff(bounty_id, by=by)
    checked(reason, field="reason", most=REASON_MOST, empty="Say why; the client reads it.")
    if bounty.state not in {Bounty.State.UNFUNDED, Bounty.State.OPEN}:
        states.check_move(bounty.state, Bounty.State.OPEN)
    audit.note("bounty.close", actor_id=by.pk, target=f"bounty:{bounty.pk}", reason=reason)
    close_unchosen(bounty, by=by, text=reason)
    return Outcome(bounty, held=False)


def _for_staff(bounty_id: int, *, by: User) -> Bounty:
    if not may_settle(by):
        raise NotFound(MISSING)
    bounty = bounty_for_change(bounty_id)
    if by.pk in {bounty.client_id, bounty.winner_id}:
        raise NotAllowed("You are a side of this bounty; somebody else has to decide.", code="own_bounty")
    return bounty


def _waiting(bounty_id: int, *, by: User) -> tuple[Bounty, Split]:
    bounty = _for_staff(bounty_id, by=by)
    split = bounty.splits.filter(state=Split.State.HELD).first()
    if split is None:
        raise Conflict("No division of this escrow waits.", code="no_split")
    return bounty, split


def _divide(bounty: Bounty, split: Split, *, by: User) -> None:
    split.state, split.decided_at = Split.State.DONE, timezone.now()
    split.save(update_fields=["state", "decided_by", "decided_at"])
    note(bounty, BountyEvent.Kind.SPLIT, by=by, text=split.reason)
    if split.artist_cents:
        newest = bounty.submissions.exclude(state=Submission.State.PREPARING).select_related("listing")
        award(bounty, newest.order_by("-pk").first(), artist_cents=split.artist_cents, by=by, text=split.reason)
    else:
        give_all_back(bounty)
        end(bounty, Bounty.State.CLOSED, by=by, text=split.reason)
