"""The bell's page, what a person wants to hear of, and the way out that a mail carries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors
from accounts.models import NoticeChoice, User
from accounts.notices import KINDS, Tab
from accounts.services import notice_mails, notifications
from accounts.services.notifications import Choice
from accounts.wording import TABS, kind_label
from nexus.foundation.errors import NotFound
from nexus.foundation.numbers import whole_number

SHOWN = 30
LARGEST = 2**63 - 1


def _tab(text: str) -> Tab | None:
    return Tab(text) if text in set(Tab) else None


@never_cache
@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    tab, before = _tab(request.GET.get("tab", "")), request.GET.get("before", "")
    rows = selectors.notices_of(request.user, tab=tab)
    if (number := whole_number(before, most=LARGEST)) is not None:
        rows = rows.filter(pk__lt=number)
    found = list(rows[: SHOWN + 1])
    unread = selectors.unread_by_tab(request.user)
    here = reverse("notifications")
    tabs = [{"text": _("All"), "url": here, "count": sum(unread.values()) or None, "current": tab is None}]
    tabs += [
        {"text": str(label), "url": f"{here}?tab={one}", "count": unread[one] or None, "current": tab == one}
        for one, label in TABS.items()
    ]
    older = f"{here}?{f'tab={tab}&' if tab else ''}before={found[SHOWN - 1].pk}" if len(found) > SHOWN else ""
    context = {
        "rows": [{"notice": row, "more": row.count - 1} for row in found[:SHOWN]],
        "tabs": tabs,
        "tab": tab or "",
        "unread": unread[tab] if tab else sum(unread.values()),
        "older_url": older,
        "is_first": not before,
    }
    return render(request, "accounts/notifications.html", context)


@never_cache
@login_required
@require_safe
def follow(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To what the notice is about; whoever went there has read it."""
    assert isinstance(request.user, User)
    notice = selectors.notices_of(request.user).filter(pk=notice_id).first() if notice_id <= LARGEST else None
    if notice is None:
        raise NotFound("There is no such notice.")
    if request.method == "GET":
        notifications.mark_read(request.user, ids=[notice.pk])
    return redirect(notice.url)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All of a tab as read, or of all tabs."""
    assert isinstance(request.user, User)
    tab = _tab(request.POST.get("tab", ""))
    notifications.mark_read(request.user, tab=tab)
    return redirect(reverse("notifications") + (f"?tab={tab}" if tab else ""))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """The matrix of kinds and ways. A kind that the form left out, or sent with an unknown word, stays as it was."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        asked = {
            kind: Choice(on_site=f"site-{kind}" in request.POST, mail=mail)
            for kind in KINDS
            if (mail := request.POST.get(f"mail-{kind}", "")) in NoticeChoice.Mail.values
        }
        notifications.choose(request.user, asked)
        messages.success(request, _("Saved."))
        return redirect("notice_settings")
    kept = notifications.choices_of(request.user)
    groups = [
        {
            "label": label,
            "rows": [
                {"kind": kind, "label": kind_label(kind), "fixed": facts.is_fixed, "choice": kept[kind]}
                for kind, facts in KINDS.items()
                if facts.tab == tab
            ],
        }
        for tab, label in TABS.items()
    ]
    ways = [
        (NoticeChoice.Mail.NOW.value, _("At once")),
        (NoticeChoice.Mail.DIGEST.value, _("Once a day")),
        (NoticeChoice.Mail.OFF.value, _("No mail")),
    ]
    return render(request, "accounts/notice_settings.html", {"groups": groups, "ways": ways})


@never_cache
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is the right
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing, because programs follow links; the button, or a mail program's own post, acts."""
    user, kinds = notice_mails.link_of(token)
    if request.method == "POST":
        notifications.stop_mails(user, kinds)
    context = {"labels": [kind_label(kind) for kind in kinds], "done": request.method == "POST" or not kinds}
    return render(request, "accounts/notice_off.html", context)
