"""The console's own pages: one frame, and one page that asks before an act."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise

REASON_MOST = 2000
Words = str | Promise


def own_page(
    request: HttpRequest, template: str, *, title: Words, status: int = 200, **context: Any
) -> TemplateResponse:
    """A page of ours inside the console's frame."""
    whole = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, whole, status=status)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the page of `ask` was answered with yes."""
    return request.method == "POST" and request.POST.get("confirmed") == "1"


def ask(
    request: HttpRequest,
    *,
    title: Words,
    action: Words,
    back: str,
    words: Sequence[Words] = (),
    warns: Words = "",
    rows: Sequence[Mapping[str, Any]] = (),
    carried: Sequence[tuple[str, object]] = (),
    asks: Words = "",
    reason: str = "",
    is_danger: bool = False,
    wrong: str = "",
    status: int = 200,
) -> TemplateResponse:
    """Say what will happen, and let the person decide.

    `carried` comes back with the answer; `asks` is a question that a reason answers, `rows` name what the act is about.
    """
    return own_page(
        request,
        "admin/ask.html",
        title=title,
        status=status,
        words=words,
        warns=warns,
        rows=rows,
        action=action,
        back=back,
        is_danger=is_danger,
        carried=carried,
        asks=asks,
        reason=reason,
        most=REASON_MOST,
        wrong=wrong,
    )
