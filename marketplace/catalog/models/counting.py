"""What is counted without hot rows: every view and like is a row of its own, added up by a duty."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from marketplace.catalog.models.listings import Listing


class ListingView(models.Model):
    """One visitor on one day. `visitor` is a keyed hash that changes every day; rows go after two days."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    visitor = models.UUIDField()
    is_counted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "day", "visitor"], name="view_once_a_visitor_and_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(is_counted=False), name="view_not_counted"),
            models.Index(fields=["day"], name="view_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} seen on {self.day}"


class ListingDay(models.Model):
    """The views of one listing on one day, added up."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    views = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "day"], name="day_once_a_listing")]
        indexes: ClassVar = [models.Index(fields=["day", "listing"], name="day_of_all")]

    def __str__(self) -> str:
        return f"{self.views} views of {self.listing_id} on {self.day}"


class ListingFigures(models.Model):
    """All views of a listing, added up."""

    listing = models.OneToOneField(Listing, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    views = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"figures of {self.listing_id}"


class LikeChange(models.Model):
    """One like given or taken back that `Listing.likes` does not hold yet."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="like_changes")
    change = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(change__in=[-1, 1]), name="like_change_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} for {self.listing_id}"
