"""The journal of a remote engine: a row that outlives every attempt at its job, committed with each word."""

from typing import Any

from django.db import transaction

from generation.models import Job, RemoteCall
from nexus.foundation.keeping import LeaseLost


class RowJournal:
    """Keeps what a remote engine asked a provider for (see `generation.engines.base.Journal`)."""

    def __init__(self, job: Job, engine: str) -> None:
        self._job_id, self._engine, self._attempt = job.pk, engine, job.attempt

    @property
    def key(self) -> str:
        return f"nexus-{self._job_id}-{self._engine}"

    def read(self) -> dict[str, Any]:
        row = RemoteCall.objects.filter(job=self._job_id, engine=self._engine).first()
        return dict(row.facts) if row else {}

    def write(self, **facts: Any) -> None:
        """Keep the facts; they stand when this returns, so it refuses to run inside another transaction.

        Raises LeaseLost for an attempt that the job is no longer with: the next one's notes are not written over.
        """
        with transaction.atomic(durable=True):
            mine = Job.objects.select_for_update().filter(pk=self._job_id, engine=self._engine, attempt=self._attempt)
            if not mine.exists():
                raise LeaseLost
            row, _ = RemoteCall.objects.select_for_update().get_or_create(
                job_id=self._job_id, defaults={"engine": self._engine}
            )
            if row.engine != self._engine:  # another engine took over
                row.engine, row.facts = self._engine, {}
            row.facts = {**row.facts, **facts}
            row.save(update_fields=["engine", "facts", "updated_at"])
