"""People in the staff console: read, and mark a creator as verified."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("username", "email", "name", "is_verified", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "is_verified", "groups")
    search_fields = ("username", "email", "display_name")
    ordering = ("-id",)
    date_hierarchy = "date_joined"
    fields = (
        "public_id", "username", "email", "display_name", "bio", "language", "marketing_consent",
        "is_verified", "is_staff", "is_superuser", "is_active", "groups", "date_joined", "last_login",
    )  # fmt: skip
    readonly_fields: ClassVar = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
