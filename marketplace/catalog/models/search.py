"""The narrow tables that search reads: numbers and vectors, no texts. One row a public listing, and a sample."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from marketplace.catalog.models.listings import Category, Listing


class SearchColumns(models.Model):
    """What filters, facets and sorts read; catalog/search_terms.py says what terms, masks and marks mean."""

    price_cents = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    quality = models.FloatField(default=0, help_text="order of “popular”: newer and wanted first")
    trending = models.FloatField(default=0, help_text="order of “trending”: what happened in the last weeks")
    rated = models.FloatField(default=0, help_text="order of “rating”: the average, drawn to the middle by few reviews")
    rating = models.FloatField(null=True)
    licences = models.PositiveSmallIntegerField(default=0)
    formats = models.PositiveSmallIntegerField(default=0)
    marks = models.PositiveSmallIntegerField(default=0)
    triangles = models.PositiveIntegerField(null=True)
    long_mm = models.FloatField(null=True, help_text="the three sides, the longest first")
    middle_mm = models.FloatField(null=True)
    short_mm = models.FloatField(null=True)
    terms = ArrayField(models.BigIntegerField(), default=list)
    vector = SearchVectorField()

    class Meta:
        abstract = True


class SearchDoc(SearchColumns):
    listing = models.OneToOneField(Listing, primary_key=True, on_delete=models.CASCADE, related_name="search_doc")
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["vector", "terms"], name="search_words", fastupdate=False),
            models.Index(fields=["-published_at", "-listing"], name="search_newest"),
            models.Index(fields=["category", "-published_at", "-listing"], name="search_newest_in_category"),
            models.Index(fields=["price_cents", "listing"], name="search_cheapest"),
            models.Index(fields=["-quality", "-listing"], name="search_wanted"),
            models.Index(fields=["-updated_at", "-listing"], name="search_updated"),
            models.Index(fields=["-trending", "-listing"], name="search_trending"),
            models.Index(fields=["-rated", "-listing"], name="search_rated"),
            models.Index(fields=["triangles"], name="search_triangles"),
            models.Index(fields=["long_mm"], name="search_long"),
        ]

    def __str__(self) -> str:
        return f"search row of {self.listing_id}"


class SearchSample(SearchColumns):
    """Every sixteenth row by a hash, written in the hash's order, so that any first thousands are a fair sample.

    Facets of wide searches in a large shop are counted here; empty while the shop is small.
    """

    listing_id = models.BigIntegerField(primary_key=True)
    category_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["vector", "terms"], name="sample_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"sample row of {self.listing_id}"


class ListingMeaning(models.Model):
    """What a listing's name and line of words mean, as a worker's MiniLM sees it; × 10,000, whole numbers."""

    listing = models.OneToOneField(Listing, primary_key=True, on_delete=models.CASCADE, related_name="meaning")
    vector = ArrayField(models.SmallIntegerField())

    def __str__(self) -> str:
        return f"meaning of {self.listing_id}"


class SavedSearch(models.Model):
    """A search somebody wants to keep, and perhaps to hear of what is new in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    query = models.JSONField(help_text="the filters, as the address has them")
    notify = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_until = models.DateTimeField(default=timezone.now, help_text="what was published later is news")
    look_at = models.DateTimeField(default=timezone.now, help_text="not looked through before")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "query"], name="saved_search_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_a_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="saved_search_by_user"),
            models.Index(fields=["look_at"], condition=Q(notify=True), name="saved_search_due"),
        ]

    def __str__(self) -> str:
        return self.name
