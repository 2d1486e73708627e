"""What follows from decisions about models."""

from marketplace.trust.services import telling
from nexus.foundation.tasks import on_fact


@on_fact
def tell_decision(decision: int) -> None:
    telling.decided(decision)


@on_fact
def tell_appeal(appeal: int) -> None:
    telling.appeal_decided(appeal)
