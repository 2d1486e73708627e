"""Pages of no app: open files, errors, and the mail folder while DEBUG=1."""

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from nexus.api import errors as api_errors
from nexus.foundation.errors import NotFound
from nexus.foundation.middleware import sentence_page
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

SAFE = {"GET", "HEAD", "OPTIONS"}


class Maintenance:
    """While MAINTENANCE=1 the site can be read, and every write is told so in the words of its reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.MAINTENANCE or request.method in SAFE:
            return self.get_response(request)
        sentence = _("Nexus is being maintained and can only be read just now. Nothing you sent was changed or lost.")
        return _for_program(request, 503, "maintenance", sentence) or sentence_page(request, 503, sentence)


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
    sentence = _("That did not work, and it is our fault. What you typed is still in your browser.")
    answer = _for_program(request, 500, "fault", sentence)
    return answer or render(request, "500.html", {"sentence": sentence, "status": 500}, status=500)


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


def mail(request: HttpRequest, name: str) -> HttpResponse:
    path = Path(settings.MAIL_FOLDER) / Path(name).name
    if not path.is_file() or path.suffix != ".eml":
        raise Http404
    message = _read(path)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return render(
        request, "dev/mail.html", {"subject": message["Subject"], "to": message["To"], "parts": _linked(text)}
    )


def _linked(text: str) -> list[dict[str, str]]:
    """Lines of a mail; a line that is an address of this site becomes a link."""
    return [
        {"text": line, "href": line.strip() if line.strip().startswith(settings.SITE_URL) else ""}
        for line in text.splitlines()
    ]
