"""A large shop in bulk for the benches of search: seeded rows, spread as in a shop."""

import random
from datetime import timedelta
from typing import Any

CHUNK = 5_000
SYLLABLES = ("ka", "lo", "mi", "ter", "ran", "sol", "be", "dun", "vi", "pra", "gol", "nu", "shi", "wex", "a", "ost")
COMMON = ("chair", "table", "house", "robot", "vase", "lamp", "car", "tower", "box", "dragon", "gear", "tree")
FORMATS = (("glb",), ("glb", "stl"), ("glb", "obj"), ("stl",), ("glb", "fbx", "usdz"))


def vocabulary(number: int = 4_000) -> list[str]:
    drawn = random.Random(7)
    made = dict.fromkeys("".join(drawn.choice(SYLLABLES) for _ in range(3)) for _ in range(number * 2))
    return [*COMMON, *made][:number]


def grow(to: int) -> None:
    """Public listings until there are `to`, with offers, files, pictures, tags and search rows, then ANALYZE."""
    from django.db import connection

    from accounts.models import User
    from marketplace.catalog.models import Category, Listing, Tag
    from marketplace.catalog.services import search_index
    from nexus.foundation.storage.models import StoredFile

    here = Listing.objects.count()
    if not User.objects.filter(username="crowd0").exists():
        User.objects.bulk_create(User(email=f"c{i}@example.com", username=f"crowd{i}") for i in range(200))
        Tag.objects.bulk_create(Tag(name=word) for word in vocabulary(800))
        StoredFile.objects.create(key="open/crowd", sha256="0" * 64, size=1, kind="webp", filename="still.webp")
    around = {
        "words": vocabulary(),
        "sellers": list(User.objects.filter(username__startswith="crowd").order_by("pk")),
        "categories": list(Category.objects.order_by("pk")),
        "tags": list(Tag.objects.order_by("pk").values_list("pk", flat=True)),
        "file": StoredFile.objects.get(key="open/crowd"),
    }
    for start in range(here, to, CHUNK):
        _chunk(random.Random(start), start, min(CHUNK, to - start), around)
    search_index.rebuild_search()
    connection.close()  # VACUUM wants no transaction of ours
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _chunk(drawn: random.Random, start: int, number: int, around: dict[str, Any]) -> None:
    from django.utils import timezone

    from marketplace.catalog.models import Listing, ListingFile, Offer, Picture

    def word() -> str:  # the first words stand in every sixth listing, the last ones in every hundredth
        return str(around["words"][int(len(around["words"]) * drawn.random() ** 1.5)])

    now = timezone.now()
    rows = Listing.objects.bulk_create(
        Listing(
            seller=drawn.choice(around["sellers"]), name=" ".join(word() for _ in range(4)), slug=f"m-{start + place}",
            state="approved", category=drawn.choice(around["categories"]),
            description=" ".join(word() for _ in range(30)), text_twin=" ".join(word() for _ in range(8)),
            published_at=now - timedelta(minutes=drawn.randrange(2_000_000)), likes=int(drawn.paretovariate(1)) - 1,
            holders=int(drawn.paretovariate(1.2)) - 1, ai_generated=drawn.random() < 0.2,
            facts={
                "size_mm": [round(drawn.lognormvariate(4.5, 1), 1) for _ in range(3)],
                "triangles": int(drawn.lognormvariate(9, 1.5)), "rigged": drawn.random() < 0.05,
                "textures": drawn.choice([0, 0, 1, 3]), "closed": drawn.random() < 0.5, "winding_consistent": True,
                "animations": [{"name": "a", "seconds": 1}] if drawn.random() < 0.03 else [],
            },
        )
        for place in range(number)
    )  # fmt: skip
    Offer.objects.bulk_create(
        Offer(listing=row, price_cents=drawn.choice([0, 0, 300, 500, 900, 1500, 4000]), licence=licence)
        for row in rows
        for licence in [drawn.choice(["personal", "cc0", "commercial", "cc-by"])]
    )
    ListingFile.objects.bulk_create(
        ListingFile(listing=row, file=around["file"], format=name, is_source=place == 0)
        for row in rows
        for place, name in enumerate(drawn.choice(FORMATS))
    )
    Picture.objects.bulk_create(
        Picture(listing=row, file=around["file"], kind="still", width=512, height=512) for row in rows
    )
    worn = Listing.tags.through
    worn.objects.bulk_create(
        worn(listing_id=row.pk, tag_id=tag)
        for row in rows
        for tag in {around["tags"][min(int(drawn.paretovariate(0.6)) - 1, len(around["tags"]) - 1)] for _ in range(3)}
    )


def questions(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """What visitors ask: lists, categories, words rare and common, filters together, sorts, later pages."""
    from marketplace.catalog.models import Category

    drawn, words = random.Random(seed), vocabulary()
    slugs = list(Category.objects.order_by("pk").values_list("slug", flat=True))
    kinds: list[Any] = [
        dict,
        lambda: {"categories": (drawn.choice(slugs),)},
        lambda: {"text": words[int(len(words) * drawn.random() ** 1.5)]},
        lambda: {"text": f"{drawn.choice(COMMON)} {drawn.choice(words[:200])}"},
        lambda: {"text": drawn.choice(COMMON), "free": True, "formats": ("stl",)},
        lambda: {"rigged": True, "triangles_max": 20_000},
        lambda: {"printable": True, "fits": (256, 256, 256), "sort": "popular"},
        lambda: {"categories": (drawn.choice(slugs),), "price_max": 1000, "sort": "price"},
        lambda: {"sort": drawn.choice(["popular", "trending", "rating", "updated"])},
        lambda: {"offset": 24 * drawn.randrange(20)},
    ]
    return [drawn.choice(kinds)() for _ in range(number)]
