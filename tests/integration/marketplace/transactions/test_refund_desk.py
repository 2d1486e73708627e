"""Who decides on a refund, what they read before it, and that its seller is heard."""

import re

import pytest

from accounts.models import Notification
from marketplace.catalog.models import Listing
from marketplace.transactions.models import Refund
from marketplace.transactions.services import refunds, told
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def asked():
    """A purchase that was downloaded and is asked back."""
    order = make.bought(make.for_sale(499, name="Chair"))
    make.downloaded(order.lines.get())
    [refund] = refunds.ask_refund(order.pk, by=order.buyer, reason="The rig is missing.")
    return refund


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_staff_decide_on_no_purchase_or_sale_of_their_own(client, asked, side):
    person = getattr(asked.line, side)
    make.people.set_roles(person, groups=["finance"])
    for decide in (
        lambda: refunds.refund_by_staff(asked.line.order_id, by=person, code="operator"),
        lambda: refunds.decline_refund(asked.pk, by=person, note="No."),
    ):
        with pytest.raises(NotAllowed) as refused:
            decide()
        assert refused.value.code == "own_refund"

    client.force_login(person)
    page = client.get(f"/admin/refunds/{asked.line_id}/")
    assert "somebody else decides on it" in text_of(page)
    assert 'name="decision"' not in page.content.decode()
    assert (
        client.post(f"/admin/refunds/{asked.line_id}/", {"decision": "refund", "code": "operator"}).status_code == 403
    )
    assert Refund.objects.get().state == "requested"


def test_staff_read_the_stored_report_beside_the_buyers_reason(client, asked):
    problem = {"code": "open", "severity": "warning", "count": 3, "sentence": "3 edges are open.", "fixable": False}
    facts = {"triangles": 1234, "rigged": False, "problems": [problem]}
    Listing.objects.update(facts=facts, description="It comes with a full rig.")
    client.force_login(make.staff("finance"))

    shown = text_of(client.get(f"/admin/refunds/{asked.line_id}/"))

    for words in (
        "The rig is missing.",
        "Triangles 1,234",
        "Rig none",
        "3 edges are open.",
        "It comes with a full rig.",
    ):
        assert words in shown


def test_seller_and_staff_hear_of_a_request_once(asked):
    finance, moderator = make.staff("finance"), make.staff("moderator")
    for _ in range(2):
        told.tell_requested(asked.pk)

    [notice] = Notification.objects.filter(user=asked.line.seller)
    assert (notice.kind, notice.url) == ("refund_asked", f"/refunds/asked/{asked.pk}/")
    assert Notification.objects.get(user=finance).url == f"/admin/refunds/{asked.line_id}/"
    assert not Notification.objects.filter(user__in=[moderator, asked.line.buyer]).exists()


def test_a_seller_answers_once_and_staff_read_it(client, asked):
    finance, page = make.staff("finance"), f"/refunds/asked/{asked.pk}/"
    client.force_login(asked.line.seller)
    assert "The rig is missing." in text_of(client.get(page))
    assert client.post(page, {"text": " ", "decision": "answer"}).status_code == 400

    assert client.post(page, {"text": "It never had one.", "decision": "answer"}).status_code == 302
    told.tell_answered(asked.pk)
    with pytest.raises(Conflict, match="answered already"):
        refunds.answer_request(asked.pk, by=asked.line.seller, agrees=True)

    assert "Send the answer" not in text_of(client.get(page))
    assert OutboxMessage.objects.filter(fact="refund.answered").count() == 1
    assert "answered about" in Notification.objects.get(user=finance).title
    client.force_login(finance)
    assert "It never had one." in text_of(client.get(f"/admin/refunds/{asked.line_id}/"))


def test_a_seller_agrees_and_staff_see_it(client, asked):
    client.force_login(asked.line.seller)
    client.post(f"/refunds/asked/{asked.pk}/", {"text": "", "decision": "agree"})
    client.force_login(make.staff("finance"))

    assert Refund.objects.get().seller_agreed_at is not None
    assert re.search("What the seller says Agrees", text_of(client.get(f"/admin/refunds/{asked.line_id}/")))


def test_only_its_seller_answers_and_only_while_it_is_open(client, asked):
    for person in (asked.line.buyer, make.person()):
        with pytest.raises(NotFound):
            refunds.answer_request(asked.pk, by=person, text="No.")
        client.force_login(person)
        assert client.get(f"/refunds/asked/{asked.pk}/").status_code == 404
    with pytest.raises(Invalid):
        refunds.answer_request(asked.pk, by=asked.line.seller, text="x" * 2001)
    refunds.decline_refund(asked.pk, by=make.staff("finance"), note="No.")
    with pytest.raises(Conflict, match="decided already"):
        refunds.answer_request(asked.pk, by=asked.line.seller, text="No.")
