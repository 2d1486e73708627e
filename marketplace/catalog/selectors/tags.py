"""Tags as one types them: those that begin so, with how many models on show wear each."""

import unicodedata

from django.db.models import Count, Q

from marketplace.catalog.models import Listing, Tag

MOST = 20


def tags_like(text: str, *, most: int = MOST) -> list[tuple[str, int]]:
    """Name and count, the most worn first; without text the most worn of all. None without a model on show."""
    word = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    rows = Tag.objects.all()
    if word:
        rows = rows.filter(Q(name__startswith=word) | Q(name__contains=f" {word}"))
    shown = Count(
        "listings",
        filter=Q(
            listings__state=Listing.State.APPROVED,
            listings__hidden_by=Listing.Hidden.NOTHING,
            listings__audience=Listing.Audience.PUBLIC,
            listings__seller__is_active=True,
        ),
    )
    found = rows.annotate(number=shown).filter(number__gt=0).order_by("-number", "name")[:most]
    return [(row.name, row.number) for row in found]
