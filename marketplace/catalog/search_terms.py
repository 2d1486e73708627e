"""What a search row's numbers mean: terms (one array of numbers for every discrete filter) and masks. Pure.

A term is kind × 10¹² + id, so that one index over one array serves category, tag, licence, format, mark
and seller alike.
"""

from marketplace.catalog.models.listings import Licence

KIND = 10**12
CATEGORY, TAG, LICENCE, FORMAT, MARK, SELLER = (kind * KIND for kind in range(1, 7))

LICENCES: tuple[str, ...] = tuple(Licence.values)
FORMATS = ("glb", "gltf", "obj", "stl", "ply", "3mf", "usdz", "fbx")
MARKS = ("ai", "rigged", "animated", "textured", "printable", "parametric", "sensitive", "free")

# Where the bars of numeric facets begin; the last one has no end.
PRICE_BANDS = (0, 1, 200, 500, 1000, 1500, 2000, 3000, 5000, 10_000)
TRIANGLE_BANDS = (0, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 250_000, 1_000_000)
SIZE_BANDS = (0, 10, 20, 50, 100, 200, 400, 600, 1000, 2000, 5000)
RATING_BANDS = (3, 4)


def mark_bit(mark: str) -> int:
    return 1 << MARKS.index(mark)


def values_of(mask: int, names: tuple[str, ...]) -> list[str]:
    """The names whose bits are set."""
    return [name for place, name in enumerate(names) if mask >> place & 1]
