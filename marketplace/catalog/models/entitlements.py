"""Who holds the right to a listing's files, and each use of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.catalog.models.listings import Licence, Listing, ListingFile


class Entitlement(models.Model):
    """The right to download, as long as it is not ended."""

    class Reason(models.TextChoices):
        BOUGHT = "bought"
        FREE = "free"
        AWARD = "award"

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="entitlements")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entitlements")
    licence = models.CharField(max_length=16, choices=Licence)
    reason = models.CharField(max_length=8, choices=Reason)
    transaction_id = models.BigIntegerField(null=True, help_text="the order line it came from")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing", "holder", "licence"], condition=Q(ended_at=None), name="entitlement_held_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["holder", "-id"], condition=Q(ended_at=None), name="entitlement_in_library"),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} holds {self.listing_id}"


class DownloadLog(models.Model):
    """A download that began: the first one ends the right to a refund without reasons."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="downloads")
    file = models.ForeignKey(ListingFile, null=True, on_delete=models.SET_NULL, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listing", "reader"], name="download_by_reader")]

    def __str__(self) -> str:
        return f"{self.reader_id} took {self.listing_id}"
