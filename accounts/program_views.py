"""Pages for people's programs: API keys and webhooks."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import selectors
from accounts.fresh import just_signed_in
from accounts.models import User, WebhookSubscription
from accounts.program_forms import SCOPE_LABELS, KeyForm, WebhookForm
from accounts.services import keys, webhooks
from nexus.foundation.errors import NexusError, NotFound

SHOWN = 25


def _refuse(form: forms.Form, refusal: NexusError) -> None:
    """Each sentence beside its field; else above the form."""
    for name, sentences in (refusal.fields or {"": [refusal.message]}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


@never_cache
@login_required
@just_signed_in()
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the new key: it is kept nowhere, so no other page can."""
    assert isinstance(request.user, User)
    form, made = KeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = keys.make_key(request.user, name=asked["name"], scopes=asked["scopes"], expires_at=form.expires_at())
        except NexusError as refusal:
            _refuse(form, refusal)
        else:
            form = KeyForm()
    rows = [
        {"key": row, "may": [SCOPE_LABELS[scope] for scope in row.scopes]}
        for row in selectors.api_keys_of(request.user)
    ]
    context = {"form": form, "made": made, "rows": rows}
    return render(request, "accounts/api_keys.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def api_key_delete(request: HttpRequest, key_id: UUID) -> HttpResponse:
    assert isinstance(request.user, User)
    keys.delete_key(key_id, by=request.user)
    messages.success(request, _("The key is deleted. It opens nothing any more."))
    return redirect("api_keys")


@never_cache
@login_required
@just_signed_in()
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the new webhook's secret, as with keys."""
    assert isinstance(request.user, User)
    form, made = WebhookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = webhooks.subscribe(request.user, url=asked["url"], events=asked["events"])
        except NexusError as refusal:
            _refuse(form, refusal)
        else:
            form = WebhookForm()
    context = {"form": form, "made": made, "rows": list(selectors.webhooks_of(request.user))}
    return render(request, "accounts/webhooks.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """What was sent to one webhook, and what can be done with it."""
    assert isinstance(request.user, User)
    found = selectors.webhook_of(request.user, webhook_id)
    if request.method == "POST":
        try:
            return _act(request, found, request.user)
        except NexusError as refusal:
            messages.error(request, refusal.message)
            return redirect("webhook", webhook_id=found.pk)
    context: dict[str, Any] = {"hook": found, "rows": list(selectors.deliveries_of(found)[:SHOWN])}
    return render(request, "accounts/webhook.html", context)


def _act(request: HttpRequest, hook: WebhookSubscription, by: User) -> HttpResponse:
    act = request.POST.get("do", "")
    if act == "delete":
        webhooks.forget(hook.pk, by=by)
        messages.success(request, _("The webhook is deleted."))
        return redirect("webhooks")
    if act == "test":
        webhooks.send_test(hook.pk, by=by)
        messages.success(request, _("A test event is on its way. Reload the page to see how it went."))
    elif act in {"on", "off"}:
        webhooks.change(hook.pk, by=by, active=act == "on")
        messages.success(request, _("The webhook is on.") if act == "on" else _("The webhook is off."))
    elif act == "retry":
        webhooks.retry(_uuid(request.POST.get("delivery", "")), webhook_id=hook.pk, by=by)
        messages.success(request, _("It is sent again. Reload the page to see how it went."))
    return redirect("webhook", webhook_id=hook.pk)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such delivery.") from None
