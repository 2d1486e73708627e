"""Jobs, their events and their results. The job row is the truth; a queue message only rings."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nexus.foundation.ids import uuid7
from nexus.foundation.storage.models import StoredFile


class Job(models.Model):
    """One thing asked for, from the sentence to the finished model."""

    class Kind(models.TextChoices):
        TEXT = "text"
        IMAGE = "image"
        DESIGN = "design"
        PICTURE = "picture"  # words to a picture, the preview of a model

    class State(models.TextChoices):
        PENDING = "pending"  # waits for its client
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="jobs")
    group_key = models.CharField(max_length=90, blank=True, help_text="room:…, session:…, guest:…, or nothing")
    label = models.CharField(max_length=64, blank=True, help_text="the caller's own mark; grants nothing")
    who = models.CharField(max_length=60, help_text="whose turn it takes: user:<id> or address:<…>")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    engine = models.CharField(max_length=40)
    engine_version = models.CharField(max_length=40, blank=True)
    prompt = models.TextField()
    name = models.CharField(max_length=120, blank=True)
    parameters = models.JSONField(default=dict)
    alternatives = models.JSONField(default=list, help_text="engines that may take over, where the person chose so")
    seed = models.PositiveIntegerField(default=0)
    output_format = models.CharField(max_length=8, default="glb")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField(max_length=12, blank=True)
    progress = models.FloatField(default=0)
    message = models.CharField(max_length=300, blank=True)
    specification = models.JSONField(null=True)
    facts = models.JSONField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)
    suggestions = models.JSONField(default=list)
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    last_number = models.PositiveIntegerField(default=0, help_text="of its newest event")
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["who", "queued_at", "id"], condition=Q(state="queued"), name="job_waiting"),
            models.Index(fields=["who", "-started_at"], name="job_served"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_leased"),
            models.Index(fields=["engine", "-finished_at"], condition=Q(state="succeeded"), name="job_took"),
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(fields=["group_key", "-id"], condition=~Q(group_key=""), name="job_by_group"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__gte=0, progress__lte=1), name="job_progress_is_a_share"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="job_running_has_a_lease"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "queued", "running"]) | Q(finished_at__isnull=False),
                name="job_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def title(self) -> str:
        return self.name or self.prompt[:80]

    @property
    def is_final(self) -> bool:
        return self.state in {self.State.SUCCEEDED, self.State.FAILED, self.State.CANCELLED}


class JobEvent(models.Model):
    """What happened to a job, numbered from 1 under the job's lock; never changed (the database refuses)."""

    class Type(models.TextChoices):
        QUEUED = "queued"
        STARTED = "started"
        STAGE = "stage"
        PROGRESS = "progress"
        NOTE = "note"
        ASSET = "asset"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    attempt = models.PositiveSmallIntegerField(default=0)
    type = models.CharField(max_length=10, choices=Type)
    stage = models.CharField(max_length=12, blank=True)
    progress = models.FloatField(default=0)
    message = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "number"], name="job_event_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.type}"


class JobInput(models.Model):
    """A picture that a job works from; it passed the gate before the job was taken."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="inputs")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "position"], name="job_input_placed_once")]

    def __str__(self) -> str:
        return f"picture {self.position} of {self.job_id}"


class BroughtPicture(models.Model):
    """A picture that somebody brought; it ends after a while where no job names it by then."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return str(self.file_id)


class GuestSession(models.Model):
    """A place for the pictures and models of somebody without an account: its id is the right to see what is in it.

    It ends after a week unless a signed-in person claims it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="guest_sessions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(owner__isnull=True), name="guest_session_unclaimed")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RemoteCall(models.Model):
    """The journal of a job at a provider: what was asked for, before it is asked, and under which number it runs."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="remote_call")
    engine = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.engine} for {self.job_id}"


class StageResult(models.Model):
    """A checkpoint: a stage that is done is not done again, whatever happened to the worker."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12)
    attempt = models.PositiveSmallIntegerField()
    result = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "stage"], name="stage_done_once"),
            models.CheckConstraint(condition=Q(finished_at__gte=F("started_at")), name="stage_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.job_id}"


class Asset(models.Model):
    """One result of a job: a file of our store, or an address the client registered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=12, help_text="glb, stl, png, webp …")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    uri = models.CharField(max_length=500, blank=True, help_text="of an asset that is not in our store")
    by_client = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job", "kind"], condition=Q(by_client=False), name="asset_once_a_job_and_kind"
            ),
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(uri=""), name="asset_is_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.job_id}"


class PartRecord(models.Model):
    """What is known of one part of a result: its name, what it belongs to, where it is, what it is made of and for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="part_records")
    name = models.CharField(max_length=120)
    component_of = models.ForeignKey(Asset, null=True, on_delete=models.SET_NULL, related_name="+")
    composite_of = models.ManyToManyField(Asset, related_name="+")
    position = models.JSONField(null=True, help_text="x, y, z")
    pictures = models.JSONField(default=list, help_text="a picture for each direction that a face looks to")
    material = models.JSONField(default=dict)
    used_for = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="part_record_has_a_name"),
            models.CheckConstraint(
                condition=Q(component_of__isnull=True) | ~Q(component_of=F("asset")), name="part_record_not_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name
