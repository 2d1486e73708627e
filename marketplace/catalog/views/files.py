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
from marketplace.catalog import selectors
from marketplace.catalog.models import Conversion
from marketplace.catalog.selectors.files import NAMES, page_of
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
    if wanted:
        waiting = conversions.ask_conversion(listing_id, by=person, format=wanted)
        if waiting is not None:
            return redirect("conversion", conversion_id=waiting.pk)
    return redirect(downloads.open_download(listing_id, by=person, format=wanted).url)


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
    opened = downloads.use_link(token, viewer_id=viewer)
    if opened.file is not None:
        return links.serve(request, opened.file, filename=opened.filename, attachment=True)
    assert opened.bundle is not None
    return links.sent_whole(StreamingHttpResponse(bundles.sent(opened.bundle)), filename=opened.filename)
