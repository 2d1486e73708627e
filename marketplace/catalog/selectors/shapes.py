"""What a shape tells: the category that models of nearly the same shape are in."""

from collections import defaultdict

from generation.mesh import nearness
from marketplace.catalog.models import ListingFile, ShapePrint
from marketplace.catalog.selectors.visibility import public_listings

SPREADS_APART = 0.08
CANDIDATES, VOTERS = 400, 7
LIKE = 0.15  # farther apart, two shapes say nothing of one another


def category_by_shape(listing_id: int) -> str:
    """The slug of the category that the nearest shapes on show are in, nearer ones counting more; empty without any."""
    files = ListingFile.objects.filter(listing=listing_id, is_source=True).values("file")
    mine = ShapePrint.objects.filter(file__in=files).order_by("-pk").first()
    if mine is None:
        return ""
    around = ShapePrint.objects.filter(
        version=mine.version,
        second__range=(mine.second - SPREADS_APART, mine.second + SPREADS_APART),
        third__range=(mine.third - SPREADS_APART, mine.third + SPREADS_APART),
    )
    rows = around.exclude(file__in=files).order_by("-pk")[:CANDIDATES]
    apart = {row.file_id: nearness.distance(mine.values, row.values) for row in rows}
    near = sorted((far, str(file)) for file, far in apart.items() if far <= LIKE)[:VOTERS]
    found = ListingFile.objects.filter(
        file__in=[file for _, file in near], listing__in=public_listings(), listing__category__isnull=False
    ).values_list("file_id", "listing__category__slug")
    category_of = {str(file): slug for file, slug in found}
    votes: dict[str, float] = defaultdict(float)
    for far, file in near:
        if file in category_of:
            votes[category_of[file]] += LIKE - far + 0.01
    return min(votes, key=lambda slug: (-votes[slug], slug), default="")
