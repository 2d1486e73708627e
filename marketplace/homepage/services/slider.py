"""The slider's list of models."""

from collections.abc import Sequence

from django.db import connection, transaction

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_WINDOW
from marketplace.catalog.selectors import public_listings
from marketplace.homepage.models import SliderItem
from nexus.foundation import audit
from nexus.foundation.errors import Conflict, Invalid

MOST = 12
# An empty slider has no row to lock, so two first lists at once would both insert place 0.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('homepage.slider'))"


@transaction.atomic
def set_slider(model_ids: Sequence[int], *, by: User, was: Sequence[int] | None = None) -> list[int]:
    """Replace the list. Unknown or unapproved models are refused by number.

    `was` is the list that the change was made from, where a page shows it: another one by now is a Conflict.
    """
    rights.staff_with(by, KEEP_WINDOW)
    ids = list(dict.fromkeys(model_ids))
    before = _for_change()
    if was is not None and before != list(was):
        raise Conflict("Somebody changed the slider meanwhile. This is how it is now; change it once more.")
    if len(ids) > MOST:
        sentence = f"The slider holds at most {MOST} models; these are {len(ids)}."
        raise Invalid(sentence, fields={"model_ids": [sentence]})
    on_show = set(public_listings().filter(pk__in=ids, sensitive=False).values_list("pk", flat=True))
    # A page moves and removes one at a time: what stood there and left the shop meanwhile must not block the rest.
    on_show |= set(before) if was is not None else set()
    unknown = [number for number in ids if number not in on_show]
    if unknown:
        names = ", ".join(str(number) for number in unknown)
        raise Invalid(f"These models are not on show: {names}.", fields={"model_ids": [f"Not on show: {names}."]})
    SliderItem.objects.all().delete()
    SliderItem.objects.bulk_create(SliderItem(listing_id=pk, position=place) for place, pk in enumerate(ids))
    audit.note("slider.changed", actor_id=by.pk, target="slider", before=before, after=ids)
    return ids


def _for_change() -> list[int]:
    """The list, which nobody else changes before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    return list(SliderItem.objects.order_by("position").values_list("listing_id", flat=True))


def moved(ids: Sequence[int], *, number: int, by_places: int) -> list[int]:
    """The list with one model further up (−1) or down (1); what cannot move stays."""
    found = list(ids)
    if number in found:
        place = found.index(number)
        target = min(max(place + by_places, 0), len(found) - 1)
        found.insert(target, found.pop(place))
    return found
