"""What an artist hands in, and how staff divide the escrow where the two sides disagree."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from marketplace.bounties.models.bounties import Bounty


class Submission(models.Model):
    """Work for one client: a listing of audience `commission`, frozen from the moment it is handed in."""

    class State(models.TextChoices):
        PREPARING = "preparing"  # the artist's file is being checked; nobody else sees it
        SENT = "sent"
        CHANGES_REQUESTED = "changes_requested"
        ACCEPTED = "accepted"
        CLOSED = "closed"  # the bounty ended without it

    bounty = models.ForeignKey(Bounty, on_delete=models.PROTECT, related_name="submissions")
    listing = models.OneToOneField("marketplace.Listing", on_delete=models.PROTECT, related_name="submission")
    upload_ids = ArrayField(models.UUIDField(), default=list)
    message = models.TextField(max_length=4000, blank=True)
    checks = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=State, default=State.PREPARING)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bounty", "state"],
                condition=Q(state__in=["preparing", "sent", "accepted"]),
                name="bounty_submission_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="preparing") | Q(sent_at__isnull=False), name="bounty_submission_sent_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"work for bounty {self.bounty_id}"


class Split(models.Model):
    """How staff divide a disputed escrow; a large one waits for a second person."""

    class State(models.TextChoices):
        HELD = "held"
        DONE = "done"
        REFUSED = "refused"

    bounty = models.ForeignKey(Bounty, on_delete=models.PROTECT, related_name="splits")
    artist_cents = models.PositiveIntegerField(help_text="the rest goes back to the client")
    reason = models.TextField(max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    needs_release = models.BooleanField(default=False, help_text="a second staff member must release it")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", help_text="the second person"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bounty"], condition=Q(state="held"), name="bounty_split_one_waits"),
            models.UniqueConstraint(fields=["bounty"], condition=Q(state="done"), name="bounty_split_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="bounty_split_released_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(needs_release=False) | Q(decided_by__isnull=False),
                name="bounty_split_large_had_a_second",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.artist_cents} of bounty {self.bounty_id}"
