"""What follows from decisions about models."""

from marketplace.trust.services import telling
from nexus.foundation.tasks import on_fact


@on_fact
def tell_decision(decision: int) -> None:
    telling.decided(decision)


@on_fact
def mail_confirmation(notice: int) -> None:
    telling.ask_for_confirmation(notice)


@on_fact
def tell_counter(case: int) -> None:
    telling.countered(case)


@on_fact
def tell_appeal(appeal: int) -> None:
    telling.appeal_decided(appeal)
