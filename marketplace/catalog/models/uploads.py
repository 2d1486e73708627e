"""A file on its way in: received, checked, then part of a listing or refused with the reason."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.catalog.models.listings import Listing, ListingFile
from nexus.foundation.ids import uuid7
from nexus.foundation.storage.models import StoredFile


class Upload(models.Model):
    class State(models.TextChoices):
        RECEIVING = "receiving"
        CHECKING = "checking"
        READY = "ready"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="uploads")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    listing_file = models.ForeignKey(ListingFile, null=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    stage = models.CharField(max_length=12, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    report = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="upload_refused_says_why"),
        ]

    def __str__(self) -> str:
        return self.filename
