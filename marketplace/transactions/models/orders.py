"""An order is one payment with one line a listing."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.catalog.models import Licence
from nexus.foundation.ids import uuid7


class Order(models.Model):
    class State(models.TextChoices):
        PENDING = "pending"
        COMPLETED = "completed"
        FAILED = "failed"
        PARTLY_REFUNDED = "partly_refunded"
        REFUNDED = "refunded"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    currency = models.CharField(max_length=3, default="USD")
    total_cents = models.PositiveIntegerField()
    business_name = models.CharField(max_length=120, blank=True, help_text="for the invoice")
    business_address = models.CharField(max_length=300, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["buyer", "-id"], name="order_by_buyer")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "failed"]) | Q(completed_at__isnull=False),
                name="order_completed_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OrderLine(models.Model):
    """One listing in a buyer's order, at the price that was shown; the Storefront contract calls it a transaction."""

    class State(models.TextChoices):
        PENDING = "pending"
        COMPLETED = "completed"
        FAILED = "failed"
        REFUNDED = "refunded"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="order_lines")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sales")
    listing = models.ForeignKey("marketplace.Listing", on_delete=models.PROTECT, related_name="order_lines")
    licence = models.CharField(max_length=16, choices=Licence)
    price_cents = models.PositiveIntegerField()
    discount_cents = models.PositiveIntegerField(default=0)
    tip_cents = models.PositiveIntegerField(default=0, help_text="what the buyer adds to the price")
    paid_cents = models.PositiveIntegerField()
    fee_cents = models.PositiveIntegerField()
    revenue_cents = models.PositiveIntegerField()
    fee_basis_points = models.PositiveSmallIntegerField(null=True, help_text="the share that the fee was taken with")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(paid_cents=F("fee_cents") + F("revenue_cents"))
                & Q(paid_cents=F("price_cents") + F("tip_cents") - F("discount_cents"))
                & Q(discount_cents__lte=F("price_cents")),
                name="order_line_adds_up",
            ),
            models.CheckConstraint(condition=~Q(buyer=F("seller")), name="order_line_not_from_oneself"),
            models.UniqueConstraint(
                fields=["buyer", "listing", "licence"], condition=Q(state="completed"), name="order_line_completed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of {self.order_id}"


class Payment(models.Model):
    """One try to pay an order at a gateway. Written, with its key, before the gateway is asked."""

    class State(models.TextChoices):
        INTENDED = "intended"
        WAITING = "waiting"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        RETURNED = "returned"  # paid too late or twice: given back whole

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    gateway = models.CharField(max_length=12)
    reference = models.CharField(max_length=120, blank=True, help_text="the gateway's own id")
    amount_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    state = models.CharField(max_length=10, choices=State, default=State.INTENDED)
    card_last4 = models.CharField(max_length=4, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gateway", "reference"], condition=~Q(reference=""), name="payment_once_a_reference"
            ),
            models.UniqueConstraint(fields=["order"], condition=Q(state="succeeded"), name="order_paid_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.reference}"


class GatewayEvent(models.Model):
    """A message of a gateway, kept whole; applied at most once."""

    gateway = models.CharField(max_length=12)
    event_id = models.CharField(max_length=120)
    type = models.CharField(max_length=60)
    body = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["gateway", "event_id"], name="gateway_event_once")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
