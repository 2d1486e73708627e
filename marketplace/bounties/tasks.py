"""What follows from facts about bounties and their escrow."""

from uuid import UUID

from marketplace.bounties.services import notices, posting
from nexus.foundation.tasks import on_fact


@on_fact
def open_funded(escrow: str) -> None:
    posting.open_funded(UUID(escrow))


@on_fact
def tell(event: int, **_ids: int) -> None:
    notices.tell(event)


@on_fact
def tell_split_waits(split: int, **_ids: int) -> None:
    notices.tell_split_waits(split)
