"""What a listing was before and will be next, and what it was made from."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from marketplace.catalog.models.listings import Listing


class Version(models.Model):
    """One edition of a listing's files. While it waits, a draft listing of its own carries them."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PENDING = "pending"
        APPROVED = "approved"
        REJECTED = "rejected"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    carrier = models.OneToOneField(Listing, null=True, on_delete=models.SET_NULL, related_name="carries")
    changelog = models.TextField(max_length=4000, blank=True)
    computed_changes = models.JSONField(default=list, help_text="sentences made from the facts of both versions")
    facts = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["listing"], condition=~Q(state="approved"), name="version_one_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(published_at__isnull=False), name="version_approved_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(state="approved") | ~Q(carrier=None), name="version_waits_with_its_files"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.listing_id}"


class RemixSource(models.Model):
    """A listing that another one was made from. The credit stays when the source is deleted."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="remix_sources")
    source = models.ForeignKey(Listing, null=True, on_delete=models.SET_NULL, related_name="remixes")
    name = models.CharField(max_length=120)
    creator = models.CharField(max_length=150)
    licences = models.JSONField(default=list, help_text="what the source offered when it was chosen")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "source"], name="remix_source_once"),
            models.CheckConstraint(condition=Q(source=None) | ~Q(source=F("listing")), name="remix_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} is made from {self.name}"
