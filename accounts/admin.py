"""People and their programs in the staff console: verify creators, give roles, end keys and webhooks."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey, User, WebhookDelivery, WebhookSubscription
from accounts.roles import BAN_USER, KEEP_ROLES, ROLES, VERIFY_USER
from accounts.services import keys, people, staffing, webhooks
from nexus.foundation.console import Act, ReadOnly

VERIFY = Act("verify", _("Mark as a verified creator"), VERIFY_USER, people.verify)
UNVERIFY = Act(
    "unverify", _("Take the verified mark back"), VERIFY_USER, people.unverify, asks=_("Why? It stays in the audit.")
)
ROLE_NAMES = {"moderator": _("moderator"), "finance": _("finance"), "marketing": _("marketing")}
GIVE = tuple(
    Act(
        f"give_{role}", format_lazy(_("Give the role: {role}"), role=ROLE_NAMES[role]), KEEP_ROLES,
        partial(staffing.give_role, role=role), asks=_("Why? It stays in the audit."),
        warns=_("They may sign in to this console and do all that the role covers."),
    )
    for role in ROLES
)  # fmt: skip
TAKE = tuple(
    Act(
        f"take_{role}", format_lazy(_("Take the role back: {role}"), role=ROLE_NAMES[role]), KEEP_ROLES,
        partial(staffing.take_role, role=role), asks=_("Why? It stays in the audit."),
        warns=_("What the role covers ends at once; who has no role left does not enter this console any more."),
    )
    for role in ROLES
)  # fmt: skip


class RoleFilter(admin.SimpleListFilter):
    """Who holds a role; Django's own filter would show the groups' names as programs read them."""

    title, parameter_name = _("role"), "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ROLE_NAMES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in ROLE_NAMES else queryset


class PeopleAdmin(ReadOnly):
    """Everybody. What closing an account hides is known above: `marketplace.trust.admin` adds that, and registers."""

    acts = (VERIFY, UNVERIFY, *GIVE, *TAKE)
    list_display = ("username", "email", "name", "is_verified", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "is_verified", RoleFilter)
    search_fields = ("username", "email", "display_name")
    ordering = ("-id",)
    date_hierarchy = "date_joined"
    fields = (
        "public_id", "username", "email", "display_name", "bio", "language", "marketing_consent",
        "is_verified", "is_staff", "is_superuser", "is_active", "roles", "date_joined", "last_login",
    )  # fmt: skip
    readonly_fields: ClassVar = fields

    @admin.display(description=_("roles"))
    def roles(self, row: User) -> str:
        names = row.groups.order_by("name").values_list("name", flat=True)
        return ", ".join(str(ROLE_NAMES.get(name, name)) for name in names)


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
