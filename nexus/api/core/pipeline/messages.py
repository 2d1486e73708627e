"""Messages: appended to a chat and deleted, never changed."""

from rest_framework.request import Request
from rest_framework.response import Response

from conversations import selectors
from conversations.models import Message
from conversations.services import messages
from nexus.api import base
from nexus.api.core.shapes import conversations as shapes

MISSING = selectors.NO_MESSAGE


class Messages(base.View):
    class Body(base.Body):
        chat_id = base.Id()
        role = base.Choice(Message.Role.values)
        content = base.Text(max_length=messages.CONTENT_MOST)
        tokens = base.Whole(least=0, most=2**31 - 1, required=False, allow_null=True, default=None)
        metadata_json = base.Object(required=False, default=dict)

    class Query(base.Paged):
        chat_id = base.Id(required=False, default=None)

    @base.call(
        "Messages of one's own chats, newest first",
        query=Query,
        gives={200: (shapes.ChatMessageShape,)},
        signed_in=True,
    )
    def get(self, request: Request) -> Response:
        rows = selectors.messages_of(self.person)
        if self.query["chat_id"]:
            rows = rows.filter(chat_id=self.query["chat_id"])
        return base.page(request, self.query, rows, shapes.messages)

    @base.call("Append a message to a chat", body=Body, gives={201: shapes.ChatMessageShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        asked = self.asked
        made = messages.post_message(
            asked["chat_id"],
            by=self.person,
            role=asked["role"],
            content=asked["content"],
            tokens=asked["tokens"],
            metadata=asked["metadata_json"],
        )
        return Response(shapes.message(made), status=201)


class OneMessage(base.View):
    @base.call("One message", gives={200: shapes.ChatMessageShape}, signed_in=True)
    def get(self, request: Request, message_id: str) -> Response:
        return Response(shapes.message(selectors.message_of(self.person, base.wanted_uuid(message_id, MISSING))))

    @base.call("Delete a message", gives={204: None}, signed_in=True)
    def delete(self, request: Request, message_id: str) -> Response:
        messages.delete_message(base.wanted_uuid(message_id, MISSING), by=self.person)
        return Response(status=204)
