"""Pages of copyright notices: the public form, the page of who sent one, and the creator's copy with the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.trust import rules
from marketplace.trust.forms import AnswerForm, CourtForm, NoticeForm, Words
from marketplace.trust.selectors import notices as selectors
from marketplace.trust.services import notices as services
from marketplace.trust.views.reports import reader_of
from nexus.foundation import limits
from nexus.foundation.errors import NexusError

PAGES = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(PAGES)
def write(request: HttpRequest) -> HttpResponse:
    """Say that models copy a protected work; `?model=7` names the first of them."""
    person = request.user if isinstance(request.user, User) else None
    begun = {"targets": _named(request), "email": person.email if person else "", "name": person.name if person else ""}
    form, status = NoticeForm(request.POST or None, initial=begun), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = services.file_notice(
                    form.claim(), [form.cleaned_data["targets"]], by=person, address=limits.address(request)
                )
            except NexusError as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return redirect(selectors.sent_url(made) if made.confirmed_at else "notice_thanks")
    context = {
        "form": form,
        "days": rules.COUNTER_DAYS,
        "email": person.email if person and is_email_confirmed(person) else "",
    }
    return render(request, "marketplace/trust/notice.html", context, status=status)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next, after a notice whose address is not confirmed yet."""
    return render(request, "marketplace/trust/notice_thanks.html", {"days": rules.CONFIRM_FOR.days})


@never_cache
@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """One notice for whoever sent it: the button that confirms it, or where each model stands."""
    return _sent_page(request, token)


@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address is real; the models are hidden."""
    services.confirm(token)
    messages.success(request, _("Your notice is confirmed. The creators get a copy."))
    return redirect("notice_sent", token)


@never_cache
@require_POST
def withdraw(request: HttpRequest, token: str, case_id: int) -> HttpResponse:
    """Take the notice back for one model."""
    return _act(request, token, lambda: services.withdraw(token, case_id), _("Withdrawn. The model is shown again."))


@never_cache
@require_POST
def court(request: HttpRequest, token: str, case_id: int) -> HttpResponse:
    """Say that a court has it."""
    form = CourtForm(request.POST)
    if not form.is_valid():
        return _sent_page(request, token, court_case=case_id, court_form=form, status=400)
    words = _("Thank you. Staff look at it.")
    return _act(request, token, lambda: services.tell_of_court(token, case_id, text=form.cleaned_data["text"]), words)


@never_cache
@require_http_methods(PAGES)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """A notice about one's model, with its copy, its steps, and the form of an answer while there is time."""
    person = reader_of(request)
    page = selectors.case_page(person, case_id)
    form, status = AnswerForm(request.POST or None, initial={"name": person.name}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.counter(case_id, form.answer(), by=person)
            except NexusError as refusal:
                status = _refused(form, refusal)
            else:
                messages.success(request, _("Your answer is sent. Whoever sent the notice gets a copy."))
                return redirect("copyright_case", case_id)
    context = {"page": page, "form": form, "days": rules.COURT_DAYS}
    return render(request, "marketplace/trust/copyright.html", context, status=status)


def _named(request: HttpRequest) -> str:
    word = request.GET.get("model", "")
    return request.build_absolute_uri(f"/models/{word}/") if word.isdecimal() and len(word) < 19 else ""


def _sent_page(request: HttpRequest, token: str, *, status: int = 200, **more: Any) -> HttpResponse:
    page = selectors.sent_page(token)
    context = {"court_form": CourtForm(), **more, "page": page, "token": token}
    return render(request, "marketplace/trust/notice_sent.html", context, status=status)


def _act(request: HttpRequest, token: str, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except NexusError as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect("notice_sent", token)


def _refused(form: Words, refusal: NexusError) -> int:
    if refusal.status in {401, 404}:
        raise refusal
    form.refuse(refusal)
    return refusal.status
