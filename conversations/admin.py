"""Actions in the console: how they went, never what people wrote."""

from django.contrib import admin

from conversations.models import ActionRun
from nexus.foundation.console import ReadOnly


@admin.register(ActionRun)
class ActionRunAdmin(ReadOnly):
    list_display = ("id", "action", "provider", "owner", "state", "attempt", "error_code", "created_at", "finished_at")
    list_filter = ("state", "provider", "action")
    search_fields = ("id", "owner__email")
    list_select_related = ("owner",)
    ordering = ("-id",)
    fields = (
        "id", "chat", "owner", "action", "provider", "state", "job", "attempt", "worker", "timeout_seconds",
        "error_code", "error_message", "created_at", "started_at", "finished_at",
    )  # fmt: skip
