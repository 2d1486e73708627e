"""A false OpenID provider: it lets one person in, and answers for the code that its sign-in page gave."""

import time
from typing import Any
from urllib.parse import parse_qs

import jwt

from tests.fakes.server import Asked, Fake, Reply

CLIENT, SECRET, CODE = "nexus", "a-secret-of-the-provider-0123456789", "code-1"


class SignIn(Fake):
    """`person` are the claims of whoever signs in there."""

    def __init__(self) -> None:
        super().__init__()
        self.person: dict[str, Any] = {
            "sub": "u-17", "email": "ida@elsewhere.example", "email_verified": True, "name": "Ida Lund",
        }  # fmt: skip

    def reply(self, asked: Asked) -> Reply:
        if asked.path == "/.well-known/openid-configuration":
            return Reply(body=self.known())
        if asked.path == "/token":
            sent = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
            if sent.get("code") != CODE or not sent.get("code_verifier"):
                return Reply(status=400, body={"error": "invalid_grant"})
            return Reply(body={"access_token": "at-1", "token_type": "Bearer", "id_token": self.id_token()})
        if asked.path == "/userinfo" and asked.headers.get("authorization") == "Bearer at-1":
            return Reply(body=self.person)
        return Reply(status=404)

    def known(self) -> dict[str, Any]:
        return {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "userinfo_endpoint": f"{self.base}/userinfo",
            "jwks_uri": f"{self.base}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.base, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        return jwt.encode(claims, SECRET, algorithm="HS256")
