"""Makers of listings. `listing` takes the services' way but for the look at its file, which is kept from one real check."""

import itertools
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Category, Entitlement, Listing, Offer, Picture, SearchDoc, Upload
from marketplace.catalog.services import checking, entitlements, listings, review_queue, search_index, uploads
from marketplace.catalog.services.contents import add_file, add_pictures, storing
from marketplace.catalog.text_twin import text_twin
from nexus.foundation.storage import files
from tests.makers import accounts

SAMPLES = Path(__file__).parent.parent / "samples"
_numbers = itertools.count(1)


@cache
def glb() -> bytes:
    """A closed box of 400 × 300 × 200 mm with one material, as our own writer makes it."""
    import numpy as np

    from generation.mesh.parts import Material, Object, Part, Scene
    from generation.mesh.writers import glb as writer

    corners = [(x, y, z) for x in (-0.2, 0.2) for y in (0.0, 0.3) for z in (-0.1, 0.1)]
    faces = [
        (0, 1, 3),
        (0, 3, 2),
        (4, 6, 7),
        (4, 7, 5),
        (0, 4, 5),
        (0, 5, 1),
        (2, 3, 7),
        (2, 7, 6),
        (0, 2, 6),
        (0, 6, 4),
        (1, 5, 7),
        (1, 7, 3),
    ]
    part = Part("lid", "lid", np.array(corners, np.float32), None, np.array(faces, np.uint32), Material("walnut"))
    return writer.write(Scene((Object("box", (part,)),)))


@cache
def looked_at() -> tuple[dict, dict[str, bytes]]:
    """Facts, small pictures and preview of that box, from one pass of the real check."""
    import tempfile

    from generation.mesh import __main__ as mesh

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source.glb").write_bytes(glb())
        answer = mesh.work("look", str(folder / "source.glb"), name)
        assert answer["ok"], answer
        facts: dict = answer["facts"]
        made = {kind: (folder / file).read_bytes() for kind, file in checking.KEPT.items()}
    return facts, made


def draft(seller: User | None = None, name: str = "", **changes) -> Listing:
    """A draft without a file."""
    return listings.create_draft(by=seller or accounts.person(), name=name or f"Box {next(_numbers)}", **changes)


def with_file(listing: Listing) -> Listing:
    """Give a draft the box as its checked source, without waiting for a child."""
    import tempfile

    facts, made = looked_at()
    with tempfile.TemporaryDirectory() as name, storing() as store:
        folder = Path(name)
        (folder / "source").write_bytes(glb())
        add_file(
            listing, store.put(folder / "source", filename="source.glb", is_open=False), format="glb", is_source=True
        )
        paths = {kind: folder / kind for kind in made}
        for kind, data in made.items():
            paths[kind].write_bytes(data)
        add_pictures(listing, paths, store=store)
    listing.facts, listing.text_twin = facts, text_twin(listing.name, facts)
    listing.save(update_fields=["facts", "text_twin"])
    return listing


def listing(
    seller: User | None = None,
    name: str = "",
    *,
    price_cents: int = 400,
    licence: str = "personal",
    category: str = "furniture",
    state: str = "approved",
    **changes,
) -> Listing:
    """A listing with a checked file, in the state asked for, reached by the allowed moves."""
    offers = changes.pop("offers", [(licence, price_cents)])
    made = with_file(draft(seller, name, category=category, offers=offers, **changes))
    if state != "draft":
        listings.submit(made.pk, by=made.seller)
    if state in {"approved", "archived"}:
        review_queue.approve(made.pk, by=accounts.staff())
    if state == "rejected":
        review_queue.reject(made.pk, by=accounts.staff(), reason="The walls are too thin.")
    if state == "archived":
        listings.archive(made.pk, by=made.seller)
    return Listing.objects.get(pk=made.pk)


def upload(target: Listing, data: bytes | None = None, filename: str = "box.glb") -> Upload:
    """Bytes on their way into a listing, not looked at yet."""
    return uploads.receive_upload(target, by=target.seller, filename=filename, chunks=[glb() if data is None else data])


def holder(target: Listing, user: User | None = None, *, reason: str = Entitlement.Reason.BOUGHT) -> User:
    """Somebody with the right to the listing's files."""
    user = user or accounts.person()
    entitlements.grant(target, licence="personal", holder=user, reason=reason)
    return user


def many_listings(
    number: int,
    seller: User | None = None,
    *,
    price_cents: int | None = None,
    category: str = "home",
    name: str = "Pot",
) -> list[Listing]:
    """Public listings in bulk, for queries that are counted; they share one picture's file."""
    seller, now = seller or accounts.person(), timezone.now()
    kind = Category.objects.get(slug=category)
    rows = Listing.objects.bulk_create(
        Listing(
            seller=seller,
            name=f"{name} {place}",
            slug=f"{name.lower()}-{place}",
            category=kind,
            state="approved",
            facts={"size_mm": [10, 20, 30]},
            published_at=now - timedelta(minutes=place),
            text_twin=f"{name}, number {place}",
        )
        for place in range(number)
    )
    Offer.objects.bulk_create(
        Offer(listing=row, price_cents=100 * (place % 7 + 1) if price_cents is None else price_cents)
        for place, row in enumerate(rows)
    )
    file = files.put(_file(looked_at()[1]["still"]), filename="still.webp", is_open=True)
    Picture.objects.bulk_create(Picture(listing=row, file=file, kind="still", width=512, height=512) for row in rows)
    search_index.rebuild_search()
    assert SearchDoc.objects.filter(listing__in=rows).count() == number
    return rows


def _file(data: bytes) -> Path:
    from django.conf import settings

    path = Path(settings.VAR) / f"made-{uuid4().hex}"
    path.write_bytes(data)
    return path
