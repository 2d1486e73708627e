"""The only writer of an upload's events: numbered under its row's lock, appended, rung."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from marketplace.catalog.models import Upload, UploadEvent
from nexus.foundation import live

RECEIVED, STAGE, NOTE, READY, REFUSED, FINISHED = "received", "stage", "note", "ready", "refused", "finished"
FINAL = frozenset({REFUSED, FINISHED})


def topic(upload_id: UUID | str) -> str:
    return f"upload.{upload_id}"


@transaction.atomic
def append(upload_id: UUID, kind: str, message: str = "", *, stage: str, progress: int) -> None:
    """Write the next event and keep the upload's own stage and progress in step; nothing for one that is gone."""
    row = Upload.objects.filter(pk=upload_id)
    if not row.update(last_number=F("last_number") + 1, stage=stage, progress=progress):
        return
    number = row.values_list("last_number", flat=True).get()  # our own lock holds the row
    UploadEvent.objects.create(
        upload_id=upload_id, number=number, type=kind, stage=stage, progress=progress, message=message[:500]
    )
    live.ring(topic(upload_id))
