"""A bounty, the artists who apply for it, and the record of what happened."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

RUNNING = ("in_progress", "disputed", "completed")


class Bounty(models.Model):
    """A model that a client asks for, with its budget in escrow. Private until the escrow holds it."""

    class State(models.TextChoices):
        UNFUNDED = "unfunded"
        OPEN = "open"
        IN_PROGRESS = "in_progress"
        DISPUTED = "disputed"
        COMPLETED = "completed"
        CLOSED = "closed"

    client = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bounties")
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=20_000)
    description_html = models.TextField(blank=True)
    budget_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    deadline = models.DateTimeField(null=True)
    requirements = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.UNFUNDED)
    escrow = models.OneToOneField(
        "marketplace.Escrow", null=True, on_delete=models.PROTECT, related_name="bounty", help_text="the newest one"
    )
    winner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="bounties_won"
    )
    price_cents = models.PositiveIntegerField(null=True, help_text="of the chosen application")
    due_at = models.DateTimeField(null=True, help_text="what the clock of this state counts to")
    reminded = models.PositiveSmallIntegerField(default=0, help_text="reminders sent in this state")
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "bounties"
        indexes: ClassVar = [
            models.Index(fields=["client", "-id"], name="bounty_by_client"),
            models.Index(fields=["winner", "-id"], name="bounty_by_winner"),
            models.Index(fields=["state", "-id"], name="bounty_by_state"),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["unfunded", "open", "in_progress"]),
                name="bounty_clock",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(budget_cents__gt=0), name="bounty_has_a_budget"),
            models.CheckConstraint(
                condition=Q(state="unfunded") | Q(state="closed") | Q(escrow__isnull=False), name="bounty_has_an_escrow"
            ),
            models.CheckConstraint(
                condition=Q(winner=None, price_cents=None)
                | (Q(winner__isnull=False, price_cents__isnull=False) & Q(price_cents__lte=F("budget_cents"))),
                name="bounty_winner_has_a_price_in_the_budget",
            ),
            models.CheckConstraint(condition=Q(winner=None) | ~Q(winner=F("client")), name="bounty_not_won_by_client"),
            models.CheckConstraint(
                condition=(Q(state__in=["unfunded", "open"]) & Q(winner=None))
                | (Q(state__in=RUNNING) & Q(winner__isnull=False))
                | Q(state="closed"),
                name="bounty_runs_with_a_winner",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["unfunded", "open", "in_progress"]) | Q(due_at__isnull=False),
                name="bounty_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "closed"]) | Q(ended_at__isnull=False),
                name="bounty_end_has_a_date",
            ),
        ]
        permissions: ClassVar = [("settle_bounty", "Can decide disputes about bounties")]

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """An artist's wish to do it, for a price within the budget."""

    class State(models.TextChoices):
        OPEN = "open"
        CHOSEN = "chosen"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    bounty = models.ForeignKey(Bounty, on_delete=models.PROTECT, related_name="applications")
    artist = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bounty_applications")
    price_cents = models.PositiveIntegerField()
    text = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bounty", "artist"], condition=~Q(state="withdrawn"), name="bounty_application_once_an_artist"
            ),
            models.UniqueConstraint(fields=["bounty"], condition=Q(state="chosen"), name="bounty_chosen_once"),
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="bounty_application_has_a_price"),
        ]

    def __str__(self) -> str:
        return f"{self.artist_id} for bounty {self.bounty_id}"


class BountyEvent(models.Model):
    """What happened, in order; evidence where there is a dispute, so the database refuses to change it."""

    class Kind(models.TextChoices):
        POSTED = "posted"
        OPENED = "opened"
        CHANGED = "changed"
        APPLIED = "applied"
        WITHDRAWN = "withdrawn"
        CHOSEN = "chosen"
        SUBMITTED = "submitted"
        CHANGES_REQUESTED = "changes_requested"
        MESSAGE = "message"
        REMINDED = "reminded"
        DISPUTED = "disputed"
        SPLIT_PROPOSED = "split_proposed"
        SPLIT_REFUSED = "split_refused"
        SPLIT = "split"
        COMPLETED = "completed"
        CLOSED = "closed"

    bounty = models.ForeignKey(Bounty, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", help_text="none: the clock"
    )
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bounty", "id"], name="bounty_event_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.bounty_id}"
