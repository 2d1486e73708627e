"""A listing and what hangs on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

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
    enabled = models.BooleanField(default=True, help_text="may be chosen and is listed")

    class Meta:
        verbose_name_plural = "categories"
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="category_name_once")]

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

    class Audience(models.TextChoices):
        PUBLIC = "public"
        COMMISSION = "commission"  # made for one client, never in the shop
        VERSION = "version"  # carries the files of another listing's next version until they are approved

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listings")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140)
    description = models.TextField(max_length=20_000, blank=True)
    description_html = models.TextField(blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="listings")
    tags = models.ManyToManyField(Tag, related_name="listings", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    hidden_by = models.CharField(max_length=8, choices=Hidden, default=Hidden.NOTHING, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    reject_reason = models.TextField(blank=True, help_text="all of it as one text: codes in words, then the note")
    reject_codes = models.JSONField(default=list, blank=True)
    reject_note = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ORIGINAL)
    ai_generated = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    kept_marks = models.JSONField(default=list, blank=True, help_text="marks that staff set: its creator keeps them")
    training_allowed = models.BooleanField(default=False)
    angles = models.JSONField(default=list, help_text="where pictures are drawn from: [turn, above], the cover first")
    job_id = models.UUIDField(null=True, unique=True, help_text="the job it was published from")
    provenance = models.JSONField(null=True, help_text="prompt, engine, version, seed, hashes; signed")
    specification = models.JSONField(null=True)
    print_settings = models.JSONField(null=True, help_text="as catalog/print_settings.py names them")
    facts = models.JSONField(null=True)
    unit_confirmed_at = models.DateTimeField(null=True, help_text="its creator said that the size is right")
    text_twin = models.CharField(max_length=400, blank=True)
    likes = models.PositiveIntegerField(default=0)
    holders = models.PositiveIntegerField(default=0, help_text="sold and claimed")
    rating = models.FloatField(null=True, help_text="the average of the reviews that are shown")
    rating_count = models.PositiveIntegerField(default=0)
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
            models.CheckConstraint(
                condition=Q(rating=None, rating_count=0) | Q(rating__gte=1, rating__lte=5, rating_count__gt=0),
                name="listing_rating_rests_on_reviews",
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
    compare_at_cents = models.PositiveIntegerField(null=True, help_text="the price before a reduction, shown struck")
    team_size = models.PositiveSmallIntegerField(
        null=True, help_text="people who may use a commercial licence; none: 1"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "licence"], name="offer_once_a_licence"),
            models.UniqueConstraint(fields=["listing", "position"], name="offer_has_its_place"),
            models.CheckConstraint(condition=Q(price_cents__lte=100_000_00), name="offer_price_is_sane"),
            models.CheckConstraint(
                condition=Q(compare_at_cents=None) | Q(compare_at_cents__gt=F("price_cents")),
                name="offer_reduced_is_lower",
            ),
            models.CheckConstraint(
                condition=Q(team_size=None) | Q(licence="commercial", team_size__gte=1), name="offer_team_is_commercial"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence} {self.price_cents}"


class PriceChange(models.Model):
    """What a licence has cost in the shop since `at`: what "the lowest price of the last 30 days" is read from."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="price_changes")
    licence = models.CharField(max_length=16, choices=Licence)
    price_cents = models.PositiveIntegerField(null=True, help_text="nothing: not offered from then on")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listing", "licence", "-at", "-id"], name="price_over_time")]

    def __str__(self) -> str:
        return f"{self.licence} of {self.listing_id}: {self.price_cents}"


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
        TURNTABLE = "turntable"  # all sides in one picture
        PREVIEW = "preview"
        VIEW = "view"  # from one more side, chosen by the creator

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0, help_text="of a view: its place behind the cover, from 1")
    turn = models.SmallIntegerField(null=True, help_text="the chosen angle: degrees to the right of the front")
    above = models.SmallIntegerField(null=True, help_text="degrees above the ground")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "kind", "position"], name="picture_once_a_kind"),
            models.CheckConstraint(
                condition=Q(kind="view", position__gt=0) | (~Q(kind="view") & Q(position=0)),
                name="picture_position_is_of_a_view",
            ),
        ]

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
