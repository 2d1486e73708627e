"""The catalogue in the staff console: the review queue, listings to decide on, categories and tags to keep."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.roles import REVIEW_LISTING
from marketplace.catalog.models import (
    Category,
    Comment,
    DownloadLog,
    Entitlement,
    Listing,
    ListingFile,
    Make,
    Offer,
    Picture,
    Review,
    Tag,
    Upload,
    Version,
)
from marketplace.catalog.services import comments, makes, review_queue, reviews
from nexus.foundation.console import Act, ReadOnly, ReadOnlyRows

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


KEPT = _("Why? It stays in the audit.")
HIDE_REVIEW = Act(
    "hide", _("Hide the chosen reviews"), REVIEW_LISTING, reviews.hide_review, asks=KEPT,
    warns=_("Their authors see them still; the average of the model counts without them."),
)  # fmt: skip
SHOW_REVIEW = Act("show", _("Show the chosen reviews again"), REVIEW_LISTING, reviews.show_review, asks=KEPT)
HIDE_MAKE = Act("hide", _("Hide the chosen prints"), REVIEW_LISTING, makes.hide_make, asks=KEPT)
SHOW_MAKE = Act("show", _("Show the chosen prints again"), REVIEW_LISTING, makes.show_make, asks=KEPT)
DROP_COMMENT = Act(
    "drop", _("Delete the chosen comments"), REVIEW_LISTING, comments.delete_comment,
    warns=_("Their words are gone for good; answers below them stay."),
)  # fmt: skip


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    acts = (HIDE_REVIEW, SHOW_REVIEW)
    list_display = ("id", "listing", "author", "rating", "text", "hidden_by", "created_at")
    list_filter = ("hidden_by", "rating", "created_at")
    list_select_related = ("listing", "author")
    search_fields = ("=id", "=listing__id", "listing__name", "author__username", "text")
    ordering = ("-id",)


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    acts = (DROP_COMMENT,)
    list_display = ("id", "kind", "listing", "author", "text", "created_at", "deleted_at")
    list_filter = ("kind", ("deleted_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("listing", "author")
    search_fields = ("=id", "=listing__id", "listing__name", "author__username", "text")
    ordering = ("-id",)
    exclude = ("html",)


@admin.register(Make)
class MakeAdmin(ReadOnly):
    acts = (HIDE_MAKE, SHOW_MAKE)
    list_display = ("id", "listing", "author", "printer", "material", "worked", "hidden_by", "created_at")
    list_filter = ("worked", "hidden_by", "created_at")
    list_select_related = ("listing", "author")
    search_fields = ("=id", "=listing__id", "listing__name", "author__username", "text")
    ordering = ("-id",)


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
