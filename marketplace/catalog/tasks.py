"""What follows from facts about listings: checks, search rows, mails. Each may be repeated."""

from uuid import UUID

from django.conf import settings

from accounts.services import notice_mails
from accounts.services.notifications import notify
from marketplace.catalog import meanings
from marketplace.catalog.models import Entitlement, Listing, Version
from marketplace.catalog.selectors import model_url
from marketplace.catalog.selectors.versions import parent_of
from marketplace.catalog.services import angles, checking, conversions, search_index, telling, turntables
from nexus.foundation import mail
from nexus.foundation.tasks import on_fact


@on_fact
def check_upload(upload: str) -> None:
    checking.check_upload(UUID(upload))


@on_fact
def finish_upload(upload: str) -> None:
    turntables.finish_upload(UUID(upload))


@on_fact
def draw_turntable(listing: int) -> None:
    turntables.draw_of_listing(listing)


@on_fact
def measure_shapes(listing: int) -> None:
    checking.print_shapes(listing)


@on_fact
def draw_angles(listing: int) -> None:
    angles.draw(listing)


@on_fact
def make_conversion(conversion: str) -> None:
    conversions.make_conversion(UUID(conversion))


@on_fact
def index_listing(listing: int) -> None:
    search_index.index_listing(listing)
    meanings.learn(listing)


@on_fact
def index_seller(person: int, **_more: object) -> None:
    """All of a seller's models: a ban takes them out of the search and its counts, its end puts them back."""
    for listing_id in Listing.objects.filter(seller=person).values_list("pk", flat=True):
        search_index.index_listing(listing_id)


@on_fact
def mail_approved(listing: int) -> None:
    _tell("listing.approved", listing)
    _notice(listing, "listing_approved", "“{name}” is in the shop.")


@on_fact
def mail_rejected(listing: int) -> None:
    _tell("listing.rejected", listing)
    _notice(listing, "listing_rejected", "“{name}” was not accepted.")


@on_fact
def tell_new_version(version: int) -> None:
    """One notice for each holder; a second run tells nobody twice."""
    row = Version.objects.select_related("listing").filter(pk=version).first()
    if row is None:
        return
    listing = row.listing
    url, source, about = model_url(listing.pk, listing.slug), f"version:{row.pk}", f"listing:{listing.pk}"
    title = f"“{listing.name}” has a new version: {row.number}."
    holders = Entitlement.objects.filter(listing=listing, ended_at=None).order_by("holder").distinct()
    for holder_id in holders.values_list("holder", flat=True).iterator():
        notify(holder_id, "new_version", title=title, url=url, source=source, about=about)
    title = f"Version {row.number} of “{listing.name}” is in the shop."
    notify(listing.seller_id, "listing_approved", title=title, url=url, source=source, about=about)


@on_fact
def tell_repriced(listing: int) -> None:
    telling.listing_repriced(listing)


@on_fact
def tell_review(review: int) -> None:
    telling.review_written(review)


@on_fact
def tell_review_reply(review: int) -> None:
    telling.review_replied(review)


@on_fact
def tell_comment(comment: int) -> None:
    telling.comment_written(comment)


@on_fact
def tell_make(make: int) -> None:
    telling.make_added(make)


@on_fact
def tell_like(listing: int, person: int) -> None:
    telling.listing_liked(listing, person)


@on_fact
def tell_follow(creator: int, follower: int) -> None:
    telling.creator_followed(creator, follower)


@on_fact
def tell_followers(listing: int) -> None:
    telling.listing_approved(listing)


@on_fact
def tell_collection(collection: int, listing: int) -> None:
    telling.collection_grew(collection, listing)


def _notice(listing_id: int, kind: str, title: str) -> None:
    row = Listing.objects.filter(pk=listing_id).first()
    if row is None or row.submitted_at is None:
        return
    parent = parent_of(row) or row.pk
    notify(
        row.seller_id,
        kind,
        title=title.format(name=row.name),
        url=f"/models/{parent}/edit/" if kind == "listing_rejected" else model_url(row.pk, row.slug),
        source=f"{kind}:{row.pk}:{row.submitted_at:%Y%m%dT%H%M%S.%f}",  # one decision a submission
        about=f"listing:{parent}",
    )


def _tell(fact: str, listing_id: int) -> None:
    row = Listing.objects.select_related("seller").filter(pk=listing_id).first()
    if row is None:
        return
    off_url = ""
    headers: dict[str, str] = {}
    if fact == "listing.approved":
        way_out = notice_mails.own_mail_way_out(row.seller, "listing_approved")
        if way_out is None:
            return
        off_url, headers = way_out
    context = {
        "name": row.seller.name,
        "model": row.name,
        "off_url": off_url,
        "reason": row.reject_reason,
        "url": settings.SITE_URL + model_url(row.pk, row.slug),
        "edit_url": f"{settings.SITE_URL}/models/{parent_of(row) or row.pk}/edit/",
    }
    mail.send(fact, to=row.seller.email, language=row.seller.language, context=context, headers=headers)
