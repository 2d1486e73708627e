"""API keys of programs."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.services import keys
from nexus.api import auth, base
from nexus.api.core.shapes import keys as shapes

MISSING = "There is no such API key."


class ApiKeys(base.View):
    class Body(base.Body):
        name = base.Text(max_length=keys.NAME_MOST)
        scopes = serializers.ListField(
            child=base.Choice(keys.SCOPES), allow_empty=False, max_length=len(keys.SCOPES), help_text="what it may do"
        )
        expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)

    @base.call("One's own API keys", gives={200: (shapes.ApiKeyShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        return base.whole_page(shapes.api_key(row) for row in selectors.api_keys_of(self.person))

    @base.call("Make an API key; `key` is shown here only", body=Body, gives={201: shapes.ApiKeyShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        """A key is a Bearer token of its person. `read` opens reading; `generate`, `publish`, `buy` and `payouts` open
        their own routes, to read and to write. No key makes keys or changes the account. With a page's session,
        not a token, it needs a sign-in of the last minutes: 403 `reauthentication_required`.
        """
        auth.must_be_fresh(request)
        asked = self.asked
        made = keys.make_key(self.person, name=asked["name"], scopes=asked["scopes"], expires_at=asked["expires_at"])
        return Response(shapes.api_key(made.key, secret=made.secret), status=201)


class OneApiKey(base.View):
    @base.call("End an API key at once", gives={204: None}, signed_in=True)
    def delete(self, request: Request, key_id: str) -> Response:
        keys.delete_key(base.wanted_uuid(key_id, MISSING), by=self.person)
        return Response(status=204)
