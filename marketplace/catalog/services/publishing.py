"""One click from a finished job to a draft listing, with copies of its files and its signed origin."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from generation.models import Asset, Job
from generation.shapes import registry
from marketplace.catalog.models import Listing, Picture
from marketplace.catalog.provenance import sign
from marketplace.catalog.services import contents, listings
from marketplace.catalog.services.listings import TAG_MOST, Words
from marketplace.catalog.suggesting import CATEGORY_OF
from marketplace.catalog.text_twin import text_twin
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, NotFound
from nexus.foundation.storage import files

SOLD = ("glb", "stl")
PICTURES: dict[str, str] = {
    "webp": Picture.Kind.STILL,
    "large": Picture.Kind.LARGE,
    "shelf": Picture.Kind.SHELF,
    "og": Picture.Kind.OG,
    "preview": Picture.Kind.PREVIEW,
}
TAGS = 8


def publish_job(
    job_id: UUID,
    *,
    by: User,
    price_cents: int | None = None,
    licence: str = "personal",
    name: str = "",
    description: str = "",
    category: str = "",
    tags: Sequence[str] = (),
) -> Listing:
    """A draft from one's own succeeded job; the same job again is the same listing, as it stands.

    Files are copied, so that deleting the job takes nothing from the listing. Raises NotFound, Conflict, or Invalid
    for a wrong price or category.
    """
    made = Listing.objects.filter(job_id=job_id, seller=by).first()
    if made is not None:
        return made
    job = Job.objects.filter(pk=job_id, owner=by).first()
    if job is None:
        raise NotFound("There is no such job, or it is not yours.")
    if job.state != Job.State.SUCCEEDED:
        raise Conflict(f"This job is {job.state}; only a succeeded job can be published.")
    assets = {row.kind: row for row in job.assets.filter(by_client=False).select_related("file") if row.file}
    if "glb" not in assets:
        raise Conflict(
            "This job made no GLB of ours, so there is nothing to publish. Upload the file instead.", code="no_file"
        )
    words: Words = {
        "description": description or f"Made from the words: “{job.prompt}”",
        "category": category or _category(job),
        "tags": tags or _tags(job),
    }
    if price_cents is not None:
        words["offers"] = [(licence, price_cents)]
    try:
        return _publish(job, assets, by=by, name=name.strip() or _sentence_case(job.title), words=words)
    except IntegrityError:  # the same click at the same moment: the other one made it
        made = Listing.objects.filter(job_id=job_id, seller=by).first()
        if made is None:
            raise
        return made


def _publish(job: Job, assets: dict[str, Asset], *, by: User, name: str, words: Words) -> Listing:
    with (
        tempfile.TemporaryDirectory(prefix="nexus-publish-") as folder,
        contents.storing() as store,
        transaction.atomic(),
    ):
        listing = Listing(seller=by, name=name[: listings.NAME_MOST], job_id=job.pk, ai_generated=True)
        listing.specification, listing.facts = job.specification, job.facts
        listing.save()  # first: a second publisher of this job waits here, and is then refused
        listings.update_listing(listing.pk, by=by, name=listing.name, **words)
        listing.refresh_from_db()
        hashes = {}
        for kind in SOLD:
            if kind in assets:
                file = store.put(
                    _local(assets[kind], Path(folder)), filename=f"{listing.slug[:80]}.{kind}", is_open=False
                )
                contents.add_file(listing, file, format=kind, is_source=kind == "glb")
                hashes[kind] = file.sha256
        pictures = {kind: _local(assets[made], Path(folder)) for made, kind in PICTURES.items() if made in assets}
        contents.add_pictures(listing, pictures, store=store)
        listing.provenance = sign(_origin(job, hashes))
        listing.text_twin = text_twin(listing.name, job.facts, job.specification)
        listing.save(update_fields=["provenance", "text_twin", "updated_at"])
        outbox.send("job.published", listing=listing.pk)
        return listing


def _sentence_case(title: str) -> str:
    return title[:1].upper() + title[1:]


def _local(asset: Asset, folder: Path) -> Path:
    assert asset.file is not None  # chosen by publish_job
    return files.fetch(asset.file, folder / asset.kind)


def _origin(job: Job, hashes: dict[str, str]) -> dict[str, Any]:
    """Not the job itself: whoever knows its id may fetch its files (settled.md, Rooms)."""
    return {
        "prompt": job.prompt,
        "engine": job.engine,
        "engine_version": job.engine_version,
        "seed": job.seed,
        "parameters": job.parameters,
        "made_at": job.finished_at.isoformat() if job.finished_at else "",
        "sha256": hashes,
    }


def _things(job: Job) -> list[dict[str, Any]]:
    return list((job.specification or {}).get("objects", []))


def _category(job: Job) -> str:
    families = registry.families()
    kinds = (families[name].category for thing in _things(job) if (name := str(thing.get("family"))) in families)
    return next((CATEGORY_OF[kind] for kind in kinds), "")


def _tags(job: Job) -> list[str]:
    """The families, materials, colours and style that the specification names."""
    words: list[str] = []
    for thing in _things(job):
        words.append(str(thing.get("family", "")))
        for group in ("materials", "colours"):
            words += [_word(value) for value in dict(thing.get(group) or {}).values()]
    style = str(job.parameters.get("style", ""))
    words += [style] if style != "realistic" else []
    plain = (" ".join(re.findall(r"[\w+-]+", word.lower().replace("_", " "))) for word in words)
    return [word for word in dict.fromkeys(plain) if word and len(word) <= TAG_MOST][:TAGS]


def _word(value: Any) -> str:
    """A colour is {"name", "hex"}, a material its bare name."""
    return str(value.get("name", "")) if isinstance(value, dict) else str(value)
