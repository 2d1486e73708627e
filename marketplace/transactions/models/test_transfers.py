"""The test gateway's own memory of bank accounts and of transfers to them: the provider's side, not ours."""

from typing import ClassVar

from django.db import models

from nexus.foundation.ids import uuid7


class TestBankAccount(models.Model):
    __test__ = False  # pytest: this is no test class

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True, help_text="the idempotency key of whoever asked")
    return_url = models.CharField(max_length=300)
    number = models.CharField(max_length=12, blank=True, help_text="empty until its holder has connected it")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class TestTransfer(models.Model):
    __test__ = False

    class State(models.TextChoices):
        SENT = "sent"
        PAID = "paid"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    account = models.ForeignKey(TestBankAccount, on_delete=models.PROTECT, related_name="transfers")
    amount_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    failure_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="test_transfer_is_above_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
