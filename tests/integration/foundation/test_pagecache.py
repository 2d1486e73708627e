"""A page for everybody is drawn once a second, and nothing of one visitor reaches another."""

import re

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db
NONCE = re.compile(r"nonce-([\w+/=-]+)")


@pytest.fixture(autouse=True)
def on(settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60


@pytest.fixture
def visitor() -> Client:
    return Client()


def beside(visitor: Client) -> Client:
    """Another person at the same server process: the test client keeps a handler, and so the pages, of its own."""
    other = Client()
    other.handler = visitor.handler
    return other


def test_the_second_visitor_costs_no_query(visitor: Client, django_assert_num_queries) -> None:
    first = visitor.get("/models/")

    with django_assert_num_queries(0):
        second = beside(visitor).get("/models/")

    assert second.status_code == 200
    assert len(second.content) == len(first.content)


def test_each_answer_has_a_nonce_of_its_own(visitor: Client) -> None:
    answers = [visitor.get("/models/") for _ in range(3)]

    nonces = [NONCE.search(answer["Content-Security-Policy"]).group(1) for answer in answers]
    assert len(set(nonces)) == 3
    for answer, nonce in zip(answers, nonces, strict=True):
        assert f'nonce="{nonce}"' in answer.content.decode()


def test_whoever_is_signed_in_sees_a_page_of_their_own(visitor: Client) -> None:
    visitor.get("/models/")
    person = make.person("somebody-known")
    own = beside(visitor)
    own.force_login(person)

    page = own.get("/models/")
    again = visitor.get("/models/")

    assert "/accounts/logout/" in page.content.decode()
    assert "/accounts/logout/" not in again.content.decode()


def test_the_colour_scheme_is_part_of_the_page(visitor: Client) -> None:
    visitor.get("/models/")
    dark = beside(visitor)
    dark.cookies["theme"] = "dark"

    assert 'data-theme="dark"' in dark.get("/models/").content.decode()
    assert 'data-theme="dark"' not in visitor.get("/models/").content.decode()


def test_a_page_that_is_not_for_everybody_is_never_kept(visitor: Client) -> None:
    for _ in range(2):
        assert "csrftoken" in visitor.get("/accounts/login/").cookies


def test_a_wrong_filter_is_not_kept(visitor: Client) -> None:
    assert visitor.get("/models/?sort=sideways").status_code == 400
    assert visitor.get("/models/?sort=sideways").status_code == 400


def test_a_feed_has_no_nonce_and_is_kept_all_the_same(visitor: Client, django_assert_num_queries) -> None:
    make.listing(name="Oak chair")
    first = visitor.get("/models/feed/")
    with django_assert_num_queries(0):
        second = beside(visitor).get("/models/feed/")

    assert (first.status_code, second.content) == (200, first.content)
    assert b"Oak chair" in first.content
