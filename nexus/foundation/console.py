"""What the console's tables share: services own the rows, so staff look and act, but never edit."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest


class LookOnly:
    """No adding, changing or deleting, whoever looks."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """A table to look at."""

    show_full_result_count = False
    list_per_page = 50


class ReadOnlyRows(LookOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Rows below another row, to look at."""

    template = "admin/rows.html"
    extra = 0
    can_delete = False
