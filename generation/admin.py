"""Jobs in the console: to look at, never to edit."""

from django.contrib import admin
from django.http import HttpRequest

from generation.models import Job, JobEvent


class EventRows(admin.TabularInline):  # type: ignore[type-arg]
    model = JobEvent
    extra = 0
    can_delete = False
    fields = ("number", "attempt", "type", "stage", "progress", "message", "at")
    readonly_fields = ("number", "attempt", "type", "stage", "progress", "message", "at")
    ordering = ("number",)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "prompt", "owner", "engine", "state", "stage", "attempt", "created_at", "finished_at")
    list_filter = (
        "state",
        "engine",
        "kind",
    )
    search_fields = (
        "id",
        "prompt",
        "owner__email",
    )
    list_select_related = ("owner",)
    inlines = (EventRows,)
    ordering = ("-id",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
