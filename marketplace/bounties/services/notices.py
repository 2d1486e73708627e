"""Whom each change of a bounty is told to, in a sentence each; the event's id keeps a repeated handler quiet."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.services.notifications import notify
from marketplace.bounties.models import Application, Bounty, BountyEvent, Split
from marketplace.bounties.selectors.visibility import who_may_settle
from marketplace.transactions import money

WORK, MONEY = "bounty", "bounty_money"


def tell(event_id: int) -> None:
    """Tell everybody whom this event of a bounty concerns."""
    event = BountyEvent.objects.select_related("bounty__escrow", "bounty__winner", "bounty__client", "actor").get(
        pk=event_id
    )
    maker = _TELL.get(BountyEvent.Kind(event.kind))
    if maker is not None:
        maker(event)


def tell_split_waits(split_id: int) -> None:
    """Tell everybody who may release this division; whoever proposed it, and the bounty's own sides, may not."""
    split = Split.objects.select_related("bounty", "proposed_by").get(pk=split_id)
    if split.state != Split.State.HELD:
        return
    bounty = split.bounty
    for person in who_may_settle():
        if person.pk not in {split.proposed_by_id, bounty.client_id, bounty.winner_id}:
            notify(
                person.pk,
                MONEY,
                title=f"{split.proposed_by.name} divided the escrow of “{bounty.title}”. You can release it.",
                url=reverse("admin:bounty_decide", args=[bounty.pk]),
                source=f"bounty-split:{split.pk}",
                about=f"bounty:{bounty.pk}",
            )


def _to(event: BountyEvent, people: Iterable[int | None], title: str, *, kind: str = WORK) -> None:
    bounty = event.bounty
    for person_id in sorted({one for one in people if one is not None and one != event.actor_id}):
        notify(
            person_id,
            kind,
            title=title,
            url=reverse("bounty", args=[bounty.pk]),
            source=f"bounty-event:{event.pk}",
            about=f"bounty:{bounty.pk}",
        )


def _name(event: BountyEvent) -> str:
    return event.actor.name if event.actor else ""


def _opened(event: BountyEvent) -> None:
    amount = money.text(event.bounty.budget_cents)
    sentence = f"“{event.bounty.title}” is open: {amount} is in escrow, and artists can apply."
    _to(event, [event.bounty.client_id], sentence, kind=MONEY)


def _applied(event: BountyEvent) -> None:
    _to(event, [event.bounty.client_id], f"{_name(event)} applied for “{event.bounty.title}”.")


def _chosen(event: BountyEvent) -> None:
    bounty = event.bounty
    _to(event, [bounty.winner_id], f"You were chosen for “{bounty.title}”. You can start.")
    declined = Application.objects.filter(bounty=bounty, state=Application.State.DECLINED)
    _to(event, declined.values_list("artist_id", flat=True), f"Another artist was chosen for “{bounty.title}”.")


def _submitted(event: BountyEvent) -> None:
    _to(event, [event.bounty.client_id], f"{_name(event)} handed in work for “{event.bounty.title}”.")


def _changes(event: BountyEvent) -> None:
    _to(event, [event.bounty.winner_id], f"{_name(event)} asks for changes to “{event.bounty.title}”.")


def _message(event: BountyEvent) -> None:
    people = [event.bounty.client_id, event.bounty.winner_id]
    _to(event, people, f"{_name(event)} wrote to you about “{event.bounty.title}”.")


def _reminded(event: BountyEvent) -> None:
    bounty = event.bounty
    if bounty.state == Bounty.State.OPEN:
        sentence = f"Choose an artist for “{bounty.title}” soon, or it closes and your money goes back."
        _to(event, [bounty.client_id], sentence)
    elif bounty.state == Bounty.State.IN_PROGRESS:
        _to(event, [bounty.winner_id], f"The time for “{bounty.title}” is nearly over. Hand in your work.")
        _to(event, [bounty.client_id], f"The time for “{bounty.title}” is nearly over. After it staff decide.")


def _disputed(event: BountyEvent) -> None:
    people = [event.bounty.client_id, event.bounty.winner_id]
    _to(event, people, f"“{event.bounty.title}” is in dispute. Staff read what you both write and decide.", kind=MONEY)


def _completed(event: BountyEvent) -> None:
    bounty, held = event.bounty, event.bounty.escrow
    if held is None:
        return
    paid = money.text(held.revenue_cents)
    _to(event, [bounty.winner_id], f"“{bounty.title}” is completed: {paid} is on your balance.", kind=MONEY)
    back = f" {money.text(held.returned_cents)} goes back to your card." if held.returned_cents else ""
    sentence = f"“{bounty.title}” is completed; its files are in your library.{back}"
    _to(event, [bounty.client_id], sentence, kind=MONEY)


def _closed(event: BountyEvent) -> None:
    bounty, held = event.bounty, event.bounty.escrow
    back = f" {money.text(held.returned_cents)} goes back to your card." if held and held.returned_cents else ""
    _to(event, [bounty.client_id], f"“{bounty.title}” is closed.{back}", kind=MONEY)
    gone = Application.objects.filter(bounty=bounty, state=Application.State.DECLINED)
    people = [bounty.winner_id, *gone.values_list("artist_id", flat=True)]
    _to(event, people, f"“{bounty.title}” was closed by its client or by time.")


_TELL = {
    BountyEvent.Kind.OPENED: _opened,
    BountyEvent.Kind.APPLIED: _applied,
    BountyEvent.Kind.CHOSEN: _chosen,
    BountyEvent.Kind.SUBMITTED: _submitted,
    BountyEvent.Kind.CHANGES_REQUESTED: _changes,
    BountyEvent.Kind.MESSAGE: _message,
    BountyEvent.Kind.REMINDED: _reminded,
    BountyEvent.Kind.DISPUTED: _disputed,
    BountyEvent.Kind.COMPLETED: _completed,
    BountyEvent.Kind.CLOSED: _closed,
}
