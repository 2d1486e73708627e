"""The shop window: versions of the home page, its slider, what people say, and the texts of fixed pages."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from marketplace.catalog.models import Listing

__all__ = ["HomepageDraft", "HomepageVersion", "PageText", "SliderItem", "Testimonial"]


class HomepageVersion(models.Model):
    """The home page as it was from then on. Versions are added; the database refuses to change one."""

    number = models.PositiveIntegerField(unique=True)
    blocks = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    restored_from = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=2), name="homepage_one_is_as_delivered"),
        ]

    def __str__(self) -> str:
        return f"home page {self.number}"


class HomepageDraft(models.Model):
    """What staff work on, seen in the preview only. There is one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    blocks = models.JSONField()
    base = models.PositiveIntegerField(help_text="the version it was begun from")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="homepage_has_one_draft")]

    def __str__(self) -> str:
        return f"draft after {self.base}"


class SliderItem(models.Model):
    """A model of the slider, in its place."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.position}: {self.listing_id}"


class Testimonial(models.Model):
    """What somebody says about Nexus."""

    author = models.CharField(max_length=80)
    company = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=600)
    rating = models.PositiveSmallIntegerField(default=5)
    verified = models.BooleanField(default=False, help_text="Staff know that this person said it.")
    featured = models.BooleanField(default=False, help_text="Stands before the others.")
    published = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="testimonial_rating_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"


class PageText(models.Model):
    """Staff's own words for a page that is delivered with the software's; one a page and language."""

    class Page(models.TextChoices):
        RULES = "rules"
        PRIVACY = "privacy"
        TERMS = "terms"

    page = models.CharField(max_length=10, choices=Page)
    language = models.CharField(max_length=10)
    text = models.TextField(max_length=60_000)
    html = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("page", Lower("language"), name="page_text_once_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.page} in {self.language}"
