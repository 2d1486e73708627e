"""What Studio's views share: its sentences, its forms, and the files that come with them."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import QueryDict
from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser as UrlFormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from generation import inputs, watch
from generation.watch import Watched
from nexus.api import base
from nexus.api.fields import FormParser, JsonParser
from nexus.foundation.errors import Invalid, NexusError, NotAllowed, NotSignedIn, TooLarge

NOT_SIGNED_IN = "Authentication required"
MISSING = "Job not found"
NOT_YOURS = "You don't have permission to {act} this job"
AWAY = "External service unavailable. Please try again later."
FORM_MOST = 2**20  # without files
PICTURE_FORM_MOST = inputs.MOST_BYTES + 2**16  # a picture and the form around it
TOO_LARGE = "What you sent is larger than this route takes: {most} MB."
PICTURE_TOO_LARGE = f"A picture has at most {inputs.MOST_BYTES // 2**20} MB."


class UrlForm(UrlFormParser):
    """A form without files, as browsers send it by themselves."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        sent = stream.read(FORM_MOST + 1)
        if len(sent) > FORM_MOST:
            raise RequestDataTooBig
        try:
            return QueryDict(sent.decode("utf-8"), encoding="utf-8")
        except UnicodeDecodeError:
            raise ParseError("The form is no valid UTF-8.") from None


class FormText(base.Text):
    """Text of a form: Django reads bytes that are no UTF-8 as U+FFFD, which nobody types."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if "\ufffd" in text:
            raise ValidationError("This is no valid UTF-8.")
        return text


class StudioView(base.View):
    """Refusals in the sentences that Studio's clients know."""

    strict: ClassVar[bool] = False
    most_bytes: ClassVar[int] = FORM_MOST  # of a whole request

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is certainly too large before any of it is read."""
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if sent.isdigit() and int(sent) > self.most_bytes:
            raise TooLarge(TOO_LARGE.format(most=self.most_bytes // 2**20))
        super().initial(request, *args, **kwargs)

    def must_be_signed_in(self) -> None:
        if self.viewer is None:
            raise NotSignedIn(NOT_SIGNED_IN)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, NexusError):
            sentence = {401: NOT_SIGNED_IN, 404: MISSING, 503: AWAY}.get(exc.status)
            if sentence is not None:
                exc.sentence = sentence
        return super().handle_exception(exc)

    def job_seen(self, job_id: str, act: str, *, ticket: str = "") -> Watched:
        """The job, for who may `act` on it: 404, 401 and 403 as the contract names them."""
        try:
            return watch.watched_by(self.viewer, job_id_of(job_id), ticket=ticket)
        except NotAllowed:
            raise NotAllowed(NOT_YOURS.format(act=act)) from None


class GpuView(StudioView):
    """The GPU half takes forms, with files or without, and JSON."""

    parser_classes = [FormParser, UrlForm, JsonParser]


def job_id_of(text: str) -> UUID:
    return base.wanted_uuid(text, MISSING)


def file_of(request: Request, name: str) -> tuple[bytes, str] | None:
    """The bytes and the name of a file of a form, or None where there is none; TooLarge beyond 10 MB."""
    file = request.FILES.get(name)
    if file is None:
        return None
    if (file.size or 0) > inputs.MOST_BYTES:
        raise TooLarge(PICTURE_TOO_LARGE)
    return file.read(), file.name or "picture"


def wanted_file(request: Request, name: str) -> tuple[bytes, str]:
    found = file_of(request, name)
    if found is None:
        sentence = f"Send a picture as multipart field `{name}`."
        raise Invalid(sentence, fields={name: [sentence]})
    return found
