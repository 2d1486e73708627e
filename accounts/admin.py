"""People and their programs in the staff console: close and open accounts, verify creators, end keys and webhooks."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey, User, WebhookDelivery, WebhookSubscription
from accounts.roles import BAN_USER, VERIFY_USER
from accounts.services import bans, keys, people, webhooks
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


END_KEY = Act(
    "end", _("End the chosen keys"), BAN_USER, keys.end_key, asks=_("Why? Their people read this."),
    warns=_("Programs that use them are refused at once, and their sockets end."),
)  # fmt: skip
SWITCH_OFF = Act(
    "switch_off", _("Switch the chosen webhooks off"), BAN_USER, webhooks.switch_off,
    asks=_("Why? Their people read this."),
)  # fmt: skip


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly):
    acts = (END_KEY,)
    list_display = ("prefix", "user", "name", "scopes", "created_at", "expires_at", "last_used_at")
    list_filter = ("created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("=prefix", "name", "user__username", "user__email")
    ordering = ("-id",)
    fields = ("prefix", "user", "name", "scopes", "created_at", "expires_at", "last_used_at")  # never its hash
    readonly_fields: ClassVar = fields


@admin.register(WebhookSubscription)
class WebhookAdmin(ReadOnly):
    acts = (SWITCH_OFF,)
    list_display = ("id", "user", "url", "events", "active", "off_reason", "created_at")
    list_filter = ("active", "created_at")
    list_select_related = ("user",)
    search_fields = ("url", "user__username", "user__email")
    ordering = ("-id",)
    fields = ("id", "user", "url", "events", "active", "off_reason", "created_at")  # never its secret
    readonly_fields: ClassVar = fields


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly):
    list_display = ("id", "owner", "event", "state", "attempts", "status_code", "error", "next_try_at", "created_at")
    list_filter = ("state", "event", "created_at")
    list_select_related = ("webhook__user",)
    search_fields = ("=source", "webhook__url", "webhook__user__username")
    ordering = ("-id",)
    fields = ("id", "webhook", "event", "source", "state", "attempts", "status_code", "error", "created_at")
    readonly_fields: ClassVar = fields

    @admin.display(description=_("of"))
    def owner(self, delivery: WebhookDelivery) -> str:
        return delivery.webhook.user.username
