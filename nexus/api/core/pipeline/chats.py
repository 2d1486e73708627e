"""Chats of a session, and the actions asked for in them."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import selectors
from conversations.models import Message
from conversations.services import actions, sessions
from nexus.api import base
from nexus.api.core.pipeline import waiting
from nexus.api.core.shapes import conversations as shapes
from nexus.foundation import idempotency
from nexus.foundation.errors import Invalid

MISSING = selectors.NO_CHAT


class Chats(base.View):
    class Body(base.Body):
        session_id = base.Id()
        title = base.Text(max_length=sessions.TITLE_MOST, required=False, default="", allow_blank=True)

    class Query(base.Paged):
        session_id = base.Id()

    @base.call(
        "The chats of one own session, newest first", query=Query, gives={200: (shapes.ChatShape,)}, signed_in=True
    )
    def get(self, request: Request) -> Response:
        rows = selectors.chats_of(self.person).filter(session_id=self.query["session_id"])
        return base.page(request, self.query, rows, shapes.chats)

    @base.call("Begin a chat in a session", body=Body, gives={201: shapes.ChatShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        made = sessions.make_chat(self.asked["session_id"], by=self.person, title=self.asked["title"])
        return Response(shapes.chat(made), status=201)


class OneChat(base.View):
    class Body(base.Body):
        title = base.Text(max_length=sessions.TITLE_MOST, required=False, allow_blank=True)

    @base.call("One chat", gives={200: shapes.ChatShape}, signed_in=True)
    def get(self, request: Request, chat_id: str) -> Response:
        return Response(shapes.chat(selectors.chat_of(self.person, base.wanted_uuid(chat_id, MISSING))))

    @base.call("Rename a chat", body=Body, gives={200: shapes.ChatShape}, signed_in=True)
    def patch(self, request: Request, chat_id: str) -> Response:
        wanted = base.wanted_uuid(chat_id, MISSING)
        if "title" not in self.asked:
            return Response(shapes.chat(selectors.chat_of(self.person, wanted)))
        return Response(shapes.chat(sessions.rename_chat(wanted, by=self.person, title=self.asked["title"])))

    @base.call("Delete a chat with its messages", gives={204: None}, signed_in=True)
    def delete(self, request: Request, chat_id: str) -> Response:
        sessions.delete_chat(base.wanted_uuid(chat_id, MISSING), by=self.person)
        return Response(status=204)


class Turn(base.Body):
    role = base.Choice(Message.Role.values)
    content = base.Text(max_length=actions.HISTORY_CHARACTERS, allow_blank=True)


class Action(base.View):
    class Body(base.Body):
        action = base.Choice(actions.ACTIONS)
        content = base.Text(max_length=actions.CONTENT_MOST, required=False, default="", allow_blank=True)
        history = serializers.ListField(
            child=Turn(), required=False, allow_null=True, default=None, max_length=actions.HISTORY_MOST
        )
        requirements_json = serializers.JSONField(required=False, allow_null=True, default=None)
        metadata_json = base.Object(required=False, default=dict)
        sync = serializers.BooleanField(required=False, default=False)

    @base.call(
        "Ask for an action: queued, or with `sync` waited for",
        body=Body,
        gives={200: shapes.ActionAnswer, 202: shapes.ActionQueued},
        once=True,
        signed_in=True,
    )
    def post(self, request: Request, chat_id: str) -> Response:
        """`process_requirements` answers with a requirements document, `generate_scad` (older name `process_scad`) with
        OpenSCAD source and the assets of the job that rendered it, `health` says whether the provider answers.
        `provider` names who worked: `runpod`, `language-model` or `planner`. An `Idempotency-Key` asks once.
        """
        asked, person = self.asked, self.person
        chat = selectors.chat_of(person, base.wanted_uuid(chat_id, MISSING))
        if asked["action"] == actions.HEALTH:
            return Response(_health(actions.health(by=person)))
        document = asked["requirements_json"]
        if document is not None and not isinstance(document, dict):
            raise Invalid("requirements_json: A JSON object.", fields={"requirements_json": ["A JSON object."]})

        def act() -> tuple[int, dict[str, Any]]:
            queued = actions.ask(
                chat.pk,
                by=person,
                action=asked["action"],
                content=asked["content"],
                history=asked["history"],
                requirements=document,
                metadata=asked["metadata_json"],
            )
            return 202, {"told": shapes.queued(queued), "number": queued.number}

        key = request.headers.get("Idempotency-Key", "")
        status, made = idempotency.once(
            actor_id=person.pk, key=key, request=["actions", str(chat.pk), request.data], act=act
        )
        if asked["sync"]:
            waiting.hold(request, made["told"], after=made["number"])
        return Response(made["told"], status=status)


def _health(found: actions.Health) -> shapes.ActionAnswer:
    told: shapes.ActionAnswer = {"status": found.status, "provider": found.provider}
    if found.reason:
        told["reason"] = found.reason
    return told
