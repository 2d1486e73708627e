"""A false issuer of tokens: keys that may be changed, a JWKS that is counted, tokens right and wrong."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.fakes.server import Asked, Fake, Reply

AUDIENCE = "nexus-tests"
_RSA = {kid: rsa.generate_private_key(public_exponent=65537, key_size=2048) for kid in ("r1", "r2")}
_EC = ec.generate_private_key(ec.SECP256R1())


def _encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


class Issuer(Fake):
    """`kids` are the names of the keys that it shows now."""

    def __init__(self) -> None:
        super().__init__()
        self.kids = ["r1", "e1"]
        self.down = False

    def reply(self, _asked: Asked) -> Reply:
        if self.down:
            return Reply(status=500)
        return Reply(body={"keys": [self.jwk(kid) for kid in self.kids]})

    @property
    def setting(self) -> str:
        row = {"issuer": self.base, "jwks_url": f"{self.base}/keys", "audience": AUDIENCE}
        return json.dumps([row])

    @property
    def fetches(self) -> int:
        return len(self.asked)

    def jwk(self, kid: str) -> dict[str, Any]:
        if kid == "oct":
            return {"kty": "oct", "k": base64.urlsafe_b64encode(b"s" * 32).decode(), "kid": "oct", "alg": "HS256"}
        maker = jwt.algorithms.ECAlgorithm if kid == "e1" else jwt.algorithms.RSAAlgorithm
        made = maker.to_jwk(self.public(kid), as_dict=True)
        return {**made, "kid": kid, "use": "sig"}

    def public(self, kid: str) -> Any:
        return (_EC if kid == "e1" else _RSA[kid]).public_key()

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        found = {
            "iss": self.base,
            "sub": "user_1",
            "aud": AUDIENCE,
            "iat": now,
            "nbf": now - 5,
            "exp": now + 60,
            "email": "ida@example.org",
            "email_verified": True,
            "name": "Ida Lund",
            **changes,
        }
        return {name: value for name, value in found.items() if value is not None}

    def token(self, *, kid: str = "r1", shown_kid: str = "", **changes: Any) -> str:
        """A token signed by the key `kid`, which says that it was `shown_kid`."""
        algorithm = "ES256" if kid == "e1" else "RS256"
        key = _EC if kid == "e1" else _RSA[kid]
        return jwt.encode(self.claims(**changes), key, algorithm=algorithm, headers={"kid": shown_kid or kid})

    def unsigned(self, alg: str = "none") -> str:
        return f"{_encoded({'alg': alg, 'typ': 'JWT', 'kid': 'r1'})}.{_encoded(self.claims())}."

    def signed_with_the_public_key(self) -> str:
        """The old trick: HS256, with the bytes of the public key as the secret."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        secret = self.public("r1").public_bytes(serialization.Encoding.PEM, form)
        text = f"{_encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': 'r1'})}.{_encoded(self.claims())}"
        mark = hmac.new(secret, text.encode(), hashlib.sha256).digest()
        return f"{text}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"
