"""Makers of jobs; they are worked on by the real pipeline in a real child."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from django.db import connection

from accounts.models import User
from generation import pipeline, services
from generation.engines.base import Place
from generation.lease import Keeper
from generation.models import Job
from nexus.foundation.sandbox import WarmChild

TABLE = "a round oak table 120 cm wide with four legs"


def job(owner: User | None = None, prompt: str = TABLE, **asked) -> Job:
    return services.submit(owner=owner, prompt=prompt, **asked)


@cache
def work_folder() -> Path:
    return Path(mkdtemp(prefix="nexus-w-"))


@cache
def child() -> WarmChild:
    """One warm child for a whole test process."""
    return WarmChild("generation.work:do", megabytes=4096, folders=[work_folder()], calls=10_000)


class Unwatched(Keeper):
    """For tests in a transaction that is rolled back: a thread's own connection would not see the job."""

    def _keep(self) -> None:
        pass


def worked(job: Job | None = None, *, place: Place = "child") -> Job:
    """Work on the next waiting job of a place to its end, and give it as it then stands."""
    keeper = Unwatched if connection.in_atomic_block else Keeper
    done = pipeline.work_next("a worker of the tests", child(), folder=work_folder(), keeper_of=keeper, place=place)
    assert done is not None, "nothing waits"
    return Job.objects.get(pk=job.pk if job else done.pk)


def made_job(owner: User | None = None, prompt: str = TABLE, **asked) -> Job:
    """A job that succeeded."""
    done = worked(job(owner, prompt, **asked))
    assert done.state == Job.State.SUCCEEDED, done.error_message
    return done
