"""A photo that was brought, before a job is made of it: what stands out in it, as a person marks more and more."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from generation import workbench
from generation.inputs import PICTURE_SECONDS
from generation.models import BroughtPicture, Job
from nexus.foundation import limits
from nexus.foundation.errors import Invalid, NotFound
from nexus.foundation.sayings import said
from nexus.foundation.storage import files, links
from nexus.foundation.storage.models import StoredFile

KEPT = 600  # seconds that a veil waits for its page
LOOKS = limits.Limit("photo-looks", 240, 60)
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
CAMERA_WORDS = re.compile(
    r"\b(img|dsc|dscf|dcim|pxl|image|photo|picture|screenshot|whatsapp|\w*\d\w*)\b", re.IGNORECASE
)
GONE = "There is no such photo here any more. Choose it again."


@dataclass(frozen=True)
class Look:
    """What was found in a photo: the key of its veil, advice in words, or why nothing was found."""

    veil: str
    advice: tuple[str, ...]
    refused: str
    likeness: float


def token_of(file: StoredFile) -> str:
    """The unguessable part of the photo's key, which is the right to see it."""
    return file.key.split("/")[1]


def photo_known_by(token: str) -> StoredFile:
    """A photo that was brought and passed the gate; who knows its token sees it."""
    if TOKEN.fullmatch(token):
        row = BroughtPicture.objects.select_related("file").filter(file__key__startswith=f"open/{token}/").first()
        if row is not None:
            return row.file
    raise NotFound(GONE)


def look(file: StoredFile, *, box: list[float] | None, strokes: list[Any], who: str) -> Look:
    """Have a worker find the subject; the same marks are found again without one.

    Raises TooMany, Invalid for marks that are none, Unavailable where no worker is free.
    """
    marks = {"box": box, "strokes": strokes}
    name = hashlib.sha256(json.dumps([str(file.pk), marks], sort_keys=True).encode()).hexdigest()[:32]
    kept = cache.get(_key(name))
    if kept is not None:
        return _told(name, kept["said"])
    limits.take(LOOKS, who)
    with files.open_stored(file) as handle:
        given = handle.read()
    asked = {"act": "mesh", "verb": "mask", "options": marks}
    answer, veil = workbench.ask(asked, given=given, seconds=PICTURE_SECONDS)
    cache.set(_key(name), {"said": answer, "veil": veil}, KEPT)
    return _told(name, answer)


@dataclass(frozen=True)
class PhotoOfJob:
    """What the page of a job that began with a photo shows of it."""

    url: str
    mask_url: str
    again_url: str  # the page where it can be marked, as long as it is kept there


def photo_of(job: Job) -> PhotoOfJob | None:
    """The photo that a job was made from, with the mask once it is found; None for a job that had none."""
    if job.kind != Job.Kind.IMAGE:
        return None
    first = job.inputs.select_related("file").order_by("position").first()
    if first is None:
        return None
    mask = job.assets.select_related("file").filter(kind="mask", by_client=False).first()
    kept = BroughtPicture.objects.filter(file=first.file).exists()
    return PhotoOfJob(
        url=links.open_url(first.file),
        mask_url=links.open_url(mask.file) if mask and mask.file else "",
        again_url=reverse("photo", args=[token_of(first.file)]) if kept else "",
    )


def name_of(file: StoredFile) -> str:
    """A name for what a photo shows, from its file's: "IMG_2041.jpg" tells nothing and gives a plain one."""
    words = re.sub(r"[\W_]+", " ", Path(file.filename).stem).strip()
    return " ".join(CAMERA_WORDS.sub(" ", words).split())[:60].capitalize() or _("A thing from a photo")


def veil_known_by(name: str) -> bytes:
    """The PNG that lies over a photo, a few minutes after it was looked at."""
    kept = cache.get(_key(name)) if TOKEN.fullmatch(name) else None
    if not kept or not kept["veil"]:
        raise NotFound("This outline is not kept any more. Show it again.")
    return bytes(kept["veil"])


def marks_in(text: str) -> list[Any]:
    """The strokes of a form's hidden field; the rules for each stand in generation/mesh/relief/hints.py."""

    def no_number(word: str) -> None:
        raise ValueError(word)

    try:
        found = json.loads(text, parse_constant=no_number) if text else []
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise Invalid("What was drawn over the photo could not be read. Draw it again.")
    return found


def _key(name: str) -> str:
    return f"photo-look:{name}"


def _told(name: str, answer: Mapping[str, Any]) -> Look:
    if not answer.get("ok"):
        refused = answer["refused"]
        return Look("", (), f"{said(refused['sentence'])} {said(refused['remedy'])}", 0.0)
    return Look(name, tuple(_advised(one) for one in answer["advice"]), "", float(answer["likeness"]))


def _advised(one: Mapping[str, Any]) -> str:
    if one["code"] == "cut_off":
        sides = {"left": _("on the left"), "top": _("above"), "right": _("on the right"), "bottom": _("below")}
        edges = ", ".join(sides[edge] for edge in one["edges"])
        return _(
            "The thing leaves the picture (%(edges)s). The model will end there; a photo that shows all of it makes a "
            "better one."
        ) % {"edges": edges}
    return _(
        "There are %(count)d things in this picture, and all become one model. Draw a box around the one you want."
    ) % {"count": len(one["boxes"])}
