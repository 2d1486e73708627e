"""Who of the staff has which listing in hand, so that two never review one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.catalog.models.listings import Listing


class ReviewDesk(models.Model):
    """A listing in review: who holds it until when, and who handed it on to somebody else."""

    listing = models.OneToOneField(Listing, primary_key=True, on_delete=models.CASCADE, related_name="desk")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True, help_text="approved by its holder, who may take it back until then")
    escalated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    escalated_note = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(holder=None) | ~Q(until=None), name="desk_held_until_a_time"),
            models.CheckConstraint(
                condition=Q(escalated_at=None) | ~Q(escalated_note=""), name="desk_escalated_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["undo_until"], condition=~Q(undo_until=None), name="desk_to_announce"),
        ]

    def __str__(self) -> str:
        return f"desk of {self.listing_id}"
