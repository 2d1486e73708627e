"""What people say about listings and keep of them: reviews, comments, makes, follows, collections."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from marketplace.catalog.models.listings import Listing, Tag
from nexus.foundation.storage.models import StoredFile


class Hidden(models.TextChoices):
    """Why something said is not shown; lifting the reason shows it again."""

    NOTHING = ""
    RIGHT = "right"  # the right it rests on has ended
    CASE = "case"


class Review(models.Model):
    """A holder's judgement of the version they hold. A trigger refuses one without a right, and one of one's own."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    version = models.PositiveSmallIntegerField(default=1)
    rating = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000, blank=True)
    reply = models.TextField(max_length=4000, blank=True)
    replied_at = models.DateTimeField(null=True)
    hidden_by = models.CharField(max_length=8, choices=Hidden, default=Hidden.NOTHING, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "author"], name="review_once_a_holder"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_rating_is_1_to_5"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="review_reply_has_a_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["listing", "-id"], condition=Q(hidden_by=""), name="review_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} of 5 by {self.author_id} for {self.listing_id}"


class ReviewPhoto(models.Model):
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "position"], name="review_photo_has_its_place"),
            models.CheckConstraint(condition=Q(position__lt=4), name="review_photos_are_at_most_4"),
        ]

    def __str__(self) -> str:
        return f"photo {self.position} of review {self.review_id}"


class Comment(models.Model):
    """A comment or a question, and the answers below it: threads are two levels deep.

    One that was deleted while answers stand below it keeps its place without its words.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment"
        QUESTION = "question"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.COMMENT)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(max_length=4000)
    html = models.TextField()
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent"], condition=Q(is_pinned=True), name="comment_one_pinned_answer_a_thread"
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(parent__isnull=False), name="comment_only_answers_are_pinned"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(text="", html=""), name="comment_deleted_has_no_words"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["listing", "-id"], condition=Q(parent=None), name="comment_threads"),
            models.Index(fields=["parent", "id"], name="comment_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} on {self.listing_id}"


class Make(models.Model):
    """A holder's "I printed this"."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="makes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="makes")
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    printer = models.CharField(max_length=80)
    material = models.CharField(max_length=80)
    settings = models.CharField(max_length=500, blank=True)
    worked = models.BooleanField()
    text = models.TextField(max_length=2000, blank=True)
    hidden_by = models.CharField(max_length=8, choices=Hidden, default=Hidden.NOTHING, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listing", "-id"], condition=Q(hidden_by=""), name="make_shown")]

    def __str__(self) -> str:
        return f"{self.author_id} printed {self.listing_id}"


class Collection(models.Model):
    """Listings somebody keeps together. The one where "save" puts things is each person's `is_default`."""

    class Visibility(models.TextChoices):
        PUBLIC = "public"
        UNLISTED = "unlisted"
        PRIVATE = "private"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    name = models.CharField(max_length=80)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    cover = models.ForeignKey(Listing, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="collection_one_default"),
            models.CheckConstraint(condition=~Q(name=""), name="collection_has_a_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="collection_by_owner"),
            models.Index(fields=["-id"], condition=Q(visibility="public"), name="collection_public"),
        ]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="kept_in")
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "listing"], name="collection_holds_a_model_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["collection", "position", "id"], name="collection_in_order")]

    def __str__(self) -> str:
        return f"{self.listing_id} in {self.collection_id}"


class Follow(models.Model):
    """Somebody wants to hear of what is new of a creator, under a tag, or in a collection: of exactly one of them."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="followed_by"
    )
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="followed_by")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.CASCADE, related_name="followed_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creator", "follower"], name="follow_creator_once"),
            models.UniqueConstraint(fields=["tag", "follower"], name="follow_tag_once"),
            models.UniqueConstraint(fields=["collection", "follower"], name="follow_collection_once"),
            models.CheckConstraint(
                condition=Q(creator__isnull=False, tag=None, collection=None)
                | Q(creator=None, tag__isnull=False, collection=None)
                | Q(creator=None, tag=None, collection__isnull=False),
                name="follow_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(creator=None) | ~Q(creator=F("follower")), name="follow_is_of_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.creator_id or self.tag_id or self.collection_id}"
