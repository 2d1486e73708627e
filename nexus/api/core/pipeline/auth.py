"""Health, signing in and out with tokens, and tickets for sockets."""

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.services import people, tickets, tokens
from accounts.services.keys import KeyHolder
from nexus.api import auth, base
from nexus.api.core.market.people import shape_of_me
from nexus.api.core.shapes import people as shapes
from nexus.api.core.shapes import pipeline
from nexus.foundation import limits
from nexus.foundation.errors import Invalid


class Health(base.View):
    @base.call("Whether the service answers", gives={200: pipeline.Health})
    def get(self, request: Request) -> Response:
        return Response({"status": "ok", "version": settings.SPECTACULAR_SETTINGS["VERSION"]})


class Register(base.View):
    class Body(base.Body):
        email = serializers.EmailField(max_length=254)
        password = base.Text(max_length=256)
        display_name = base.Text(max_length=80, required=False, default="", allow_blank=True)
        username = base.Text(max_length=40, required=False, default="", allow_blank=True)
        marketing_consent = serializers.BooleanField(required=False, default=False)

    @base.call("Make an account; a mail asks to confirm its address", body=Body, gives={201: shapes.Registered})
    def post(self, request: Request) -> Response:
        limits.take(limits.REGISTER, self.address)
        user = people.register(**self.asked)
        told = {"message": "Registration successful", "user_id": str(user.public_id), "email": user.email}
        return Response(told, status=201)


class Login(base.View):
    class Body(base.Body):
        email = base.Text(max_length=254, required=False, default="", help_text="The e-mail address, or the username.")
        username = base.Text(max_length=254, required=False, default="")
        password = base.Text(max_length=256)
        code = base.Text(max_length=40, required=False, default="", help_text="Where a second factor is on.")

    @base.call("Sign in by e-mail address or username", body=Body, gives={200: shapes.TokenPair})
    def post(self, request: Request) -> Response:
        identifier = self.asked["email"] or self.asked["username"]
        if not identifier:
            sentence = "Send the e-mail address or the username."
            raise Invalid(sentence, fields={"email": [sentence]})
        found = tokens.sign_in(identifier, self.asked["password"], self.address, code=self.asked["code"])
        return Response(shapes.token_pair(found))


class Refresh(base.View):
    class Body(base.Body):
        refresh_token = base.Text(max_length=200)

    @base.call("The next pair of tokens; the old one is spent", body=Body, gives={200: shapes.TokenPair})
    def post(self, request: Request) -> Response:
        return Response(shapes.token_pair(tokens.refresh(self.asked["refresh_token"])))


class Me(base.View):
    @base.call("Who is signed in", gives={200: shapes.Me}, signed_in=True)
    def get(self, request: Request) -> Response:
        return Response(shape_of_me(self.person))


class Logout(base.View):
    @base.call("End this pair of tokens at once", gives={200: shapes.Message}, signed_in=True)
    def post(self, request: Request) -> Response:
        return self.end(request)

    @base.call("End this pair of tokens at once", gives={200: shapes.Message}, signed_in=True)
    def get(self, request: Request) -> Response:
        return self.end(request)

    def end(self, request: Request) -> Response:
        if isinstance(request.auth, str):
            tokens.end(request.auth)
        return Response({"message": "Signed out"})


class SocketTickets(base.View):
    @base.call("A one-use ticket for a socket or stream, for 60 seconds", gives={201: shapes.Ticket}, signed_in=True)
    def post(self, request: Request) -> Response:
        scopes = request.auth.scopes if isinstance(request.auth, KeyHolder) else None
        ticket = tickets.make(self.person, passes_of_asker=auth.passes_of(request), scopes=scopes)
        return Response({"ticket": ticket, "expires_in": tickets.SECONDS}, status=201)
