"""Tags as one types them: those that begin so, with how many models on show wear each."""

import unicodedata
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, Value

from accounts.rights import Viewer, person
from marketplace.catalog.models import Follow, Listing, Tag
from marketplace.catalog.selectors.visibility import public_listings

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


def tag_to_follow(viewer: Viewer, names: Sequence[str]) -> tuple[str, bool] | None:
    """The one tag of a page as it is spelled, and whether its viewer follows it; None for several or an unknown one."""
    if len(names) != 1:
        return None
    who = person(viewer)
    followed = Exists(Follow.objects.filter(tag=OuterRef("pk"), follower=who)) if who else Value(value=False)
    rows = Tag.objects.filter(name__iexact=names[0]).annotate(followed=followed)
    return rows.values_list("name", "followed").first()


def tags_in(category: str, *, most: int = 12) -> list[tuple[str, int]]:
    """The tags that models of a category wear most, with how many do; nothing without a category."""
    if not category:
        return []
    worn = public_listings().filter(category__slug=category).order_by().values("tags__name")
    found = worn.exclude(tags=None).annotate(number=Count("pk")).order_by("-number", "tags__name")[:most]
    return [(row["tags__name"], row["number"]) for row in found]
