"""A client's acts: post a bounty, pay its budget into escrow, change it, close it while it is open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from marketplace.bounties import requirements as rules
from marketplace.bounties import states
from marketplace.bounties.models import Application, Bounty, BountyEvent
from marketplace.bounties.services.locks import bounty_for_change, own_bounty_for_change
from marketplace.bounties.services.record import end, move, must_be_confirmed, note
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import Escrow, Order
from marketplace.transactions.services import escrow, orders, payments
from nexus.foundation import markdown, outbox
from nexus.foundation.errors import Conflict, Invalid, Unavailable
from nexus.foundation.texts import checked

log = structlog.get_logger(__name__)

TITLE_MOST = 120
TEXT_MOST = 20_000


class Wish(TypedDict, total=False):
    """What a client says of the work."""

    title: str
    description: str
    budget_cents: int
    deadline: datetime | None
    requirements: Mapping[str, Any] | None


def post_bounty(*, by: User, payment_method: str = "", **wish: Unpack[Wish]) -> Bounty:
    """A bounty that waits for its money; it is public once the escrow holds it.

    With a named payment method it is paid at once; else `fund_url_of` is where the client pays. Raises NotAllowed
    `email_unconfirmed`, Invalid with the field that is wrong. A declined card leaves it unfunded, to be paid again.
    """
    check_method(payment_method)
    bounty = make_bounty(by=by, **wish)
    return fund(bounty.pk, by=by, payment_method=payment_method)


def check_method(payment_method: str) -> None:
    """Refuse a means of payment that is not known, or that money could not go back to."""
    if payment_method == BALANCE:  # what is paid from a balance could not go back through a gateway
        sentence = "A bounty is paid by card, so that what is not paid out can go back to it."
        raise Invalid(sentence, code="unknown_payment_method", fields={"payment_method": [sentence]})
    payments.check_method(payment_method)


@transaction.atomic
def make_bounty(*, by: User, **wish: Unpack[Wish]) -> Bounty:
    """The bounty with its pending escrow; no gateway is asked yet."""
    must_be_confirmed(by)
    bounty = Bounty(client=by, due_at=timezone.now() + states.PAY_WITHIN)
    _apply(bounty, {"title": "", "description": "", "budget_cents": 0, **wish})
    bounty.save()
    _open_escrow(bounty)
    note(bounty, BountyEvent.Kind.POSTED, by=by)
    return bounty


def _open_escrow(bounty: Bounty) -> None:
    bounty.escrow = escrow.open_escrow(
        bounty.client, amount_cents=bounty.budget_cents, title=bounty.title, page=reverse("bounty", args=[bounty.pk])
    )
    bounty.save(update_fields=["escrow"])


def fund(bounty_id: int, *, by: User, payment_method: str = "", return_url: str = "") -> Bounty:
    """Ask for the budget of an unfunded bounty; a named method is settled at once. Already funded: as it stands."""
    check_method(payment_method)
    with transaction.atomic():
        bounty = own_bounty_for_change(bounty_id, by=by)
        if bounty.state in states.FINAL:
            raise Conflict("This bounty is closed; post it again to fund it.", code="illegal_move")
        if bounty.escrow is not None and bounty.escrow.state == Escrow.State.FAILED:
            _open_escrow(bounty)
    assert bounty.escrow is not None  # the row's constraint for all but closed ones
    if bounty.escrow.state == Escrow.State.PENDING:
        _pay(bounty.escrow, by=by, payment_method=payment_method, return_url=return_url)
    return Bounty.objects.select_related("client", "winner", "escrow__order").get(pk=bounty_id)


def fund_posted(escrow_id: UUID, *, by: User, payment_method: str = "") -> None:
    """Ask for the budget that a bounty was posted with, once, however often the request comes.

    What was paid, declined or replaced since is left alone; only where the first request broke off is it asked again.
    """
    posted = Escrow.objects.filter(pk=escrow_id, payer=by, state=Escrow.State.PENDING).first()
    if posted is not None:
        _pay(posted, by=by, payment_method=payment_method)


def _pay(held: Escrow, *, by: User, payment_method: str, return_url: str = "") -> None:
    back = return_url or settings.SITE_URL + held.page
    orders.pay_order(held.order_id, by=by, method=payment_method, return_url=back)
    open_funded(held.pk)


def look_at_payment(bounty_id: int, *, by: User | None) -> None:
    """Ask the gateway about the budget of one's own unfunded bounty, so that its page waits on the money itself.

    A gateway that does not answer is asked again by the sweep; the page shows what is known.
    """
    waiting = Bounty.objects.filter(pk=bounty_id, client=by, state=Bounty.State.UNFUNDED, escrow__isnull=False)
    found = waiting.values_list("escrow_id", "escrow__order_id").first() if by is not None else None
    if found is None:
        return
    try:
        orders.settle_order(found[1])
    except Unavailable as away:
        log.warning("gateway_away", bounty=bounty_id, reason=away.message)
        return
    open_funded(found[0])


@transaction.atomic
def open_funded(escrow_id: UUID | None) -> None:
    """The escrow holds the budget: the bounty is public from here on. Again, or for no bounty, nothing happens.

    One that was closed while the payment was under way gets its money back.
    """
    known = Bounty.objects.filter(escrow=escrow_id).values_list("pk", flat=True).first()
    if known is None:
        return
    bounty = bounty_for_change(known)
    held = is_held(bounty)
    if held and bounty.state == Bounty.State.UNFUNDED:
        move(bounty, Bounty.State.OPEN)
        event = note(bounty, BountyEvent.Kind.OPENED, by=None)
        outbox.send("bounty.opened", bounty=bounty.pk, event=event.pk)
    elif held and bounty.state == Bounty.State.CLOSED:
        give_all_back(bounty)


@transaction.atomic
def change_bounty(bounty_id: int, *, by: User, **wish: Unpack[Wish]) -> Bounty:
    """Change what is named. Requirements and deadline are fixed once somebody has applied, the budget once it is paid.

    Raises Conflict `budget_held`, `has_applications` or `illegal_move`, Invalid with the field that is wrong.
    """
    bounty = own_bounty_for_change(bounty_id, by=by)
    if bounty.state not in {Bounty.State.UNFUNDED, Bounty.State.OPEN}:
        raise Conflict(f"This bounty is {bounty.state}; it can be changed while it is open.", code="illegal_move")
    _refuse_fixed(bounty, wish)
    before = bounty.budget_cents
    _apply(bounty, wish)
    bounty.due_at = states.due(bounty, bounty.state, now=timezone.now())
    bounty.reminded = 0
    bounty.save()
    if bounty.budget_cents != before and bounty.escrow is not None:
        _drop_order(bounty, why="The budget was changed.")
        _open_escrow(bounty)
    if bounty.state == Bounty.State.OPEN:
        note(bounty, BountyEvent.Kind.CHANGED, by=by)
    return bounty


def _refuse_fixed(bounty: Bounty, wish: Wish) -> None:
    budget = wish.get("budget_cents", bounty.budget_cents)
    if budget != bounty.budget_cents and bounty.state != Bounty.State.UNFUNDED:
        raise Conflict("The budget is in escrow already; close this bounty to get it back.", code="budget_held")
    asked = rules.read(wish["requirements"]) if "requirements" in wish else bounty.requirements
    fixed = asked != bounty.requirements or wish.get("deadline", bounty.deadline) != bounty.deadline
    if fixed and bounty.applications.filter(state=Application.State.OPEN).exists():
        raise Conflict(
            "Artists have applied for what was asked, so requirements and deadline stay as they are.",
            code="has_applications",
        )


def _drop_order(bounty: Bounty, *, why: str) -> None:
    """End an unpaid order; where it was paid at this very moment, the change is refused."""
    assert bounty.escrow is not None
    order = orders.fail_order(bounty.escrow.order_id, code="replaced", message=why)
    if order.state != Order.State.FAILED:
        raise Conflict("The budget was paid just now. Look at the bounty again.", code="budget_held")


@transaction.atomic
def close(bounty_id: int, *, by: User) -> Bounty:
    """Close an open bounty: its whole budget goes back. Raises Conflict `illegal_move` once an artist is chosen."""
    bounty = own_bounty_for_change(bounty_id, by=by)
    if bounty.state not in {Bounty.State.UNFUNDED, Bounty.State.OPEN}:
        states.check_move(bounty.state, Bounty.State.OPEN)  # never allowed: says what is
    close_unchosen(bounty, by=by)
    return bounty


def close_unchosen(bounty: Bounty, *, by: User | None, text: str = "", now: datetime | None = None) -> None:
    """End a bounty that nobody was chosen for; the caller holds its lock."""
    if bounty.state == Bounty.State.UNFUNDED and bounty.escrow is not None:
        orders.fail_order(bounty.escrow.order_id, code="withdrawn", message="The bounty was closed before it was paid.")
    give_all_back(bounty)
    end(bounty, Bounty.State.CLOSED, by=by, text=text, now=now)


def give_all_back(bounty: Bounty) -> None:
    """Return a held escrow whole; one that holds nothing has nothing to return."""
    if bounty.escrow_id is not None and is_held(bounty):
        escrow.release(bounty.escrow_id, payee=None, paid_cents=0)


def is_held(bounty: Bounty) -> bool:
    """Whether the escrow holds the budget at this moment, whatever the loaded row says."""
    return Escrow.objects.filter(bounty=bounty, state=Escrow.State.HELD).exists()


def _apply(bounty: Bounty, wish: Wish) -> None:
    if "title" in wish:
        bounty.title = checked(
            wish["title"], field="title", most=TITLE_MOST, empty="Give the bounty a title: what is to be made."
        )
    if "description" in wish:
        bounty.description = checked(
            wish["description"], field="description", most=TEXT_MOST, empty="Describe what is to be made."
        )
        bounty.description_html = markdown.render(bounty.description)
    if "budget_cents" in wish:
        escrow.check_amount(wish["budget_cents"], field="budget")
        bounty.budget_cents = wish["budget_cents"]
    if "deadline" in wish and wish["deadline"] != bounty.deadline:
        if wish["deadline"] is not None and wish["deadline"] <= timezone.now():
            sentence = "This deadline is over already; choose a later day."
            raise Invalid(sentence, fields={"deadline": [sentence]})
        bounty.deadline = wish["deadline"]
    if "requirements" in wish:
        bounty.requirements = rules.read(wish["requirements"])
