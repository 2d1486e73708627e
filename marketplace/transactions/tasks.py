"""What follows from facts about money."""

from uuid import UUID

from marketplace.transactions.services import (
    bank_events,
    gateway_events,
    levels,
    mails,
    payout_mails,
    payouts,
    refunds,
    told,
)
from marketplace.transactions.services.escrow import follow_payee, send_return
from nexus.foundation.tasks import on_fact


@on_fact
def mail_purchase(order: str) -> None:
    mails.mail_purchase(UUID(order))


@on_fact
def mail_sales(order: str) -> None:
    mails.mail_sales(UUID(order))


@on_fact
def tell_sales(order: str) -> None:
    told.tell_sales(UUID(order))


@on_fact
def send_refund(refund: str) -> None:
    refunds.send_refund(UUID(refund))


@on_fact
def mail_refunded(line: int) -> None:
    mails.mail_refunded(line)


@on_fact
def tell_refunded(line: int) -> None:
    told.tell_refunded(line)


@on_fact
def tell_requested(refund: str) -> None:
    told.tell_requested(UUID(refund))


@on_fact
def tell_answered(refund: str) -> None:
    told.tell_answered(UUID(refund))


@on_fact
def mail_declined(refund: str) -> None:
    mails.mail_declined(UUID(refund))


@on_fact
def tell_declined(refund: str) -> None:
    told.tell_declined(UUID(refund))


@on_fact
def apply_event(event: int) -> None:
    gateway_events.apply_event(event)


@on_fact
def deliver_test_event(payment: str) -> None:
    gateway_events.deliver_test_event(payment)


@on_fact
def mail_escrow_held(escrow: str) -> None:
    mails.mail_escrow_held(UUID(escrow))


@on_fact
def return_escrow(escrow: str) -> None:
    send_return(UUID(escrow))


@on_fact
def send_payout(payout: str) -> None:
    payouts.send(UUID(payout))


@on_fact
def tell_paid(payout: str) -> None:
    payout_mails.tell_paid(UUID(payout))


@on_fact
def tell_failed(payout: str) -> None:
    payout_mails.tell_failed(UUID(payout))


@on_fact
def tell_account_connected(account: str) -> None:
    payout_mails.tell_connected(UUID(account))


@on_fact
def follow_levels(order: str) -> None:
    levels.follow_order(UUID(order))


@on_fact
def follow_level_of_line(line: int) -> None:
    levels.follow_line(line)


@on_fact
def decide_test_transfer(transfer: str) -> None:
    bank_events.decide_transfer(transfer)


@on_fact
def deliver_test_transfer(transfer: str) -> None:
    bank_events.deliver_transfer_event(transfer)


@on_fact
def deliver_test_account(account: str) -> None:
    bank_events.deliver_account_event(account)


@on_fact
def level_of_payee(escrow: str) -> None:
    follow_payee(UUID(escrow))
