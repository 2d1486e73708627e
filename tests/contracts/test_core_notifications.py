"""core-marketplace.md: GET /me/notifications, POST /me/notifications/read, and the count in GET /me."""

import pytest

from accounts.models import User
from accounts.services.notifications import notify
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db


def tell(person: User, kind: str, number: int) -> int:
    told = notify(person.pk, kind, title=f"News {number}.", url="/library/", source=f"test:{number}")
    assert told is not None
    return told.pk


def test_get_me_notifications_lists_ones_own_newest_first_in_pages_and_by_tab(api: Api, owner: User) -> None:
    for number, kind in enumerate(("review", "sale", "review")):
        tell(owner, kind, number)
    tell(make.person(), "review", 9)

    first = api.get("/me/notifications?page_size=2").json()
    assert [row["title"] for row in first["results"]] == ["News 2.", "News 1."]
    assert first["results"][0]["kind"] == "review"
    assert first["results"][0]["read"] is False
    assert first["results"][0]["count"] == 1
    assert first["results"][0]["url"].endswith("/library/")
    rest = api.get(first["next"].split("/api/v1")[1]).json()
    assert [row["title"] for row in rest["results"]] == ["News 0."]
    assert [row["title"] for row in api.get("/me/notifications?tab=sales").json()["results"]] == ["News 1."]
    assert api.get("/me/notifications?tab=nonsense").status_code == 400
    assert Api().get("/me/notifications").status_code == 401


def test_post_me_notifications_read_marks_ids_or_all_of_ones_own(api: Api, owner: User) -> None:
    first, _second = tell(owner, "review", 1), tell(owner, "sale", 2)
    other = make.person()
    strange = tell(other, "review", 3)
    assert api.get("/me").json()["unread_notifications"] == 2

    assert api.post("/me/notifications/read", {"ids": [first, strange]}).json() == {"unread_notifications": 1}
    assert Api(other).get("/me").json()["unread_notifications"] == 1
    assert [row["read"] for row in api.get("/me/notifications").json()["results"]] == [False, True]
    assert api.post("/me/notifications/read", {"all": True}).json() == {"unread_notifications": 0}
    for wrong in ({}, {"all": False}, {"ids": ["x"]}, {"ids": [0]}):
        assert api.post("/me/notifications/read", wrong).status_code == 400
