"""Buying: from an offer to the receipt."""

from uuid import UUID

import structlog
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
from marketplace.transactions.forms import BuyForm
from marketplace.transactions.models import Order
from marketplace.transactions.services import orders
from marketplace.transactions.views.people import person_of
from nexus.foundation.errors import Conflict, Invalid, Unavailable

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
    return render(request, "marketplace/transactions/checkout.html", {"order": _looked_at(request, order_id)})


@never_cache
@login_required
@require_GET
def checkout_panel(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The moving part of the checkout page, for pages that ask again."""
    return render(request, "marketplace/transactions/_checkout_panel.html", {"order": _looked_at(request, order_id)})


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
    """Ask for the money and go to the gateway's page."""
    back = request.build_absolute_uri(reverse("checkout", args=[order_id]))
    try:
        order = orders.pay_order(order_id, by=person_of(request), return_url=back)
    except Conflict:  # paid or closed meanwhile, or twice pressed: the order's page says what is true
        return redirect("checkout", order_id)
    return redirect(selectors.checkout_url_of(order) or reverse("checkout", args=[order_id]))


@login_required
@require_POST
def checkout_again(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The same models once more after a failure, at the prices of now."""
    failed = selectors.checkout_of(person_of(request), order_id)
    if failed.state != Order.State.FAILED:
        return redirect("checkout", order_id)
    order = orders.make_order(person_of(request), items=[(line.listing_id, line.licence) for line in failed.lines])
    if order.total_cents != failed.total_cents:
        messages.info(request, _("A price has changed since. Look at the new total before you pay."))
    return redirect("checkout", order.pk)


@never_cache
@login_required
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    return render(
        request, "marketplace/transactions/my_orders.html", {"orders": selectors.order_rows_of(person_of(request))}
    )
