"""What readers of a mail ask for: its picture, its links, the way out; and what the mail provider tells."""

import base64

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.campaigns import providers, tokens
from marketplace.campaigns.services import following
from nexus.foundation.errors import NotFound

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Elsewhere(HttpResponseRedirect):
    """To an address that staff put into a mail; nothing else is ever handed to it."""

    allowed_schemes = ["http", "https"]


@never_cache
@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """One transparent point, whoever asks; a reader's own counts."""
    mail_id = tokens.mail_of_pixel(token)
    if mail_id is not None and request.method == "GET":
        following.note_open(mail_id)
    answer = HttpResponse(PIXEL, content_type="image/gif")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@never_cache
@require_safe
def clicked(request: HttpRequest, token: str) -> HttpResponse:
    """To where the mail's link led when it was written."""
    found = tokens.link_of_click(token)
    if found is None:
        raise NotFound("This link is not one of ours.")
    answer = Elsewhere(following.follow_link(*found))
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is the right
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing, because programs follow links; the button, or a mail program's own post, acts."""
    reader = following.reader_of(token)
    done = request.method == "POST" or not reader.user.marketing_consent
    if request.method == "POST":
        following.unsubscribe(token)
    context = {"email": _hidden(reader.user.email), "done": done}
    return render(request, "marketplace/campaigns/unsubscribe.html", context)


def _hidden(address: str) -> str:
    """Enough to know one's own address by: "ida@example.org" is "i…@example.org"."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}"


@csrf_exempt  # a program's call, with a secret of its own
@require_POST
def told(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider's webhook. Each event is applied once; a failure lets the provider send it again."""
    for event in providers.heard(request, provider):
        following.hear(event)
    return HttpResponse(status=200)
