"""Sign-in with accounts of other sites, as the setting SOCIAL_PROVIDERS names them. Pure.

Without the setting nothing is switched on and nobody is asked.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

FORM = (
    'a JSON list of {"provider": "google" or "github", "client_id", "secret"} and {"provider": "openid_connect", "id",'
    ' "name", "client_id", "secret", "server_url", "sign_in_origin"?}: each once, addresses of https'
    " (of http on this machine)"
)
KNOWN = {"google": "https://accounts.google.com", "github": "https://github.com"}
OIDC = "openid_connect"
NAMES = {"provider", "client_id", "secret"}
OIDC_NAMES = NAMES | {"id", "name", "server_url"}
LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Social:
    """`apps` are to be installed, `providers` is allauth's setting, `origins` are where sign-in forms may lead."""

    apps: tuple[str, ...] = ()
    providers: dict[str, Any] = field(default_factory=dict)
    origins: tuple[str, ...] = ()


def read(text: str) -> Social:
    """The providers of the setting's text; raises ValueError where it is of another form."""
    if not text.strip():
        return Social()
    rows = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError(FORM)  # noqa: TRY004 - one error for whoever reads settings
    providers: dict[str, dict[str, Any]] = {}
    origins: list[str] = []
    for row in rows:
        provider, app, origin = _app(row)
        known = providers.setdefault(provider, {**_OPTIONS.get(provider, {}), "APPS": []})
        same = [one for one in known["APPS"] if one.get("provider_id") == app.get("provider_id")]
        if same:
            raise ValueError(FORM)
        known["APPS"].append(app)
        origins.append(origin)
    apps = tuple(f"allauth.socialaccount.providers.{provider}" for provider in sorted(providers))
    return Social(apps, providers, tuple(dict.fromkeys(origins)))


_OPTIONS: dict[str, dict[str, Any]] = {
    "google": {"SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True},
    "github": {"SCOPE": ["user:email"]},
    OIDC: {"OAUTH_PKCE_ENABLED": True},
}


def _app(row: object) -> tuple[str, dict[str, Any], str]:
    if not isinstance(row, dict) or not all(isinstance(value, str) and value for value in row.values()):
        raise ValueError(FORM)
    provider = row.get("provider", "")
    if provider in KNOWN and row.keys() == NAMES:
        return provider, {"client_id": row["client_id"], "secret": row["secret"], "key": ""}, KNOWN[provider]
    if provider != OIDC or row.keys() - {"sign_in_origin"} != OIDC_NAMES:
        raise ValueError(FORM)
    _origin(row["server_url"])
    origin = _origin(row["sign_in_origin" if "sign_in_origin" in row else "server_url"])
    app = {
        "provider_id": row["id"],
        "name": row["name"],
        "client_id": row["client_id"],
        "secret": row["secret"],
        "settings": {"server_url": row["server_url"]},
    }
    return OIDC, app, origin


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)):
        raise ValueError(FORM)
    return f"{parts.scheme}://{parts.netloc}"
