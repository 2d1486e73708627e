"""Files that are sold: asking for a link, and using it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from marketplace.catalog.services import downloads
from nexus.foundation.errors import NotSignedIn
from nexus.foundation.storage import links


@require_POST
def download(request: HttpRequest, listing_id: int) -> HttpResponse:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to download this model.")
    made = downloads.open_download(listing_id, by=request.user, format=request.POST.get("format", ""))
    return redirect(made.url)


@require_safe
def get(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    viewer = request.user.pk if isinstance(request.user, User) else None
    opened = downloads.use_link(token, viewer_id=viewer)
    return links.serve(request, opened.file, filename=opened.filename, attachment=True)
