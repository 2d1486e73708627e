"""Connecting the account that a seller is paid to."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.transactions import locks
from marketplace.transactions.gateways import paying_out
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.models import PayoutAccount
from marketplace.transactions.services import payouts
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Invalid, NotAllowed, NotFound

LONGEST_HOLD = timedelta(days=3)  # of a new account, in which its true owner reads the mail about it


def hold() -> timedelta:
    """How long a new account waits for its first payout: three days, and never longer than a sale does."""
    return min(LONGEST_HOLD, timedelta(days=settings.PAYOUT_HOLD_DAYS))


def begin(user: User, *, is_fresh: bool, return_url: str = "") -> PayoutAccount:
    """Start connecting an account; the person goes on at `onboarding_url_of` it. Asked again, it is the same one.

    `is_fresh` says that the person gave their password just now. Raises NotAllowed `reauthentication_required` or
    `email_unconfirmed`, Unavailable when the gateway does not answer.
    """
    _check_person(user, is_fresh=is_fresh)
    with transaction.atomic():
        locks.buyer_for_change(user.pk)
        gateway = paying_out.default()
        account = PayoutAccount.objects.filter(
            user=user, gateway=gateway.name, connected_at=None, ended_at=None
        ).first() or PayoutAccount.objects.create(user=user, gateway=gateway.name)
    if not account.reference:
        back = return_url or settings.SITE_URL + reverse("payouts")
        account.reference = gateway.open_account(str(account.pk), return_url=back)
        account.save(update_fields=["reference"])
    return account


def connect_test_account(user: User, *, is_fresh: bool, number: str = bank.PAYS) -> PayoutAccount:
    """Connect an account of the test gateway without its page. Raises what `begin` and `bank.connect` do."""
    if paying_out.default().name != "test":
        sentence = "Test accounts are connected with the test gateway only."
        raise Invalid(sentence, code="no_test_gateway", fields={"test": [sentence]})
    account = begin(user, is_fresh=is_fresh)
    bank.connect(account.reference, number=number)
    return settle(account.pk)


def settle(account_id: UUID, *, now: datetime | None = None) -> PayoutAccount:
    """Take the account into use once the gateway says that it is connected; the one before it ends, and what was held
    for that one comes back to the balance.

    From then on payouts to it wait for `hold()`. Calling it again changes nothing.
    """
    known = PayoutAccount.objects.filter(pk=account_id).first()
    if known is None:
        raise NotFound("There is no such payout account.")
    if known.connected_at is not None or not known.reference:
        return known
    truth = paying_out.named(known.gateway).account_state(known.reference)
    if not truth.is_ready:
        return known
    with transaction.atomic():
        locks.buyer_for_change(known.user_id)
        account = PayoutAccount.objects.select_for_update(no_key=True).get(pk=account_id)
        if account.connected_at is None:
            _take_into_use(account, label=truth.label, now=now or timezone.now())
    return account


def _take_into_use(account: PayoutAccount, *, label: str, now: datetime) -> None:
    others = PayoutAccount.objects.filter(user=account.user_id, ended_at=None).exclude(pk=account.pk)
    others.update(ended_at=now)
    account.label, account.connected_at, account.payable_from = label, now, now + hold()
    account.save(update_fields=["label", "connected_at", "payable_from"])
    payouts.end_held_of(account.user_id, now=now)
    audit.note("payout_account.connected", actor_id=account.user_id, target=f"payout-account:{account.pk}")
    outbox.send("payout_account.connected", account=str(account.pk))


def settle_newest(user: User) -> bool:
    """Ask about the account that a person is just connecting; answers whether it is in use now."""
    begun = PayoutAccount.objects.filter(user=user, ended_at=None).order_by("-pk").first()
    return begun is not None and settle(begun.pk).connected_at is not None


def settle_reference(reference: str) -> str:
    """What a message of the gateway about an account leads to, as a sentence for the record."""
    account = PayoutAccount.objects.filter(reference=reference).first()
    if account is None:
        return "No payout account of ours has this reference."
    after = settle(account.pk)
    return "The payout account is connected." if after.connected_at else "The payout account is not connected yet."


def _check_person(user: User, *, is_fresh: bool) -> None:
    if not is_email_confirmed(user):
        raise NotAllowed(
            "Confirm your e-mail address before you connect an account; the link is in your mail.",
            code="email_unconfirmed",
        )
    if not is_fresh:
        raise NotAllowed(
            "Sign in again to change where your money goes; your last sign-in is too long ago.",
            code="reauthentication_required",
        )
