"""The console's own pages: one frame, and one page that asks before an act."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse


def own_page(request: HttpRequest, template: str, *, title: str, status: int = 200, **context: Any) -> TemplateResponse:
    """A page of ours inside the console's frame."""
    whole = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, whole, status=status)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the page of `ask` was answered with yes."""
    return request.method == "POST" and request.POST.get("confirmed") == "1"


def ask(
    request: HttpRequest,
    *,
    title: str,
    words: Sequence[str],
    action: str,
    back: str,
    is_danger: bool = False,
    carried: Sequence[tuple[str, str]] = (),
    wrong: str = "",
    status: int = 200,
) -> TemplateResponse:
    """Say what will happen, and let the person decide. `carried` comes back with the answer."""
    return own_page(
        request,
        "admin/marketplace/window/ask.html",
        title=title,
        status=status,
        words=words,
        action=action,
        back=back,
        is_danger=is_danger,
        carried=carried,
        wrong=wrong,
    )
