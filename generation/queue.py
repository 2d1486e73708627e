"""The fair order: whoever was served longest ago is next, and nobody has more than their share at work."""

from uuid import UUID

from django.conf import settings
from django.db import connection

from generation import registry
from generation.engines.base import Place
from generation.models import Job
from nexus.foundation import outbox

NEXT = """
WITH heads AS (
    SELECT DISTINCT ON (who) id, who, queued_at FROM generation_job
    WHERE state = 'queued' AND engine = ANY(%s) ORDER BY who, queued_at, id
)
SELECT heads.id FROM heads
CROSS JOIN LATERAL (
    SELECT count(*) AS at_work FROM generation_job j WHERE j.who = heads.who AND j.state = 'running'
) AS running
CROSS JOIN LATERAL (
    SELECT max(started_at) AS last_at FROM generation_job j WHERE j.who = heads.who AND j.started_at IS NOT NULL
) AS served
WHERE running.at_work < %s
ORDER BY running.at_work, served.last_at NULLS FIRST, heads.queued_at, heads.id
LIMIT 16
"""


QUEUES: dict[Place, str] = {"child": "generation.cpu", "device": "generation.gpu", "remote": "generation.remote"}


def ring(job: Job) -> None:
    """Write the fact that has a worker of the job's place look for work."""
    match registry.place_of(job.engine):
        case "child":
            outbox.send("job.queued", job=str(job.pk))
        case "device":
            outbox.send("job.queued_for_device", job=str(job.pk))
        case "remote":
            outbox.send("job.queued_for_provider", job=str(job.pk))


def candidates(place: Place) -> list[UUID]:
    """The jobs of one place that may be taken now, fairest first: the oldest of each asker with a free share."""
    share = settings.QUOTA_RUNNING * max(1, int(settings.THROTTLE_FACTOR))
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [registry.names_at(place), share])
        return [row[0] for row in cursor.fetchall()]
