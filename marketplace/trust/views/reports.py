"""Pages on which a model is reported, and on which people read what staff decided and appeal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import closed
from accounts.models import User
from marketplace.catalog.selectors.cards import model_url
from marketplace.trust import selectors
from marketplace.trust.forms import AppealForm, ReportForm, Words
from marketplace.trust.selectors import notices, standing
from marketplace.trust.services import appeals, reporting
from nexus.foundation.errors import NexusError, NotSignedIn


def _signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in to report a model."))
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
    url = model_url(listing.pk, listing.slug)
    form, status = ReportForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                reporting.report_model(listing_id, by=person, **form.cleaned_data)
            except NexusError as refusal:
                status = _refused(form, refusal)
            else:
                messages.success(request, _("Thank you. Staff look at it, and you hear what came of it."))
                return redirect(url)
    context = {"id": listing.pk, "name": listing.name, "url": url, "form": form}
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
