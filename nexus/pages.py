"""Pages of no app: open files, errors, and the mail folder while DEBUG=1."""

import email
import email.policy
import re
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import structlog
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.services import people
from nexus import style_mails
from nexus.api import errors as api_errors
from nexus.foundation import languages
from nexus.foundation.errors import NotFound, is_away
from nexus.foundation.middleware import sentence_page
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

SAFE = {"GET", "HEAD", "OPTIONS"}
# What is sent only to read: signing in and out, fetching what one holds, and how a page looks.
READING = re.compile(
    r"/models/\d+/download/|/library/zip/|/language/|/theme/|/admin/log(in|out)/"
    r"|/accounts/(log(in|out)/|reauthenticate/|2fa/(authenticate|reauthenticate)/)"
    r"|/api/v1/(auth/(login|refresh|logout)|models/[^/]+/download)/?"
)
YEAR = 365 * 24 * 3600


class Maintenance:
    """While MAINTENANCE=1 the site can be read, and every write is told so in the words of its reader.

    Reading takes a few forms: a download and a sign-in are sent by POST and go on working.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.MAINTENANCE or request.method in SAFE or READING.fullmatch(request.path_info):
            return self.get_response(request)
        sentence = _("Nexus is being maintained and can only be read just now. Nothing you sent was changed or lost.")
        return _for_program(request, 503, "maintenance", sentence) or sentence_page(request, 503, sentence)


@csrf_exempt  # a token would need a cookie on every page; where a form comes from, its headers say
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch of the footer: a cookie for this browser, the row for mails, and back to the same page."""
    wanted = request.POST.get("language", "")
    if not languages.is_from_here(request) or not languages.is_known(wanted):
        return bad_request(request, BadRequest())
    if isinstance(request.user, User):
        people.change_profile(request.user, language=wanted)
    response = redirect(_way_back(request))
    languages.remember(response, wanted)
    return response


def _way_back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    return (
        back if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()) else "/"
    )


@csrf_exempt  # as above
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """The colour scheme's switch where no script ran: a cookie, and back to the same page."""
    wanted = request.POST.get("theme", "")
    if not languages.is_from_here(request) or wanted not in {"", "light", "dark"}:
        return bad_request(request, BadRequest())
    response = redirect(_way_back(request))
    if wanted:
        response.set_cookie("theme", wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@csrf_exempt
def open_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file whose unguessable key is the right to fetch it."""
    file = StoredFile.objects.filter(key=f"open/{key}", is_open=True).first()
    if file is None:
        raise NotFound(_("There is no such file. It may have been deleted with the job it came from."))
    return links.serve(request, file, attachment="download" in request.GET)


def _for_program(request: HttpRequest, status: int, code: str, sentence: str) -> JsonResponse | None:
    return api_errors.plain(request.path, status, code, sentence) if api_errors.is_api(request.path) else None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("The request was not understood. Go back, reload the page and try again.")
    return _for_program(request, 400, "invalid", sentence) or sentence_page(request, 400, sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = (
        _("You are signed in, but this page is for others.")
        if request.user.is_authenticated
        else _("Sign in to see this page.")
    )
    return _for_program(request, 403, "not_allowed", sentence) or sentence_page(request, 403, sentence)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("There is nothing at this address. It may have moved, or it may be private.")
    return _for_program(request, 404, "not_found", sentence) or sentence_page(request, 404, sentence)


def fault(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw; 503 where the database or Valkey did not answer, so that robots come back too."""
    away = is_away(sys.exc_info()[1])
    sentence = _("That did not work, and it is our fault. What you typed is still in your browser.")
    status, code = (503, "away") if away else (500, "fault")
    answer: HttpResponse | None = _for_program(request, status, code, api_errors.AWAY if away else sentence)
    if answer is None:
        # The end of the request's id: the log has it, and a person can say it.
        record = str(structlog.contextvars.get_contextvars().get("request", ""))[-12:]
        answer = render(request, "500.html", {"record": record}, status=status)
    if away:
        answer["Retry-After"] = str(api_errors.AWAY_SECONDS)
    return answer


def _read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def mails(request: HttpRequest) -> HttpResponse:
    """Every mail in the folder, newest first."""
    rows = []
    for path in sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), reverse=True)[:100]:
        message = _read(path)
        rows.append({"name": path.name, "to": message["To"], "subject": message["Subject"], "date": message["Date"]})
    return render(request, "dev/mails.html", {"rows": rows})


def _mail_of(name: str) -> EmailMessage:
    path = Path(settings.MAIL_FOLDER) / Path(name).name
    if not path.is_file() or path.suffix != ".eml":
        raise Http404
    return _read(path)


def mail(request: HttpRequest, name: str) -> HttpResponseBase:
    """One mail: as its reader sees it, and its text twin with links that can be pressed."""
    message = _mail_of(name)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    context = {"name": name, "subject": message["Subject"], "to": message["To"], "parts": _linked(text)}

    @csp_update({"frame-src": [SELF]})
    def page(request: HttpRequest) -> HttpResponseBase:
        return render(request, "dev/mail.html", context)

    return page(request)


def mail_html(request: HttpRequest, name: str) -> HttpResponseBase:
    """The HTML part alone, for the frame."""
    body = _mail_of(name).get_body(preferencelist=("html",))
    if body is None:
        raise Http404
    return style_mails.as_read(request, body.get_content())


def _linked(text: str) -> list[dict[str, str]]:
    """Lines of a mail; a line that is an address of this site becomes a link."""
    return [
        {"text": line, "href": line.strip() if line.strip().startswith(settings.SITE_URL) else ""}
        for line in text.splitlines()
    ]
