"""The same act by many at one moment happens once; each guard has a control without it."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, connections

from marketplace.catalog.models import Entitlement, Listing, Picture
from marketplace.catalog.selectors import likes_of, views_of
from marketplace.catalog.services import counters, entitlements, people, publishing, review_queue
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, NexusError
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.fault


def at_once(*acts) -> list[object]:
    """Run the acts in threads that start together; what each returned or raised."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            answers[place] = acts[place]()
        except NexusError as refusal:
            answers[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_publishing_at_the_same_moment_makes_one_listing(fresh_database: str) -> None:
    maker = make.person()
    job = make.made_job(maker)
    answers = at_once(*[lambda: publishing.publish_job(job.pk, by=maker).pk] * 4)
    assert len(set(answers)) == 1
    row = Listing.objects.get(job_id=job.pk)
    assert Listing.objects.count() == 1
    assert Picture.objects.filter(listing=row).count() == 5
    assert StoredFile.objects.filter(is_open=False).count() == row.files.count()


def test_likes_and_claims_at_the_same_moment_count_once_each(fresh_database: str) -> None:
    row, person = make.listing(price_cents=0), make.person()
    likers = [make.person() for _ in range(4)]
    at_once(
        *[lambda liker=liker: people.like(row.pk, by=liker) for liker in likers],
        *[lambda: people.like(row.pk, by=person)] * 4,
        *[counters.fold] * 2,
    )
    rights = at_once(*[lambda: entitlements.claim_free(row.pk, by=person).pk] * 4)
    assert likes_of([row.pk]) == {row.pk: 5}
    counters.fold()
    row.refresh_from_db()
    assert row.likes == 5
    assert len(set(rights)) == 1
    assert row.holders == Entitlement.objects.count() == 1


@pytest.mark.parametrize("guarded", [True, False], ids=["with the constraint", "control: without it"])
def test_the_database_is_what_keeps_a_second_like_out(fresh_database: str, guarded: bool) -> None:
    """The control: without the unique constraint the same race counts one person more than once."""
    row, person = make.listing(), make.person()
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE marketplace_like DROP CONSTRAINT like_once")
    at_once(*[lambda: people.like(row.pk, by=person)] * 4)
    assert (likes_of([row.pk])[row.pk] == 1) is guarded


@pytest.mark.parametrize("guarded", [True, False], ids=["with the constraint", "control: without it"])
def test_a_visitor_of_many_processes_at_once_counts_once(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """The control: without the unique constraint the same race counts one visitor more than once."""
    row, visitor = make.listing(), uuid4()
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE marketplace_listingview DROP CONSTRAINT view_once_a_visitor_and_day")
    monkeypatch.setattr(
        counters._Remembered, "is_new", lambda *_: True
    )  # as in processes that know nothing of each other
    at_once(*[lambda: counters.see(row.pk, visitor=visitor)] * 4, *[counters.fold] * 2)
    counters.fold()
    assert (views_of([row.pk])[row.pk] == 1) is guarded


def test_two_decisions_at_the_same_moment_are_one_decision(fresh_database: str) -> None:
    row = make.listing(state="pending")
    judges = [make.staff() for _ in range(4)]
    answers = at_once(
        *[lambda judge=judge: review_queue.approve(row.pk, by=judge) for judge in judges[:2]],
        *[lambda judge=judge: review_queue.reject(row.pk, by=judge, reason="No.") for judge in judges[2:]],
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 3
    assert AuditRow.objects.filter(target=f"listing:{row.pk}").count() == 1
