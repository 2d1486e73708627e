"""A model's page, a creator's page, and getting what is free."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from generation import shaping
from marketplace.catalog import selectors
from marketplace.catalog.presenting import creator_context, model_context
from marketplace.catalog.selectors.creators import SORTS, creator_page
from marketplace.catalog.services import entitlements, variants
from marketplace.catalog.views.counting import count_views
from marketplace.catalog.views.keeping import person_of
from nexus.foundation import limits
from nexus.foundation.errors import NotFound
from nexus.foundation.pagecache import for_everybody

PARTS = {"reviews", "questions", "prints"}


@require_safe
def model_by_id(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The short address; `to` names a part of the page, for whoever pressed a button there."""
    listing = selectors.listing_seen_by(request.user, listing_id)
    part = request.GET.get("to", "")
    url = selectors.model_url(listing.pk, listing.slug)
    return redirect(f"{url}#{part}" if part in PARTS else url, permanent=False)


@require_safe
@for_everybody
def model(request: HttpRequest, listing_id: int, slug: str) -> HttpResponse:
    page = selectors.listing_page(request.user, listing_id)
    if slug != page.slug:
        return redirect(page.url, permanent=False)
    response = render(request, "marketplace/catalog/model.html", model_context(request, page))
    if not page.training_allowed:  # what the creator chose, for machines that ask before they learn
        response.headers["X-Robots-Tag"] = "noai, noimageai"
        response.headers["Content-Usage"] = "train-ai=n"
    if page.is_public:
        count_views(request, response, listing_id=listing_id, seller_id=page.seller_id)
    return response


@require_POST
def customise(request: HttpRequest, listing_id: int) -> HttpResponse:
    """A variant of a parametric model: a job of one's own with the values that were moved."""
    person = person_of(request, _("Sign in to make your own version."))
    wanted = shaping.asked_in(request.POST.dict())
    job = variants.customise(listing_id, by=person, values=wanted, address=limits.address(request))
    return redirect("job", job_id=job.pk)


@require_POST
def claim(request: HttpRequest, listing_id: int) -> HttpResponse:
    entitlements.claim_free(listing_id, by=person_of(request, _("Sign in to put this model into your library.")))
    messages.success(request, _("It is in your library. Download it here whenever you like."))
    return redirect("model_by_id", listing_id=listing_id)


@require_safe
@for_everybody
def creator(request: HttpRequest, username: str) -> HttpResponse:
    sort, number = request.GET.get("sort", "newest"), request.GET.get("page", "1")
    if sort not in SORTS:
        sort = "newest"
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 6):
        raise NotFound(_("There is no such page of this list."))
    page = creator_page(request.user, username, sort=sort, number=int(number))
    if page.username != username:
        return redirect(reverse("creator", args=[page.username]))
    return render(request, "marketplace/catalog/creator.html", creator_context(request, page))
