"""Money of bounties: what is held, paid, returned, and that no state keeps it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.module_loading import import_string

from accounts.models import Notification
from marketplace.bounties import states
from marketplace.bounties.models import Bounty, BountyEvent, Split
from marketplace.bounties.services import applying, clock, disputes, posting, work
from marketplace.catalog.models import Entitlement, Listing, Upload
from marketplace.catalog.selectors.visibility import can_download
from marketplace.catalog.services import listings
from marketplace.transactions import invariants
from marketplace.transactions.models import Escrow, EscrowReturn, JournalLine, TestRefund
from marketplace.transactions.selectors import balance_of
from marketplace.transactions.services import escrow, orders
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from nexus.topics import HANDLERS
from tests import make

pytestmark = pytest.mark.django_db


def broken() -> dict[str, int]:
    return {name: count for name, count in invariants.violations().items() if count}


def held() -> int:
    return -sum(JournalLine.objects.filter(account__kind="escrow").values_list("cents", flat=True))


def after(bounty: Bounty) -> Bounty:
    return Bounty.objects.select_related("client", "winner", "escrow").get(pk=bounty.pk)


def sent_back(bounty: Bounty) -> list[int]:
    """What the gateway returned, once all that waits is asked for."""
    escrow.send_return(after(bounty).escrow_id)
    return list(TestRefund.objects.values_list("amount_cents", flat=True))


def test_a_bounty_is_private_until_the_escrow_holds_its_budget():
    bounty = make.bounty(paid=False)
    assert (bounty.state, held()) == ("unfunded", 0)
    with pytest.raises(NotFound):
        make.application(bounty)

    posting.fund(bounty.pk, by=bounty.client, payment_method="pm_card_visa")

    assert (after(bounty).state, held()) == ("open", 5000)
    assert OutboxMessage.objects.filter(fact="escrow.held").count() == 1
    posting.open_funded(bounty.escrow_id)
    assert BountyEvent.objects.filter(bounty=bounty, kind="opened").count() == 1
    assert broken() == {}


def test_a_declined_card_leaves_it_unfunded_and_it_can_be_paid_again():
    bounty = make.bounty(paid=False)

    posting.fund(bounty.pk, by=bounty.client, payment_method="pm_card_chargeDeclined")
    first = after(bounty).escrow_id
    posting.fund(bounty.pk, by=bounty.client, payment_method="pm_card_visa")

    assert Escrow.objects.get(pk=first).state == "failed"
    assert after(bounty).state == "open"
    assert (held(), broken()) == (5000, {})


def test_accepting_pays_the_chosen_price_less_the_fee_and_returns_the_rest():
    bounty = make.running(price_cents=4000, budget_cents=5000)
    submission = make.submission(bounty)
    assert not can_download(bounty.client, submission.listing)

    work.accept(submission.pk, by=bounty.client)
    work.accept(submission.pk, by=bounty.client)

    assert after(bounty).state == "completed"
    paid = Escrow.objects.get()
    assert (paid.paid_cents, paid.fee_cents, paid.revenue_cents, paid.returned_cents) == (4000, 300, 3700, 1000)
    assert balance_of(bounty.winner).lifetime_cents == 3700
    assert can_download(bounty.client, submission.listing)
    assert Entitlement.objects.get(holder=bounty.client).reason == "award"
    assert sent_back(bounty) == [1000]
    assert sent_back(bounty) == [1000]
    assert (held(), broken()) == (0, {})


def test_closing_an_open_bounty_returns_all_of_it_and_declines_who_applied():
    application = make.application()
    bounty = application.bounty

    posting.close(bounty.pk, by=bounty.client)

    application.refresh_from_db()
    assert (after(bounty).state, application.state) == ("closed", "declined")
    assert sent_back(bounty) == [5000]
    assert (held(), broken()) == (0, {})


def test_a_running_bounty_cannot_be_closed_and_an_ended_one_cannot_be_anything():
    bounty = make.running()
    with pytest.raises(Conflict, match="in_progress"):
        posting.close(bounty.pk, by=bounty.client)
    work.accept(make.submission(bounty).pk, by=bounty.client)
    for act in (
        lambda: posting.close(bounty.pk, by=bounty.client),
        lambda: disputes.open_dispute(bounty.pk, by=bounty.client, text="No."),
        lambda: make.submission(after(bounty)),
    ):
        with pytest.raises(Conflict):
            act()
    assert broken() == {}


def test_a_bounty_closed_while_its_payment_was_under_way_gives_the_money_back():
    bounty = make.bounty(paid=False)
    orders.pay_order(bounty.escrow.order_id, by=bounty.client, method="pm_card_visa")  # paid, and not told yet
    assert held() == 5000

    posting.close(bounty.pk, by=bounty.client)

    assert after(bounty).state == "closed"
    assert sent_back(bounty) == [5000]
    assert (held(), broken()) == (0, {})


def test_staff_divide_a_disputed_escrow_and_the_client_gets_the_work_that_was_paid_for():
    submission = make.submission(make.running(price_cents=4000))
    bounty, staff = make.disputed(after(submission.bounty)), make.staff("finance")

    outcome = disputes.settle(bounty.pk, by=staff, artist_cents=1500, reason="Half of it is there.")

    assert (outcome.held, after(bounty).state) == (False, "completed")
    assert sent_back(bounty) == [3500]
    assert balance_of(bounty.winner).lifetime_cents == 1500 - 112
    assert can_download(bounty.client, submission.listing)
    assert (held(), broken()) == (0, {})


def test_a_division_that_pays_nothing_leaves_the_work_to_its_artist():
    submission = make.submission()
    bounty = make.disputed(after(submission.bounty))

    disputes.settle(bounty.pk, by=make.staff("finance"), artist_cents=0, reason="It is another lamp.")

    submission.listing.refresh_from_db()
    assert (after(bounty).state, submission.listing.audience) == ("closed", "public")
    assert not can_download(bounty.client, submission.listing)
    assert sent_back(bounty) == [5000]
    assert (held(), broken()) == (0, {})


def asked_for_changes(bounty: Bounty):
    """Work that the client sent back."""
    sent = make.submission(bounty)
    return work.request_changes(sent.pk, by=bounty.client, text="Fewer triangles.")


def completed(bounty: Bounty) -> None:
    work.accept(make.submission(bounty).pk, by=bounty.client)


def divided(artist_cents: int):
    def act(bounty: Bounty) -> None:
        row = make.disputed(bounty)
        if artist_cents:
            make.submission(row)
        disputes.settle(row.pk, by=make.staff("finance"), artist_cents=artist_cents, reason="So.")

    return act


@pytest.mark.parametrize(
    ("end", "state"), [(completed, "completed"), (divided(1000), "completed"), (divided(0), "closed")]
)
def test_every_ending_gives_the_artist_back_what_was_not_paid_for(end, state):
    bounty = make.running()
    back = asked_for_changes(bounty)

    end(bounty)

    back.refresh_from_db()
    back.listing.refresh_from_db()
    assert (after(bounty).state, back.state, back.listing.audience) == (state, "changes_requested", "public")
    listings.update_listing(back.listing_id, by=bounty.winner, name="My own lamp again")
    frozen = [row.listing.audience for row in bounty.submissions.filter(state="accepted").select_related("listing")]
    assert frozen == (["commission"] if state == "completed" else [])
    assert broken() == {}


def test_a_file_that_was_never_handed_in_is_no_work_once_the_bounty_ended():
    bounty = make.disputed()
    prepared = work.prepare(bounty.pk, by=bounty.winner, filename="lamp.glb", chunks=[make.glb()])

    disputes.settle(bounty.pk, by=make.staff("finance"), artist_cents=0, reason="Nothing came.")

    prepared.listing.refresh_from_db()
    assert prepared.listing.audience == "public"
    assert not bounty.submissions.exists()
    listings.delete_listing(prepared.listing_id, by=bounty.winner)


def test_a_bounty_that_ends_while_a_file_is_copied_takes_no_file_and_nothing_of_it_is_kept():
    bounty = make.disputed()
    before = Listing.objects.count()

    def chunks():
        yield make.glb()[:100]
        disputes.settle(bounty.pk, by=make.staff("finance"), artist_cents=0, reason="Too late.")
        yield make.glb()[100:]

    with pytest.raises(Conflict, match="closed"):
        work.prepare(bounty.pk, by=bounty.winner, filename="lamp.glb", chunks=chunks())

    assert (Listing.objects.count(), Upload.objects.count(), bounty.submissions.count()) == (before, 0, 0)


def test_a_large_division_waits_for_a_second_person(settings):
    settings.TWO_PEOPLE_ABOVE_CENTS = 4999
    bounty, first, second = make.disputed(), make.staff("finance"), make.staff("finance")

    assert disputes.settle(bounty.pk, by=first, artist_cents=2000, reason="Half each.").held
    assert (after(bounty).state, held()) == ("disputed", 5000)
    with pytest.raises(NotAllowed, match="somebody else"):
        disputes.release_split(bounty.pk, by=first)
    with pytest.raises(Conflict, match="waits"):
        disputes.settle(bounty.pk, by=second, artist_cents=4000, reason="All of it.")
    disputes.refuse_split(bounty.pk, by=second, reason="Look at the messages again.")
    disputes.settle(bounty.pk, by=second, artist_cents=3000, reason="Most of it.")
    disputes.release_split(bounty.pk, by=first)

    assert after(bounty).state == "completed"
    assert Escrow.objects.get().paid_cents == 3000
    assert (held(), broken()) == (0, {})


def test_those_who_may_release_a_division_are_told_by_the_bell_and_nobody_else(settings):
    settings.TWO_PEOPLE_ABOVE_CENTS = 4999
    bounty, first, second = make.disputed(), make.staff("finance"), make.staff("finance")
    make.staff("moderator")
    disputes.settle(bounty.pk, by=first, artist_cents=2000, reason="Half each.")
    fact = OutboxMessage.objects.get(fact="bounty.split_waits")
    [handler] = HANDLERS[fact.fact]

    for _ in range(2):  # at least once: told once
        import_string(handler.task)(**fact.ids)

    [told] = Notification.objects.filter(sources__contains=[f"bounty-split:{fact.ids['split']}"])
    assert (told.user_id, told.url) == (second.pk, f"/admin/bounties/{bounty.pk}/")
    assert bounty.title in told.title


def test_the_database_refuses_a_large_division_done_by_one(settings):
    settings.TWO_PEOPLE_ABOVE_CENTS = 4999
    bounty, first, second = make.disputed(), make.staff("finance"), make.staff("finance")
    disputes.settle(bounty.pk, by=first, artist_cents=2000, reason="Half each.")
    split = Split.objects.filter(bounty=bounty)
    for change in (
        {"state": "done"},
        {"state": "done", "decided_by": first},
        {"needs_release": False},
        {"artist_cents": 4000},
        {"state": "done", "decided_by": second, "artist_cents": 4000},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            split.update(**change)
    disputes.release_split(bounty.pk, by=second)
    for act in (lambda: split.update(state="refused"), lambda: split.update(decided_by=first), split.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


PLANTED = {
    "I10_large_splits_had_two": (
        "ALTER TABLE marketplace_split DROP CONSTRAINT bounty_split_large_had_a_second; "
        "UPDATE marketplace_split SET decided_by_id = NULL"
    ),
    "I10_splits_are_guarded": "ALTER TABLE marketplace_split DISABLE TRIGGER split_stays",
}


@pytest.mark.parametrize("name", PLANTED)
def test_an_invariant_counts_a_division_that_went_another_way(name: str, settings):
    settings.TWO_PEOPLE_ABOVE_CENTS = 4999
    bounty = make.disputed()
    disputes.settle(bounty.pk, by=make.staff("finance"), artist_cents=2000, reason="Half each.")
    disputes.release_split(bounty.pk, by=make.staff("finance"))
    assert broken() == {}

    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET session_replication_role = replica")
    run(PLANTED[name])
    run("SET session_replication_role = origin")

    assert broken() == {name: 1}


def test_who_may_decide_is_neither_a_side_nor_anybody_without_the_right():
    bounty = make.disputed()
    with pytest.raises(NotFound):
        disputes.settle(bounty.pk, by=make.person(), artist_cents=0, reason="Mine.")
    with pytest.raises(NotFound):
        disputes.settle(bounty.pk, by=make.staff("moderator"), artist_cents=0, reason="Mine.")
    winner = make.staff("finance")
    own = make.disputed(make.running(artist=winner))
    with pytest.raises(NotAllowed, match="somebody else"):
        disputes.settle(own.pk, by=winner, artist_cents=4000, reason="Mine.")
    with pytest.raises(Invalid, match=r"40\.00"):
        disputes.settle(bounty.pk, by=make.staff("finance"), artist_cents=4001, reason="More than was asked.")


def test_the_database_refuses_what_python_forgot():
    bounty = make.running()
    held_row = bounty.escrow
    refused = [
        lambda: Escrow.objects.filter(pk=held_row.pk).update(amount_cents=1),
        lambda: Escrow.objects.filter(pk=held_row.pk).update(state="failed"),
        lambda: Escrow.objects.filter(pk=held_row.pk).delete(),
        lambda: BountyEvent.objects.filter(bounty=bounty).update(text="Never said."),
        lambda: BountyEvent.objects.filter(bounty=bounty).delete(),
    ]
    for act in refused:
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()
    for change in ({"price_cents": 5001}, {"winner_id": bounty.client_id}, {"winner": None}, {"due_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bounty.objects.filter(pk=bounty.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Escrow.objects.filter(pk=held_row.pk).update(state="released", paid_cents=1, returned_cents=1)


def test_a_return_that_the_gateway_did_not_take_is_asked_again_with_the_same_key(monkeypatch):
    application = make.application()
    posting.close(application.bounty_id, by=application.bounty.client)
    back = EscrowReturn.objects.get()
    from marketplace.transactions.gateways.test_gateway.gateway import TestGateway
    from nexus.foundation.errors import Unavailable

    real = TestGateway.refund

    def cut_off(self, *args, **kwargs):
        real(self, *args, **kwargs)
        raise Unavailable("The gateway does not answer.")

    monkeypatch.setattr(TestGateway, "refund", cut_off)
    with pytest.raises(Unavailable):
        escrow.send_return(back.escrow_id)
    monkeypatch.setattr(TestGateway, "refund", real)
    back.refresh_from_db()
    assert (back.state, back.reason) == ("waiting", "The gateway does not answer.")

    escrow.send_waiting_returns(now=back.created_at + 2 * escrow.PATIENCE)

    back.refresh_from_db()
    assert (back.state, TestRefund.objects.count()) == ("done", 1)


@pytest.mark.parametrize(("maker", "end"), [(make.bounty, "closed"), (make.running, "disputed")])
def test_the_clock_reminds_twice_and_then_closes_or_disputes(maker, end):
    bounty = maker()
    now = bounty.state
    for moment, reminders in (
        (bounty.due_at - states.REMIND_BEFORE, 1),
        (bounty.due_at - states.REMIND_BEFORE / 2, 1),
        (bounty.due_at, 2),
        (bounty.due_at + states.GRACE / 2, 2),
    ):
        assert clock.walk(now=moment) == 0
        assert BountyEvent.objects.filter(bounty=bounty, kind="reminded").count() == reminders
    assert after(bounty).state == now

    assert clock.walk(now=bounty.due_at + states.GRACE) == 1

    assert after(bounty).state == end
    assert broken() == {}


def test_nobody_applies_twice_above_the_budget_or_for_their_own():
    bounty, artist = make.bounty(), make.person()
    make.application(bounty, artist)
    with pytest.raises(Conflict, match="have applied"):
        make.application(bounty, artist)
    with pytest.raises(Invalid, match="budget"):
        make.application(bounty, price_cents=5001)
    with pytest.raises(Invalid, match="your own"):
        make.application(bounty, bounty.client)
    with pytest.raises(NotAllowed, match="Confirm"):
        make.application(bounty, make.person(confirmed=False))
    mine = bounty.applications.get(artist=artist)
    applying.withdraw(mine.pk, by=artist)
    assert make.application(bounty, artist, price_cents=3000).state == "open"
