"""Makers of versions and remixes."""

from accounts.models import User
from marketplace.catalog.models import Listing, Version
from marketplace.catalog.services import review_queue, versions
from tests.makers import accounts, catalog


def open_version(target: Listing) -> Version:
    """A version in the making whose file is checked."""
    made = versions.open_version(target.pk, by=target.seller)
    catalog.with_file(made.carrier)
    return made


def waiting_version(target: Listing, changelog: str = "Thicker walls.") -> Version:
    """A version in review."""
    open_version(target)
    return versions.submit_version(target.pk, by=target.seller, changelog=changelog)


def next_version(target: Listing, by: User | None = None) -> Listing:
    """A listing with one more version in the shop."""
    made = waiting_version(target)
    return review_queue.approve(made.carrier_id, by=by or accounts.staff())
