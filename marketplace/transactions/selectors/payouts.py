"""Payouts, for those they belong to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from marketplace.transactions import money
from marketplace.transactions.gateways import paying_out
from marketplace.transactions.models import Payout, PayoutAccount
from marketplace.transactions.selectors.balances import Balance
from nexus.foundation.errors import NotFound

SHOWN = 50


@dataclass(frozen=True)
class PayoutRow:
    """One payout as its seller sees it."""

    id: UUID
    amount_cents: int
    currency: str
    state: str
    reason: str  # why it is held, or why it failed
    account: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class AccountRow:
    """The account in use, and the one that waits to be connected."""

    label: str
    connected_at: datetime | None
    payable_from: datetime | None
    is_new: bool
    onboarding_url: str


def payouts_of(user: User) -> QuerySet[Payout]:
    """One's own payouts, newest first."""
    return Payout.objects.filter(user=user).select_related("account").order_by("-pk")


def payout_of(user: User, payout_id: UUID) -> Payout:
    """One own payout; another's is not there."""
    found = payouts_of(user).filter(pk=payout_id).first()
    if found is None:
        raise NotFound("There is no such payout.")
    return found


def payout_rows_of(user: User) -> tuple[PayoutRow, ...]:
    return tuple(row_of(payout) for payout in payouts_of(user)[:SHOWN])


def row_of(payout: Payout) -> PayoutRow:
    return PayoutRow(
        id=payout.pk,
        amount_cents=payout.amount_cents,
        currency=payout.currency,
        state=payout.state,
        reason=reason_of(payout),
        account=payout.account.label,
        created_at=payout.created_at,
        ended_at=payout.ended_at,
    )


def reason_of(payout: Payout) -> str:
    """Why a payout is held or failed, as one sentence; "" where there is nothing to say."""
    if payout.state == Payout.State.FAILED:
        return payout.failure_message
    if payout.state != Payout.State.HELD:
        return ""
    if payout.held_until and payout.held_until > timezone.now():
        return _until(payout.held_until)
    return "Two of our staff look at a payout of this size before it goes."


def account_in_use(user: User) -> PayoutAccount | None:
    return PayoutAccount.objects.filter(user=user, connected_at__isnull=False, ended_at=None).first()


def account_row_of(user: User) -> AccountRow:
    """What the payout page says about where the money goes."""
    used = account_in_use(user)
    begun = PayoutAccount.objects.filter(user=user, connected_at=None, ended_at=None).exclude(reference="").first()
    return AccountRow(
        label=used.label if used else "",
        connected_at=used.connected_at if used else None,
        payable_from=used.payable_from if used else None,
        is_new=bool(used and used.payable_from and used.payable_from > timezone.now()),
        onboarding_url=onboarding_url_of(begun) if begun else "",
    )


def onboarding_url_of(account: PayoutAccount) -> str:
    """The gateway's page on which the account is connected; "" once it is."""
    if account.connected_at is not None or not account.reference:
        return ""
    return paying_out.named(account.gateway).onboarding_url(account.reference)


def hold_reason_of(user: User, balance: Balance) -> str:
    """Why what is available cannot go out at this moment, as one sentence; "" where it can."""
    if balance.available_cents < 0:
        debt = money.text(balance.available_cents)
        return f"A refund after your last payout left {debt}; your next sales even it out."
    used = account_in_use(user)
    if used is not None and used.payable_from and used.payable_from > timezone.now():
        return _until(used.payable_from)
    flying = Payout.objects.filter(user=user, state__in=[Payout.State.REQUESTED, Payout.State.HELD]).first()
    if flying is not None:
        return f"A payout of {money.text(flying.amount_cents)} is on its way."
    return ""


def _until(moment: datetime) -> str:
    return f"The account is new; payouts to it go out from {date_format(timezone.localtime(moment), 'Y-m-d')} on."
