"""Money that is held for somebody's work: paid in by one order, then paid out and returned, whole, once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.transactions.models.orders import Order, Payment
from nexus.foundation.ids import uuid7


class Escrow(models.Model):
    """One sum held. It knows no bounty: whose work it is for is said in `title`, and `page` is where to read on."""

    class State(models.TextChoices):
        PENDING = "pending"  # its order is not paid yet
        HELD = "held"
        RELEASED = "released"
        FAILED = "failed"  # its order ended unpaid

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="escrow")
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="escrows")
    title = models.CharField(max_length=140)
    page = models.CharField(max_length=200, blank=True)
    amount_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    payee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="escrows_received"
    )
    paid_cents = models.PositiveIntegerField(default=0)
    fee_cents = models.PositiveIntegerField(default=0)
    revenue_cents = models.PositiveIntegerField(default=0)
    returned_cents = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    held_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="escrow_holds_something"),
            models.CheckConstraint(
                condition=(Q(state="released") & Q(amount_cents=F("paid_cents") + F("returned_cents")))
                | (~Q(state="released") & Q(paid_cents=0, returned_cents=0)),
                name="escrow_is_released_whole",
            ),
            models.CheckConstraint(
                condition=Q(paid_cents=F("fee_cents") + F("revenue_cents")), name="escrow_share_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(paid_cents=0, payee=None) | Q(paid_cents__gt=0, payee__isnull=False),
                name="escrow_pays_somebody",
            ),
            models.CheckConstraint(
                condition=Q(payee=None) | ~Q(payee=F("payer")), name="escrow_pays_nobody_for_their_own"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "failed"]) | Q(held_at__isnull=False), name="escrow_held_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents} for {self.title}"


class EscrowReturn(models.Model):
    """What of an escrow goes back to its payer: booked and written here first, then asked of the gateway.

    Its id is the key that the gateway is told, so that asking again returns nothing twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    escrow = models.OneToOneField(Escrow, on_delete=models.PROTECT, related_name="return_order")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="escrow_returns")
    amount_cents = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reference = models.CharField(max_length=120, blank=True, help_text="the gateway's own id of it")
    reason = models.CharField(max_length=300, blank=True, help_text="why the gateway did not return it yet")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="escrow_return_moves_something"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(done_at__isnull=False), name="escrow_return_done_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents} of {self.escrow_id}"
