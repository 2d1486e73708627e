"""The foundation's own tables in the console: what staff did, and what is still to be done about facts."""

from typing import ClassVar

from django.contrib import admin

from nexus.foundation.audit import AuditRow
from nexus.foundation.console import ReadOnly
from nexus.foundation.outbox import Delivery


@admin.register(AuditRow)
class AuditAdmin(ReadOnly):
    list_display = ("at", "actor_id", "act", "target", "reason")
    list_filter = ("at",)
    search_fields = ("=act", "=target", "=actor_id", "reason")
    ordering = ("-id",)
    fields = ("at", "actor_id", "act", "target", "reason", "data")
    readonly_fields: ClassVar = fields


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("id", "message", "handler", "queue", "attempts", "next_try_at", "done_at", "error")
    list_filter = (("done_at", admin.EmptyFieldListFilter), "queue")
    list_select_related = ("message",)
    search_fields = ("handler", "error")
    ordering = ("-id",)
