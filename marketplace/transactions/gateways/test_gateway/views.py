"""The hosted-looking pages of the test gateway: it knows a payment by its unguessable id and nobody's session."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.gateways.test_gateway.forms import CardForm
from marketplace.transactions.models import TestPayment
from nexus.foundation.errors import Conflict, Invalid

PAGES = ["GET", "HEAD", "POST"]
State = TestPayment.State


@sensitive_post_parameters("number", "expiry", "cvc")
@sensitive_variables("form", "typed")
@never_cache
@require_http_methods(PAGES)
def pay(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The card form; a decided payment leads back to the shop."""
    payment = provider.payment_by_id(reference)
    if payment.state != State.OPEN:
        return _onward(payment)
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            return _onward(provider.pay_by_card(reference, **typed, today=timezone.now().date()))
        except Invalid as wrong:
            form.refuse(wrong.fields)
        except Conflict:  # decided in another window
            return _onward(provider.payment_by_id(reference))
    context = {"payment": _shown(payment), "form": form}
    return render(
        request, "marketplace/transactions/test_gateway/pay.html", context, status=400 if form.errors else 200
    )


@never_cache
@require_http_methods(PAGES)
def bank(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The bank's question: approve or refuse."""
    payment = provider.payment_by_id(reference)
    if payment.state != State.CHALLENGED:
        return _onward(payment)
    if request.method == "POST" and request.POST.get("answer") in {"approve", "refuse"}:
        return _onward(provider.answer_challenge(reference, approved=request.POST["answer"] == "approve"))
    return render(request, "marketplace/transactions/test_gateway/bank.html", {"payment": _shown(payment)})


def _onward(payment: TestPayment) -> HttpResponse:
    if payment.state == State.CHALLENGED:
        return redirect("test_gateway_bank", payment.pk)
    if payment.state == State.OPEN:
        return redirect("test_gateway_pay", payment.pk)
    return redirect(payment.return_url)


def _shown(payment: TestPayment) -> dict[str, str | int]:
    return {
        "amount_cents": payment.amount_cents,
        "currency": payment.currency,
        "description": payment.description,
        "return_url": payment.return_url,
        "card_last4": payment.card_last4,
    }
