"""What we already have that is close to a wish: approved models with their parts, and standard components.

Words come first; meaning (MiniLM, of the names) is asked second, and alone it counts only when it is sure. The index is
a help: what may be shown is asked of the catalogue again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from conversations.models import Indexed
from conversations.planning import components
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors import model_url
from marketplace.catalog.selectors.visibility import public_listings
from nexus.foundation import meaning
from nexus.foundation.meaning import Vectors

MOST = 3
WORDS_ENOUGH, MEANING_ALONE, MEANING_WITH_A_WORD = 0.6, 0.45, 0.33
PARTS_TOLD = 24
ROWS_MOST = 5_000  # the newest; they are compared one by one
_PLAIN = frozenset(
    {"an", "the", "of", "for", "with", "and", "or", "to", "in", "on", "by", "from", "it", "its", "as", "is", "are"}
    | {"one", "two", "three", "four", "small", "large", "big", "new", "my", "your", "mm", "cm", "inch"}
    | {"make", "made", "model"}
)


@dataclass(frozen=True)
class Reference:
    """One thing an answer may cite."""

    kind: str  # "model" or "component"
    key: str
    title: str
    url: str
    text: str
    nearness: float

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "key": self.key,
            "title": self.title,
            "url": self.url,
            "text": self.text[:400],
            "nearness": self.nearness,
        }


def index_listing(listing_id: int) -> None:
    """Bring the row of one listing up to date; one that the public may not see has none."""
    row = public_listings().filter(pk=listing_id).first()
    if row is None:
        Indexed.objects.filter(kind=Indexed.Kind.MODEL, key=str(listing_id)).delete()
        return
    text = _text_of(row)
    encoder = meaning.encoder()
    vector = encoder.embed([row.name])[0].astype(np.float16).tobytes() if encoder else b""
    Indexed.objects.update_or_create(
        kind=Indexed.Kind.MODEL,
        key=str(listing_id),
        defaults={"title": row.name, "url": model_url(row.pk, row.slug), "text": text, "vector": vector},
    )


def _text_of(row: Listing) -> str:
    names = dict.fromkeys(
        re.sub(r"_\d+$", "", str(name)).replace("_", " ") for name in (row.facts or {}).get("node_names", [])
    )
    parts = ", ".join(list(names)[:PARTS_TOLD])
    return " ".join(part for part in (f"{row.name}.", row.text_twin, f"Parts: {parts}." if parts else "") if part)


def related(wish: str) -> list[Reference]:
    """The nearest approved models and components, the nearest first, at most three of each."""
    vector = _vector(wish)
    models = _nearest(wish, vector, list(Indexed.objects.filter(kind=Indexed.Kind.MODEL).order_by("-pk")[:ROWS_MOST]))
    shown = set(public_listings().filter(pk__in=[int(one.key) for one in models]).values_list("pk", flat=True))
    named = {mention.component.id for mention in components.mentions(wish)}
    return [one for one in models if int(one.key) in shown][:MOST] + [
        Reference("component", one.id, one.name, "", one.search_term, 1.0)
        for one in components.catalogue().values()
        if one.id in named
    ][:MOST]


def _nearest(wish: str, vector: Vectors | None, rows: list[Indexed]) -> list[Reference]:
    wanted = _words(wish)
    near = _meant(vector, rows)
    found = []
    for row, meant in zip(rows, near, strict=True):
        shared = len(wanted & _words(row.text)) / max(1, len(wanted))
        titled = bool(wanted & _words(row.title))
        sure = meant >= (MEANING_WITH_A_WORD if titled else MEANING_ALONE)
        if (titled and shared >= WORDS_ENOUGH) or sure:
            score = round(max(shared, meant), 4)
            found.append(Reference(row.kind, row.key, row.title, row.url, row.text, score))
    return sorted(found, key=lambda one: (-one.nearness, one.key))[: 4 * MOST]


def _words(text: str) -> frozenset[str]:
    plain = (word.rstrip("s") if len(word) > 3 else word for word in re.findall(r"[^\W\d_]{2,}", text.lower()))
    return frozenset(word for word in plain if word not in _PLAIN)


def _meant(vector: Vectors | None, rows: Iterable[Indexed]) -> list[float]:
    known = [bytes(row.vector) for row in rows]
    if vector is None:
        return [0.0] * len(known)
    width = 2 * meaning.WIDTH
    table = np.frombuffer(b"".join(one if len(one) == width else bytes(width) for one in known), np.float16)
    return [float(one) for one in table.reshape(-1, meaning.WIDTH).astype(np.float32) @ vector]


def _vector(wish: str) -> Vectors | None:
    encoder = meaning.encoder()
    found: Vectors | None = encoder.embed([wish])[0] if encoder and wish.strip() else None
    return found
