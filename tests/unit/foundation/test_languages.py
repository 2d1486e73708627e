"""Which language a request is answered in, and how figures are written there."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from nexus.foundation import languages

GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("headers", "cookie", "language"),
    [
        ({}, "", "en"),
        (GERMAN, "", "de"),
        ({"HTTP_ACCEPT_LANGUAGE": "fr,es;q=0.5"}, "", "en"),
        (GERMAN, "en", "en"),
        ({}, "de", "de"),
        ({}, "xx", "en"),
        (GERMAN, "../../etc", "de"),
    ],
)
def test_the_choice_of_the_person_comes_before_the_browsers(headers: dict, cookie: str, language: str) -> None:
    request = RequestFactory().get("/models/", **headers)
    if cookie:
        request.COOKIES["django_language"] = cookie
    assert languages.of_request(request) == language


@pytest.mark.parametrize(
    "path", ["/api/v1/jobs", "/api/market", "/3d/generate", "/healthz", "/webhooks/test/", "/files/x.glb"]
)
def test_programs_get_english(path: str) -> None:
    request = RequestFactory().get(path, **GERMAN)
    request.COOKIES["django_language"] = "de"
    assert languages.of_request(request) == "en"


def test_the_page_about_the_api_is_read_by_people() -> None:
    assert languages.of_request(RequestFactory().get("/api/v1/docs", **GERMAN)) == "de"


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
    ],
)
def test_a_form_of_another_site_is_told_by_its_headers(headers: dict, is_ours: bool) -> None:
    assert languages.is_from_here(RequestFactory().post("/language/", **headers)) is is_ours


@pytest.mark.parametrize(("language", "shown"), [("en", "1,234.5 × 20 mm"), ("de", "1.234,5 × 20 mm")])
def test_figures_have_the_separators_of_the_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert languages.figures("1,234.5 × 20 mm") == shown
