"""Paying sellers: asked for, held where it must be, sent, and settled by what the gateway says.

A payout is booked the moment it is asked for, in one transaction with its row and its key; the gateway is asked later,
by a handler, with that key. Killed anywhere, the sweep goes on from the row. `settle` is the one place that ends it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import RELEASE_PAYOUT
from accounts.selectors import is_email_confirmed
from marketplace.transactions import ledger, locks, money
from marketplace.transactions.gateways import paying_out
from marketplace.transactions.gateways.words import Arrival, TransferState
from marketplace.transactions.models import Payout, PayoutAccount, PayoutRelease
from marketplace.transactions.selectors.balances import CURRENCY, balance_of, matured_until
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.sweeping import sweep

RELEASES = 2  # staff members who must say yes to a large payout
PATIENCE = timedelta(seconds=60)  # a payout younger than this is still in somebody's hands
ACCOUNT_ENDED = "The account that it was to go to is no longer in use."
CANCELLED = "cancelled"


def request_payout(user: User, *, amount_cents: int | None = None, now: datetime | None = None) -> Payout:
    """Ask for a payout of what is available, or of a part of it; it is booked at once and sent soon after.

    The answer is `requested`, or `held` (a new account, or an amount that two staff members must release). Raises
    NotAllowed `email_unconfirmed`; Conflict `no_payout_account`, `payout_in_flight`, `below_minimum`, `above_balance`.
    """
    if not is_email_confirmed(user):
        raise NotAllowed("Confirm your e-mail address before you ask for a payout.", code="email_unconfirmed")
    return _make(user, amount_cents=amount_cents, least=settings.PAYOUT_MINIMUM_CENTS, now=now or timezone.now())


@transaction.atomic
def pay_what_is_due(user_id: int, *, by: User, reason: str, now: datetime | None = None) -> Payout:
    """Staff pay a seller who cannot ask (a closed account) all that is available, however little it is.

    Raises what `request_payout` does; for an open account the smallest payout holds.
    """
    rights.staff_with(by, RELEASE_PAYOUT)
    payee = User.objects.get(pk=user_id)
    if payee.pk == by.pk:
        raise NotAllowed("Ask for your own payout on your dashboard.", code="own_payout")
    least = settings.PAYOUT_MINIMUM_CENTS if payee.is_active else 1
    payout = _make(payee, amount_cents=None, least=least, now=now or timezone.now())
    audit.note("payout.requested", actor_id=by.pk, target=f"payout:{payout.pk}", reason=reason, payee=payee.pk)
    return payout


@transaction.atomic
def _make(user: User, *, amount_cents: int | None, least: int, now: datetime) -> Payout:
    locks.buyer_for_change(user.pk)
    locks.seller_account_for_change(user.pk, currency=CURRENCY)
    account = PayoutAccount.objects.filter(user=user, connected_at__isnull=False, ended_at=None).first()
    if account is None:
        raise Conflict("Connect an account first; the money has to go somewhere.", code="no_payout_account")
    _refuse_second(user)
    available = balance_of(user, now=now).available_cents
    amount = available if amount_cents is None else amount_cents
    _check_amount(amount, available, least=least)
    is_new = account.payable_from is not None and account.payable_from > now
    is_large = amount > settings.TWO_PEOPLE_ABOVE_CENTS
    payout = Payout(
        user=user,
        account=account,
        amount_cents=amount,
        available_cents=available,
        matured_until=matured_until(now),
        currency=CURRENCY,
        state=Payout.State.HELD if is_new or is_large else Payout.State.REQUESTED,
        held_until=account.payable_from if is_new else None,
        needs_release=is_large,
    )
    _save_once(payout)
    ledger.post_payout(payout)
    if payout.state == Payout.State.REQUESTED:
        outbox.send("payout.requested", payout=str(payout.pk))
    return payout


def _refuse_second(user: User) -> None:
    flying = Payout.objects.filter(user=user, state__in=[Payout.State.REQUESTED, Payout.State.HELD]).first()
    if flying is not None:
        raise Conflict(
            f"A payout of {money.text(flying.amount_cents)} is on its way; the next one can follow when it arrived.",
            code="payout_in_flight",
        )


def _save_once(payout: Payout) -> None:
    try:
        with transaction.atomic():
            payout.save(force_insert=True)
    except IntegrityError as refused:
        diagnosis = getattr(refused.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != "payout_one_in_flight":
            raise
        raise Conflict("Another payout is on its way.", code="payout_in_flight") from refused


def _check_amount(amount: int, available: int, *, least: int) -> None:
    if amount < least:
        raise Conflict(
            f"{money.text(amount)} is below {money.text(least)}, the smallest payout; "
            f"{money.text(available)} is available.",
            code="below_minimum",
        )
    if amount > available:
        raise Conflict(
            f"{money.text(amount)} is more than the {money.text(available)} that is available.", code="above_balance"
        )


@transaction.atomic
def release(payout_id: UUID, *, by: User) -> Payout:
    """One staff member's yes to a large payout; the second one, of somebody else, sends it (after the account's hold).

    Raises NotAllowed for the payee and for who has no right, Conflict `released_already` for a second yes of the same
    person, `not_held` for one that waits for nobody.
    """
    rights.staff_with(by, RELEASE_PAYOUT)
    payout = _for_change(payout_id)
    if payout.user_id == by.pk:
        raise NotAllowed("This is your own payout; somebody else releases it.", code="own_payout")
    if payout.state != Payout.State.HELD or not payout.needs_release:
        raise Conflict(f"This payout is {payout.state} and waits for nobody's release.", code="not_held")
    if PayoutRelease.objects.filter(payout=payout, by=by).exists():
        raise Conflict("You have released this payout; a second person has to.", code="released_already")
    PayoutRelease.objects.create(payout=payout, payee_id=payout.user_id, by=by)
    audit.note("payout.released", actor_id=by.pk, target=f"payout:{payout.pk}", amount_cents=payout.amount_cents)
    if PayoutRelease.objects.filter(payout=payout).count() >= RELEASES:
        _let_go(payout, now=timezone.now())
    return payout


def _let_go(payout: Payout, *, now: datetime) -> None:
    """A held payout that nothing holds any more is sent; one to an account that ended meanwhile comes back."""
    if payout.state == Payout.State.HELD and _is_replaced(payout):
        _come_back(payout, now=now)
        return
    is_released = not payout.needs_release or payout.releases.count() >= RELEASES
    if payout.state != Payout.State.HELD or not is_released or (payout.held_until and payout.held_until > now):
        return
    payout.state = Payout.State.REQUESTED
    payout.save(update_fields=["state"])
    outbox.send("payout.requested", payout=str(payout.pk))


def _is_replaced(payout: Payout) -> bool:
    """Whether the account that it goes to is no longer in use."""
    return payout.account.ended_at is not None


def _come_back(payout: Payout, *, now: datetime) -> None:
    """Whoever replaced the account does not want the money there; it waits on the balance for the next payout."""
    _fail(payout, code="account_ended", message=ACCOUNT_ENDED, now=now)


def end_held_of(user_id: int, *, now: datetime) -> None:
    """Held payouts to accounts that are no longer in use come back; called where another one takes their place."""
    held = Payout.objects.filter(user=user_id, state=Payout.State.HELD, account__ended_at__isnull=False)
    for payout_id in held.order_by("pk").values_list("pk", flat=True):
        _let_go(_for_change(payout_id), now=now)


@transaction.atomic
def cancel(payout_id: UUID, *, by: User) -> Payout:
    """A seller takes their own held payout back; the money is on the balance at once.

    Raises NotFound for another's, Conflict `not_held` for one that is on its way or ended.
    """
    payout = Payout.objects.filter(pk=payout_id, user=by).first()
    if payout is None:
        raise NotFound("There is no such payout.")
    payout = _for_change(payout_id)
    if payout.state != Payout.State.HELD:
        raise Conflict(f"This payout is {payout.state}; only a held one can be cancelled.", code="not_held")
    _fail(payout, code=CANCELLED, message="You cancelled it.", now=timezone.now())
    audit.note("payout.cancelled", actor_id=by.pk, target=f"payout:{payout.pk}", amount_cents=payout.amount_cents)
    return payout


def check_reason(reason: str) -> None:
    """Refuse a refusal without words."""
    if not reason.strip():
        raise Invalid("Say why; the seller reads it.", fields={"reason": ["Say why; the seller reads it."]})


@transaction.atomic
def refuse(payout_id: UUID, *, by: User, reason: str) -> Payout:
    """Staff turn a held payout down; the money is back on the balance at once. Raises Conflict `not_held`, Invalid."""
    rights.staff_with(by, RELEASE_PAYOUT)
    check_reason(reason)
    payout = _for_change(payout_id)
    if payout.user_id == by.pk:
        raise NotAllowed("This is your own payout; somebody else decides on it.", code="own_payout")
    if payout.state != Payout.State.HELD:
        raise Conflict(f"This payout is {payout.state}; only a held one can be refused.", code="not_held")
    _fail(payout, code="refused", message=reason.strip(), now=timezone.now())
    audit.note("payout.refused", actor_id=by.pk, target=f"payout:{payout.pk}", reason=reason.strip())
    return payout


def send(payout_id: UUID) -> Payout:
    """Ask the gateway for a requested payout, with its id as the key; asking again starts no second transfer.

    One that the gateway never heard of comes back where its account ended meanwhile. Raises Unavailable when the
    gateway does not answer; then the sweep asks again.
    """
    payout = Payout.objects.select_related("account").get(pk=payout_id)
    if payout.state != Payout.State.REQUESTED:
        return payout
    if not payout.reference:
        gateway = paying_out.named(payout.account.gateway)
        reference = gateway.find_transfer(str(payout.pk))
        if not reference and _is_replaced(payout):
            return _keep_here(payout_id)
        reference = reference or gateway.transfer(
            str(payout.pk),
            account=payout.account.reference,
            amount_cents=payout.amount_cents,
            currency=payout.currency,
        )
        _remember(payout_id, reference)
    return settle(payout_id)


@transaction.atomic
def _keep_here(payout_id: UUID) -> Payout:
    payout = _for_change(payout_id)
    if payout.state == Payout.State.REQUESTED and not payout.reference:
        _come_back(payout, now=timezone.now())
    return payout


def _remember(payout_id: UUID, reference: str) -> None:
    Payout.objects.filter(pk=payout_id, reference="").update(reference=reference)


def settle(payout_id: UUID) -> Payout:
    """Bring a payout to what is true at the gateway now; calling it again changes nothing.

    A failed one comes back to the balance, once. Raises Unavailable when the gateway does not answer.
    """
    known = Payout.objects.select_related("account").filter(pk=payout_id).first()
    if known is None:
        raise NotFound("There is no such payout.")
    if known.state != Payout.State.REQUESTED:
        return known
    gateway = paying_out.named(known.account.gateway)
    reference = known.reference or gateway.find_transfer(str(known.pk))
    if not reference:
        return known
    truth = gateway.transfer_state(reference)
    with transaction.atomic():
        payout = _for_change(payout_id)
        if payout.state == Payout.State.REQUESTED:
            payout.reference = reference
            payout.save(update_fields=["reference"])
            _end(payout, truth)
    return payout


def _end(payout: Payout, truth: TransferState) -> None:
    now = timezone.now()
    if truth.arrival is Arrival.PAID:
        payout.state, payout.ended_at = Payout.State.PAID, now
        payout.save(update_fields=["state", "ended_at"])
        outbox.send("payout.paid", payout=str(payout.pk))
    elif truth.arrival is Arrival.FAILED:
        code, message = truth.failure_code or "failed", truth.failure_message or "The bank did not take the money."
        _fail(payout, code=code, message=message, now=now)


def _fail(payout: Payout, *, code: str, message: str, now: datetime) -> None:
    payout.state, payout.ended_at = Payout.State.FAILED, now
    payout.failure_code, payout.failure_message = code[:60], message[:300]
    payout.save(update_fields=["state", "ended_at", "failure_code", "failure_message"])
    ledger.post_payout_returned(payout)
    outbox.send("payout.failed", payout=str(payout.pk))


def _for_change(payout_id: UUID) -> Payout:
    """The payout under its lock, after its seller and their account."""
    known = Payout.objects.filter(pk=payout_id).first()
    if known is None:
        raise NotFound("There is no such payout.")
    locks.buyer_for_change(known.user_id)
    locks.seller_account_for_change(known.user_id, currency=known.currency)
    return Payout.objects.select_for_update(no_key=True).get(pk=payout_id)


def settle_reference(reference: str, key: str) -> str:
    """What a message of the gateway about a transfer leads to, as a sentence for the record."""
    payout = Payout.objects.filter(reference=reference).first() if reference else None
    if payout is None:
        try:
            payout = Payout.objects.filter(pk=UUID(key), reference="").first()
        except ValueError:
            payout = None
    if payout is None:
        return "No payout of ours has this reference."
    before, after = payout.state, settle(payout.pk).state
    return f"The payout stays {after}." if before == after else f"The payout was {before} and is {after}."


def settle_open(now: datetime | None = None) -> None:
    """The sweep (a duty): let go what a hold's end frees, send and settle what waits for over a minute.

    One payout that cannot be settled does not stop the others; all failures are raised together at the end.
    """
    now = now or timezone.now()
    free = Q(held_until__lte=now) | Q(account__ended_at__isnull=False)
    held = Payout.objects.filter(free, state=Payout.State.HELD).order_by("pk")
    waiting = Payout.objects.filter(state=Payout.State.REQUESTED, created_at__lt=now - PATIENCE).order_by("pk")
    with sweep("payouts that could not be settled") as attempt:
        for payout_id in held.values_list("pk", flat=True):
            attempt(_free, payout_id, now=now)
        for payout_id in waiting.values_list("pk", flat=True):
            attempt(_finish, payout_id)


@transaction.atomic
def _free(payout_id: UUID, *, now: datetime) -> None:
    _let_go(_for_change(payout_id), now=now)


def _finish(payout_id: UUID) -> None:
    send(payout_id)
    settle(payout_id)
