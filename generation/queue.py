"""The fair order: whoever was served longest ago is next, and nobody has more than their share at work."""

from uuid import UUID

from django.conf import settings
from django.db import connection

from generation.models import Job

NEXT = """
WITH heads AS (
    SELECT DISTINCT ON (who) id, who, queued_at FROM generation_job WHERE state = 'queued' ORDER BY who, queued_at, id
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


def candidates() -> list[UUID]:
    """The jobs that may be taken now, fairest first: the oldest of each asker with a free share."""
    share = settings.QUOTA_RUNNING * max(1, int(settings.THROTTLE_FACTOR))
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [share])
        return [row[0] for row in cursor.fetchall()]


def place(job: Job) -> int:
    """1 is next; counted in the order of arrival, which fairness may only improve for small askers."""
    if job.state != Job.State.QUEUED or job.queued_at is None:
        return 0
    return Job.objects.filter(state=Job.State.QUEUED, queued_at__lt=job.queued_at).count() + 1
