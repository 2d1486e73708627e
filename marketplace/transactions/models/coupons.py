"""Discounts that creators give on their own models. How often one was used is counted under its limit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Coupon(models.Model):
    class Kind(models.TextChoices):
        PERCENT = "percent"
        AMOUNT = "amount"

    code = models.CharField(max_length=40, unique=True, help_text="capital letters, digits and dashes")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coupons")
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.PositiveIntegerField(help_text="per cent, or cents")
    listings = models.ManyToManyField("marketplace.Listing", related_name="+", blank=True, help_text="none: all")
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0, help_text="orders that hold or had this discount")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["creator", "-id"], name="coupon_by_creator")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="percent", value__gte=1, value__lte=100)
                | Q(kind="amount", value__gte=1, value__lte=100_000_00),
                name="coupon_value_is_sane",
            ),
            models.CheckConstraint(
                condition=Q(max_uses=None) | Q(used__lte=F("max_uses")), name="coupon_used_within_its_limit"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="coupon_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CouponUse(models.Model):
    """One order's discount; given back where the order was never paid."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    order = models.OneToOneField("marketplace.Order", on_delete=models.PROTECT, related_name="coupon_use")
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.coupon_id} in {self.order_id}"
