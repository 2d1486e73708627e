"""What of a price is its seller's, for pages below the money's floor."""

from django import template
from django.conf import settings

from marketplace.transactions import money

register = template.Library()


@register.filter
def yours(cents: int | None) -> int | None:
    """The seller's part of a paid price, by the one rule that sales are booked with."""
    return None if cents is None else money.split(cents, settings.FEE_BASIS_POINTS).revenue
