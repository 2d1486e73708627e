"""What follows from facts about listings: checks, search rows, mails. Each may be repeated."""

from uuid import UUID

from django.conf import settings

from marketplace.catalog.models import Listing
from marketplace.catalog.selectors import model_url
from marketplace.catalog.services import search_index, uploads
from nexus.foundation import mail
from nexus.foundation.tasks import on_fact


@on_fact
def check_upload(upload: str) -> None:
    uploads.check_upload(UUID(upload))


@on_fact
def index_listing(listing: int) -> None:
    search_index.index_listing(listing)


@on_fact
def mail_approved(listing: int) -> None:
    _tell("listing.approved", listing)


@on_fact
def mail_rejected(listing: int) -> None:
    _tell("listing.rejected", listing)


def _tell(fact: str, listing_id: int) -> None:
    row = Listing.objects.select_related("seller").filter(pk=listing_id).first()
    if row is None:
        return
    context = {
        "name": row.seller.name,
        "model": row.name,
        "reason": row.reject_reason,
        "url": settings.SITE_URL + model_url(row.pk, row.slug),
        "edit_url": f"{settings.SITE_URL}/models/{row.pk}/edit/",
    }
    mail.send(fact, to=row.seller.email, language=row.seller.language, context=context)
