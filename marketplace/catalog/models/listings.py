"""A listing and what hangs on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nexus.foundation.sayings import said
from nexus.foundation.storage.models import StoredFile


class Licence(models.TextChoices):
    PERSONAL = "personal", "Personal"
    COMMERCIAL = "commercial", "Commercial"
    EDITORIAL = "editorial", "Editorial"
    CC0 = "cc0", "CC0"
    CC_BY = "cc-by", "CC BY"
    CC_BY_SA = "cc-by-sa", "CC BY-SA"
    CC_BY_ND = "cc-by-nd", "CC BY-ND"
    CC_BY_NC = "cc-by-nc", "CC BY-NC"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA"
    CC_BY_NC_ND = "cc-by-nc-nd", "CC BY-NC-ND"


class Category(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    icon = models.CharField(max_length=40, blank=True)
    tint = models.CharField(max_length=20, blank=True, help_text="one of the design's tile tints")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return said(self.name)


class Tag(models.Model):
    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """A model as it stands in the shop. Its facts are read from its file, never typed."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PENDING = "pending"
        APPROVED = "approved"
        REJECTED = "rejected"
        ARCHIVED = "archived"

    class Hidden(models.TextChoices):
        NOTHING = ""
        CASE = "case"
        BAN = "ban"

    class Origin(models.TextChoices):
        ORIGINAL = "original"
        REMIX = "remix"

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listings")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140)
    description = models.TextField(max_length=20_000, blank=True)
    description_html = models.TextField(blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="listings")
    tags = models.ManyToManyField(Tag, related_name="listings", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    hidden_by = models.CharField(max_length=8, choices=Hidden, default=Hidden.NOTHING, blank=True)
    reject_reason = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ORIGINAL)
    ai_generated = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    training_allowed = models.BooleanField(default=False)
    job_id = models.UUIDField(null=True, unique=True, help_text="the job it was published from")
    provenance = models.JSONField(null=True, help_text="prompt, engine, version, seed, hashes; signed")
    specification = models.JSONField(null=True)
    facts = models.JSONField(null=True)
    text_twin = models.CharField(max_length=400, blank=True)
    likes = models.PositiveIntegerField(default=0)
    holders = models.PositiveIntegerField(default=0, help_text="sold and claimed")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seller", "-id"], name="listing_by_seller"),
            models.Index(fields=["submitted_at", "id"], condition=Q(state="pending"), name="listing_in_review"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(published_at__isnull=False), name="listing_approved_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reject_reason=""), name="listing_rejected_says_why"
            ),
        ]
        permissions: ClassVar = [("review_listing", "Can decide on listings in review")]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A licence at a price; 0 is free."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="offers")
    licence = models.CharField(max_length=16, choices=Licence, default=Licence.PERSONAL)
    price_cents = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "licence"], name="offer_once_a_licence"),
            models.UniqueConstraint(fields=["listing", "position"], name="offer_has_its_place"),
            models.CheckConstraint(condition=Q(price_cents__lte=100_000_00), name="offer_price_is_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.licence} {self.price_cents}"


class ListingFile(models.Model):
    """One downloadable file of a listing: the source, or a conversion made from it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=8)
    is_source = models.BooleanField(default=True)
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "version", "format"], name="file_once_a_version_and_format"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.listing_id}"


class Picture(models.Model):
    """What the public sees: stills, and the preview mesh that the viewer turns."""

    class Kind(models.TextChoices):
        STILL = "still"
        LARGE = "large"
        SHELF = "shelf"  # beside others, true in size
        OG = "og"  # on other sites, beside a link
        PREVIEW = "preview"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "kind"], name="picture_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.listing_id}"


class Like(models.Model):
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="liked_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="likes")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "user"], name="like_once")]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.listing_id}"
