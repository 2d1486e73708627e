"""Sessions, their chats and messages, the actions asked for there, and the numbered events of each chat."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from generation.models import Job
from nexus.foundation.ids import uuid7


class Session(models.Model):
    """One piece of work: its chats, and the jobs whose `group_key` names it."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    metadata = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="session_by_owner")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive", "closed"]), name="session_status_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def group_key(self) -> str:
        """How jobs name this session."""
        return f"session:{self.pk}"


class Chat(models.Model):
    """One conversation of a session. Its two counters number its messages and its events, under its row's lock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="chats")
    title = models.CharField(max_length=200, blank=True)
    last_message = models.PositiveIntegerField(default=0)
    last_event = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["session", "-id"], name="chat_by_session")]

    def __str__(self) -> str:
        return self.title or str(self.pk)


OPEN = Q(state__in=["queued", "running", "rendering"])


class ActionRun(models.Model):
    """One action asked for in a chat: the contract's `runpod_id`. The row is the truth; a queue message only rings.

    `journal` outlives every attempt: what was asked of a provider is noted there before it is asked.
    """

    class Action(models.TextChoices):
        REQUIREMENTS = "process_requirements"
        SCAD = "generate_scad"
        OLD_SCAD = "process_scad"  # the older name

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        RENDERING = "rendering"  # the source is written; a job of ours makes the model
        COMPLETED = "completed"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="runs")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=24, choices=Action)
    provider = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    request = models.JSONField(default=dict)
    journal = models.JSONField(default=dict)
    output = models.JSONField(default=dict)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    timeout_seconds = models.FloatField(default=7200)
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["chat", "id"], condition=OPEN, name="run_open_in_chat"),
            models.Index(fields=["owner", "id"], condition=OPEN, name="run_open_of_owner"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="run_leased"),
            models.Index(fields=["job"], condition=Q(job__isnull=False), name="run_by_job"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["chat"], condition=Q(state__in=["running", "rendering"]), name="run_one_at_work_in_a_chat"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="run_running_has_a_lease"
            ),
            models.CheckConstraint(condition=OPEN | Q(finished_at__isnull=False), name="run_ended_has_a_time"),
            models.CheckConstraint(condition=Q(timeout_seconds__gt=0), name="run_timeout_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"

    @property
    def is_final(self) -> bool:
        return self.state in {self.State.COMPLETED, self.State.FAILED}


class Message(models.Model):
    """One message, numbered in its chat from 1 and never changed. What a run writes, it writes once a role."""

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"
        SYSTEM = "system"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="messages")
    run = models.ForeignKey(ActionRun, null=True, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role)
    content = models.TextField()
    tokens = models.PositiveIntegerField(null=True)
    metadata = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chat", "number"], name="message_numbered_once"),
            models.UniqueConstraint(fields=["run", "role"], condition=Q(run__isnull=False), name="message_once_a_run"),
            models.CheckConstraint(condition=Q(role__in=["user", "assistant", "system"]), name="message_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.role}"


class ChatEvent(models.Model):
    """What happened in a chat, numbered from 1 under the chat's lock; never changed (the database refuses)."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=24)
    body = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chat", "number"], name="chat_event_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.type}"


class Indexed(models.Model):
    """What retrieval may cite: its words, and their meaning as 384 half-precision numbers (none without an encoder)."""

    class Kind(models.TextChoices):
        MODEL = "model"

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    text = models.TextField()
    vector = models.BinaryField(default=bytes)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="indexed_once")]

    def __str__(self) -> str:
        return self.title
