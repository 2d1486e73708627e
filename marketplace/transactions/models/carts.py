"""What a member means to buy. Prices are not here: an order has them; a line keeps only what its buyer was shown."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from marketplace.catalog.models import Licence


class Cart(models.Model):
    """One a member; a visitor's cart lives in the session until they sign in."""

    buyer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cart")
    coupon_code = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"cart of {self.buyer_id}"


class CartItem(models.Model):
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="items")
    listing = models.ForeignKey("marketplace.Listing", on_delete=models.CASCADE, related_name="+")
    licence = models.CharField(max_length=16, choices=Licence)
    seen_cents = models.PositiveIntegerField(help_text="the price that was shown last; another one is told")
    pay_cents = models.PositiveIntegerField(null=True, help_text="what the buyer wants to pay, above the price")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cart", "listing", "licence"], name="cart_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.licence}"
