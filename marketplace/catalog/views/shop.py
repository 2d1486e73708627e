"""What everybody sees: the home page, the catalogue, a model, a creator; and what a buyer does there."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from marketplace.catalog import selectors
from marketplace.catalog.forms import FilterForm
from marketplace.catalog.presenting import catalogue_context, home_cut, model_context
from marketplace.catalog.services import entitlements, people
from nexus.foundation.errors import Invalid, NotSignedIn
from nexus.foundation.pagecache import for_everybody


def person_of(request: HttpRequest, why: str) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(why)
    return request.user


@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """The ask form comes back here and is sent on: one field, two buttons, no script needed."""
    words = request.GET.get("words", "").strip()[:2000]
    if "do" in request.GET:
        making = request.GET["do"] == "make"
        query = urlencode({"prompt" if making else "q": words if making else words[:200]}) if words else ""
        return redirect(f"{'/create/' if making else reverse('catalogue')}{'?' if query else ''}{query}")
    return render(request, "marketplace/catalog/home.html", {"home": selectors.home_page(), "cut": home_cut()})


@require_safe
@for_everybody
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every choice is in the address; a wrong one is said and left out, and the rest is shown."""
    form = FilterForm(request.GET)
    query, wrong = form.query()
    status = 400 if wrong else 200
    try:
        page = selectors.search(request.user, query)
    except Invalid as refusal:
        wrong, status = [refusal.message], 400
        query = selectors.SearchQuery(text=query.text[:200])
        page = selectors.search(request.user, query)
    if query.offset and not page.cards:
        wrong, status = [_("There is no page %(number)s of this list; this is its first.") % {"number": form.page}], 404
        form.page, query = "", replace(query, offset=0)
        page = selectors.search(request.user, query)
    context = catalogue_context(request, form, page, wrong)
    return render(request, "marketplace/catalog/catalogue.html", context, status=status)


@require_safe
def model_by_id(request: HttpRequest, listing_id: int) -> HttpResponse:
    listing = selectors.listing_seen_by(request.user, listing_id)
    return redirect(selectors.model_url(listing.pk, listing.slug), permanent=False)


@require_safe
@for_everybody
def model(request: HttpRequest, listing_id: int, slug: str) -> HttpResponse:
    page = selectors.listing_page(request.user, listing_id)
    if slug != page.slug:
        return redirect(page.url, permanent=False)
    return render(request, "marketplace/catalog/model.html", model_context(request, page))


@require_POST
def claim(request: HttpRequest, listing_id: int) -> HttpResponse:
    entitlements.claim_free(listing_id, by=person_of(request, _("Sign in to put this model into your library.")))
    messages.success(request, _("It is in your library. Download it here whenever you like."))
    return redirect("model_by_id", listing_id=listing_id)


@require_POST
def like(request: HttpRequest, listing_id: int) -> HttpResponse:
    person = person_of(request, _("Sign in to like this model."))
    act = people.unlike if request.POST.get("liked") == "1" else people.like
    act(listing_id, by=person)
    return redirect("model_by_id", listing_id=listing_id)


@require_safe
@for_everybody
def creator(request: HttpRequest, username: str) -> HttpResponse:
    page = selectors.creator_page(request.user, username)
    if page.username != username:
        return redirect("creator", username=page.username)
    context: dict[str, Any] = {"page": page}
    return render(request, "marketplace/catalog/creator.html", context)
