"""The cart: a member's rows, a visitor's session; what a visitor chose comes along when they sign in."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from marketplace.transactions.forms import CartItemForm, CouponForm, OrderForm
from marketplace.transactions.selectors.cart import CartPage, Wish, coupon_of, wishes_of
from marketplace.transactions.services import cart, coupons
from nexus.foundation import limits
from nexus.foundation.errors import Conflict, Invalid, NexusError, NotFound, TooMany

WISHES, COUPON, COUNT = "cart", "cart_coupon", "cart_count"


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _kept(request: HttpRequest) -> list[Wish]:
    """What this session's visitor wants."""
    return [Wish(*row) for row in request.session.get(WISHES, ())]


def _key(wish: Wish) -> tuple[int, str]:
    return (wish.listing_id, wish.licence)


def _keep(request: HttpRequest, wishes: list[Wish]) -> None:
    rows = [[wish.listing_id, wish.licence, wish.seen_cents, wish.pay_cents] for wish in wishes]
    request.session[WISHES] = rows


def _bring_along(request: HttpRequest, person: User) -> None:
    """What was chosen before signing in goes into the member's cart, once."""
    wishes, code = _kept(request), request.session.pop(COUPON, "")
    request.session.pop(WISHES, None)
    if wishes:
        try:
            cart.put(person, wishes)
        except Conflict as full:
            messages.warning(request, full.message)
    if code and not coupon_of(person):
        try:
            cart.set_coupon(person, code)
        except Invalid as refused:
            messages.warning(request, refused.message)


def _cart(request: HttpRequest) -> CartPage:
    person = _person(request)
    if person is None:
        found = cart.page(None, _kept(request), code=request.session.get(COUPON, ""))
    else:
        _bring_along(request, person)
        found = cart.page_of(person)
    if request.session.get(COUNT, 0) != len(found.lines):
        request.session[COUNT] = len(found.lines)
    return found


def _shown(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    found = _cart(request)
    context = {
        "cart": found,
        "coupon_form": CouponForm(initial={"code": found.coupon_code}),
        "order_form": OrderForm(initial={"seen": found.total_cents}),
        "sign_in_url": f"{reverse('account_login')}?next={reverse('cart')}",
        **more,
    }
    return render(request, "marketplace/transactions/cart.html", context, status=status)


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The cart at the prices of now; a price that changed is said once, then it is what was seen."""
    answer = _shown(request)
    person = _person(request)
    if person is not None:
        cart.confirm_prices(person)
    else:
        now = {(line.listing_id, line.licence): line.price_cents for line in cart.page(None, _kept(request)).lines}
        wishes = _kept(request)
        seen = [replace(wish, seen_cents=now.get(_key(wish), wish.seen_cents)) for wish in wishes]
        if seen != wishes:
            _keep(request, seen)
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put an offer into the cart. A plain link shows it with a button, so that nothing changes by a link alone."""
    posted = request.method == "POST"
    form = CartItemForm(request.POST if posted else request.GET)
    if not form.is_valid():
        raise Invalid(_("This is no offer that can be bought. Go back to the model and choose one."))
    typed = form.cleaned_data
    try:
        wish = cart.wish_for(typed["listing"], typed["licence"], pay_cents=typed["pay"] or None)
    except NotFound:
        messages.warning(request, _("This model is not for sale now."))
        return redirect("cart")
    if not posted:
        line = cart.page(_person(request), [wish]).lines[0]
        return render(request, "marketplace/transactions/cart_add.html", {"line": line, "form": form})
    person = _person(request)
    try:
        if person is None:
            others = [kept for kept in _kept(request) if _key(kept) != _key(wish)]
            if len(others) >= cart.MOST:
                raise Conflict(f"A cart holds at most {cart.MOST} models.", code="cart_full")
            _keep(request, [*others, wish])
        else:
            cart.put(person, [wish])
    except Conflict as full:
        messages.warning(request, full.message)
    else:
        messages.success(request, _("It is in your cart."))
    return redirect("cart")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    form = CartItemForm(request.POST)
    if form.is_valid():
        listing, licence = form.cleaned_data["listing"], form.cleaned_data["licence"]
        person = _person(request)
        if person is None:
            _keep(request, [kept for kept in _kept(request) if _key(kept) != (listing, licence)])
        else:
            cart.take_out(person, listing, licence)
    return redirect("cart")


@never_cache
@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """Use a coupon; an empty field takes it out. What is wrong with it is said beside the field."""
    form, status = CouponForm(request.POST), 400
    if form.is_valid():
        person, code = _person(request), form.cleaned_data["code"]
        try:
            if person is None:
                request.session[COUPON] = _known_code(request, code)
            else:
                cart.set_coupon(person, code)
        except (Invalid, TooMany) as refused:
            form.add_error("code", refused.message)
            status = refused.status
        else:
            return redirect("cart")
    return _shown(request, status=status, coupon_form=form, coupon_open=True)


def _known_code(request: HttpRequest, code: str) -> str:
    """A visitor's code as it is written, if it counts; wrong ones are counted by the address."""
    if not code:
        return ""
    with coupons.counted(limits.address(request)):
        return coupons.usable(code).code


@never_cache
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Make the order of the cart as it was shown; a visitor signs in first and finds it again."""
    person = _person(request)
    if person is None:
        return redirect_to_login(reverse("cart"))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _shown(request, status=400, order_form=form)
    try:
        made = cart.order_cart(
            person, seen_total_cents=form.cleaned_data["seen"], tip_cents=form.cleaned_data["tip"] or 0
        )
    except NexusError as refused:
        if refused.code not in {"price_changed", "empty_cart", "price_too_low", "already_owned"} and not refused.fields:
            raise
        return _shown(request, status=refused.status, problem=refused.message)
    request.session[COUNT] = len(wishes_of(person))
    return redirect("checkout", made.pk)
