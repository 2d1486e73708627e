"""Where people learn: the list, one tutorial, and the feed."""

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
from nexus.foundation.paging import links, number_of
from nexus.foundation.visitors import visitor_of

A_PAGE = 24


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
    page = selectors.page_of(number_of(request), size=A_PAGE, level=level)
    context = {"rows": page.rows, "tabs": tabs, "level": level, "number": page.number, **links(request, page)}
    return render(request, "marketplace/tutorials/learn.html", context)


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
