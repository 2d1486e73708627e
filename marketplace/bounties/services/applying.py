"""Artists apply, change their mind, or are chosen."""

from django.db import IntegrityError, transaction

from accounts.models import User
from marketplace.bounties.models import Application, Bounty, BountyEvent
from marketplace.bounties.services.locks import application_for_change, seen_bounty_for_change
from marketplace.bounties.services.record import move, must_be_confirmed, note
from marketplace.transactions import money
from marketplace.transactions.services.escrow import check_amount
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from nexus.foundation.texts import checked

TEXT_MOST = 4000


@transaction.atomic
def apply(bounty_id: int, *, by: User, price_cents: int, text: str) -> Application:
    """Offer to do it for a price within the budget.

    Raises Conflict `not_open` or `applied_already`, Invalid `own_bounty` or with the field that is wrong, NotAllowed
    `email_unconfirmed`.
    """
    must_be_confirmed(by)
    bounty = seen_bounty_for_change(bounty_id, by=by)
    if bounty.client_id == by.pk:
        raise Invalid("This bounty is your own; others apply for it.", code="own_bounty")
    if bounty.state != Bounty.State.OPEN:
        raise Conflict(f"This bounty is {bounty.state}; one can apply while it is open.", code="not_open")
    check_amount(price_cents, field="price")
    if price_cents > bounty.budget_cents:
        sentence = f"The budget is {money.text(bounty.budget_cents)}; your price can be that or less."
        raise Invalid(sentence, fields={"price": [sentence]})
    checked(text, field="text", most=TEXT_MOST, empty="Say how you would do it, so that the client can choose.")
    try:
        with transaction.atomic():
            made = Application.objects.create(bounty=bounty, artist=by, price_cents=price_cents, text=text)
    except IntegrityError as refused:
        diagnosis = getattr(refused.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != "bounty_application_once_an_artist":
            raise
        raise Conflict(
            "You have applied for this bounty; withdraw that first to apply with another price.", code="applied_already"
        ) from refused
    event = note(bounty, BountyEvent.Kind.APPLIED, by=by)
    outbox.send("bounty.applied", bounty=bounty.pk, event=event.pk)
    return made


@transaction.atomic
def withdraw(application_id: int, *, by: User) -> Application:
    """Take one's own open application back; again, nothing happens."""
    bounty, application = application_for_change(application_id, by=by)
    if application.artist_id != by.pk:
        raise NotAllowed("Only its artist may withdraw an application.")
    if application.state == Application.State.WITHDRAWN:
        return application
    if application.state != Application.State.OPEN:
        raise Conflict(
            f"This application is {application.state}; only an open one can be withdrawn.", code="illegal_move"
        )
    application.state = Application.State.WITHDRAWN
    application.save(update_fields=["state"])
    note(bounty, BountyEvent.Kind.WITHDRAWN, by=by)
    return application


@transaction.atomic
def choose(application_id: int, *, by: User) -> Application:
    """The client chooses this artist at this price; the others are declined. The same choice again changes nothing.

    Raises NotAllowed for anybody else, Conflict `illegal_move` where another was chosen or the bounty ended,
    `not_open` for an application that was withdrawn, `artist_gone` for an artist whose account is closed.
    """
    bounty, application = application_for_change(application_id, by=by)
    if bounty.client_id != by.pk:
        raise NotAllowed("Only the client of this bounty may choose.")
    if application.state == Application.State.CHOSEN:
        return application
    if bounty.state != Bounty.State.OPEN:
        raise Conflict(f"This bounty is {bounty.state}; an artist is chosen while it is open.", code="illegal_move")
    if application.state != Application.State.OPEN:
        raise Conflict(f"This application is {application.state}; choose an open one.", code="not_open")
    if not application.artist.is_active:
        raise Conflict("This artist's account is closed; choose another.", code="artist_gone")
    others = bounty.applications.filter(state=Application.State.OPEN).exclude(pk=application.pk)
    others.update(state=Application.State.DECLINED)
    application.state = Application.State.CHOSEN
    application.save(update_fields=["state"])
    bounty.winner, bounty.price_cents = application.artist, application.price_cents
    move(bounty, Bounty.State.IN_PROGRESS)
    event = note(bounty, BountyEvent.Kind.CHOSEN, by=by, text=money.text(application.price_cents))
    outbox.send("bounty.chosen", bounty=bounty.pk, event=event.pk)
    return application
