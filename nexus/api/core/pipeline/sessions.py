"""Sessions: pieces of work with chats and jobs."""

from rest_framework.request import Request
from rest_framework.response import Response

from conversations import selectors
from conversations.models import Session
from conversations.services import sessions
from nexus.api import base
from nexus.api.core.shapes import conversations as shapes

MISSING = selectors.NO_SESSION
COLUMNS = {"metadata_json": "metadata"}


class Sessions(base.View):
    class Body(base.Body):
        name = base.Text(max_length=sessions.NAME_MOST, required=False, default="", allow_blank=True)
        status = base.Choice(Session.Status.values, required=False, default=Session.Status.ACTIVE.value)
        metadata_json = base.Object(required=False, default=dict)

    class Query(base.Paged):
        status = base.Choice(Session.Status.values, required=False, default="")

    @base.call("One's own sessions, newest first", query=Query, gives={200: (shapes.SessionShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        rows = selectors.sessions_of(self.person).select_related("owner")
        if self.query["status"]:
            rows = rows.filter(status=self.query["status"])
        return base.page(request, self.query, rows, shapes.sessions)

    @base.call("Begin a session", body=Body, gives={201: shapes.SessionShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        asked = self.asked
        made = sessions.make_session(
            self.person, name=asked["name"], status=asked["status"], metadata=asked["metadata_json"]
        )
        return Response(shapes.session(made), status=201)


class OneSession(base.View):
    class Body(base.Body):
        name = base.Text(max_length=sessions.NAME_MOST, required=False, allow_blank=True)
        status = base.Choice(Session.Status.values, required=False)
        metadata_json = base.Object(required=False)

    @base.call("One session", gives={200: shapes.SessionShape}, signed_in=True)
    def get(self, request: Request, session_id: str) -> Response:
        return Response(shapes.session(selectors.session_of(self.person, base.wanted_uuid(session_id, MISSING))))

    @base.call("Change what is sent of it", body=Body, gives={200: shapes.SessionShape}, signed_in=True)
    def patch(self, request: Request, session_id: str) -> Response:
        changes = {COLUMNS.get(name, name): value for name, value in self.asked.items()}
        changed = sessions.change_session(base.wanted_uuid(session_id, MISSING), by=self.person, **changes)
        return Response(shapes.session(changed))

    @base.call("Delete it with its chats, messages, jobs and files", gives={204: None}, signed_in=True)
    def delete(self, request: Request, session_id: str) -> Response:
        sessions.delete_session(base.wanted_uuid(session_id, MISSING), by=self.person)
        return Response(status=204)
