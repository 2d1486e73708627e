"""Who holds the right to a listing's files, and each use of it."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from marketplace.catalog.models.listings import Licence, Listing, ListingFile

# Crockford's base 32: nothing in a code is taken for another letter when it is read out.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Sixteen letters (80 bits) that nobody guesses, in four groups."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))


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
    licence_version = models.PositiveSmallIntegerField(default=1, help_text="of the licence's text")
    certificate_code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    certificate = models.JSONField(null=True, help_text="who may do what with which files; signed, frozen")
    since = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True, help_text="put away by its holder; the right stays")

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
