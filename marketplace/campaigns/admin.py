"""Campaigns in the console: written, looked at, tried, sent, and watched while they go."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_CAMPAIGNS
from marketplace.campaigns import mailing, selectors
from marketplace.campaigns.forms import SEGMENTS, CampaignForm, ScheduleForm, TestForm
from marketplace.campaigns.models import Campaign
from marketplace.campaigns.services import campaigns, following
from nexus.foundation.console_pages import ask, is_confirmed, own_page
from nexus.foundation.errors import Invalid, NexusError
from nexus.templatetags.ui import thousands

FORM = ["GET", "HEAD", "POST"]
State = Campaign.State
# A mail carries its styles in place, and is shown in a frame of our own page.
READ = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, *([settings.MEDIA_ORIGIN] if settings.MEDIA_ORIGIN else [])],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    # No scripts; its own origin, because pictures of this site are given to this site only.
    "sandbox": ["allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"],
}


def campaign_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The campaigns' pages, for the console that shows them."""
    rows: tuple[tuple[str, Any, str], ...] = (
        ("window/campaigns/", listed, "window_campaigns"),
        ("window/campaigns/new/", write, "window_campaign_new"),
        ("window/campaigns/blocked/", blocked, "window_blocked"),
        ("window/campaigns/<int:campaign_id>/", one, "window_campaign"),
        ("window/campaigns/<int:campaign_id>/edit/", write, "window_campaign_edit"),
        ("window/campaigns/<int:campaign_id>/figures/", figures, "window_campaign_figures"),
        ("window/campaigns/<int:campaign_id>/html/", html, "window_campaign_html"),
        ("window/campaigns/<int:campaign_id>/<slug:act>/", decide, "window_campaign_act"),
    )
    return [path(route, site.admin_view(view), name=name) for route, view, name in rows]


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, KEEP_CAMPAIGNS)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    rows = list(selectors.campaigns_kept_by(_staff(request))[:200])
    numbers = selectors.figures_of(rows)
    shown = [{"row": row, "figures": numbers[row.pk], "badge": _badge(row)} for row in rows]
    return own_page(request, "admin/marketplace/window/campaigns.html", title=_("Campaigns"), rows=shown)


def _badge(row: Campaign) -> tuple[str, str]:
    """The state's word and tone."""
    return {
        State.DRAFT: (_("draft"), ""),
        State.SCHEDULED: (_("scheduled"), "note"),
        State.SENDING: (_("being sent"), "live"),
        State.STOPPED: (_("stopped"), "warn"),
        State.SENT: (_("sent"), "good"),
    }[State(row.state)]


@require_http_methods(FORM)
def write(request: HttpRequest, campaign_id: int | None = None) -> HttpResponse:
    person = _staff(request)
    row = selectors.campaign_kept_by(person, campaign_id) if campaign_id else None
    begun = {name: getattr(row, name) for name in campaigns.CHANGEABLE} if row else {"segment": "all"}
    form, status = CampaignForm(request.POST or None, initial=begun), 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = (
                campaigns.change_campaign(row.pk, by=person, **form.cleaned_data)
                if row
                else campaigns.write_campaign(by=person, **form.cleaned_data)
            )
        except Invalid as refusal:
            form.take(refusal)
        except NexusError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            messages.success(request, _("Saved. This is what readers get; try it on yourself before you send it."))
            return redirect("admin:window_campaign", saved.pk)
    status = 400 if form.errors and status == 200 else status
    title = row.name if row else _("A new campaign")
    context = {"form": form, "row": row}
    return own_page(request, "admin/marketplace/window/campaign_form.html", title=title, status=status, **context)


@require_safe
def one(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    person = _staff(request)
    row = selectors.campaign_kept_by(person, campaign_id)
    context = _context(person, row)

    @csp_update({"frame-src": [SELF]})
    def page(request: HttpRequest) -> HttpResponseBase:
        return own_page(request, "admin/marketplace/window/campaign.html", title=row.name, **context)

    return page(request)


def _context(person: User, row: Campaign) -> dict[str, Any]:
    sure = selectors.people_reached(row.segment).count() if row.state in {State.DRAFT, State.SCHEDULED} else 0
    return {
        **_figures(person, row),
        "segment": dict(SEGMENTS)[row.segment],
        "reach": ngettext("%(shown)s person would get it now.", "%(shown)s people would get it now.", sure)
        % {"shown": thousands(sure)},
        "text": mailing.looks(row).text,
        "test_form": TestForm(initial={"to": person.email}),
        "schedule_form": ScheduleForm(),
        "may_change": row.state == State.DRAFT,
        "may_send": row.state in {State.DRAFT, State.SCHEDULED},
    }


def _figures(person: User, row: Campaign) -> dict[str, Any]:
    numbers = selectors.figures_of([row], links=True)[row.pk]
    sent = numbers.sent or 1
    return {
        "row": row,
        "badge": _badge(row),
        "figures": numbers,
        "shares": {
            "opened": round(100 * numbers.opened / sent),
            "clicked": round(100 * numbers.clicked / sent),
            "bounced": round(100 * numbers.bounced / sent),
            "unsubscribed": round(100 * numbers.unsubscribed / sent),
        },
        "odd": selectors.mails_to_look_at(person, row.pk),
        "is_resting": selectors.is_resting(row),
        "is_moving": row.state == State.SENDING and not selectors.is_resting(row),
    }


@never_cache
@require_safe
def figures(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The numbers alone, for the page that asks again while mails go out."""
    person = _staff(request)
    context = _figures(person, selectors.campaign_kept_by(person, campaign_id))
    return render(request, "admin/marketplace/window/_campaign_figures.html", context)


@require_safe
def html(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """The mail as its reader sees it, for the frame: pictures and styles, nothing that acts."""
    row = selectors.campaign_kept_by(_staff(request), campaign_id)

    @xframe_options_sameorigin
    @csp(READ)
    def answer(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(mailing.looks(row).html)

    return answer(request)


@require_http_methods(FORM)
def decide(request: HttpRequest, campaign_id: int, act: str) -> HttpResponse:
    """Test, schedule, send, cancel, go on, delete; all but the test are asked once more."""
    person = _staff(request)
    row = selectors.campaign_kept_by(person, campaign_id)
    acts = {"test": _test, "schedule": _schedule, "send": _send, "cancel": _cancel, "go-on": _go_on, "delete": _delete}
    if act not in acts:
        raise Http404
    try:
        return acts[act](request, row, person)
    except NexusError as refusal:
        messages.error(request, refusal.message)
        return redirect("admin:window_campaign", row.pk)


def _test(request: HttpRequest, row: Campaign, person: User) -> HttpResponse:
    form = TestForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        messages.error(request, _("This is no e-mail address."))
        return redirect("admin:window_campaign", row.pk)
    campaigns.ask_for_test(row.pk, to=form.cleaned_data["to"], by=person)
    messages.success(request, _("A test is on its way to %(to)s.") % {"to": form.cleaned_data["to"]})
    return redirect("admin:window_campaign", row.pk)


def _schedule(request: HttpRequest, row: Campaign, person: User) -> HttpResponse:
    form = ScheduleForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        messages.error(request, _("Choose a day and a time, such as 2026-12-01 09:00."))
        return redirect("admin:window_campaign", row.pk)
    at = form.cleaned_data["at"]
    if is_confirmed(request):
        campaigns.schedule_campaign(row.pk, at=at, by=person)
        messages.success(request, _("Scheduled."))
        return redirect("admin:window_campaign", row.pk)
    words = [_("It begins on %(at)s UTC. Whom it reaches is decided then.") % {"at": f"{at:%Y-%m-%d %H:%M}"}]
    return _asked(
        request, row, _("Schedule this campaign?"), words, _("Schedule it"), carried=[("at", f"{at:%Y-%m-%dT%H:%M}")]
    )


def _send(request: HttpRequest, row: Campaign, person: User) -> HttpResponse:
    if is_confirmed(request):
        campaigns.send_campaign(row.pk, by=person)
        messages.success(request, _("It is on its way."))
        return redirect("admin:window_campaign", row.pk)
    count = selectors.people_reached(row.segment).count()
    reach = ngettext("%(shown)s person gets it now.", "%(shown)s people get it now.", count)
    words = [
        f"“{row.subject}”",
        reach % {"shown": thousands(count)},
        _("What is sent cannot be called back; those who still wait can be stopped."),
    ]
    return _asked(request, row, _("Send this campaign now?"), words, _("Send it"))


def _cancel(request: HttpRequest, row: Campaign, person: User) -> HttpResponse:
    if is_confirmed(request):
        campaigns.cancel_campaign(row.pk, by=person)
        messages.success(request, _("Cancelled."))
        return redirect("admin:window_campaign", row.pk)
    moving = row.state == State.SENDING
    sentence = _("Who waits gets it no more. It cannot be sent on.") if moving else _("It becomes a draft again.")
    title = _("Stop this campaign?") if moving else _("Cancel the schedule?")
    action = _("Stop it") if moving else _("Cancel it")
    return _asked(request, row, title, [sentence], action, is_danger=moving)


def _go_on(request: HttpRequest, row: Campaign, person: User) -> HttpResponse:
    if is_confirmed(request):
        campaigns.go_on(row.pk, by=person)
        messages.success(request, _("It goes on."))
        return redirect("admin:window_campaign", row.pk)
    words = [_("Nothing was sent for hours. Make sure that this is not an old copy of the site: it would send again.")]
    return _asked(request, row, _("Send the rest?"), words, _("Send the rest"), is_danger=True)


def _delete(request: HttpRequest, row: Campaign, person: User) -> HttpResponse:
    if is_confirmed(request):
        campaigns.delete_campaign(row.pk, by=person)
        messages.success(request, _("Deleted."))
        return redirect("admin:window_campaigns")
    return _asked(request, row, _("Delete this campaign?"), [f"“{row.name}”"], _("Delete it"), is_danger=True)


def _asked(
    request: HttpRequest, row: Campaign, title: str, words: list[str], action: str, **options: Any
) -> HttpResponse:
    back = reverse("admin:window_campaign", args=[row.pk])
    return ask(request, title=title, words=words, action=action, back=back, **options)


@require_http_methods(FORM)
def blocked(request: HttpRequest) -> HttpResponse:
    """Addresses that get no campaign, and the way to let one in again."""
    person, wrong, status = _staff(request), "", 200
    address, reason = request.POST.get("address", ""), request.POST.get("reason", "").strip()
    if request.method == "POST":
        try:
            if not reason:
                raise Invalid("Say what you found out about this address.")
            following.unblock(address, by=person, reason=reason)
        except NexusError as refusal:
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, _("%(address)s gets campaigns again.") % {"address": address})
            return redirect("admin:window_blocked")
    context = {"rows": selectors.blocked_addresses(person), "wrong": wrong, "address": address}
    title = _("Addresses held back")
    return own_page(request, "admin/marketplace/window/blocked.html", title=title, status=status, **context)
