"""The worker's side of the studio's facts."""

from conversations import actions, retrieval
from generation.tasks import worker_name
from nexus.foundation.tasks import on_fact


@on_fact
def act(run: str = "") -> None:
    """Rung for one action; works on whichever is next in its chat."""
    actions.work(worker_name(), run)


@on_fact
def follow_job(job: str = "") -> None:
    """A job ended; whatever action waited for it ends too."""
    actions.follow_job(job)


@on_fact
def index_listing(listing: int) -> None:
    """A listing changed: what retrieval knows of it changes too."""
    retrieval.index_listing(listing)
