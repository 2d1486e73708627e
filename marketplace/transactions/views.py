"""Pages about money: buying, the receipt, one's orders, the seller's dashboard, and the door for gateways' messages."""

from uuid import UUID

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.models import User
from marketplace.catalog import selectors as catalog
from marketplace.transactions import drawing, money, selectors
from marketplace.transactions.forms import BuyForm
from marketplace.transactions.models import Order
from marketplace.transactions.services import gateway_events, orders
from nexus.foundation import tables
from nexus.foundation.errors import Conflict, Invalid, NexusError, NotSignedIn, Unavailable
from nexus.foundation.languages import figures

log = structlog.get_logger(__name__)
EXAMPLE_CENTS = 1400


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to see your orders.")
    return request.user


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
        order = orders.make_order(_person(request), items=[(listing, licence)])
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
    order = selectors.checkout_of(_person(request), order_id)
    if not order.waiting:
        return order
    try:
        orders.settle_order(order.id)
    except Unavailable as away:
        log.warning("gateway_away", order=str(order.id), reason=away.message)
    return selectors.checkout_of(_person(request), order_id)


@login_required
@require_POST
def checkout_pay(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask for the money and go to the gateway's page."""
    back = request.build_absolute_uri(reverse("checkout", args=[order_id]))
    try:
        order = orders.pay_order(order_id, by=_person(request), return_url=back)
    except Conflict:  # paid or closed meanwhile, or twice pressed: the order's page says what is true
        return redirect("checkout", order_id)
    return redirect(selectors.checkout_url_of(order) or reverse("checkout", args=[order_id]))


@login_required
@require_POST
def checkout_again(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The same models once more after a failure, at the prices of now."""
    failed = selectors.checkout_of(_person(request), order_id)
    if failed.state != Order.State.FAILED:
        return redirect("checkout", order_id)
    order = orders.make_order(_person(request), items=[(line.listing_id, line.licence) for line in failed.lines])
    if order.total_cents != failed.total_cents:
        messages.info(request, _("A price has changed since. Look at the new total before you pay."))
    return redirect("checkout", order.pk)


@never_cache
@login_required
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    return render(
        request, "marketplace/transactions/my_orders.html", {"orders": selectors.order_rows_of(_person(request))}
    )


@never_cache
@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """A seller's money, sales and listings; `?csv=weeks` is the table of the plot."""
    person = _person(request)
    earned = drawing.earned_by_week(person)
    if request.GET.get("csv") == "weeks" and not earned.is_example:
        return tables.csv_answer("nexus-earned-by-week", earned.columns, earned.rows)
    example = money.split(EXAMPLE_CENTS, settings.FEE_BASIS_POINTS)
    context = {
        "example": {"paid": EXAMPLE_CENTS, "fee": example.fee, "revenue": example.revenue},
        "fee_percent": figures(f"{settings.FEE_BASIS_POINTS / 100:g}"),
        "money": selectors.dashboard_of(person),
        "shelf": catalog.dashboard_of(person),
        "earned": earned,
        "what_sells": drawing.what_sells(person),
        "hold_days": settings.PAYOUT_HOLD_DAYS,
    }
    return render(request, "marketplace/transactions/dashboard.html", context)


@csrf_exempt  # a gateway has no session; its signature is checked instead
@require_POST
def webhook(request: HttpRequest, gateway: str) -> JsonResponse:
    """A gateway's signed message: kept and answered at once, applied later."""
    try:
        gateway_events.receive_event(gateway, request.body, request.headers)
    except NexusError as refused:
        return JsonResponse({"error": {"code": refused.code, "message": refused.message}}, status=refused.status)
    return JsonResponse({"received": True})
