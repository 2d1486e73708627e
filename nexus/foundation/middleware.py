"""What happens around every page: headers, one log line, refusals as sentences, maintenance."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from nexus.foundation import logs, metrics
from nexus.foundation.errors import NexusError, NotSignedIn
from nexus.foundation.ids import uuid7
from nexus.foundation.sayings import said

log = structlog.get_logger("nexus.request")

Answer = Callable[[HttpRequest], HttpResponseBase]
POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)
QUIET = ("/static/", "/healthz", "/readyz", "/metrics")


class Headers:
    """The headers that Django has no setting for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class RequestLog:
    """One line a request, with an id that also stands in the answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        structlog.contextvars.clear_contextvars()
        request_id = uuid7().hex
        structlog.contextvars.bind_contextvars(request=request_id)
        started = time.monotonic()
        response = self.get_response(request)
        seconds = time.monotonic() - started
        response.headers["X-Request-Id"] = request_id
        route = request.resolver_match.route if request.resolver_match else "unmatched"
        metrics.request(request.method or "", route, response.status_code, seconds)
        if not request.path.startswith(QUIET):
            user = getattr(request, "user", None)
            log.info(
                "request",
                method=request.method,
                path=logs.path_of(request),
                status=response.status_code,
                ms=round(seconds * 1000, 1),
                user=user.pk if user is not None and user.is_authenticated else None,
            )
        return response


class Sentences:
    """A NexusError that a page's view did not show at its form becomes a page with that sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, NexusError):
            return None
        if isinstance(exception, NotSignedIn):
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
        response = sentence_page(request, exception.status, exception.message)
        if exception.retry_after:
            response["Retry-After"] = str(exception.retry_after)
        return response


def sentence_page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """The designed error page of this status, with the sentence that says what is wrong and what would be right."""
    shown = status if status in {400, 403, 404, 413, 429, 500, 503} else 400
    return render(request, f"{shown}.html", {"sentence": said(sentence), "status": status}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django hands it
    return sentence_page(
        request,
        403,
        "This form was open too long, or came from another site. Go back, reload the page and send it again.",
    )


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in {"light", "dark"} else "",
        "debug": settings.DEV,
        "site_url": settings.SITE_URL,
        "maintenance": settings.MAINTENANCE,
    }
