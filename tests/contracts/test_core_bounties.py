"""core-marketplace.md: /bounties, their applications and submissions."""

from uuid import uuid4

import pytest

from marketplace.bounties.models import Bounty
from marketplace.bounties.services import disputes
from marketplace.transactions.models import Order, Payment
from marketplace.transactions.services import orders
from nexus.foundation.errors import Unavailable
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db

WISH = {
    "title": "A brass desk lamp",
    "description": "As in the *drawing*.",
    "budget": "50.00",
    "requirements": {"formats": ["glb"], "triangles_max": 11, "size_mm": [400, 300, 200]},
}
PAID = {**WISH, "payment_method": "pm_card_visa"}


def test_post_bounties_with_a_test_card_is_open_at_once(api: Api):
    answer = api.post("/bounties", PAID)

    told = answer.json()
    assert answer.status_code == 201
    assert (told["status"], told["funding"], told["budget"], told["checkout_url"]) == ("Open", "held", "50.00", None)
    assert told["requirements"] == WISH["requirements"]
    assert Api().get(f"/bounties/{told['id']}").json() == told
    assert [row["id"] for row in Api().get("/bounties?status=Open").json()["results"]] == [told["id"]]
    assert Api().get("/bounties?status=Completed").json()["results"] == []


def test_post_bounties_that_needs_the_client_has_a_checkout_url_and_is_private(api: Api):
    told = api.post("/bounties", WISH).json()

    assert (told["status"], told["funding"]) == ("Open", "pending")
    assert told["checkout_url"].startswith("http://testserver/test-gateway/pay/")
    assert Api().get(f"/bounties/{told['id']}").status_code == 404
    assert Api().get("/bounties").json()["results"] == []


def test_post_bounties_with_a_declined_card_is_201_and_waits_to_be_paid(api: Api):
    told = api.post("/bounties", {**WISH, "payment_method": "pm_card_chargeDeclined"})

    assert (told.status_code, told.json()["funding"]) == (201, "pending")


def test_post_bounties_twice_with_one_key_makes_one(api: Api):
    first = api.post("/bounties", PAID, **{"Idempotency-Key": "k1"}).json()
    assert api.post("/bounties", PAID, **{"Idempotency-Key": "k1"}).json() == first
    other = api.post("/bounties", {**PAID, "title": "Another"}, **{"Idempotency-Key": "k1"})

    assert (other.status_code, code(other)) == (422, "idempotency_key_reused")
    assert (Bounty.objects.count(), Order.objects.count()) == (1, 1)


def test_post_bounties_again_with_its_key_does_not_try_a_declined_card_again(api: Api):
    refused = {**WISH, "payment_method": "pm_card_chargeDeclined"}
    first = api.post("/bounties", refused, **{"Idempotency-Key": "k1"}).json()

    again = api.post("/bounties", refused, **{"Idempotency-Key": "k1"})

    assert (again.status_code, again.json()) == (201, first)
    assert (Bounty.objects.count(), Order.objects.count(), Payment.objects.count()) == (1, 1, 1)


def test_post_bounties_again_with_its_key_finishes_what_broke_off_and_pays_once(api: Api, monkeypatch):
    def cut_off(*_args, **_kwargs):
        raise Unavailable("The gateway does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(orders, "pay_order", cut_off)
        assert api.post("/bounties", PAID, **{"Idempotency-Key": "k1"}).status_code == 503

    for _ in range(2):
        assert api.post("/bounties", PAID, **{"Idempotency-Key": "k1"}).json()["funding"] == "held"
    assert (Bounty.objects.count(), Payment.objects.count()) == (1, 1)


def test_a_submission_says_one_of_three_states_also_when_its_bounty_ended(api: Api, owner):
    bounty = make.running(owner)
    back = make.submission(bounty)
    api.post(f"/submissions/{back.pk}/request-changes", {"text": "Fewer."})
    sent = make.submission(Bounty.objects.get())
    row = make.disputed(Bounty.objects.get())
    disputes.settle(row.pk, by=make.staff("finance"), artist_cents=0, reason="Nothing fits.")

    told = api.get(f"/bounties/{bounty.pk}/submissions").json()["results"]

    assert {row["id"]: row["state"] for row in told} == {back.pk: "changes_requested", sent.pk: "sent"}


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": None},
        {"budget": "0.50"},
        {"budget": "-5"},
        {"budget": "5.001"},
        {"budget": "200000.00"},
        {"deadline": "tomorrow"},
        {"deadline": "2020-01-01T00:00:00Z"},
        {"requirements": []},
        {"requirements": {"colour": "red"}},
        {"requirements": {"triangles_max": "many"}},
        {"payment_method": "pm_card_nonsense"},
        {"payment_method": "balance"},
    ],
)
def test_post_bounties_with_a_wrong_body_is_400(api: Api, change: dict):
    assert api.post("/bounties", {**WISH, **change}).status_code == 400
    assert not Bounty.objects.exists()


def test_post_bounties_refusals(api: Api):
    unconfirmed = Api(make.person(confirmed=False)).post("/bounties", WISH)
    assert (unconfirmed.status_code, code(unconfirmed)) == (403, "email_unconfirmed")
    assert Api().post("/bounties", WISH).status_code == 401
    assert api.get("/bounties?mine=1").status_code == 400
    assert api.get("/bounties?status=Gone").status_code == 400
    for path in ("/bounties/nonsense", "/bounties/999999", "/bounties/0x1"):
        assert api.get(path).status_code == 404


def test_patch_bounties_changes_what_is_named_until_it_is_fixed(api: Api, owner):
    bounty = make.bounty(owner)
    told = api.patch(f"/bounties/{bounty.pk}", {"title": "A taller lamp", "requirements": {"closed": True}}).json()
    assert (told["title"], told["description"], told["requirements"]) == (
        "A taller lamp",
        bounty.description,
        {"closed": True},
    )
    budget = api.patch(f"/bounties/{bounty.pk}", {"budget": "60.00"})
    assert (budget.status_code, code(budget)) == (409, "budget_held")
    make.application(bounty)
    fixed = api.patch(f"/bounties/{bounty.pk}", {"requirements": {}})
    assert (fixed.status_code, code(fixed)) == (409, "has_applications")
    assert Api(make.person()).patch(f"/bounties/{bounty.pk}", {"title": "Mine"}).status_code == 403


def test_patch_of_an_unpaid_budget_asks_for_the_new_one(api: Api, owner):
    bounty = make.bounty(owner, paid=False)

    told = api.patch(f"/bounties/{bounty.pk}", {"budget": "60.00"}).json()

    assert told["budget"] == "60.00"
    assert sorted(Order.objects.values_list("total_cents", "state")) == [(5000, "failed"), (6000, "pending")]


def test_applications_are_seen_by_the_client_and_each_by_its_artist(api: Api, owner):
    bounty, artist = make.bounty(owner), make.person()
    made = Api(artist).post(f"/bounties/{bounty.pk}/applications", {"price": "40.00", "text": "In a week."})
    assert (made.status_code, made.json()["state"], made.json()["price"]) == (201, "open", "40.00")
    make.application(bounty)

    assert len(api.get(f"/bounties/{bounty.pk}/applications").json()["results"]) == 2
    assert Api(artist).get(f"/bounties/{bounty.pk}/applications").json()["results"] == [made.json()]
    assert Api(make.person()).get(f"/bounties/{bounty.pk}/applications").json()["results"] == []
    assert api.get(f"/bounties/{bounty.pk}").json()["applicants"] == 2
    again = Api(artist).post(f"/bounties/{bounty.pk}/applications", {"price": "30.00", "text": "Or sooner."})
    assert (again.status_code, code(again)) == (409, "applied_already")
    above = Api(make.person()).post(f"/bounties/{bounty.pk}/applications", {"price": "50.01", "text": "More."})
    assert (above.status_code, list(above.json()["error"]["fields"])) == (400, ["price"])
    own = api.post(f"/bounties/{bounty.pk}/applications", {"price": "1.00", "text": "Mine."})
    assert (own.status_code, code(own)) == (400, "own_bounty")


def test_choosing_moves_the_bounty_on_and_declines_the_others(api: Api, owner):
    bounty = make.bounty(owner)
    first, second = make.application(bounty), make.application(bounty)

    chosen = api.post(f"/applications/{first.pk}/choose").json()

    told = api.get(f"/bounties/{bounty.pk}").json()
    assert (chosen["state"], told["status"], told["winner"]["username"]) == (
        "chosen",
        "In Progress",
        first.artist.username,
    )
    late = api.post(f"/applications/{second.pk}/choose")
    assert (late.status_code, code(late)) == (409, "illegal_move")
    gone = Api(second.artist).post(f"/applications/{second.pk}/withdraw")
    assert gone.status_code == 409
    assert Api(make.person()).post(f"/applications/{first.pk}/choose").status_code == 404


def test_submissions_carry_their_checks_and_accepting_pays_once(api: Api, owner):
    bounty = make.running(owner, requirements=WISH["requirements"])
    artist = Api(bounty.winner)
    upload = make.ready_upload(bounty.winner)
    sent = artist.post(f"/bounties/{bounty.pk}/submissions", {"upload_ids": [str(upload.pk)], "message": "Here."})
    assert sent.status_code == 201
    checks = {row["requirement"]: (row["measured"], row["passed"]) for row in sent.json()["checks"]}
    assert checks["triangles_max"] == (12, False)
    assert checks["size_mm"][1]
    assert api.get(f"/bounties/{bounty.pk}/submissions").json()["results"] == [sent.json()]
    assert Api(make.person()).get(f"/bounties/{bounty.pk}/submissions").json()["results"] == []
    number = sent.json()["id"]

    back = api.post(f"/submissions/{number}/request-changes", {"text": "Fewer triangles."}).json()
    assert back["state"] == "changes_requested"
    early = api.post(f"/submissions/{number}/accept")
    assert (early.status_code, code(early)) == (409, "illegal_move")
    anew = make.submission(Bounty.objects.get())
    for _ in range(2):
        done = api.post(f"/submissions/{anew.pk}/accept", **{"Idempotency-Key": "pay"})
        assert (done.status_code, done.json()["state"]) == (200, "accepted")

    told = api.get(f"/bounties/{bounty.pk}").json()
    assert (told["status"], told["funding"]) == ("Completed", "released")
    library = {row["model"]["id"]: row["reason"] for row in api.get("/me/library").json()["results"]}
    assert library == {anew.listing_id: "award"}
    assert Api().get(f"/models/{anew.listing_id}").status_code == 404


def test_submissions_are_the_winners_own_checked_uploads(owner):
    bounty, other = make.running(owner), make.person()
    artist = Api(bounty.winner)

    def sent(api: Api, *uploads) -> tuple[int, str]:
        answer = api.post(f"/bounties/{bounty.pk}/submissions", {"upload_ids": [str(one) for one in uploads]})
        return answer.status_code, "" if answer.status_code == 201 else code(answer)

    assert sent(Api(other), make.ready_upload(other).pk) == (403, "not_allowed")
    assert sent(artist, make.ready_upload(other).pk) == (400, "invalid")
    assert sent(artist, uuid4()) == (400, "invalid")
    assert sent(artist) == (400, "invalid")
    two = [make.ready_upload(bounty.winner).pk for _ in range(2)]
    assert sent(artist, *two) == (400, "invalid")
    unchecked = make.upload(make.draft(bounty.winner))
    assert sent(artist, unchecked.pk) == (409, "still_checking")
    assert sent(artist, two[0]) == (201, "")
    assert sent(artist, two[1]) == (409, "sent_already")


def test_a_dispute_is_opened_by_either_side_only(api: Api, owner):
    bounty = make.running(owner)
    assert Api(make.person()).post(f"/bounties/{bounty.pk}/dispute", {"text": "No."}).status_code == 403
    assert api.post(f"/bounties/{bounty.pk}/dispute", {"text": " "}).status_code == 400

    told = Api(bounty.winner).post(f"/bounties/{bounty.pk}/dispute", {"text": "No answer."}).json()

    assert (told["status"], told["disputed"]) == ("In Progress", True)


def test_close_returns_the_escrow_once(api: Api, owner):
    bounty = make.bounty(owner)
    told = api.post(f"/bounties/{bounty.pk}/close").json()
    assert (told["status"], told["funding"]) == ("Closed", "released")
    again = api.post(f"/bounties/{bounty.pk}/close")
    assert (again.status_code, code(again)) == (409, "illegal_move")
    assert Api().get(f"/bounties/{bounty.pk}").status_code == 404
    assert api.get(f"/bounties/{bounty.pk}").json() == told
