"""People in the staff console: look, close and open an account, mark a creator as verified."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import BAN_USER, VERIFY_USER
from accounts.services import bans, people
from nexus.foundation.console import Act, ReadOnly

CLOSE = Act(
    "ban", _("Close the account"), BAN_USER, bans.ban, asks=_("Why? They read this."),
    warns=_("Every session, token and socket ends at once, and their models are hidden. Buyers keep what they have."),
)  # fmt: skip
OPEN = Act("lift_ban", _("Open the account again"), BAN_USER, bans.lift, asks=_("Why? It stays in the audit."))
VERIFY = Act("verify", _("Mark as a verified creator"), VERIFY_USER, people.verify)


@admin.register(User)
class UserAdmin(ReadOnly):
    acts = (CLOSE, OPEN, VERIFY)
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
