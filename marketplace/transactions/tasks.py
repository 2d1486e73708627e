"""What follows from facts about money."""

from uuid import UUID

from marketplace.transactions.services import gateway_events, mails
from nexus.foundation.tasks import on_fact


@on_fact
def mail_purchase(order: str) -> None:
    mails.mail_purchase(UUID(order))


@on_fact
def mail_sales(order: str) -> None:
    mails.mail_sales(UUID(order))


@on_fact
def apply_event(event: int) -> None:
    gateway_events.apply_event(event)


@on_fact
def deliver_test_event(payment: str) -> None:
    gateway_events.deliver_test_event(payment)
