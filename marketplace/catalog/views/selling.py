"""A listing in its creator's hands: its three steps, its way through review, its versions."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog import reference, selectors, states, suggesting
from marketplace.catalog.forms import ListingForm, UploadForm, VersionForm
from marketplace.catalog.licences import name_of
from marketplace.catalog.models import Listing
from marketplace.catalog.presenting import STATE_TONES, facts_of, pose_context, problems_of, state_words
from marketplace.catalog.rejections import REJECTIONS
from marketplace.catalog.selectors.files import public_duplicates_of
from marketplace.catalog.selectors.origins import closed_licences
from marketplace.catalog.selectors.readiness import waiting_of
from marketplace.catalog.selectors.shapes import category_by_shape
from marketplace.catalog.selectors.tags import tags_in
from marketplace.catalog.selectors.uploads import arriving_uploads
from marketplace.catalog.selectors.versions import open_version_of, parent_of
from marketplace.catalog.services import listings, versions
from nexus.foundation.errors import NexusError, NotAllowed, NotSignedIn
from nexus.foundation.languages import figures
from nexus.foundation.sayings import said, said_all

STEPS = ("files", "report", "listing")
SAVES_ITSELF = frozenset({Listing.State.DRAFT, Listing.State.REJECTED, Listing.State.PENDING})
SUBMITTED = "Submitted. Staff look at it, the oldest first."


def person_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in to see what is yours."))
    return request.user


def own_page(request: HttpRequest, listing_id: int) -> selectors.ModelPage:
    page = selectors.listing_page(person_of(request), listing_id, related=False)
    if not (page.viewer.is_own or page.viewer.may_review):
        raise NotAllowed(_("Only its creator may change this model."))
    return page


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The listing's page for its creator; a script may send the form again and again while it is typed in."""
    parent = parent_of(selectors.listing_seen_by(person_of(request), listing_id))
    if parent is not None:
        return redirect("model_version", listing_id=parent)
    if request.method != "POST":
        return edit_page(request, listing_id)
    page = own_page(request, listing_id)
    by_itself = "X-Autosave" in request.headers and page.state in SAVES_ITSELF
    form = ListingForm(request.POST, page=page)
    status = 400
    if form.is_valid():
        try:
            listings.update_listing(listing_id, by=person_of(request), reason=form.reason_said, **form.changes())
            if "submit" in request.POST and not by_itself:
                listings.submit(listing_id, by=person_of(request))
        except NexusError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            if by_itself:
                return _saved(request, listing_id, form)
            messages.success(request, said(SUBMITTED) if "submit" in request.POST else _("Saved."))
            return redirect(f"{reverse('model_edit', args=[listing_id])}?step=listing")
    if by_itself:
        return _saved(request, listing_id, form)
    return edit_page(request, listing_id, form=form, status=status)


def _saved(request: HttpRequest, listing_id: int, form: ListingForm) -> HttpResponse:
    """What stands beside the form while it saves itself: what was wrong, what is missing, how the text reads."""
    page = own_page(request, listing_id)
    return render(request, "marketplace/catalog/_listing_state.html", {**_state(request, page), "form": form})


def _state(request: HttpRequest, page: selectors.ModelPage) -> dict[str, Any]:
    listing = selectors.listing_seen_by(person_of(request), page.id)
    closed = closed_licences(listing.pk, listing.seller_id)
    return {
        "page": page,
        "missing": said_all(selectors.missing_for_submit(listing)),
        "arriving": arriving_uploads(listing.pk),
        "may_submit": states.may_move(page.state, Listing.State.PENDING) and page.viewer.is_own,
        "closed": [(name_of(licence), said(reason)) for licence, reason in closed.items()],
    }


def edit_page(
    request: HttpRequest,
    listing_id: int,
    *,
    form: ListingForm | None = None,
    upload_form: UploadForm | None = None,
    more: dict[str, Any] | None = None,
    step: str = "",
    status: int = 200,
) -> HttpResponse:
    """The three steps; the one that is asked for, else the first that needs its creator."""
    page = own_page(request, listing_id)
    listing = selectors.listing_seen_by(person_of(request), listing_id)
    step = step or ("files" if upload_form else "listing" if form else request.GET.get("step", ""))
    if step not in STEPS:
        step = "listing" if page.formats else "files"
    words = [page.description, *page.tags, *((page.facts or {}).get("node_names") or [])]
    by_words = "" if page.category_slug else suggesting.category_for(page.name, texts=words)
    suggested = by_words if by_words or page.category_slug else category_by_shape(listing_id)
    context = {
        **_state(request, page),
        "step": step,
        "form": form or ListingForm(page=page),
        "upload_form": upload_form or UploadForm(),
        "upload": selectors.newest_upload(listing_id),
        "facts": facts_of(page.facts),
        "problems": problems_of(page.facts, notes=True),
        "suggested": next((row for row in selectors.category_choices() if row[0] == suggested), None),
        "suggested_by_shape": bool(suggested) and not by_words,
        "popular_tags": tags_in(page.category_slug or suggested),
        "confirmed": is_email_confirmed(person_of(request)),
        "takes_files": page.state in states.FILES_MAY_CHANGE and not page.provenance,
        "saves_itself": page.state in SAVES_ITSELF,
        "waiting": waiting_of(listing),
        "version": open_version_of(listing),
        "may_version": page.state == Listing.State.APPROVED and page.viewer.is_own,
        "rejected": [REJECTIONS[code] for code in listing.reject_codes if code in REJECTIONS],
        "reject_note": listing.reject_note,
        "state_words": state_words(page),
        "state_tone": STATE_TONES.get(page.state, ""),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "most_mb": settings.UPLOAD_MAX_BYTES // 2**20,
        "fee_basis_points": settings.FEE_BASIS_POINTS,
        "fee_percent": figures(f"{100 - settings.FEE_BASIS_POINTS / 100:g}"),
    }
    if step == "report":
        context |= pose_context(page, listing.angles)
        context |= {
            "twins": public_duplicates_of(listing_id),
            "reference": reference.drawn(page.facts),
            "unit_open": reference.is_unit_open(page.facts),
            "unit_confirmed": listing.unit_confirmed_at,
        }
    return render(request, "marketplace/catalog/edit.html", context | (more or {}), status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The version in the making: its file, its report, what is new, and the way into review."""
    person, page = person_of(request), own_page(request, listing_id)
    form = VersionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not page.viewer.is_own:
            raise NotAllowed(_("Only its creator may change this model."))
        try:
            return _act_on_version(request, listing_id, form)
        except NexusError as refusal:
            if refusal.status in {401, 404}:
                raise
            form.add_error(None, refusal.message)
            status = refusal.status
    return _version_page(request, person, page, form=form, status=status)


def _act_on_version(request: HttpRequest, listing_id: int, form: VersionForm) -> HttpResponse:
    person = person_of(request)
    if "discard" in request.POST:
        versions.discard_version(listing_id, by=person)
        messages.success(request, _("The new version is thrown away. What sells stays as it is."))
        return redirect("model_edit", listing_id=listing_id)
    if "submit" not in request.POST:
        versions.open_version(listing_id, by=person)
        return redirect("model_version", listing_id=listing_id)
    form.full_clean()
    versions.submit_version(listing_id, by=person, changelog=form.cleaned_data.get("changelog", ""))
    messages.success(request, said(SUBMITTED))
    return redirect("model_version", listing_id=listing_id)


def _version_page(
    request: HttpRequest, person: User, page: selectors.ModelPage, *, form: VersionForm, status: int
) -> HttpResponse:
    found = open_version_of(selectors.listing_seen_by(person, page.id))
    if found is None or found.carrier is None:
        return redirect("model_edit", listing_id=page.id)
    carrier = selectors.listing_page(person, found.carrier.pk, related=False)
    listing = found.carrier
    context = {
        "page": carrier,
        "parent": page,
        "version": found,
        "form": form if form.is_bound else VersionForm(initial={"changelog": found.changelog}),
        "upload_form": UploadForm(),
        "upload": selectors.newest_upload(listing.pk),
        "facts": facts_of(carrier.facts),
        "problems": problems_of(carrier.facts, notes=True),
        "changes": said_all(found.computed_changes),
        "missing": said_all(selectors.missing_for_submit(listing)),
        "arriving": arriving_uploads(listing.pk),
        "takes_files": listing.state in states.FILES_MAY_CHANGE,
        "may_submit": states.may_move(listing.state, Listing.State.PENDING),
        "waiting": waiting_of(listing),
        "rejected": [REJECTIONS[code] for code in listing.reject_codes if code in REJECTIONS],
        "reject_note": listing.reject_note,
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "most_mb": settings.UPLOAD_MAX_BYTES // 2**20,
    }
    return render(request, "marketplace/catalog/version.html", context, status=status)


def _act(act: Callable[..., object], done: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """A button of the edit page: one service, then back with its sentence."""

    def view(request: HttpRequest, listing_id: int) -> HttpResponse:
        try:
            act(listing_id, by=person_of(request))
        except NexusError as refusal:
            if refusal.status in {401, 404}:
                raise
            messages.error(request, refusal.message)
        else:
            messages.success(request, said(done))
        return redirect("model_edit", listing_id=listing_id)

    return login_required(require_POST(view))


submit = _act(listings.submit, SUBMITTED)
archive = _act(listings.archive, "Archived. Nobody finds it now; who holds it keeps it.")
unarchive = _act(listings.unarchive, "It is back in the shop.")


@login_required
@require_POST
def delete(request: HttpRequest, listing_id: int) -> HttpResponse:
    try:
        listings.delete_listing(listing_id, by=person_of(request))
    except NexusError as refusal:
        if refusal.status in {401, 404}:
            raise
        messages.error(request, refusal.message)
        return redirect("model_edit", listing_id=listing_id)
    messages.success(request, _("Deleted, with its files."))
    return redirect("dashboard")
