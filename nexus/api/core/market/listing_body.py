"""What a creator may say about a model, and the service's words for it."""

from decimal import Decimal
from typing import Any, cast

from rest_framework import serializers

from marketplace.catalog.models import Licence
from marketplace.catalog.services import listings, offers, origins
from nexus.api import base
from nexus.foundation.errors import Invalid

ID_MOST = 2**63 - 1


class Price(serializers.DecimalField):
    """A decimal string, as "19.99"; a number is taken too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=9, decimal_places=2, min_value=Decimal(0), **options)


def cents(price: Decimal) -> int:
    return int(price * 100)


class OfferBody(base.Body):
    licence = base.Choice(Licence.values)
    price = Price()
    compare_at = Price(required=False, allow_null=True)
    team_size = base.Whole(least=1, most=offers.TEAM_MOST, required=False, allow_null=True)


class ModelBody(base.Body):
    """What a creator may say about a model."""

    name = base.Text(max_length=listings.NAME_MOST, required=False)
    description = base.Text(max_length=listings.DESCRIPTION_MOST, required=False, allow_blank=True)
    category = base.Text(max_length=60, required=False, allow_blank=True)
    subcategory = base.Text(max_length=60, required=False, allow_blank=True)
    tags = serializers.ListField(child=base.Text(max_length=200), max_length=100, required=False)
    offers = serializers.ListField(child=OfferBody(), max_length=20, required=False)
    price = Price(required=False)
    licence = base.Choice(Licence.values, required=False)
    origin = base.Choice(["original", "remix", "repost"], required=False)
    remix_of = serializers.ListField(
        child=base.Whole(least=1, most=ID_MOST), max_length=origins.SOURCES_MOST, required=False
    )
    ai_generated = serializers.BooleanField(required=False)
    sensitive = serializers.BooleanField(required=False)
    training_allowed = serializers.BooleanField(required=False)
    print_settings = base.Object(required=False, allow_null=True)
    unit_confirmed = serializers.BooleanField(required=False, help_text="The size is right: for files without a unit.")


class ChangedModelBody(ModelBody):
    """The same of a model that is there; staff who change somebody else's price say why."""

    reason = base.Text(max_length=listings.REASON_MOST, required=False, allow_blank=True)


class NewModelBody(ModelBody):
    name = base.Text(max_length=listings.NAME_MOST)


AS_SENT = (
    "name", "description", "category", "subcategory", "tags", "origin", "remix_of", "ai_generated", "sensitive",
    "training_allowed", "print_settings", "unit_confirmed",
)  # fmt: skip


def changes(asked: dict[str, Any]) -> listings.Changes:
    """The service's words for what was sent."""
    made: dict[str, Any] = {name: asked[name] for name in AS_SENT if name in asked}
    if "offers" in asked and ("price" in asked or "licence" in asked):
        raise Invalid("Send offers, or one price with its licence, not both.", fields={"offers": ["Both were sent."]})
    if "offers" in asked:
        made["offers"] = [_offer(offer) for offer in asked["offers"]]
    elif "price" in asked:
        made["offers"] = [(asked.get("licence", Licence.PERSONAL.value), cents(asked["price"]))]
    elif "licence" in asked:
        raise Invalid("A licence needs its price beside it.", fields={"price": ["Missing."]})
    return cast("listings.Changes", made)


def _offer(sent: dict[str, Any]) -> offers.Price:
    struck = sent.get("compare_at")
    return offers.Price(
        sent["licence"], cents(sent["price"]), None if struck is None else cents(struck), sent.get("team_size")
    )
