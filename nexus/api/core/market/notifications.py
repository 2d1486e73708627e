"""What is under one's bell."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.notices import Tab
from accounts.services import notifications
from nexus.api import base
from nexus.api.core.shapes import people as shapes
from nexus.foundation.errors import Invalid

IDS_MOST = 500


class Notifications(base.View):
    class Query(base.Paged):
        tab = base.Choice([tab.value for tab in Tab], required=False, default="")

    @base.call("One's own notices, newest first", query=Query, gives={200: (shapes.Notice,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        tab = Tab(self.query["tab"]) if self.query["tab"] else None
        rows = selectors.notices_of(self.person, tab=tab)
        return base.page(request, self.query, rows, lambda found: [shapes.notice(row) for row in found])


class Read(base.View):
    class Body(base.Body):
        ids = serializers.ListField(child=base.Whole(least=1, most=2**63 - 1), max_length=IDS_MOST, required=False)
        all = serializers.BooleanField(required=False, default=False)

    @base.call(
        "Mark one's own notices as read, by ids or all; others' ids change nothing",
        body=Body,
        gives={200: shapes.Unread},
        signed_in=True,
    )
    def post(self, request: Request) -> Response:
        if not self.asked["all"] and "ids" not in self.asked:
            sentence = "Send “ids”, or “all” as true."
            raise Invalid(sentence, fields={"ids": [sentence]})
        notifications.mark_read(self.person, ids=None if self.asked["all"] else self.asked["ids"])
        left: shapes.Unread = {"unread_notifications": selectors.unread_notices(self.person)}
        return Response(left)
