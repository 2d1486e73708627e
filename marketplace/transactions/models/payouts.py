"""Where a seller's money goes, and each payout that went there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nexus.foundation.ids import uuid7


class PayoutAccount(models.Model):
    """A seller's account at a gateway. A new one takes the old one's place and is paid to only after a hold."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payout_accounts")
    gateway = models.CharField(max_length=12)
    reference = models.CharField(max_length=120, blank=True, help_text="the gateway's own id")
    label = models.CharField(max_length=60, blank=True, help_text="what the person knows it by")
    created_at = models.DateTimeField(auto_now_add=True)
    connected_at = models.DateTimeField(null=True)
    payable_from = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(connected_at__isnull=False, ended_at=None),
                name="payout_account_in_use_once",
            ),
            models.UniqueConstraint(
                fields=["gateway", "reference"], condition=~Q(reference=""), name="payout_account_once_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(connected_at=None, payable_from=None)
                | Q(connected_at__isnull=False, payable_from__gte=F("connected_at")),
                name="payout_account_connected_has_a_hold",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.pk)


class Payout(models.Model):
    """Money on its way to a seller. Written, booked and with its key before the gateway is asked."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        HELD = "held"
        PAID = "paid"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="the key the gateway is told")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payouts")
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="payouts")
    amount_cents = models.PositiveIntegerField()
    available_cents = models.PositiveIntegerField(help_text="what could be paid out when it was asked for")
    matured_until = models.DateTimeField(null=True, help_text="sales up to then could be paid out, when it was asked")
    currency = models.CharField(max_length=3, default="USD")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    held_until = models.DateTimeField(null=True, help_text="the hold of a new account")
    needs_release = models.BooleanField(default=False, help_text="two staff members must release it")
    reference = models.CharField(max_length=120, blank=True, help_text="the gateway's own id")
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        permissions: ClassVar = [("release_payout", "Can release and refuse payouts that are held")]
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="payout_by_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["requested", "held"]), name="payout_one_in_flight"
            ),
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="payout_once_a_reference"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0) & Q(amount_cents__lte=F("available_cents")),
                name="payout_is_within_what_is_available",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "held"], ended_at=None)
                | Q(state__in=["paid", "failed"], ended_at__isnull=False),
                name="payout_ended_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PayoutRelease(models.Model):
    """One staff member's yes to a payout that needs two."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="releases")
    payee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payout", "by"], name="payout_released_once_a_person"),
            models.CheckConstraint(condition=~Q(by=F("payee")), name="payout_not_released_by_its_payee"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} for {self.payout_id}"
