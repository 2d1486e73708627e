"""The catalogue in the staff console: the review queue, listings to decide on, categories and tags to keep."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from marketplace.catalog import selectors
from marketplace.catalog.models import (
    Category,
    DownloadLog,
    Entitlement,
    Listing,
    ListingFile,
    Offer,
    Picture,
    Tag,
    Upload,
    Version,
)
from marketplace.catalog.services import review_queue
from nexus.foundation.console import ReadOnly, ReadOnlyRows
from nexus.foundation.errors import NexusError, NotSignedIn

DECIDED_AT_ONCE = 50


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in to the console."))
    return request.user


class Offers(ReadOnlyRows):
    model = Offer
    fields = ("position", "licence", "price_cents", "compare_at_cents", "team_size")
    readonly_fields = fields


class Versions(ReadOnlyRows):
    model = Version
    fk_name = "listing"
    fields = ("number", "state", "changelog", "created_at", "published_at")
    readonly_fields = fields


class Files(ReadOnlyRows):
    model = ListingFile
    fields = ("format", "is_source", "version", "file", "created_at")
    readonly_fields = fields


class Pictures(ReadOnlyRows):
    model = Picture
    fields = ("kind", "width", "height", "file")
    readonly_fields = fields


@admin.register(Listing)
class ListingAdmin(ReadOnly):
    list_display = (
        "id",
        "name",
        "seller",
        "state",
        "hidden_by",
        "category",
        "ai_generated",
        "submitted_at",
        "published_at",
    )
    list_filter = ("state", "hidden_by", "ai_generated", "category")
    list_select_related = ("seller", "category")
    search_fields = ("id", "name", "seller__username", "seller__email")
    ordering = ("-id",)
    exclude = ("description_html",)
    inlines = (Offers, Versions, Files, Pictures)
    actions = ("approve", "reject")
    change_list_template = "admin/marketplace/listing_list.html"

    def has_review_permission(self, request: HttpRequest) -> bool:
        return selectors.may_review(request.user if isinstance(request.user, User) else None)

    @admin.action(description=gettext_lazy("Approve the chosen models"), permissions=["review"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Listing]) -> HttpResponse | None:
        return self._decide(request, chosen, "approve", lambda pk: review_queue.approve_at_once(pk, by=_staff(request)))

    @admin.action(description=gettext_lazy("Reject the chosen models"), permissions=["review"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Listing]) -> HttpResponse | None:
        reason = request.POST.get("reason", "")
        return self._decide(
            request, chosen, "reject", lambda pk: review_queue.reject(pk, by=_staff(request), reason=reason)
        )

    def _decide(
        self, request: HttpRequest, chosen: QuerySet[Listing], action: str, act: Callable[[int], Listing]
    ) -> HttpResponse | None:
        """First a page that asks, then each listing by itself: one that cannot be decided does not stop the others."""
        rows = list(chosen.select_related("seller").order_by("pk")[: DECIDED_AT_ONCE + 1])
        if len(rows) > DECIDED_AT_ONCE:
            self.message_user(
                request, _("Choose at most %(most)d models at a time.") % {"most": DECIDED_AT_ONCE}, messages.ERROR
            )
            return None
        lacks_reason = action == "reject" and not request.POST.get("reason", "").strip()
        if "confirmed" not in request.POST or lacks_reason:
            wrong = _("Say why, so that the creators can mend it.") if "confirmed" in request.POST else ""
            return self._ask(request, rows, action, wrong)
        done = 0
        for row in rows:
            try:
                act(row.pk)
            except NexusError as refusal:
                self.message_user(request, f"{row.name}: {refusal.message}", messages.ERROR)
            else:
                done += 1
        if done:
            words = _("Approved: %(done)d.") if action == "approve" else _("Rejected: %(done)d.")
            self.message_user(request, words % {"done": done}, messages.SUCCESS)
        return None

    def _ask(self, request: HttpRequest, rows: list[Listing], action: str, wrong: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Approve these models?") if action == "approve" else _("Reject these models?"),
            "rows": [{"id": row.pk, "name": row.name, "seller": row.seller.name, "state": row.state} for row in rows],
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            "wrong": wrong,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/marketplace/confirm_decision.html", context)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "parent", "icon", "tint", "order", "enabled")
    list_editable = ("order", "enabled")
    list_filter = ("enabled", ("parent", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("order", "id")


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(Upload)
class UploadAdmin(ReadOnly):
    list_display = ("id", "filename", "owner", "listing", "state", "stage", "progress", "size", "created_at")
    list_filter = ("state",)
    list_select_related = ("owner", "listing")
    search_fields = ("id", "filename", "owner__username")
    ordering = ("-id",)


@admin.register(Entitlement)
class EntitlementAdmin(ReadOnly):
    list_display = ("id", "holder", "listing", "licence", "reason", "transaction_id", "since", "ended_at")
    list_filter = ("reason", "licence")
    list_select_related = ("holder", "listing")
    search_fields = ("holder__username", "listing__name", "transaction_id")
    ordering = ("-id",)


@admin.register(DownloadLog)
class DownloadLogAdmin(ReadOnly):
    list_display = ("id", "reader", "listing", "file", "at")
    list_select_related = ("reader", "listing", "file")
    search_fields = ("reader__username", "listing__name")
    ordering = ("-id",)
