"""The one open case about a thing: found and locked, or opened with the thing's name and words as they are now."""

from django.db import IntegrityError, transaction

from marketplace.catalog.models import Listing
from marketplace.trust.models import Case
from marketplace.trust.selectors.things import NAME_MOST, Thing


def open_case(thing: Listing | Thing) -> Case:
    """Needs a transaction. The case is locked, so that no decision ends it meanwhile; who comes second finds it."""
    key = _key(thing)
    while True:
        found = Case.objects.select_for_update(no_key=True).filter(**key, state=Case.State.OPEN).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return Case.objects.create(**key, **_kept(thing))
        except IntegrityError:
            continue  # somebody else opened it at this moment: the database refused a second


def _key(thing: Listing | Thing) -> dict[str, object]:
    return {"listing": thing} if isinstance(thing, Listing) else {"kind": thing.kind, "about_id": thing.id}


def _kept(thing: Listing | Thing) -> dict[str, object]:
    if isinstance(thing, Listing):
        return {"name": thing.name, "creator_id": thing.seller_id}
    return {"name": thing.name[:NAME_MOST], "creator_id": thing.owner_id, "words": thing.words}
