"""The review queue: whose turn it is, taking back, handing on, many at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification, User
from marketplace.catalog import selectors, tasks
from marketplace.catalog.models import Listing, SearchDoc
from marketplace.catalog.selectors.readiness import waiting_of
from marketplace.catalog.services import review_queue
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def told() -> int:
    return OutboxMessage.objects.filter(fact="listing.approved").count()


def test_a_claim_ends_after_fifteen_minutes_and_goes_to_the_next() -> None:
    row, first, second = make.listing(state="pending"), make.staff(), make.staff()
    now = timezone.now()
    assert review_queue.claim(row.pk, by=first, now=now).is_mine
    held = review_queue.claim(row.pk, by=second, now=now + timedelta(minutes=14))
    assert (held.is_mine, held.holder) == (False, first.name)
    assert review_queue.claim(row.pk, by=second, now=now + timedelta(minutes=16)).is_mine
    assert not review_queue.claim(row.pk, by=first, now=now + timedelta(minutes=17)).is_mine
    review_queue.release(row.pk, by=second)
    assert review_queue.claim(row.pk, by=first, now=now + timedelta(minutes=18)).is_mine


def test_an_approval_may_be_taken_back_for_ten_seconds_and_nobody_is_told_before() -> None:
    row, staff = make.listing(state="pending"), make.staff()
    before = row.submitted_at
    review_queue.approve(row.pk, by=staff, undoable=True)
    assert told() == 0
    assert review_queue.announce() == 0
    review_queue.undo_approval(row.pk, by=staff)
    row.refresh_from_db()
    assert (row.state, row.submitted_at, row.published_at) == ("pending", before, None)
    assert not SearchDoc.objects.filter(listing=row).exists()
    assert AuditRow.objects.filter(act="listing.approve_undone").count() == 1

    review_queue.approve(row.pk, by=staff, undoable=True)
    later = timezone.now() + timedelta(seconds=11)
    assert (review_queue.announce(now=later), review_queue.announce(now=later)) == (1, 0)
    assert told() == 1
    with pytest.raises(Conflict) as refused:
        review_queue.undo_approval(row.pk, by=staff)
    assert refused.value.code == "too_late"


def test_only_who_approved_takes_it_back_and_not_once_somebody_has_it() -> None:
    row, staff = make.listing(state="pending", price_cents=0), make.staff()
    review_queue.approve(row.pk, by=staff, undoable=True)
    with pytest.raises(Conflict):
        review_queue.undo_approval(row.pk, by=make.staff())
    make.holder(row)
    with pytest.raises(Conflict):
        review_queue.undo_approval(row.pk, by=staff)


def test_an_undoable_version_takes_its_place_only_when_the_seconds_are_over() -> None:
    row, staff = make.listing(), make.staff()
    waits = make.waiting_version(row)
    review_queue.approve(waits.carrier_id, by=staff, undoable=True)
    assert selectors.review_queue(staff) == ()
    with pytest.raises(Conflict):
        review_queue.approve(waits.carrier_id, by=make.staff())
    review_queue.undo_approval(waits.carrier_id, by=staff)
    assert len(selectors.review_queue(staff)) == 1
    review_queue.approve(waits.carrier_id, by=staff, undoable=True)
    assert review_queue.announce(now=timezone.now() + timedelta(seconds=11)) == 1
    waits.refresh_from_db()
    assert waits.state == "approved"
    assert AuditRow.objects.get(act="version.approve").actor_id == staff.pk


def test_what_one_handed_on_somebody_else_decides() -> None:
    row, first, second = make.listing(state="pending"), make.staff(), make.staff()
    with pytest.raises(Invalid):
        review_queue.escalate(row.pk, by=first, note=" ")
    review_queue.escalate(row.pk, by=first, note="Is this a copy of 12?")
    with pytest.raises(NotAllowed) as refused:
        review_queue.approve(row.pk, by=first)
    assert refused.value.code == "escalated"
    assert selectors.review_of(second, row.pk).escalated_note == "Is this a copy of 12?"
    review_queue.approve(row.pk, by=second)


def test_a_rejection_is_codes_in_words_and_a_note() -> None:
    row, staff = make.listing(state="pending"), make.staff()
    for wrong in ({"codes": ["nonsense"]}, {"codes": ["other"]}, {}):
        with pytest.raises(Invalid):
            review_queue.reject(row.pk, by=staff, **wrong)
    review_queue.reject(row.pk, by=staff, codes=["wrong_size", "other"], reason="It is 4 m tall.")
    row.refresh_from_db()
    assert (row.reject_codes, row.reject_note) == (["wrong_size", "other"], "It is 4 m tall.")
    assert "unit" in row.reject_reason
    assert row.reject_reason.endswith("It is 4 m tall.")
    for _ in range(2):
        tasks.mail_rejected(listing=row.pk)
    assert Notification.objects.filter(user=row.seller, kind="listing_rejected").count() == 1


def test_many_at_once_are_approved_only_of_verified_creators_with_clean_reports() -> None:
    row, staff = make.listing(state="pending"), make.staff()
    with pytest.raises(Conflict) as refused:
        review_queue.approve_at_once(row.pk, by=staff)
    assert refused.value.code == "look_first"
    User.objects.filter(pk=row.seller_id).update(is_verified=True)
    Listing.objects.filter(pk=row.pk).update(facts={"problems": [{"code": "thin", "severity": "warning"}]})
    with pytest.raises(Conflict):
        review_queue.approve_at_once(row.pk, by=staff)
    Listing.objects.filter(pk=row.pk).update(facts={"problems": [{"code": "no_uv", "severity": "info"}]})
    assert review_queue.approve_at_once(row.pk, by=staff).state == "approved"


def test_a_creator_knows_the_place_in_the_queue() -> None:
    first, second = make.listing(state="pending"), make.listing(state="pending")
    assert waiting_of(second).place == 2
    review_queue.approve(first.pk, by=make.staff())
    assert waiting_of(second).place == 1
    assert waiting_of(second).hours >= 1
    assert waiting_of(make.listing()) is None
