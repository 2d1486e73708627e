"""Buying: from an offer to the receipt."""

from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from marketplace.transactions import selectors
from marketplace.transactions.forms import BuyForm, DetailsForm
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import Order
from marketplace.transactions.selectors.cart import wishes_of
from marketplace.transactions.selectors.orders import business_details_of, wish_again
from marketplace.transactions.services import orders
from marketplace.transactions.views.cart import COUNT
from marketplace.transactions.views.people import person_of
from nexus.foundation.errors import Conflict, Invalid, Unavailable
from nexus.foundation.paging import links, number_of

log = structlog.get_logger(__name__)


@require_POST
def buy(request: HttpRequest) -> HttpResponse:
    """From a model's page: make the order of one offer (a free one is completed at once) and go to its page."""
    form = BuyForm(request.POST)
    if not form.is_valid():
        raise Invalid("This is no offer that can be bought. Go back to the model and choose one.")
    listing, licence = form.cleaned_data["listing"], form.cleaned_data["licence"]
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("model_by_id", args=[listing]))
    try:
        order = orders.make_order(person_of(request), items=[(listing, licence)])
    except Conflict as refused:
        if refused.code != "already_owned":
            raise
        messages.info(request, refused.message)
        return redirect("library")
    return redirect("checkout", order.pk)


@never_cache
@login_required
@require_safe
def checkout(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The order from "pay" to the receipt: it waits on the order, however the buyer came here."""
    return _checkout_page(request, order_id)


@never_cache
@login_required
@require_GET
def checkout_panel(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The moving part of the checkout page, for pages that ask again."""
    context = _context(request, order_id)
    return render(request, "marketplace/transactions/_checkout_panel.html", context)


def _checkout_page(
    request: HttpRequest, order_id: UUID, *, details: DetailsForm | None = None, status: int = 200
) -> HttpResponse:
    context = _context(request, order_id, details)
    return render(request, "marketplace/transactions/checkout.html", context, status=status)


def _context(request: HttpRequest, order_id: UUID, details: DetailsForm | None = None) -> dict[str, Any]:
    order = _looked_at(request, order_id)
    if order.state == Order.State.COMPLETED and request.session.get(COUNT):
        request.session[COUNT] = len(wishes_of(person_of(request)))
    if details is None:
        details = DetailsForm(initial=business_details_of(person_of(request), order_id))
    return {"order": order, "details": details, "refund_days": settings.REFUND_DAYS}


def _looked_at(request: HttpRequest, order_id: UUID) -> selectors.CheckoutPage:
    order = selectors.checkout_of(person_of(request), order_id)
    if not order.waiting:
        return order
    try:
        orders.settle_order(order.id)
    except Unavailable as away:
        log.warning("gateway_away", order=str(order.id), reason=away.message)
    return selectors.checkout_of(person_of(request), order_id)


@login_required
@require_POST
def checkout_pay(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Keep who pays, then ask for the money: from the balance at once, else on the gateway's page."""
    person, details = person_of(request), DetailsForm(request.POST)
    if not details.is_valid():
        return _checkout_page(request, order_id, details=details, status=400)
    back = request.build_absolute_uri(reverse("checkout", args=[order_id]))
    method = BALANCE if request.POST.get("method") == BALANCE else ""
    try:
        orders.name_business(order_id, by=person, **details.cleaned_data)
        order = orders.pay_order(order_id, by=person, method=method, return_url=back)
    except Conflict as refused:  # paid or closed meanwhile, or twice pressed: the order's page says what is true
        if refused.code == "not_from_balance":
            raise
        if refused.code == "balance_too_low":
            messages.warning(request, refused.message)
        return redirect("checkout", order_id)
    return redirect(selectors.checkout_url_of(order) or reverse("checkout", args=[order_id]))


@login_required
@require_POST
def checkout_again(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The same models once more after a failure, at the prices of now."""
    failed = selectors.checkout_of(person_of(request), order_id)
    if failed.state != Order.State.FAILED:
        return redirect("checkout", order_id)
    person = person_of(request)
    items, extras = wish_again(person, order_id)
    try:
        order = orders.make_order(person, items=items, extras=orders.Extras(**extras))
    except Invalid as refused:
        if "coupon" not in refused.fields:
            raise
        messages.warning(request, refused.message)
        order = orders.make_order(person, items=items, extras=orders.Extras(**extras | {"coupon": ""}))
    if order.total_cents != failed.total_cents:
        messages.info(request, _("A price has changed since. Look at the new total before you pay."))
    return redirect("checkout", order.pk)


@never_cache
@login_required
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    page = selectors.order_rows_of(person_of(request), number_of(request))
    return render(request, "marketplace/transactions/my_orders.html", {"orders": page.rows, **links(request, page)})
