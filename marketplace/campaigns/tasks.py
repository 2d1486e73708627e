"""What follows from facts about campaigns. Each may be repeated."""

from marketplace.campaigns.services import sending
from nexus.foundation.tasks import on_fact


@on_fact
def send_chunk(campaign: int) -> None:
    sending.send_chunk(campaign)


@on_fact
def send_test(test: int) -> None:
    sending.send_test(test)
