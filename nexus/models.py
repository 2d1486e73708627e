"""Gathers foundation's tables under the app `nexus`; holds no class of its own."""

from nexus.foundation.audit import AuditRow
from nexus.foundation.console_filters import KeptFilter
from nexus.foundation.idempotency import IdempotencyKey
from nexus.foundation.outbox import Delivery, OutboxMessage
from nexus.foundation.relay import DutyRun
from nexus.foundation.storage.models import StoredFile

__all__ = ["AuditRow", "Delivery", "DutyRun", "IdempotencyKey", "KeptFilter", "OutboxMessage", "StoredFile"]
