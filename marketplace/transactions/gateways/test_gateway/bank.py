"""The provider's own side of payouts: bank accounts and transfers change here only; each change becomes an event."""

from uuid import UUID

from django.db import transaction

from marketplace.transactions.models import TestBankAccount, TestTransfer
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound

PAYS, CLOSED, REFUSES = "000123456789", "000111111113", "000222222227"
NUMBERS = {PAYS: "", CLOSED: "account_closed", REFUSES: "no_account"}
SAYINGS = {
    "account_closed": "The bank account is closed.",
    "no_account": "There is no such bank account.",
    "not_connected": "The bank account is not connected.",
}


def account_by_id(reference: str | UUID) -> TestBankAccount:
    """By its unguessable id, which is all the right one needs on a hosted page."""
    try:
        return TestBankAccount.objects.get(pk=reference)
    except (TestBankAccount.DoesNotExist, ValueError, TypeError) as missing:
        raise NotFound("There is no such account.") from missing


def transfer_by_id(reference: str | UUID) -> TestTransfer:
    try:
        return TestTransfer.objects.select_related("account").get(pk=reference)
    except (TestTransfer.DoesNotExist, ValueError, TypeError) as missing:
        raise NotFound("There is no such transfer.") from missing


def open_account(key: str, *, return_url: str) -> TestBankAccount:
    """One account a key."""
    account, _ = TestBankAccount.objects.get_or_create(key=key, defaults={"return_url": return_url[:300]})
    return account


@transaction.atomic
def connect(reference: str | UUID, *, number: str) -> TestBankAccount:
    """Its holder names the bank account; a connected one stays what it is."""
    if number not in NUMBERS:
        sentence = "This is not one of the test accounts. They are listed below."
        raise Invalid(sentence, code="invalid_account", fields={"number": [sentence]})
    account = account_by_id(reference)
    account = TestBankAccount.objects.select_for_update().get(pk=account.pk)
    if not account.number:
        account.number = number
        account.save(update_fields=["number"])
        outbox.send("test_account.changed", account=str(account.pk))
    return account


@transaction.atomic
def start(key: str, *, account: str, amount_cents: int, currency: str) -> TestTransfer:
    """One transfer a key; asked again it is the same one, with another amount a refusal. The bank answers later."""
    bank = account_by_id(account)
    transfer, made = TestTransfer.objects.get_or_create(
        key=key, defaults={"account": bank, "amount_cents": amount_cents, "currency": currency}
    )
    if (transfer.account_id, transfer.amount_cents, transfer.currency) != (bank.pk, amount_cents, currency):
        raise Conflict("This key was used for another transfer.", code="idempotency_key_reused")
    if made:
        outbox.send("test_transfer.sent", transfer=str(transfer.pk))
    return transfer


@transaction.atomic
def decide(reference: str | UUID) -> TestTransfer:
    """The bank's answer, by the account's number; a decided transfer stays what it is."""
    transfer_by_id(reference)
    transfer = TestTransfer.objects.select_related("account").select_for_update(of=("self",)).get(pk=reference)
    if transfer.state != TestTransfer.State.SENT:
        return transfer
    transfer.failure_code = NUMBERS.get(transfer.account.number, "not_connected")
    transfer.state = TestTransfer.State.FAILED if transfer.failure_code else TestTransfer.State.PAID
    transfer.save(update_fields=["state", "failure_code"])
    outbox.send("test_transfer.decided", transfer=str(transfer.pk))
    return transfer
