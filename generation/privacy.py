"""What the workshop has of a person: their jobs with what came of them. All of it goes with the account."""

from collections.abc import Iterator, Mapping

from accounts.models import User
from generation import services
from generation.models import Asset, GuestSession, Job
from nexus.foundation.errors import NotFound
from nexus.foundation.personal import Obstacle, Own, OwnFile, table

GOES = frozenset({"generation.Job.owner", "generation.GuestSession.owner"})
STAYS: Mapping[str, str] = {}


def export(user: User) -> Own:
    jobs = table(
        "jobs",
        Job.objects.filter(owner=user),
        *("id", "name", "kind", "prompt", "engine", "parameters", "seed", "output_format", "state", "error_message"),
        *("specification", "facts", "created_at", "finished_at"),
    )
    return Own((jobs,), _files(user))


def _files(user: User) -> Iterator[OwnFile]:
    found = Asset.objects.filter(job__owner=user, file__isnull=False).select_related("file").order_by("job_id", "pk")
    for asset in found.iterator():
        if asset.file is not None:
            yield OwnFile(f"jobs/{asset.job_id}/{asset.pk}-{asset.file.filename}", asset.file)


def obstacles(_user: User) -> list[Obstacle]:
    return []


def close(user: User) -> None:
    """Nothing at once: running jobs are stopped as they are deleted, a moment later."""


def forget(user: User) -> None:
    """Delete every job with its files; a model that was made of one has its own copy of them."""
    for job_id in list(Job.objects.filter(owner=user).order_by("pk").values_list("pk", flat=True)):
        try:
            services.delete(job_id, by=user)
        except NotFound:  # deleted meanwhile
            continue
    GuestSession.objects.filter(owner=user).delete()
