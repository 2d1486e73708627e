"""A parametric listing with other values: a job that builds the variant for whoever may have its files."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from generation import services as generation
from generation import shaping
from generation.models import Job
from marketplace.catalog.selectors.parametric import engine_of
from marketplace.catalog.selectors.visibility import can_download, listing_seen_by
from nexus.foundation.errors import Conflict, Invalid, NotAllowed

MOST_VALUES = 200
LONGEST = 200


def customise(listing_id: int, *, by: User | None, values: Mapping[str, Any], address: str = "") -> Job:
    """A job of one's own that builds the listing's specification with these values.

    Of a paid model only its holders get variants, since a variant is its files. Raises NotFound, Conflict
    `not_parametric`, NotAllowed `purchase_required`, Invalid for a value that is none, and the quotas' TooMany.
    """
    listing = listing_seen_by(by, listing_id)
    engine = engine_of(listing)
    if not engine:
        raise Conflict("This model has no values to change.", code="not_parametric")
    if not can_download(by, listing) and not listing.offers.filter(price_cents=0).exists():
        raise NotAllowed("Buy this model to get variants of it.", code="purchase_required")
    assert listing.specification is not None  # engine_of says so
    made_by = listing.provenance or {}
    return generation.submit(
        owner=by,
        prompt=str(made_by.get("prompt") or listing.name),
        engine=engine,
        kind=Job.Kind.DESIGN if engine == shaping.OPENSCAD else Job.Kind.TEXT,
        parameters=made_by.get("parameters"),
        seed=int(made_by.get("seed") or 0),
        name=listing.name,
        address=address,
        specification=shaping.changed(listing.specification, _texts(values)),
    )


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    if len(values) > MOST_VALUES:
        raise _wrong(f"At most {MOST_VALUES} values are changed at once.")
    texts = {}
    for name, value in values.items():
        if isinstance(value, dict | list) or value is None:
            raise _wrong(f"The value of {name[:60]!r} is a number, a text, true or false.")
        texts[name] = str(value).lower() if isinstance(value, bool) else str(value)
        if len(texts[name]) > LONGEST:
            raise _wrong(f"The value of {name[:60]!r} has at most {LONGEST} characters.")
    return texts


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"values": [sentence]})
