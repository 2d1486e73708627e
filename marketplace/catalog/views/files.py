"""Files: having one corrected, asking for a download, waiting for a format, using a link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from generation.mesh.formats import NAMES
from marketplace.catalog import selectors, slicers
from marketplace.catalog.machine import absolute
from marketplace.catalog.models import Conversion
from marketplace.catalog.selectors.files import page_of
from marketplace.catalog.services import bundles, conversions, downloads, uploads
from nexus.foundation.errors import NexusError, NotSignedIn
from nexus.foundation.storage import links

BUNDLE = "all"


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in to download this model."))
    return request.user


@require_POST
def download(request: HttpRequest, listing_id: int) -> HttpResponse:
    """One file by its `format`, everything as a zip with `format=all`, or a page that waits while it is made."""
    person, wanted = _person(request), request.POST.get("format", "")[:20]
    if wanted == BUNDLE:
        return redirect(downloads.open_bundle(listing_id, by=person).url)
    if slicer := request.POST.get("slicer", "")[:20]:
        return _open_in(request, listing_id, slicer)
    if wanted:
        waiting = conversions.ask_conversion(listing_id, by=person, format=wanted)
        if waiting is not None:
            return redirect("conversion", conversion_id=waiting.pk)
    return redirect(downloads.open_download(listing_id, by=person, format=wanted).url)


def _open_in(request: HttpRequest, listing_id: int, slicer: str) -> HttpResponse:
    """A page with the address that the reader's own slicing program opens; what it reads is made first if need be.

    A page and no redirect: forms of ours may lead to this site only.
    """
    person = _person(request)
    program = slicers.name_of(slicer)
    listing = selectors.listing_seen_by(person, listing_id)
    made = {row.format for row in listing.files.all()}
    wanted = next((kind for kind in slicers.PRINTED if kind in made), slicers.PRINTED[-1])
    waiting = conversions.ask_conversion(listing_id, by=person, format=wanted)
    if waiting is not None:
        return redirect("conversion", conversion_id=waiting.pk)
    link = downloads.open_download(listing_id, by=person, format=wanted)
    context = {
        "listing_name": listing.name,
        "listing_url": selectors.model_url(listing.pk, listing.slug),
        "program": program,
        "open_url": slicers.address_of(slicer, absolute(link.url)),
        "file_url": link.url,
        "filename": link.filename,
    }
    return render(request, "marketplace/catalog/slicer.html", context)


@never_cache
@login_required
@require_safe
def conversion(request: HttpRequest, conversion_id: UUID) -> HttpResponse:
    """The page that waits for a format; it looks again by itself, with JavaScript or without."""
    row = conversions.conversion_seen_by(_person(request), conversion_id)
    listing = row.listing
    context = {
        "row": row,
        "listing_name": listing.name,
        "listing_id": listing.pk,
        "listing_url": selectors.model_url(listing.pk, listing.slug),
        "format_name": NAMES.get(row.format, row.format.upper()),
        "is_waiting": row.state in {Conversion.State.WAITING, Conversion.State.MAKING},
        "is_ready": row.state == Conversion.State.READY,
        "slicers": slicers.SLICERS.items() if row.format in slicers.PRINTED else (),
    }
    fragment = request.headers.get("X-Fragment") == "1"
    page = "_conversion.html" if fragment else "conversion.html"
    return render(request, f"marketplace/catalog/{page}", context)


@login_required
@require_POST
def fix(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Have the machine correct a checked file; the page of its model tells how that goes."""
    person = _person(request)
    source = selectors.upload_of(person, upload_id)
    try:
        uploads.fix_upload(
            upload_id, by=person, code=request.POST.get("code", "")[:40], unit=request.POST.get("unit", "")[:20]
        )
    except NexusError as refusal:
        if refusal.status in {401, 404}:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("A corrected copy is made and checked; the report follows."))
    if source.listing_id is None:
        return redirect("upload")
    return redirect("model_edit", listing_id=page_of(source.listing_id))


@login_required
@require_POST
def drop(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Stop waiting for a file that has not come whole."""
    person = _person(request)
    listing_id = selectors.upload_of(person, upload_id).listing_id
    uploads.drop_upload(upload_id, by=person)
    messages.success(request, _("It is dropped. What was there before is as it was."))
    return redirect("upload") if listing_id is None else redirect("model_edit", listing_id=page_of(listing_id))


@login_required
@require_POST
def remove(request: HttpRequest, listing_id: int, file_id: int) -> HttpResponse:
    """Take one file off one's own draft."""
    try:
        uploads.remove_file(listing_id, file_id, by=_person(request))
    except NexusError as refusal:
        if refusal.status in {401, 404}:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The file is taken off."))
    return redirect("model_edit", listing_id=page_of(listing_id))


@require_safe
def get(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    viewer = request.user.pk if isinstance(request.user, User) else None
    opened = downloads.use_link(token, viewer_id=viewer, begins=request.method == "GET")
    if opened.file is not None:
        return links.serve(request, opened.file, filename=opened.filename, attachment=True)
    assert opened.bundle is not None
    return links.sent_whole(StreamingHttpResponse(bundles.sent(opened.bundle)), filename=opened.filename)
