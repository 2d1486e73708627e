"""Pages for visitors who are nobody yet, drawn once and shown to all for about a second.

A page takes part by its view's `@for_everybody`. Only an answer without cookies is kept, only for requests without a
session, and its nonce is replaced by a fresh one each time, so that nothing of one visitor reaches another.
"""

import base64
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from nexus.foundation import languages

KEPT = 512
MARK = "for_everybody"
AGAIN = "each_time"  # an answer's attribute: called with every request that it is shown to, drawn or kept
POLICY = "Content-Security-Policy"
NONCE = re.compile(r"'nonce-([^']+)'")

Key = tuple[str, ...]
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Kept:
    until: float
    body: bytes
    headers: dict[str, str]
    nonce: str
    each_time: Callable[[HttpRequest], None] | None = None


def for_everybody(view: View) -> View:
    """Mark a view's answer as the same for every visitor without a session."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, MARK, True)
        return response

    return marked


class PageCache:
    """Stands above sessions and the policy's header, so that a kept page costs neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or not settings.PAGE_CACHE_SECONDS or _is_somebody(request):
            return _told(request, self.get_response(request))
        key = (
            request.get_host(),
            request.get_full_path(),
            request.COOKIES.get("theme", ""),
            languages.of_request(request),
        )
        kept = self.pages.get(key)
        if kept is not None and kept.until > time.monotonic():
            if kept.each_time is not None:
                kept.each_time(request)
            return _fresh(kept)
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _may_be_kept(response):
            page = Kept(
                until=time.monotonic() + settings.PAGE_CACHE_SECONDS,
                body=response.content,
                headers={
                    name: value for name, value in response.items() if name not in {"X-Request-Id", "Content-Length"}
                },
                nonce=_nonce_of(response),
                each_time=getattr(response, AGAIN, None),
            )
            with self.lock:
                self.pages[key] = page
                while len(self.pages) > KEPT:
                    self.pages.popitem(last=False)
        return _told(request, response)


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    each_time: Callable[[HttpRequest], None] | None = getattr(response, AGAIN, None)
    if each_time is not None and response.status_code == 200:
        each_time(request)
    return response


def _is_somebody(request: HttpRequest) -> bool:
    names = (settings.SESSION_COOKIE_NAME, "messages")
    return any(name in request.COOKIES for name in names) or "Authorization" in request.headers


def _may_be_kept(response: HttpResponse) -> bool:
    return getattr(response, MARK, False) and response.status_code == 200 and not response.cookies


def _nonce_of(response: HttpResponse) -> str:
    """What the policy's header lets run; nothing where the answer has no script of its own, as a feed."""
    found = NONCE.search(response.headers.get(POLICY, ""))
    return found[1] if found else ""


def _fresh(kept: Kept) -> HttpResponse:
    if not kept.nonce:
        return HttpResponse(kept.body, headers={**kept.headers, "Content-Length": str(len(kept.body))})
    nonce = base64.b64encode(secrets.token_bytes(16)).decode()  # as long as the policy's own
    headers = {**kept.headers, POLICY: kept.headers.get(POLICY, "").replace(kept.nonce, nonce)}
    body = kept.body.replace(kept.nonce.encode(), nonce.encode())
    return HttpResponse(body, headers={**headers, "Content-Length": str(len(body))})
