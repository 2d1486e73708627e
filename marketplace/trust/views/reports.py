"""Pages on which something is reported, and on which people read what staff decided and appeal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import closed
from accounts.models import User
from accounts.selectors import person_visible
from marketplace.catalog.selectors.cards import model_url
from marketplace.trust import rules, selectors
from marketplace.trust.forms import AppealForm, ReportForm, Words
from marketplace.trust.models import Case
from marketplace.trust.selectors import notices, standing, things
from marketplace.trust.services import appeals, reporting
from nexus.foundation.errors import NexusError, NotFound, NotSignedIn


@dataclass(frozen=True)
class Reported:
    """What a report is about, as its page shows it."""

    kind: str
    id: int
    name: str
    url: str
    words: str = ""

    @property
    def is_model(self) -> bool:
        return self.kind == Case.Kind.LISTING


def _signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in to report something."))
    return request.user


def reader_of(request: HttpRequest) -> User:
    """Who is signed in, or the holder of a closed account who gave its password a moment ago."""
    person = request.user if isinstance(request.user, User) else closed.person_of(request)
    if person is None:
        raise NotSignedIn(_("Sign in to read what was decided."))
    return person


def _refused(form: Words, refusal: NexusError) -> int:
    if refusal.status in {401, 404}:
        raise refusal
    form.refuse(refusal)
    return refusal.status


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Say what is wrong with a model."""
    person = _signed_in(request)
    listing = selectors.reportable(person, listing_id)
    what = Reported(Case.Kind.LISTING, listing.pk, listing.name, model_url(listing.pk, listing.slug))
    return _report_page(request, what, partial(reporting.report_model, listing_id, by=person))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_thing(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    """Say what is wrong with a review, a comment, a print or a bounty; people are named by their names."""
    if kind == Case.Kind.ACCOUNT:
        raise NotFound(things.MISSING)
    return _report_thing(request, kind, thing_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: HttpRequest, username: str) -> HttpResponse:
    """Say what is wrong with a person's page or doing."""
    return _report_thing(request, Case.Kind.ACCOUNT, person_visible(username).pk)


def _report_thing(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    person = _signed_in(request)
    thing = things.thing_seen_by(person, kind, thing_id)
    what = Reported(kind, thing.id, rules.named(kind, thing.name), thing.url, thing.words)
    return _report_page(request, what, partial(reporting.report_thing, kind, thing_id, by=person))


def _report_page(request: HttpRequest, what: Reported, send: Callable[..., object]) -> HttpResponse:
    form, status = ReportForm(request.POST or None, kind=what.kind), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                send(**form.cleaned_data)
            except NexusError as refusal:
                status = _refused(form, refusal)
            else:
                messages.success(request, _("Thank you. Staff look at it, and you hear what came of it."))
                return redirect(what.url)
    context = {"what": what, "name": what.name, "url": what.url, "form": form}
    return render(request, "marketplace/trust/report.html", context, status=status)


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Decisions about one's models, and what one reported."""
    person = reader_of(request)
    context = {
        "statements": selectors.statements_of(person),
        "reports": selectors.reports_of(person),
        "against": notices.notices_against(person),
        "sent": notices.notices_sent_by(person),
        "strikes": selectors.standing_strikes(person.pk),
        "strikes_most": rules.STRIKES_MOST,
    }
    return render(request, "marketplace/trust/overview.html", context)


@never_cache
@login_required
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How a creator's account, payouts and models stand."""
    person = reader_of(request)
    context = {"account": standing.account_of(person), "rows": standing.placings_of(person)}
    return render(request, "marketplace/trust/status.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One statement of reasons, with the form of an appeal."""
    person = reader_of(request)
    statement = selectors.statement_for(person, decision_id)
    form, status = AppealForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                appeals.appeal(decision_id, by=person, text=form.cleaned_data["text"])
            except NexusError as refusal:
                status = _refused(form, refusal)
            else:
                messages.success(request, _("Your appeal is sent. Somebody else of the staff decides it."))
                return redirect(statement.url)
    context = {"statement": statement, "form": form, "place": selectors.PLACE}
    return render(request, "marketplace/trust/decision.html", context, status=status)
