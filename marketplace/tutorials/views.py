"""Where people learn: the list, one tutorial, and the feed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import rights
from accounts.roles import KEEP_TUTORIALS
from marketplace.tutorials import selectors, services
from marketplace.tutorials.models import Tutorial
from nexus.foundation.pagecache import for_everybody
from nexus.foundation.visitors import visitor_of

A_PAGE = 24
DIGITS = 6  # more of them are no page of any list


@require_safe
@for_everybody
def learn(request: HttpRequest) -> HttpResponse:
    """Published tutorials, a page at a time; a level may be chosen."""
    level = request.GET.get("level", "")
    level = level if level in Tutorial.Level.values else ""
    here = reverse("learn")
    tabs = [{"text": _("All"), "url": here, "count": None, "current": not level}]
    tabs += [
        {"text": str(label), "url": f"{here}?level={value}", "count": None, "current": value == level}
        for value, label in Tutorial.Level.choices
    ]
    page = selectors.page_of(_number(request), size=A_PAGE, level=level)
    context = {
        "rows": page.cards,
        "tabs": tabs,
        "level": level,
        "number": page.number,
        "pages": [
            {"number": number, "url": _page_url(level, number), "current": number == page.number, "gap": False}
            for number in range(1, page.last + 1)
        ],
        "previous_url": _page_url(level, page.number - 1) if page.number > 1 else "",
        "next_url": _page_url(level, page.number + 1) if page.number < page.last else "",
    }
    return render(request, "marketplace/tutorials/learn.html", context)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def _page_url(level: str, number: int) -> str:
    chosen = {**({"level": level} if level else {}), **({"page": str(number)} if number > 1 else {})}
    return f"{reverse('learn')}?{urlencode(chosen)}" if chosen else reverse("learn")


@require_safe
def tutorial(request: HttpRequest, slug: str) -> HttpResponse:
    """One tutorial; a draft for who keeps them. Looks are counted once a visitor and day."""
    row = selectors.tutorial_seen_by(request.user, slug)
    visitor = visitor_of(request) if row.state == Tutorial.State.PUBLISHED and request.method == "GET" else None
    if visitor is not None:
        services.count_view(row.pk, visitor=visitor)
    context = {
        "row": row,
        "level": row.get_level_display(),
        "parts": selectors.shown_parts(row.parts),
        "others": [card for card in selectors.newest(most=4) if card.id != row.pk][:3],
        "may_edit": rights.is_staff_with(request.user, KEEP_TUTORIALS),
        "is_draft": row.state == Tutorial.State.DRAFT,
    }
    return render(request, "marketplace/tutorials/tutorial.html", context)
