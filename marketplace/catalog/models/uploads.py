"""A file on its way in: received, checked, then part of a listing or refused with the reason; and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from marketplace.catalog.models.listings import Listing, ListingFile
from nexus.foundation.ids import uuid7
from nexus.foundation.storage.models import StoredFile


class Upload(models.Model):
    """One file as it was sent. Without a listing it waits to be taken by a version or a submission."""

    class State(models.TextChoices):
        RECEIVING = "receiving"
        CHECKING = "checking"
        READY = "ready"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.CASCADE, related_name="uploads")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    listing_file = models.ForeignKey(ListingFile, null=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    stage = models.CharField(max_length=12, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    report = models.JSONField(null=True)
    bucket_parts = models.JSONField(null=True, help_text="where its parts are sent straight to a bucket: id and key")
    expires_at = models.DateTimeField(null=True, help_text="until when its next part may come")
    fixes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="corrections")
    fix = models.JSONField(null=True, help_text="what the machine is to correct: codes and scale")
    last_number = models.PositiveIntegerField(default=0, help_text="of its newest event")
    finished_at = models.DateTimeField(null=True, help_text="when nothing more follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="upload_refused_says_why"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="upload_progress_is_per_cent"),
            models.CheckConstraint(
                condition=~Q(state="receiving") | Q(expires_at__isnull=False), name="upload_receiving_has_an_end"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(state="receiving"), name="upload_receiving"),
            models.Index(fields=["created_at"], condition=Q(finished_at=None), name="upload_unfinished"),
        ]

    def __str__(self) -> str:
        return self.filename


class UploadEvent(models.Model):
    """What happened to an upload, numbered from 1; what its stream tells."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=10)
    stage = models.CharField(max_length=12, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="upload_event_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.type}"


class UploadPart(models.Model):
    """What was made of an upload: its pictures, its preview mesh, its GLB where it is none."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=12)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["upload", "kind"], name="upload_part_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.upload_id}"


class ShapePrint(models.Model):
    """A file's shape in numbers (generation/mesh/likeness.py). The two spreads stand alone to narrow a search."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    second = models.FloatField()
    third = models.FloatField()
    values = ArrayField(models.FloatField())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version", "second", "third"], name="shape_by_its_spreads")]

    def __str__(self) -> str:
        return f"shape of {self.file_id}"


class Conversion(models.Model):
    """A listing's file in another format, made once when it is first asked for."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="conversions")
    version = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=8)
    source = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    made = models.ForeignKey(ListingFile, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)
    seconds = models.FloatField(null=True, help_text="how long it took")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "version", "format"], name="conversion_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made__isnull=False), name="conversion_ready_has_its_file"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="conversion_failed_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.listing_id}"
