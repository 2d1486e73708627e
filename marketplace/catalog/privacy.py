"""What the catalogue has of a person. Models that others hold stay with their holders; words stay without a name."""

from collections.abc import Iterator, Mapping

from django.db import transaction

from accounts.models import DELETED, User
from marketplace.catalog import certificates
from marketplace.catalog.models import (
    Collection,
    CollectionItem,
    Comment,
    DownloadLog,
    Entitlement,
    Follow,
    Like,
    Listing,
    ListingFile,
    Make,
    RemixSource,
    Review,
    ReviewPhoto,
    SavedSearch,
    Upload,
)
from marketplace.catalog.services import counters, listings, search_index, uploads
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict
from nexus.foundation.personal import Obstacle, Own, OwnFile, table

GOES = frozenset(
    {
        "marketplace.Like.user",
        "marketplace.SavedSearch.user",
        "marketplace.Collection.owner",
        "marketplace.Follow.follower",
        "marketplace.Follow.creator",
    }
)
STAYS: Mapping[str, str] = {
    "marketplace.Listing.seller": "a model that somebody holds stays archived for its holders; all others are deleted",
    "marketplace.Entitlement.holder": "the books point at it; its certificate names the holder no more",
    "marketplace.DownloadLog.reader": "whether a file was fetched decides refunds; it names nobody any more",
    "marketplace.Review.author": "stands as “Deleted account”, so that ratings stay true",
    "marketplace.Comment.author": "stands as “Deleted account”, so that answers keep what they answer",
    "marketplace.Make.author": "stands as “Deleted account”",
    "marketplace.Upload.owner": "the report of a file that a holder has; all others are deleted",
    "marketplace.ReviewDesk.holder": "an act of staff",
    "marketplace.ReviewDesk.escalated_by": "an act of staff",
}


def export(user: User) -> Own:
    own = Listing.objects.filter(seller=user)
    words = ("id", "listing_id", "listing__name", "text", "created_at")
    return Own(
        (
            table(
                "models",
                own,
                *("id", "name", "description", "state", "origin", "ai_generated", "print_settings", "facts", "likes"),
                *("reject_reason", "created_at", "published_at"),
            ),
            table("uploads", Upload.objects.filter(owner=user), "id", "filename", "size", "state", "created_at"),
            table("reviews", Review.objects.filter(author=user), *words, "rating", "reply"),
            table("comments", Comment.objects.filter(author=user), *words, "kind", "parent_id"),
            table("prints", Make.objects.filter(author=user), *words, "printer", "material", "settings", "worked"),
            table("likes", Like.objects.filter(user=user), "listing_id", "listing__name", "at"),
            table(
                "follows",
                Follow.objects.filter(follower=user),
                *("creator__username", "tag__name", "collection__name", "at"),
            ),
            table("collections", Collection.objects.filter(owner=user), "id", "name", "visibility", "created_at"),
            table(
                "collected",
                CollectionItem.objects.filter(collection__owner=user),
                *("collection_id", "listing_id", "listing__name", "added_at"),
            ),
            table("saved_searches", SavedSearch.objects.filter(user=user), "name", "query", "notify", "created_at"),
            table(
                "library",
                Entitlement.objects.filter(holder=user),
                *("listing_id", "listing__name", "licence", "reason", "certificate_code", "since", "ended_at"),
            ),
            table("downloads", DownloadLog.objects.filter(reader=user), "listing_id", "listing__name", "at"),
        ),
        _files(user),
    )


def _files(user: User) -> Iterator[OwnFile]:
    sources = ListingFile.objects.filter(listing__seller=user, is_source=True).select_related("file")
    for row in sources.order_by("pk").iterator():
        yield OwnFile(f"models/{row.listing_id}/{row.pk}-{row.file.filename}", row.file)
    for photo in ReviewPhoto.objects.filter(review__author=user).select_related("file").order_by("pk").iterator():
        yield OwnFile(f"reviews/{photo.review_id}/{photo.position}-{photo.file.filename}", photo.file)
    for make in Make.objects.filter(author=user).select_related("photo").order_by("pk").iterator():
        yield OwnFile(f"prints/{make.pk}-{make.photo.filename}", make.photo)


def obstacles(_user: User) -> list[Obstacle]:
    return []


def close(user: User) -> None:
    """At once: models leave the shop, held under lock so that nobody buys one meanwhile; certificates lose the name."""
    shown = Listing.objects.filter(seller=user, state=Listing.State.APPROVED)
    held = list(shown.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    Listing.objects.filter(pk__in=held).update(state=Listing.State.ARCHIVED)
    for listing_id in held:
        outbox.send("listing.changed", listing=listing_id)
    for right in Entitlement.objects.filter(holder=user, certificate__isnull=False).order_by("pk"):
        right.certificate = certificates.held_by(right.certificate or {}, DELETED)
        right.save(update_fields=["certificate"])
    SavedSearch.objects.filter(user=user).delete()


def forget(user: User) -> None:
    """What is left: likes are taken back, follows and collections end, models and uploads that nobody holds go."""
    for listing_id in list(Like.objects.filter(user=user).order_by("pk").values_list("listing_id", flat=True)):
        with transaction.atomic():
            if Like.objects.filter(user=user, listing=listing_id).delete()[0]:
                counters.note_like(listing_id, -1)
    Follow.objects.filter(follower=user).delete()
    Follow.objects.filter(creator=user).delete()
    Collection.objects.filter(owner=user).delete()
    RemixSource.objects.filter(source__seller=user).update(creator=DELETED)
    for listing in Listing.objects.filter(seller=user).order_by("pk"):
        _forget_listing(listing)
    for upload in Upload.objects.filter(owner=user, listing_file=None).order_by("pk"):
        with transaction.atomic():
            uploads.forget_upload(upload)


def _forget_listing(listing: Listing) -> None:
    try:
        listings.remove(listing)
    except Conflict:  # somebody holds it
        with transaction.atomic():
            Listing.objects.filter(pk=listing.pk, state=Listing.State.APPROVED).update(state=Listing.State.ARCHIVED)
            search_index.index_listing(listing.pk)
