"""What is one's own: publishing, uploading, and the library."""

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
from marketplace.catalog import selectors, states
from marketplace.catalog.forms import UploadForm
from marketplace.catalog.models import Listing
from marketplace.catalog.presenting import facts_of
from marketplace.catalog.services import listings, publishing, uploads
from marketplace.catalog.views.selling import edit_page, own_page, person_of
from nexus.foundation.errors import NexusError

ROOM_FOR_FORM = 64 * 1024  # what a form weighs beside its file


@require_POST
def publish(request: HttpRequest, job_id: UUID) -> HttpResponse:
    listing = publishing.publish_job(job_id, by=person_of(request))
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
    """One file becomes a draft with its check under way; a refusal leaves no draft behind."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                listing = _draft_with_file(person_of(request), form.cleaned_data["file"])
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
    person = person_of(request)
    listing = selectors.listing_seen_by(person, listing_id)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return edit_page(request, listing_id, upload_form=form, status=400)
    sent = form.cleaned_data["file"]
    try:
        uploads.receive_upload(listing, by=person, filename=sent.name, chunks=sent.chunks())
    except NexusError as refusal:
        form.add_error("file", refusal.message)
        return edit_page(request, listing_id, upload_form=form, status=refusal.status)
    return redirect("model_edit", listing_id=listing_id)


@never_cache
@login_required
@require_safe
def upload_panel(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The moving part of the edit page: where the file stands; the same fragment that the page is first drawn with."""
    page = own_page(request, listing_id)
    context = {
        "page": page,
        "upload": selectors.newest_upload(listing_id),
        "facts": facts_of(page.facts),
        "takes_files": page.state in states.FILES_MAY_CHANGE and not page.provenance,
    }
    return render(request, "marketplace/catalog/_upload.html", context)
