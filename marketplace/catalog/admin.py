"""The catalogue in the staff console: the review queue, listings to decide on, categories and tags to keep."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.roles import REVIEW_LISTING
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
from nexus.foundation.console import Act, Audited, ReadOnly, ReadOnlyRows

APPROVE = Act(
    "approve", _("Approve the chosen models"), REVIEW_LISTING, review_queue.approve_at_once,
    warns=_("Only models of verified creators with clean reports are approved unseen; open the others."),
)  # fmt: skip
REJECT = Act(
    "reject", _("Reject the chosen models"), REVIEW_LISTING, review_queue.reject,
    asks=_("Why? Their creators read this."),
)  # fmt: skip


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
    acts = (APPROVE, REJECT)
    change_list_template = "admin/marketplace/listing_list.html"


class ReviewAdmin(ReadOnly):
    """What people say is hidden and shown by decisions: `trust.admin` adds the acts and registers these three."""

    list_display = ("id", "listing", "author", "rating", "text", "hidden_by", "created_at")
    list_filter = ("hidden_by", "rating", "created_at")
    list_select_related = ("listing", "author")
    search_fields = ("=id", "=listing__id", "listing__name", "author__username", "text")
    ordering = ("-id",)


class CommentAdmin(ReadOnly):
    list_display = ("id", "kind", "listing", "author", "text", "created_at", "deleted_at")
    list_filter = ("kind", ("deleted_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("listing", "author")
    search_fields = ("=id", "=listing__id", "listing__name", "author__username", "text")
    ordering = ("-id",)
    exclude = ("html",)


class MakeAdmin(ReadOnly):
    list_display = ("id", "listing", "author", "printer", "material", "worked", "hidden_by", "created_at")
    list_filter = ("worked", "hidden_by", "created_at")
    list_select_related = ("listing", "author")
    search_fields = ("=id", "=listing__id", "listing__name", "author__username", "text")
    ordering = ("-id",)


@admin.register(Category)
class CategoryAdmin(Audited):
    list_display = ("name", "slug", "parent", "icon", "tint", "order", "enabled")
    list_editable = ("order", "enabled")
    list_filter = ("enabled", ("parent", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("order", "id")


@admin.register(Tag)
class TagAdmin(Audited):
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
