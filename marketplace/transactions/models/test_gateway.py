"""What the built-in test gateway remembers on its own side: stands for the provider's database, not for ours."""

from typing import ClassVar

from django.db import models

from nexus.foundation.ids import uuid7


class TestPayment(models.Model):
    __test__ = False  # pytest: this is no test class

    class State(models.TextChoices):
        OPEN = "open"
        CHALLENGED = "challenged"  # the bank asks the buyer
        SUCCEEDED = "succeeded"
        DECLINED = "declined"
        RETURNED = "returned"  # given back whole

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True, help_text="the idempotency key of whoever asked")
    amount_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=200, blank=True)
    return_url = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    decline_code = models.CharField(max_length=60, blank=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="test_payment_is_above_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TestRefund(models.Model):
    """A part of a payment that went back to the card; one a key, however often it is asked for."""

    __test__ = False  # pytest: this is no test class

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(TestPayment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    amount_cents = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="test_refund_is_above_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
