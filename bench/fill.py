"""Public listings in bulk, so that pages have something to show: raw rows around one model that was really made.

`python -m bench.fill 120 [--person]` in the environment of a product; `--person` adds an administrator for signing in.
"""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

PASSWORD = "bench-only-7"
TAGS = ("oak", "round", "printable", "kitchen", "toy", "low-poly", "garden", "classic")
NAMES = ("Round oak table", "Tall blue vase", "House with a red roof", "Walnut chair", "Striped ball", "Garden box")


def made_files(folder: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """One table from the engine with its facts, pictures and preview, as the pipeline makes them."""
    from generation import work

    asked = {
        "engine": "generation.engines.procedural.Procedural", "kind": "text", "seed": 0, "parameters": {},
        "prompt": "a round oak table 120 cm wide with four legs", "folder": str(folder),
    }  # fmt: skip
    planned = work.do({**asked, "act": "plan"}, lambda _share, _words: None)["specification"]
    work.do({**asked, "act": "run", "specification": planned}, lambda _share, _words: None)
    glb = str(folder / "model.glb")
    facts: dict[str, Any] = {}
    for verb in ("facts", "pictures", "preview"):
        answer = work.do({**asked, "act": "mesh", "verb": verb, "source": glb}, lambda _share, _words: None)
        facts = answer.get("facts", facts)
    names = {"glb": "model.glb", "still": "still.webp", "large": "large.webp", "preview": "preview.glb"}
    return {"facts": facts, "specification": planned}, {kind: folder / name for kind, name in names.items()}


def fill(number: int) -> list[int]:
    """Write the listings with offers, files, pictures, tags and search rows; their ids, newest first."""
    from django.utils import timezone

    from accounts.models import User
    from marketplace.catalog.models import Category, Listing, ListingFile, Offer, Picture, Tag
    from marketplace.catalog.services import search_index
    from nexus.foundation.storage import files

    sellers = [
        User.objects.create_user(
            f"seller{index}@example.com", f"seller{index}", PASSWORD, display_name=f"Seller {index}"
        )
        for index in range(4)
    ]
    with tempfile.TemporaryDirectory() as name:
        told, made = made_files(Path(name))
        stored = {kind: files.put(path, filename=path.name, is_open=kind != "glb") for kind, path in made.items()}
    categories, now = list(Category.objects.order_by("pk")[:8]), timezone.now()
    rows = Listing.objects.bulk_create(
        Listing(
            seller=sellers[place % 4], name=f"{NAMES[place % 6]} {place}", slug=f"model-{place}", state="approved",
            category=categories[place % len(categories)], description="A model of the benches. " * 8,
            description_html=f"<p>{'A model of the benches. ' * 8}</p>", text_twin="A round table of oak with four legs",
            published_at=now - timedelta(minutes=place), likes=place % 17, holders=place % 5, **told,
        )
        for place in range(number)
    )  # fmt: skip
    Offer.objects.bulk_create(
        Offer(listing=row, licence=licence, price_cents=100 * (place % 9) * (position + 1), position=position)
        for place, row in enumerate(rows)
        for position, licence in enumerate(("personal", "commercial"))
    )
    ListingFile.objects.bulk_create(ListingFile(listing=row, file=stored["glb"], format="glb") for row in rows)
    Picture.objects.bulk_create(
        Picture(listing=row, file=stored[kind], kind=kind, width=side, height=side)
        for row in rows
        for kind, side in (("still", 512), ("large", 1024), ("preview", 0))
    )
    tags = Tag.objects.bulk_create(Tag(name=name) for name in TAGS)
    worn = Listing.tags.through
    worn.objects.bulk_create(
        worn(listing_id=row.pk, tag_id=tags[(place + step) % len(tags)].pk)
        for place, row in enumerate(rows)
        for step in range(3)
    )
    search_index.rebuild_search()
    return [row.pk for row in rows]


def main(arguments: list[str]) -> None:
    django.setup()
    print(len(fill(int(arguments[0]))), "listings")
    if "--person" in arguments:
        from accounts.models import User
        from accounts.services import people

        people.mark_confirmed(User.objects.create_superuser("bench@example.com", "bench", PASSWORD))


if __name__ == "__main__":
    main(sys.argv[1:])
