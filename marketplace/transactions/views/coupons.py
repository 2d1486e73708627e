"""A creator's coupons: the list, a form for a new one, and the switch of each."""

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.transactions.forms import CouponTermsForm
from marketplace.transactions.selectors.orders import coupon_rows_of, listings_for_coupons
from marketplace.transactions.services import coupons
from marketplace.transactions.views.people import person_of
from nexus.foundation.errors import NexusError


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    person, status = person_of(request), 200
    posted = request.POST if request.method == "POST" else None
    form = CouponTermsForm(posted, listings=listings_for_coupons(person))
    if posted is not None and form.is_valid():
        try:
            made = coupons.create_coupon(form.cleaned_data["code"], _terms(form.cleaned_data), by=person)
        except NexusError as refused:
            for name, sentences in (refused.fields or {"code": [refused.message]}).items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, _("The coupon %(code)s counts from now on.") % {"code": made.code})
            return redirect("coupons")
    if form.errors:
        status = 400
    context = {"rows": coupon_rows_of(person), "form": form}
    return render(request, "marketplace/transactions/coupons.html", context, status=status)


@login_required
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a coupon off, or on again; orders that were made keep their discount."""
    coupons.change_coupon(code, by=person_of(request), active=request.POST.get("active") == "1")
    return redirect("coupons")


def _terms(typed: dict[str, Any]) -> coupons.Terms:
    return coupons.Terms(
        kind=typed["kind"],
        value=typed["value"],
        listing_ids=tuple(int(pk) for pk in typed["models"]),
        max_uses=typed["max_uses"],
        starts_at=_midnight(typed["starts_at"]),
        ends_at=_midnight(typed["ends_at"]),
    )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
