"""Money that goes back to a buyer: one row a line, with the key that the gateway is asked with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nexus.foundation.ids import uuid7


class Refund(models.Model):
    """Asked for, decided, booked, and then sent to the gateway; its id is the gateway's key, stored before the call."""

    class State(models.TextChoices):
        REQUESTED = "requested"  # staff decide
        DECLINED = "declined"
        SENDING = "sending"  # booked; the gateway is asked until it has answered
        DONE = "done"

    class Code(models.TextChoices):
        BY_RIGHT = "by_right", "Within the refund days, before the first download"
        NOT_AS_DESCRIBED = "not_as_described", "Not as described"
        SELLER_AGREES = "seller_agrees", "The seller agrees"
        OPERATOR = "operator", "Decided by Nexus"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey("marketplace.OrderLine", on_delete=models.PROTECT, related_name="refunds")
    amount_cents = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    code = models.CharField(max_length=20, choices=Code, blank=True)
    reason = models.TextField(max_length=2000, blank=True, help_text="the buyer's words")
    seller_answer = models.TextField(max_length=2000, blank=True, help_text="the seller's words, said once")
    seller_agreed_at = models.DateTimeField(null=True)
    note = models.TextField(max_length=2000, blank=True, help_text="the words of whoever decided")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey("marketplace.Payment", null=True, on_delete=models.PROTECT, related_name="refunds")
    reference = models.CharField(max_length=120, blank=True, help_text="the gateway's own id")
    created_at = models.DateTimeField(auto_now_add=True)
    booked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        permissions: ClassVar = [("decide_refund", "Can decide on refunds")]
        indexes: ClassVar = [
            models.Index(fields=["created_at", "id"], condition=Q(state="requested"), name="refund_waits_for_staff"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line"], condition=~Q(state="declined"), name="refund_once_a_line"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="refund_gives_something"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "declined"], booked_at=None)
                | (Q(state__in=["sending", "done"], booked_at__isnull=False, payment__isnull=False) & ~Q(code="")),
                name="refund_booked_has_date_code_and_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"refund of line {self.line_id}"
