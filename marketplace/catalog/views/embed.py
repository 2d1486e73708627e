"""A model on other sites: a page of its own for a frame, and oEmbed for programs that make one."""

import re
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors
from marketplace.catalog.machine import CAMERA, absolute, oembed
from nexus.foundation.errors import Invalid, NexusError, NotFound

MODEL = re.compile(r"/(?:models|embed)/(\d{1,18})(?:-[-\w]+)?/?")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type] # its types know views of one argument
def embed(request: HttpRequest, listing_id: int) -> HttpResponse:
    """What everybody may see of a model, in somebody else's page: poster first, no cookie, and whose it is."""
    page = selectors.listing_page(None, listing_id, related=False)
    camera = request.GET.get("camera", "")
    context = {
        "page": page,
        "url": absolute(page.url),
        "creator_url": absolute(page.creator_url),
        "camera": camera if CAMERA.fullmatch(camera) else "",
    }
    response = render(request, "marketplace/catalog/embed.html", context)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def oembed_answer(request: HttpRequest) -> HttpResponse:
    """GET /oembed?url=…: JSON alone; refusals are JSON too, as programs ask."""
    try:
        if request.GET.get("format", "json") != "json":
            return JsonResponse({"error": "Only JSON is made here."}, status=501)
        page = selectors.listing_page(None, _model_of(request.GET.get("url", "")), related=False)
        width, height = (_pixels(request, name) for name in ("maxwidth", "maxheight"))
    except NexusError as refusal:
        return JsonResponse({"error": refusal.message}, status=refusal.status)
    response = JsonResponse(oembed(page, most_width=width, most_height=height))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _model_of(url: str) -> int:
    try:
        asked, ours = urlsplit(url), urlsplit(settings.SITE_URL)
    except ValueError:
        asked, ours = urlsplit(""), urlsplit(settings.SITE_URL)
    found = MODEL.fullmatch(asked.path) if asked.netloc == ours.netloc else None
    if found is None:
        raise NotFound("This address is not that of a model here.")
    return int(found[1])


def _pixels(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise Invalid(f"{name} is a whole number of pixels.")
    return int(text)
