"""Notices of what people say and do: to whom, and in which sentence. Each may be sent again and is told once."""

from accounts.models import User
from accounts.services.notifications import notify
from marketplace.catalog.models import Collection, Comment, Follow, Listing, Make, Review
from marketplace.catalog.selectors.cards import model_url
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.catalog.services.follows import followers_of
from marketplace.catalog.services.listings import REPRICED
from nexus.foundation.audit import AuditRow


def _page(listing: Listing, part: str = "") -> str:
    return model_url(listing.pk, listing.slug) + (f"#{part}" if part else "")


def listing_repriced(listing_id: int) -> None:
    """To the creator, with the reason: staff changed a price."""
    listing = Listing.objects.filter(pk=listing_id).first()
    noted = AuditRow.objects.filter(target=f"listing:{listing_id}", act=REPRICED).order_by("-pk").first()
    if listing is not None and noted is not None:
        notify(
            listing.seller_id,
            "case",
            title=f"Staff changed the price of “{listing.name}”: {noted.reason}",
            url=f"/models/{listing.pk}/edit/",
            source=f"repriced:{noted.pk}",
            about=f"listing:{listing.pk}",
        )


def review_written(review_id: int) -> None:
    """To the model's creator."""
    row = Review.objects.select_related("listing", "author").filter(pk=review_id).first()
    if row is not None:
        notify(
            row.listing.seller_id,
            "review",
            title=f"{row.author.name} reviewed “{row.listing.name}”: {row.rating} of 5.",
            url=_page(row.listing, f"review-{row.pk}"),
            source=f"review:{row.pk}",
            about=f"listing:{row.listing_id}",
        )


def review_replied(review_id: int) -> None:
    """To the review's author."""
    row = Review.objects.select_related("listing__seller").filter(pk=review_id).exclude(reply="").first()
    if row is not None:
        notify(
            row.author_id,
            "reply",
            title=f"{row.listing.seller.name} answered your review of “{row.listing.name}”.",
            url=_page(row.listing, f"review-{row.pk}"),
            source=f"review_reply:{row.pk}",
            about=f"listing:{row.listing_id}",
        )


def comment_written(comment_id: int) -> None:
    """To the model's creator, and to all who spoke in the thread; never to who wrote it."""
    row = Comment.objects.select_related("listing", "author", "parent").filter(pk=comment_id, deleted_at=None).first()
    if row is None:
        return
    listing = row.listing
    spoke: set[int] = set()
    if row.parent is not None:
        spoke = {row.parent.author_id, *row.parent.answers.values_list("author_id", flat=True)} - {row.author_id}
        for user_id in sorted(spoke):
            _tell_of(row, user_id, "reply", f"{row.author.name} answered below “{listing.name}”.")
    if listing.seller_id not in {*spoke, row.author_id}:
        act = "asked about" if row.kind == Comment.Kind.QUESTION else "commented on"
        _tell_of(row, listing.seller_id, "comment", f"{row.author.name} {act} “{listing.name}”.")


def _tell_of(row: Comment, user_id: int, kind: str, title: str) -> None:
    url = _page(row.listing, f"comment-{row.pk}")
    notify(user_id, kind, title=title, url=url, source=f"comment:{row.pk}", about=f"listing:{row.listing_id}")


def make_added(make_id: int) -> None:
    """To the model's creator."""
    row = Make.objects.select_related("listing", "author").filter(pk=make_id).first()
    if row is not None:
        notify(
            row.listing.seller_id,
            "make",
            title=f"{row.author.name} printed “{row.listing.name}”.",
            url=_page(row.listing, f"make-{row.pk}"),
            source=f"make:{row.pk}",
            about=f"listing:{row.listing_id}",
        )


def listing_liked(listing_id: int, person_id: int) -> None:
    """To the model's creator, gathered; the same person's like of a model is told once, however often it is given."""
    row = Listing.objects.filter(pk=listing_id).first()
    who = User.objects.filter(pk=person_id).first()
    if row is not None and who is not None and row.seller_id != who.pk:
        notify(
            row.seller_id,
            "like",
            title=f"{who.name} likes “{row.name}”.",
            url=_page(row),
            source=f"like:{listing_id}:{person_id}",
            about=f"listing:{listing_id}",
        )


def creator_followed(creator_id: int, follower_id: int) -> None:
    """To the creator, gathered."""
    who = User.objects.filter(pk=follower_id).first()
    if who is not None:
        notify(
            creator_id,
            "follow",
            title=f"{who.name} follows you.",
            url=f"/u/{who.username}/",
            source=f"follow:{follower_id}",
            about=f"creator:{creator_id}",
        )


def listing_approved(listing_id: int) -> None:
    """To who follows its creator or one of its tags, once a person, whichever way they come to it."""
    row = public_listings().select_related("seller").filter(pk=listing_id).first()
    if row is None:
        return
    for user_id in followers_of(row):
        notify(
            user_id,
            "new_model",
            title=f"{row.seller.name} has a new model: “{row.name}”.",
            url=_page(row),
            source=f"listing:{row.pk}",
            about=f"creator:{row.seller_id}",
        )


def collection_grew(collection_id: int, listing_id: int) -> None:
    """To who follows the collection."""
    row = Collection.objects.filter(pk=collection_id).exclude(visibility=Collection.Visibility.PRIVATE).first()
    added = public_listings().filter(pk=listing_id).first()
    if row is None or added is None:
        return
    followers = Follow.objects.filter(collection=row).order_by("pk").values_list("follower_id", flat=True)
    for user_id in list(followers):
        notify(
            user_id,
            "new_model",
            title=f"“{added.name}” was put into the collection “{row.name}”.",
            url=f"/collections/{row.pk}/",
            source=f"collection:{row.pk}:{added.pk}",
            about=f"collection:{row.pk}",
        )
