"""What listings mean, kept as vectors: made in workers where MiniLM is installed."""

from django.db.models import F

from marketplace.catalog.models import ListingMeaning, SearchDoc
from marketplace.catalog.selectors.visibility import public_listings
from nexus.foundation import meaning

SCALE = 10_000
AT_ONCE = 64


def learn(listing_id: int) -> bool:
    """Keep the meaning of a public listing; False where there is no encoder or no such listing. May be repeated."""
    row = public_listings().filter(pk=listing_id).values_list("name", "text_twin").first()
    encoder = meaning.encoder() if row else None
    if row is None or encoder is None:
        return False
    vector = encoder.embed([f"{row[0]}. {row[1]}"])[0]
    numbers = [round(float(one) * SCALE) for one in vector]
    ListingMeaning.objects.update_or_create(listing_id=listing_id, defaults={"vector": numbers})
    return True


def learn_missing() -> int:
    """Catch up on some listings whose meaning is not known yet (a worker's task); how many were learned."""
    missing = SearchDoc.objects.filter(listing__meaning=None).order_by(F("listing_id").desc())
    return sum(learn(pk) for pk in list(missing.values_list("listing_id", flat=True)[:AT_ONCE]))
