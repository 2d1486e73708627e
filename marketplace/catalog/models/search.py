"""The narrow table that search reads: ids and vectors, no texts. One row a public listing."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from marketplace.catalog.models.listings import Category, Listing


class SearchDoc(models.Model):
    listing = models.OneToOneField(Listing, primary_key=True, on_delete=models.CASCADE, related_name="search_doc")
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL, related_name="+")
    price_cents = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    quality = models.FloatField(default=0, help_text="order of pages without words: newer and wanted first")
    vector = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["vector"], name="search_words", fastupdate=False),
            models.Index(fields=["-published_at", "-listing"], name="search_newest"),
            models.Index(fields=["category", "-published_at", "-listing"], name="search_newest_in_category"),
            models.Index(fields=["price_cents", "listing"], name="search_cheapest"),
            models.Index(fields=["-quality", "-listing"], name="search_wanted"),
        ]

    def __str__(self) -> str:
        return f"search row of {self.listing_id}"
