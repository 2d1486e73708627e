"""In which language a request is answered: as the person chose, else as the browser asks; programs get English."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import formats, translation
from django.utils.cache import patch_vary_headers

PROGRAMS = ("/api/", "/3d/", "/webhooks/", "/healthz", "/readyz", "/metrics", "/files/")
READ_BY_PEOPLE = ("/api/v1/docs",)
WHAT_DECIDES = ("Accept-Language", "Cookie")


def is_for_programs(path: str) -> bool:
    return path.startswith(PROGRAMS) and not path.startswith(READ_BY_PEOPLE)


def of_request(request: HttpRequest) -> str:
    """The cookie, else Accept-Language, else the house's own; always one that the house speaks."""
    if is_for_programs(request.path):
        return str(settings.LANGUAGE_CODE)
    return translation.get_language_from_request(request)


def remember(response: HttpResponseBase, language: str) -> None:
    """Let this browser ask for `language` from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


def figures(text: str) -> str:
    """Figures written in English, such as "1,234.5 mm", with the separators of the reader's language."""
    if translation.get_language() in {None, settings.LANGUAGE_CODE}:
        return text
    return text.translate(
        {ord(","): formats.get_format("THOUSAND_SEPARATOR"), ord("."): formats.get_format("DECIMAL_SEPARATOR")}
    )


def is_known(language: str) -> bool:
    return language in dict(settings.LANGUAGES)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form came from a page of this site, told by the headers that browsers write themselves."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


class Language:
    """Django's own, but for programs English, and pages say that they depend on the cookie too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = of_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/") and not is_for_programs(request.path):
            patch_vary_headers(response, WHAT_DECIDES)
            response.headers.setdefault("Content-Language", language)
        return response
