"""What is one's own: publishing, uploading, editing, submitting, and the library."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog import selectors, states
from marketplace.catalog.forms import ListingForm, UploadForm
from marketplace.catalog.models import Listing
from marketplace.catalog.presenting import STATE_TONES, facts_of, state_words
from marketplace.catalog.services import listings, publishing, uploads
from nexus.foundation.errors import NexusError, NotAllowed, NotSignedIn
from nexus.foundation.languages import figures
from nexus.foundation.sayings import said, said_all

ROOM_FOR_FORM = 64 * 1024  # what a form weighs beside its file


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in to see what is yours."))
    return request.user


@require_POST
def publish(request: HttpRequest, job_id: UUID) -> HttpResponse:
    listing = publishing.publish_job(job_id, by=_person(request))
    messages.success(request, _("A draft is made. Give it a price, then submit it."))
    return redirect("model_edit", listing_id=listing.pk)


def _weighed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body that is too large before any of it is read; the token is looked for only after that."""
    guarded = csrf_protect(view)

    def first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.UPLOAD_MAX_BYTES + ROOM_FOR_FORM:
            raise uploads.too_large(_("What you sent"))
        return guarded(request, *args, **kwargs)

    return csrf_exempt(first)


@_weighed
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """One GLB becomes a draft with its check under way; a refusal leaves no draft behind."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                listing = _draft_with_file(_person(request), form.cleaned_data["file"])
            except NexusError as refusal:
                form.add_error("file", refusal.message)
                status = refusal.status
            else:
                return redirect("model_edit", listing_id=listing.pk)
    context = {"form": form, "most_bytes": settings.UPLOAD_MAX_BYTES, "most_mb": settings.UPLOAD_MAX_BYTES // 2**20}
    return render(request, "marketplace/catalog/upload.html", context, status=status)


@transaction.atomic
def _draft_with_file(person: User, sent: Any) -> Listing:
    listing = listings.create_draft(by=person, name=_name_from(sent.name))
    uploads.receive_upload(listing, by=person, filename=sent.name, chunks=sent.chunks())
    return listing


def _name_from(filename: str) -> str:
    stem = filename.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ").replace("\x00", "")
    return stem.strip()[: listings.NAME_MOST].capitalize() or _("New model")


@_weighed
@never_cache
@login_required
@require_POST
def replace_file(request: HttpRequest, listing_id: int) -> HttpResponse:
    person = _person(request)
    listing = selectors.listing_seen_by(person, listing_id)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit_page(request, listing_id, upload_form=form, status=400)
    sent = form.cleaned_data["file"]
    try:
        uploads.receive_upload(listing, by=person, filename=sent.name, chunks=sent.chunks())
    except NexusError as refusal:
        form.add_error("file", refusal.message)
        return _edit_page(request, listing_id, upload_form=form, status=refusal.status)
    return redirect("model_edit", listing_id=listing_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, listing_id: int) -> HttpResponse:
    if request.method != "POST":
        return _edit_page(request, listing_id)
    page = _own_page(request, listing_id)
    form = ListingForm(request.POST, page=page)
    status = 400
    if form.is_valid():
        try:
            listings.update_listing(listing_id, by=_person(request), **form.changes())
            if "submit" in request.POST:
                listings.submit(listing_id, by=_person(request))
        except NexusError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(
                request,
                _("Submitted. Staff look at it, the oldest first.") if "submit" in request.POST else _("Saved."),
            )
            return redirect("model_edit", listing_id=listing_id)
    return _edit_page(request, listing_id, form=form, status=status)


def _own_page(request: HttpRequest, listing_id: int) -> selectors.ModelPage:
    page = selectors.listing_page(_person(request), listing_id, related=False)
    if not (page.viewer.is_own or page.viewer.may_review):
        raise NotAllowed(_("Only its creator may change this model."))
    return page


def _edit_page(
    request: HttpRequest,
    listing_id: int,
    *,
    form: ListingForm | None = None,
    upload_form: UploadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, page = _person(request), _own_page(request, listing_id)
    context = {
        "page": page,
        "form": form or ListingForm(page=page),
        "upload_form": upload_form or UploadForm(),
        "upload": selectors.newest_upload(listing_id),
        "facts": facts_of(page.facts),
        "missing": said_all(selectors.missing_for_submit(selectors.listing_seen_by(person, listing_id))),
        "confirmed": is_email_confirmed(person),
        "takes_files": page.state in states.FILES_MAY_CHANGE and not page.provenance,
        "may_submit": states.may_move(page.state, Listing.State.PENDING) and page.viewer.is_own,
        "state_words": state_words(page),
        "state_tone": STATE_TONES.get(page.state, ""),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "most_mb": settings.UPLOAD_MAX_BYTES // 2**20,
        "fee_percent": figures(f"{100 - settings.FEE_BASIS_POINTS / 100:g}"),
    }
    return render(request, "marketplace/catalog/edit.html", context, status=status)


@never_cache
@login_required
@require_safe
def upload_panel(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The moving part of the edit page: where the file stands; the same fragment that the page is first drawn with."""
    page = _own_page(request, listing_id)
    context = {"page": page, "upload": selectors.newest_upload(listing_id), "facts": facts_of(page.facts)}
    return render(request, "marketplace/catalog/_upload.html", context)


def _act(act: Callable[..., object], done: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """A button of the edit page: one service, then back with its sentence."""

    def view(request: HttpRequest, listing_id: int) -> HttpResponse:
        try:
            act(listing_id, by=_person(request))
        except NexusError as refusal:
            if refusal.status in {401, 404}:
                raise
            messages.error(request, refusal.message)
        else:
            messages.success(request, said(done))
        return redirect("model_edit", listing_id=listing_id)

    return login_required(require_POST(view))


submit = _act(listings.submit, "Submitted. Staff look at it, the oldest first.")
archive = _act(listings.archive, "Archived. Nobody finds it now; who holds it keeps it.")
unarchive = _act(listings.unarchive, "It is back in the shop.")


@login_required
@require_POST
def delete(request: HttpRequest, listing_id: int) -> HttpResponse:
    try:
        listings.delete_listing(listing_id, by=_person(request))
    except NexusError as refusal:
        if refusal.status in {401, 404}:
            raise
        messages.error(request, refusal.message)
        return redirect("model_edit", listing_id=listing_id)
    messages.success(request, _("Deleted, with its files."))
    return redirect("dashboard")


@never_cache
@login_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    shelf = selectors.library_of(_person(request), text=text, cursor=request.GET.get("cursor", ""))
    return render(request, "marketplace/catalog/library.html", {"library": shelf, "text": text})
