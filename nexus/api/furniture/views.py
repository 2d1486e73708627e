"""A photo of a piece of furniture becomes a model inside a session made without an account."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation import guest_sessions, inputs
from nexus.api import base
from nexus.api.fields import FormParser
from nexus.api.furniture import shapes
from nexus.foundation import limits
from nexus.foundation.errors import Invalid, TooLarge
from nexus.foundation.storage import links

FORM_ROOM = 2**16
NO_IMAGE = "Send a picture as multipart field `image`."
TOO_LARGE = f"A picture has at most {inputs.MOST_BYTES // 2**20} MB."


def session_id_of(text: str) -> UUID:
    return base.wanted_uuid(text, guest_sessions.MISSING)


class Begin(base.View):
    strict: ClassVar[bool] = False

    @base.call("A new session; its id is the right to what is in it", gives={200: shapes.Begun})
    def get(self, request: Request) -> Response:
        return Response({"session_id": str(guest_sessions.begin_session().pk)})


class Process(base.View):
    strict: ClassVar[bool] = False
    parser_classes = [FormParser]

    class Form(base.Body):
        image = serializers.FileField()

    @base.call(
        "Make a model of the picture `image`, at most 10 MB, in the background", form=Form, gives={200: shapes.Saved}
    )
    def post(self, request: Request, session_id: str) -> Response:
        wanted = guest_sessions.session_seen_by_id(session_id_of(session_id))
        data, filename = self._picture(request)
        session, name = guest_sessions.ask_for_furniture(
            wanted.pk, by=self.viewer, data=data, filename=filename, address=self.address
        )
        return Response({"message": "Image saved successfully", "session_id": str(session.pk), "filename": name})

    def _picture(self, request: Request) -> tuple[bytes, str]:
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if sent.isdigit() and int(sent) > inputs.MOST_BYTES + FORM_ROOM:
            raise TooLarge(TOO_LARGE)
        file = request.FILES.get("image")
        if file is None:
            raise Invalid(NO_IMAGE, fields={"image": [NO_IMAGE]})
        if (file.size or 0) > inputs.MOST_BYTES:
            raise TooLarge(TOO_LARGE)
        return file.read(), file.name or ""


class Models(base.View):
    strict: ClassVar[bool] = False
    reading_limit: ClassVar[limits.Limit | None] = limits.WATCHING

    @base.call("The finished models of a session, and the pictures nothing came of", gives={200: shapes.SessionModels})
    def get(self, request: Request, session_id: str) -> Response:
        session = guest_sessions.session_seen_by_id(session_id_of(session_id))
        made = guest_sessions.made_in(session)
        failed = [{"filename": name, "error": error} for name, error in made.failed]
        return Response({"session_id": str(session.pk), "models": list(made.models), "failed": failed})


class Claim(base.View):
    strict: ClassVar[bool] = False

    @base.call("Keep a session with its models for good", gives={200: shapes.Claimed}, signed_in=True)
    def post(self, request: Request, session_id: str) -> Response:
        session = guest_sessions.claim_session(session_id_of(session_id), by=self.person)
        return Response({"message": "Session claimed", "session_id": str(session.pk)})


class Model(base.View):
    strict: ClassVar[bool] = False
    reading_limit: ClassVar[limits.Limit | None] = limits.WATCHING

    @base.call("One finished model, as GLB", gives={(200, "model/gltf-binary"): bytes})
    def get(self, request: Request, session_id: str, name: str) -> HttpResponseBase:
        session = guest_sessions.session_seen_by_id(session_id_of(session_id))
        file = guest_sessions.model_in(session, name)
        served = links.serve(request._request, file, filename=name, attachment=False)  # noqa: SLF001 - Django's request
        served["Cache-Control"] = "private, no-cache"  # the name may come to mean another model
        return served
