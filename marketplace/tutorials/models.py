"""Tutorials, and who read which one on which day."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Tutorial", "TutorialView"]


class Tutorial(models.Model):
    """A text to learn from. `parts` is what its page shows, made from `text` whenever that is saved."""

    class Level(models.TextChoices):
        BEGINNER = "Beginner", _("Beginner")
        INTERMEDIATE = "Intermediate", _("Intermediate")
        ADVANCED = "Advanced", _("Advanced")

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=12, choices=Level, default=Level.BEGINNER)
    text = models.TextField(max_length=60_000)
    parts = models.JSONField(default=list, help_text="pieces in order: safe HTML, or models that stand between")
    contents = models.JSONField(default=list, help_text="headings: id, text, level")
    model_ids = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    views = models.PositiveIntegerField(default=0, help_text="counted once a visitor and day; folded by a duty")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tutorials")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="tutorial_published_has_a_date"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="tutorial_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class TutorialView(models.Model):
    """One visitor's look on one day: a row of its own, so that no counter is fought over."""

    tutorial = models.ForeignKey(Tutorial, on_delete=models.CASCADE, related_name="looks")
    visitor = models.UUIDField(help_text="a keyed hash that is another one tomorrow")
    day = models.DateField()
    is_counted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tutorial", "visitor", "day"], name="tutorial_view_once_a_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tutorial"], condition=Q(is_counted=False), name="tutorial_view_not_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.tutorial_id} on {self.day}"
