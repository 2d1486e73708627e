"""A listing's life: every state against every act, prices, words, and what its creator may do."""

import pytest

from marketplace.catalog import selectors, states
from marketplace.catalog.models import Listing, SearchDoc
from marketplace.catalog.services import entitlements, listings, people, publishing, review_queue
from marketplace.transactions.selectors.library import library_of
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db

ACTS = {
    "submit": ("pending", lambda row, _: listings.submit(row.pk, by=row.seller)),
    "approve": ("approved", lambda row, staff: review_queue.approve(row.pk, by=staff)),
    "reject": ("rejected", lambda row, staff: review_queue.reject(row.pk, by=staff, reason="Thin walls.")),
    "archive": ("archived", lambda row, _: listings.archive(row.pk, by=row.seller)),
    "unarchive": ("approved", lambda row, _: listings.unarchive(row.pk, by=row.seller)),
}
ALLOWED = {
    ("draft", "submit"), ("rejected", "submit"), ("pending", "approve"), ("pending", "reject"),
    ("approved", "archive"), ("archived", "unarchive"),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", Listing.State.values)
def test_each_act_moves_a_listing_only_where_the_table_allows_it(state: str, act: str) -> None:
    row, staff = make.listing(state=state), make.staff()
    to, run = ACTS[act]
    if (state, act) in ALLOWED:
        run(row, staff)
        row.refresh_from_db()
        assert row.state == to
        assert states.may_move(state, to)
    else:
        with pytest.raises(Conflict) as refused:
            run(row, staff)
        assert state in refused.value.message
        row.refresh_from_db()
        assert row.state == state
    assert SearchDoc.objects.filter(listing=row).exists() == (row.state == "approved")


def test_without_a_checked_file_nothing_is_submitted() -> None:
    row = make.draft(category="home", offers=[("personal", 0)])
    with pytest.raises(Conflict) as refused:
        listings.submit(row.pk, by=row.seller)
    assert "A model file" in refused.value.message
    assert refused.value.code == "incomplete"


def test_each_missing_thing_is_named() -> None:
    row = make.draft()
    assert len(selectors.missing_for_submit(row)) == 3
    make.with_file(row)
    listings.update_listing(row.pk, by=row.seller, category="Home", offers=[("cc0", 0)])
    row.refresh_from_db()
    assert selectors.missing_for_submit(row) == ()


def test_an_unconfirmed_person_keeps_drafts_but_submits_nothing() -> None:
    person = make.person(confirmed=False)
    row = make.with_file(make.draft(person, category="home", offers=[("personal", 0)]))
    with pytest.raises(NotAllowed) as refused:
        listings.submit(row.pk, by=person)
    assert refused.value.code == "email_unconfirmed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"offers": [("personal", -1)]}, "price"),
        ({"offers": [("personal", 98)]}, "price"),
        ({"offers": [("personal", 10_000_001)]}, "price"),
        ({"offers": [("personal", 100), ("personal", 200)]}, "offers"),
        ({"offers": [("mine", 100)]}, "licence"),
        ({"category": "spoons"}, "category"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"description": "x" * 20_001}, "description"),
        ({"tags": ["<b>"]}, "tags"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field_and_changes_nothing(changes: dict, field: str) -> None:
    row = make.draft(name="Box", offers=[("personal", 400)])
    with pytest.raises(Invalid) as refused:
        listings.update_listing(row.pk, by=row.seller, **{"sensitive": True, **changes})
    assert field in refused.value.fields
    row.refresh_from_db()
    assert (row.name, row.sensitive, row.category) == ("Box", False, None)
    assert list(row.offers.values_list("price_cents", flat=True)) == [400]


@pytest.mark.parametrize("cents", [0, 99, 10_000_000])
def test_the_edges_of_the_price_are_taken(cents: int) -> None:
    row = make.draft(offers=[("personal", cents)])
    assert row.offers.get().price_cents == cents


def test_text_is_stored_as_sent_and_shown_as_safe_html() -> None:
    sent = "  Hello <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) **bold**  "
    row = make.draft(description=sent)
    assert row.description == sent
    assert "<strong>bold</strong>" in row.description_html
    assert "<img" not in row.description_html
    assert 'href="javascript' not in row.description_html


def test_the_ai_mark_of_a_generated_listing_cannot_be_taken_off() -> None:
    maker = make.person()
    row = publishing.publish_job(make.made_job(maker).pk, by=maker)
    with pytest.raises(Invalid) as refused:
        listings.update_listing(row.pk, by=maker, ai_generated=False)
    assert "ai_generated" in refused.value.fields
    row.refresh_from_db()
    assert row.ai_generated


def test_only_ones_own_succeeded_job_is_published() -> None:
    maker = make.person()
    with pytest.raises(NotFound):
        publishing.publish_job(make.made_job(maker).pk, by=make.person())
    with pytest.raises(Conflict) as refused:
        publishing.publish_job(make.job(maker).pk, by=maker)
    assert "queued" in refused.value.message


def test_others_cannot_change_what_they_see_and_not_see_what_is_private() -> None:
    public, private, other = make.listing(), make.draft(), make.person()
    with pytest.raises(NotAllowed):
        listings.update_listing(public.pk, by=other, name="Mine now")
    with pytest.raises(NotFound):
        listings.update_listing(private.pk, by=other, name="Mine now")
    with pytest.raises(NotAllowed):
        listings.archive(public.pk, by=make.staff())


def test_a_change_by_staff_leaves_an_audit_row() -> None:
    row, staff = make.listing(), make.staff()
    listings.update_listing(row.pk, by=staff, name="Cleaner name")
    assert AuditRow.objects.get(act="listing.change").actor_id == staff.pk


def test_nobody_decides_on_their_own_listing_and_members_decide_on_none() -> None:
    staff = make.staff()
    row = make.with_file(make.draft(staff, category="home", offers=[("personal", 0)]))
    listings.submit(row.pk, by=staff)
    for decide in (
        lambda by: review_queue.approve(row.pk, by=by),
        lambda by: review_queue.reject(row.pk, by=by, reason="No."),
    ):
        for by in (staff, make.person(), make.staff("finance")):
            with pytest.raises(NotAllowed):
                decide(by)
    row.refresh_from_db()
    assert row.state == "pending"


def test_a_decision_needs_a_reason_only_to_say_no_and_is_recorded() -> None:
    row, staff = make.listing(state="pending"), make.staff()
    with pytest.raises(Invalid):
        review_queue.reject(row.pk, by=staff, reason="  ")
    review_queue.reject(row.pk, by=staff, reason="Thin walls.")
    assert AuditRow.objects.get(act="listing.reject").reason == "Thin walls."


def test_who_opened_a_listing_first_holds_it_and_others_wait() -> None:
    row, first, second = make.listing(state="pending"), make.staff(), make.staff()
    assert review_queue.claim(row.pk, by=first).is_mine
    assert not review_queue.claim(row.pk, by=second).is_mine
    with pytest.raises(Conflict) as refused:
        review_queue.approve(row.pk, by=second)
    assert refused.value.code == "claimed"
    review_queue.approve(row.pk, by=first)


def test_a_deleted_draft_takes_its_files_along() -> None:
    row = make.listing(state="draft")
    keys = [
        file.key
        for file in StoredFile.objects.filter(
            pk__in=[*row.files.values_list("file", flat=True), *row.pictures.values_list("file", flat=True)]
        )
    ]
    listings.delete_listing(row.pk, by=row.seller)
    assert len(keys) == 6
    assert not StoredFile.objects.filter(key__in=keys).exists()


def test_a_held_listing_is_not_deleted_but_archived_and_stays_with_its_holder() -> None:
    row = make.listing()
    holder = make.holder(row)
    with pytest.raises(Conflict) as refused:
        listings.delete_listing(row.pk, by=row.seller)
    assert refused.value.code == "has_holders"
    assert row.files.exists()
    listings.archive(row.pk, by=row.seller)
    assert library_of(holder).items[0].on_show is False
    with pytest.raises(NotFound):
        selectors.listing_page(make.person(), row.pk)


def test_an_archived_listing_comes_back_with_its_first_date() -> None:
    row = make.listing()
    listings.archive(row.pk, by=row.seller)
    listings.unarchive(row.pk, by=row.seller)
    row_now = Listing.objects.get(pk=row.pk)
    assert row_now.published_at == row.published_at


def test_a_ban_hides_a_sellers_listings_at_once_and_its_end_loses_nothing() -> None:
    row = make.listing(name="Oak chair")
    row.seller.is_active = False
    row.seller.save()
    with pytest.raises(NotFound):
        selectors.listing_page(None, row.pk)
    assert selectors.search(None, selectors.SearchQuery(text="oak")).cards == ()
    row.seller.is_active = True
    row.seller.save()
    assert selectors.listing_page(None, row.pk).id == row.pk


def test_a_free_claim_counts_once_and_only_for_what_is_free_and_not_ones_own() -> None:
    free, paid, person = make.listing(price_cents=0), make.listing(price_cents=400), make.person()
    first = entitlements.claim_free(free.pk, by=person)
    assert entitlements.claim_free(free.pk, by=person).pk == first.pk
    free.refresh_from_db()
    assert free.holders == 1
    for target, by in ((paid, person), (free, free.seller)):
        with pytest.raises(Conflict):
            entitlements.claim_free(target.pk, by=by)
    with pytest.raises(NotFound):
        entitlements.claim_free(make.draft().pk, by=person)
    with pytest.raises(NotAllowed):
        entitlements.claim_free(free.pk, by=make.person(confirmed=False))


def test_liking_and_taking_it_back_twice_counts_once() -> None:
    row, person = make.listing(), make.person()
    assert [people.like(row.pk, by=person) for _ in range(3)] == [1, 1, 1]
    assert [people.unlike(row.pk, by=person) for _ in range(3)] == [0, 0, 0]
    with pytest.raises(NotFound):
        people.like(make.draft().pk, by=person)
