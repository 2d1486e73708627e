"""P3: no page and no route that lists things asks the database more often because it shows more of them."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import notifications
from generation import services
from tests import make
from tests.makers import window

pytestmark = pytest.mark.django_db
FEW, MORE = 2, 4
PAGES = (
    "/", "/models/", "/learn/", "/bounties/", "/collections/", "/u/{seller}/", "/library/", "/orders/", "/cart/",
    "/notifications/", "/following/", "/dashboard/", "/dashboard/payouts/", "/coupons/", "/reports/", "/studio/",
    "/create/", "/settings/keys/", "/settings/searches/",
)  # fmt: skip
ROUTES = (
    "models", "bounties", "collections", "tutorials", "orders", "me/cart", "me/coupons", "me/library", "me/payouts",
    "me/sales", "transactions", "me/notifications", "sessions", "jobs", "webhooks", "me/saved-searches",
    "models/{model}/reviews", "models/{model}/comments", "models/{model}/makes", "users/{seller}",
)  # fmt: skip


class Shop:
    """Somebody who buys, sells, asks and keeps; `grow` gives them so many more of everything."""

    def __init__(self) -> None:
        self.person = make.rich_seller(50_000, username="maker")
        self.model = make.listing(self.person, name="Round table")
        self.given = {"seller": self.person.username, "model": str(self.model.pk)}

    def grow(self, number: int) -> None:
        for _ in range(number):
            model = make.many_listings(1)[0]
            make.bought(model, buyer=self.person)
            self._is_talked_about()
            make.collection(self.person, model, name=f"Shelf {model.pk}", visibility="public")
            make.collection(make.person(), self.model, visibility="public")
            make.bounty(self.person)
            make.coupon(self.person)
            make.session(self.person)
            services.cancel(
                make.job(self.person).pk, by=self.person
            )  # the place of one that waits is asked for it alone
            window.tutorial(by=self.writer)
            notifications.notify(self.person.pk, "sale", title="Sold", url="/orders/", source=f"order:{model.pk}")

    @property
    def writer(self) -> User:
        self._writer = getattr(self, "_writer", None) or make.staff("marketing")
        return self._writer

    def _is_talked_about(self) -> None:
        make.review(self.model)
        make.comment(self.model, parent_id=make.comment(self.model).pk)
        make.print_of(self.model)


def asked(client: Client, path: str) -> tuple[int, int]:
    """How often the database was asked for a page, and how many bytes it has."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    own = [row for row in caught.captured_queries if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len(own), len(answer.content)


def test_no_list_asks_more_often_because_it_shows_more() -> None:
    shop, client = Shop(), Client()
    client.force_login(shop.person)
    paths = [path.format(**shop.given) for path in (*PAGES, *(f"/api/v1/{route}" for route in ROUTES))]
    shop.grow(FEW)
    before = {path: asked(client, path) for path in paths}
    shop.grow(MORE)
    after = {path: asked(client, path) for path in paths}

    grown = {path: (before[path][0], after[path][0]) for path in paths if after[path][0] > before[path][0]}
    longer = [path for path in paths if after[path][1] > before[path][1]]
    assert len(longer) > len(paths) / 2, "most of them show more than before"
    assert grown == {}
    print(json.dumps({path: count for path, (count, _) in after.items()}))
