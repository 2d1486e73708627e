"""What may be reported beside models: reviews, comments, prints, people and bounties, each as one kind of row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.selectors import people_visible
from marketplace.bounties.models import Bounty
from marketplace.bounties.selectors.visibility import bounties_visible_to
from marketplace.catalog.models import Comment, Listing, Make, Review
from marketplace.catalog.models.social import Hidden
from marketplace.catalog.selectors.cards import model_url
from marketplace.catalog.selectors.visibility import listings_visible_to
from marketplace.trust.models import Case
from nexus.foundation.errors import NotAllowed, NotFound

MISSING = "What you want to report is not there any more, or it is not on show."
OWN = "This is your own; change it or take it away instead."
NAME_MOST = 120
Kind = Case.Kind


@dataclass(frozen=True)
class Thing:
    """One thing that a case may be about. `words` are what it says, `url` where it is seen."""

    kind: str
    id: int
    name: str
    owner_id: int
    owner_name: str
    words: str
    url: str
    seller_id: int | None = None  # of the model below which it stands


def thing_seen_by(person: User, kind: str, thing_id: int) -> Thing:
    """Something one sees and did not say oneself; else NotFound or NotAllowed `own_thing`."""
    found = _found(kind, thing_id, person)
    if found is None:
        raise NotFound(MISSING)
    if found.owner_id == person.pk:
        raise NotAllowed(OWN, code="own_thing")
    return found


def thing_now(case: Case) -> Thing | None:
    """What a case is about as it is now, for staff; None once it is deleted, or where it is a model."""
    return _found(case.kind, case.about_id, None) if case.about_id is not None else None


def named_at(kind: str, thing_id: int) -> Thing | None:
    """The same by its kind and number, whoever may see it."""
    return _found(kind, thing_id, None)


def _found(kind: str, thing_id: int, seen_by: User | None) -> Thing | None:
    reader = _READERS.get(kind)
    return reader(thing_id, seen_by) if reader else None


def _account(thing_id: int, seen_by: User | None) -> Thing | None:
    people: QuerySet[User] = User.objects.filter(erased_at=None) if seen_by is None else people_visible()
    row = people.filter(pk=thing_id).first()
    if row is None:
        return None
    words = "\n".join([row.display_name, row.bio, *row.links]).strip()
    return Thing(Kind.ACCOUNT, row.pk, row.username, row.pk, row.name, words, reverse("creator", args=[row.username]))


def _review(thing_id: int, seen_by: User | None) -> Thing | None:
    rows = Review.objects.select_related("listing", "author")
    if seen_by is not None:
        rows = rows.filter(hidden_by=Hidden.NOTHING, listing__in=listings_visible_to(seen_by))
    row = rows.filter(pk=thing_id).first()
    if row is None:
        return None
    words = f"{row.rating}/5\n{row.text}".strip()
    return _said(Kind.REVIEW, row.pk, row.listing, row.author, words, f"review-{row.pk}")


def _comment(thing_id: int, seen_by: User | None) -> Thing | None:
    rows = Comment.objects.select_related("listing", "author")
    if seen_by is not None:
        rows = rows.filter(deleted_at=None, listing__in=listings_visible_to(seen_by))
    row = rows.filter(pk=thing_id).first()
    return _said(Kind.COMMENT, row.pk, row.listing, row.author, row.text, f"comment-{row.pk}") if row else None


def _make(thing_id: int, seen_by: User | None) -> Thing | None:
    rows = Make.objects.select_related("listing", "author")
    if seen_by is not None:
        rows = rows.filter(hidden_by=Hidden.NOTHING, listing__in=listings_visible_to(seen_by))
    row = rows.filter(pk=thing_id).first()
    if row is None:
        return None
    words = "\n".join(filter(None, [f"{row.printer}, {row.material}", row.settings, row.text]))
    return _said(Kind.MAKE, row.pk, row.listing, row.author, words, f"make-{row.pk}")


def _bounty(thing_id: int, seen_by: User | None) -> Thing | None:
    rows: QuerySet[Bounty] = Bounty.objects.all() if seen_by is None else bounties_visible_to(seen_by)
    row = rows.select_related("client").filter(pk=thing_id).first()
    if row is None:
        return None
    url = reverse("bounty", args=[row.pk])
    return Thing(Kind.BOUNTY, row.pk, row.title, row.client_id, row.client.name, row.description, url)


def _said(kind: str, thing_id: int, listing: Listing, author: User, words: str, part: str) -> Thing:
    url = f"{model_url(listing.pk, listing.slug)}#{part}"
    return Thing(kind, thing_id, listing.name[:NAME_MOST], author.pk, author.name, words, url, listing.seller_id)


_READERS: Mapping[str, Callable[[int, User | None], Thing | None]] = {
    Kind.ACCOUNT: _account,
    Kind.REVIEW: _review,
    Kind.COMMENT: _comment,
    Kind.MAKE: _make,
    Kind.BOUNTY: _bounty,
}
