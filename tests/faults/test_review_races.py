"""A review that is written while its right ends: whichever comes first, page and right agree; and its control."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from marketplace.catalog.models import Entitlement, Listing, Review
from marketplace.catalog.services import entitlements, reviews
from nexus.foundation.errors import NotAllowed
from tests import make

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("fresh_database")]
ROUNDS = 4


def together(*acts: Callable[[], object]) -> list[BaseException]:
    """All of them at once, each on its own connection; what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except BaseException as failure:  # noqa: BLE001 - told to the test
            raised.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def shown(listing: Listing) -> int:
    return Review.objects.filter(listing=listing, hidden_by="").count()


def counted(listing: Listing) -> int:
    return Listing.objects.values_list("rating_count", flat=True).get(pk=listing.pk)


def test_a_review_and_the_end_of_its_right_never_leave_a_review_without_a_right() -> None:
    listing = make.listing()
    for line in range(ROUNDS):
        holder = make.person()
        entitlements.grant(listing, licence="personal", holder=holder, reason="bought", transaction_id=line + 1)
        raised = together(
            lambda holder=holder: reviews.write_review(listing.pk, by=holder, rating=5),
            lambda line=line: entitlements.end(transaction_id=line + 1),
        )
        assert all(isinstance(failure, NotAllowed) for failure in raised), raised
        assert shown(listing) == 0
    assert counted(listing) == 0


def test_without_the_trigger_a_review_outlives_its_right() -> None:
    """The control: the same order of events with the guard off."""
    listing, holder = make.listing(), make.person()
    entitlements.grant(listing, licence="personal", holder=holder, reason="bought", transaction_id=1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketplace_review DISABLE TRIGGER review_rests_on_a_right")
    written, ended = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                Review.objects.create(listing=listing, author=holder, rating=5)
                written.set()
                ended.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(10)
    entitlements.end(transaction_id=1)
    ended.set()
    writer.join()
    assert shown(listing) == 1
    assert not Entitlement.objects.filter(holder=holder, ended_at=None).exists()


def test_many_reviews_at_once_are_all_in_the_average() -> None:
    listing = make.listing()
    holders = [make.holder(listing) for _ in range(6)]
    raised = together(
        *(
            lambda holder=holder, stars=place % 5 + 1: reviews.write_review(listing.pk, by=holder, rating=stars)
            for place, holder in enumerate(holders)
        )
    )
    assert raised == []
    row = Listing.objects.get(pk=listing.pk)
    assert (row.rating_count, row.rating) == (6, pytest.approx(16 / 6))
