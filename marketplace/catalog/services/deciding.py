"""What people said, held while staff decide about it; whose word or model it is decides nothing."""

from typing import TypeVar

from accounts.models import User
from marketplace.catalog.models import Comment, Make, Review
from nexus.foundation.errors import NotAllowed, NotFound

Said = TypeVar("Said", Comment, Make, Review)


def held(kind: type[Said], pk: int, *, by: User, missing: str, own: str) -> Said:
    """The row under lock, for who may decide. Raises NotFound with `missing`, NotAllowed `own_listing` with `own` for
    one's own word or one about one's own model. Needs a transaction.
    """
    rows = kind.objects.select_for_update(no_key=True, of=("self",)).select_related("listing", "author")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound(missing)
    if by.pk in {row.author_id, row.listing.seller_id}:
        raise NotAllowed(own, code="own_listing")
    return row
