"""Giving something back: the buyer's page, and the desk where staff decide."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.catalog.presenting import facts_of
from marketplace.transactions.forms import AnswerForm, DecisionForm, RefundForm
from marketplace.transactions.models import Refund
from marketplace.transactions.selectors import giving_back
from marketplace.transactions.services import refunds
from marketplace.transactions.views.people import person_of
from nexus.foundation.console_pages import own_page
from nexus.foundation.errors import Conflict, Invalid, NexusError

PAGES = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(PAGES)
def refund(request: HttpRequest, line_id: int) -> HttpResponse:
    """One purchase: until when it goes back at once, what happens then, and the form."""
    person = person_of(request)
    page = giving_back.refund_page_of(person, line_id)
    form = RefundForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            [made] = refunds.ask_refund(
                page.order_id, by=person, reason=form.cleaned_data["reason"], line_id=page.line.id
            )
        except Invalid as wrong:
            form.add_error("reason", wrong.message)
            status = 400
        except Conflict as refused:
            messages.warning(request, refused.message)
            return redirect("refund", line_id)
        else:
            asked = made.state == Refund.State.REQUESTED
            words = _("We have your request. A person decides on it.") if asked else _("Your money is on its way back.")
            messages.success(request, words)
            return redirect("refund", line_id)
    return render(request, "marketplace/transactions/refund.html", {"page": page, "form": form}, status=status)


@never_cache
@login_required
@require_http_methods(PAGES)
def refund_answer(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """What a buyer wants back, for its seller, who answers once or agrees."""
    person = person_of(request)
    page = giving_back.answer_page_of(person, refund_id)
    form, status = AnswerForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        agrees = request.POST.get("decision") == "agree"
        try:
            refunds.answer_request(refund_id, by=person, text=form.cleaned_data["text"], agrees=agrees)
        except Invalid as wrong:
            form.add_error("text", wrong.message)
            status = 400
        except Conflict as refused:
            messages.warning(request, refused.message)
            return redirect("refund_answer", refund_id)
        else:
            messages.success(request, _("Our staff read it before they decide."))
            return redirect("refund_answer", refund_id)
    context = {"page": page, "form": form}
    return render(request, "marketplace/transactions/refund_answer.html", context, status=status)


def refund_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The desk's pages, for the console that shows them."""
    return [
        path("refunds/", site.admin_view(_desk), name="refund_desk"),
        path("refunds/<int:line_id>/", site.admin_view(_decide), name="refund_decide"),
    ]


@require_safe
def _desk(request: HttpRequest) -> HttpResponse:
    """What buyers ask for, the oldest first."""
    rows = giving_back.requests_for(person_of(request))
    return own_page(request, "admin/marketplace/refund_desk.html", title=_("Refunds"), rows=rows)


@require_http_methods(PAGES)
def _decide(request: HttpRequest, line_id: int) -> HttpResponse:
    """One purchase with what a refund would do to everybody's balance, and the two buttons."""
    person = person_of(request)
    page = giving_back.decision_page_of(person, line_id)
    form, status = DecisionForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            words = _decided(request.POST.get("decision", ""), page, form.cleaned_data, by=person)
        except NexusError as refused:
            if refused.status in {401, 403, 404}:
                raise
            status = refused.status
            for name, sentences in (refused.fields or {"": [refused.message]}).items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, words)
            return redirect("admin:refund_desk")
    title = page.line.name
    return own_page(
        request,
        "admin/marketplace/refund_decide.html",
        title=title,
        status=status,
        page=page,
        form=form,
        facts=facts_of(page.facts),
    )


def _decided(decision: str, page: giving_back.DecisionPage, typed: dict[str, Any], *, by: Any) -> str:
    if decision == "decline":
        if page.request_id is None:
            raise Conflict("Nobody asked for this refund, so there is nothing to decline.")
        refunds.decline_refund(UUID(str(page.request_id)), by=by, note=typed["note"])
        return _("The buyer learns why.")
    refunds.refund_by_staff(page.order_id, by=by, code=typed["code"], note=typed["note"], line_id=page.line.id)
    return _("The money goes back.")
