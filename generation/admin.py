"""Jobs in the console: to look at, never to edit."""

from django.contrib import admin

from generation.models import Job, JobEvent
from nexus.foundation.console import ReadOnly, ReadOnlyRows


class EventRows(ReadOnlyRows):
    model = JobEvent
    fields = ("number", "attempt", "type", "stage", "progress", "message", "at")
    readonly_fields = ("number", "attempt", "type", "stage", "progress", "message", "at")
    ordering = ("number",)


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = ("id", "prompt", "owner", "engine", "state", "stage", "attempt", "created_at", "finished_at")
    list_filter = ("state", "engine", "kind", "created_at")
    search_fields = ("=id", "prompt", "=error_code", "owner__username", "owner__email")
    list_select_related = ("owner",)
    inlines = (EventRows,)
    ordering = ("-id",)
