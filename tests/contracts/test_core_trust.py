"""core-marketplace.md: reports about models."""

import pytest

from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db


def test_post_report_takes_a_reason_and_words_and_joins_the_open_case():
    listing, reporter = make.listing(), make.person()
    path = f"/models/{listing.pk}/report"
    made = Api(reporter).post(path, {"reason": "stolen", "text": "It is model 7."})

    assert made.status_code == 201
    assert made.json() | {"id": 0, "created_at": ""} == {
        "id": 0, "model_id": listing.pk, "reason": "stolen", "text": "It is model 7.", "state": "open", "created_at": "",
    }  # fmt: skip
    again = Api(reporter).post(path, {"reason": "spam"})
    assert (again.status_code, code(again)) == (409, "already_reported")
    assert Api(make.person()).post(path, {"reason": "spam"}).status_code == 201
    own = Api(listing.seller).post(path, {"reason": "spam"})
    assert (own.status_code, code(own)) == (403, "own_listing")
    assert Api().post(path, {"reason": "spam"}).status_code == 401


@pytest.mark.parametrize("body", [{}, {"reason": "ugly"}, {"reason": "other"}, {"reason": "spam", "text": "x" * 2001}])
def test_post_report_refuses_what_is_no_report(body):
    refused = Api(make.person()).post(f"/models/{make.listing().pk}/report", body)

    assert refused.status_code == 400
    assert refused.json()["error"]["fields"]
