"""Jobs in the console: to look at, never to edit."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from generation.models import Job, JobEvent


class EventRows(admin.TabularInline):  # type: ignore[type-arg]
    model = JobEvent
    extra = 0
    can_delete = False
    fields: ClassVar = ["number", "attempt", "type", "stage", "progress", "message", "at"]
    readonly_fields = fields
    ordering: ClassVar = ["number"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display: ClassVar = [
        "id",
        "prompt",
        "owner",
        "engine",
        "state",
        "stage",
        "attempt",
        "created_at",
        "finished_at",
    ]
    list_filter: ClassVar = ["state", "engine", "kind"]
    search_fields: ClassVar = ["id", "prompt", "owner__email"]
    list_select_related: ClassVar = ["owner"]
    inlines: ClassVar = [EventRows]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
