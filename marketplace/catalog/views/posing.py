"""A creator picks the sides that a model's pictures show, and their order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.catalog import selectors
from marketplace.catalog.presenting import USUAL_ABOVE, USUAL_TURN, pose_context
from marketplace.catalog.services import angles, listings
from marketplace.catalog.views.selling import edit_page, own_page, person_of
from nexus.foundation.errors import Conflict, Invalid, NotAllowed


@never_cache
@login_required
@require_POST
def pose(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Take a picture (`add`), put one elsewhere (`earlier`, `cover`), or take one off (`drop`)."""
    try:
        _do(request, listing_id)
    except (Invalid, Conflict) as refusal:
        said = {"pose_problem": refusal.message}
        return edit_page(request, listing_id, more=said, step="report", status=refusal.status)
    return redirect(f"{reverse('model_edit', args=[listing_id])}?step=report#pictures")


def _do(request: HttpRequest, listing_id: int) -> None:
    person, sent, act = person_of(request), request.POST, request.POST.get("act")
    if act == "add":
        turn, above = _number(sent.get("turn"), USUAL_TURN), _number(sent.get("above"), USUAL_ABOVE)
        angles.add_angle(listing_id, by=person, turn=turn, above=above)
        return
    place = _number(sent.get("place"), -1)
    if act == "drop":
        angles.drop_angle(listing_id, by=person, place=place)
    else:
        angles.move_angle(listing_id, by=person, place=place, to=0 if act == "cover" else place - 1)


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else usual


@login_required
@require_POST
def unit(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The creator's word that the measured size is right."""
    if not own_page(request, listing_id).viewer.is_own:
        raise NotAllowed(_("Only its creator may change this model."))
    listings.update_listing(listing_id, by=person_of(request), unit_confirmed=True)
    messages.success(request, _("Thank you. The size is noted as right."))
    return redirect(f"{reverse('model_edit', args=[listing_id])}?step=report")


@never_cache
@login_required
@require_safe
def poses(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The pictures alone, asked for until all are drawn."""
    page = own_page(request, listing_id)
    listing = selectors.listing_seen_by(person_of(request), listing_id)
    return render(request, "marketplace/catalog/_poses.html", {"page": page, **pose_context(page, listing.angles)})
