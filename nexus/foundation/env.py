"""The typed reader of the environment: a wrong value stops the start with one sentence. Imports no Django."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from nexus.foundation import issuers, social

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class WrongSetting(Exception):  # noqa: N818 - it reads as what it is
    """Names the variable, what was given, and what is allowed."""

    def __init__(self, name: str, given: str, allowed: str) -> None:
        super().__init__(f"{name} is {given!r}; allowed is {allowed}.")


def load_file(path: Path, into: dict[str, str]) -> None:
    """Read KEY=VALUE lines of a `.env`; what the environment already says wins."""
    if not path.is_file():
        return
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, found, value = line.partition("=")
        if not found:
            raise WrongSetting(".env", line, "lines of NAME=VALUE")
        into.setdefault(name.strip(), value.strip().strip("'\""))


class Environment:
    """Each method reads one variable as one type, and remembers its name, so that unknown NEXUS_* names are found."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values
        self.known: set[str] = set()

    def text(self, name: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
        self.known.add(name)
        value = self.values.get(name, "").strip() or default
        if choices and value not in choices:
            raise WrongSetting(name, value, "one of " + ", ".join(choices))
        return value

    def flag(self, name: str, default: bool) -> bool:
        self.known.add(name)
        value = self.values.get(name)
        if value is None:
            return default
        if value.strip().lower() in YES:
            return True
        if value.strip().lower() in NO:
            return False
        raise WrongSetting(name, value, "1 or 0")

    def number(self, name: str, default: int, *, at_least: int = 0, at_most: int = 2**31 - 1) -> int:
        value = self.text(name, str(default))
        try:
            number = int(value)
        except ValueError:
            number = at_least - 1
        if not at_least <= number <= at_most:
            raise WrongSetting(name, value, f"a whole number from {at_least} to {at_most}")
        return number

    def decimal(self, name: str, default: float, *, above: float = 0.0) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            number = above
        if not number > above or number == float("inf"):
            raise WrongSetting(name, value, f"a number above {above:g}")
        return number

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def issuers(self, name: str) -> tuple[issuers.Issuer, ...]:
        value = self.text(name)
        try:
            return issuers.read(value)
        except ValueError:
            raise WrongSetting(name, value, issuers.FORM) from None

    def social(self, name: str) -> social.Social:
        value = self.text(name)
        try:
            return social.read(value)
        except ValueError:  # what was given holds secrets
            raise WrongSetting(name, "…", social.FORM) from None

    def url(self, name: str, default: str = "", *, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in schemes:
            raise WrongSetting(
                name, hide_password(value), "a URL starting with " + " or ".join(f"{s}://" for s in schemes)
            )
        return value

    def unknown(self, prefix: str) -> list[str]:
        return sorted(name for name in self.values if name.startswith(prefix) and name not in self.known)


def hide_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", ":…@")


def database(name: str, url: str) -> dict[str, object]:
    """Django's DATABASES entry for a postgresql:// URL; `?host=` names a socket folder."""
    try:
        parts = urlsplit(url)
        query = {key: found[-1] for key, found in parse_qs(parts.query).items()}
        port = parts.port
    except ValueError as wrong:
        raise WrongSetting(name, hide_password(url), "a URL like postgresql://user:password@host:5432/name") from wrong
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise WrongSetting(name, hide_password(url), "a URL like postgresql://user:password@host:5432/name")
    host = query.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or query.pop("port", "") or ""),
        "OPTIONS": query,
    }


def storage(url: str) -> dict[str, object]:
    """Django's STORAGES entry for `file://FOLDER` or `s3://key:secret@host/bucket?region=…&scheme=…`."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path)},
        }
    query = {name: found[-1] for name, found in parse_qs(parts.query).items()}
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.path.strip("/"),
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"{query.get('scheme', 'https')}://{host}",
            "region_name": query.get("region") or None,
            "default_acl": None,
            "file_overwrite": False,
            "signature_version": "s3v4",  # the older one would sign the Content-Type that a browser adds to a part
        },
    }


def mail(name: str, url: str) -> dict[str, object]:
    """Django's mail settings for `file://FOLDER`, `smtp://user:password@host:port?tls=1` or `anymail+PROVIDER://KEY`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": "nexus.foundation.mailbox.FolderBackend", "MAIL_FOLDER": Path(unquote(parts.path))}
    if parts.scheme == "smtp":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or 25,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parse_qs(parts.query).get("tls", ["0"])[-1] == "1",
            "EMAIL_TIMEOUT": 15,
        }
    if parts.scheme.startswith("anymail+"):
        provider = parts.scheme.removeprefix("anymail+").replace("-", "_")
        secret = "SERVER_TOKEN" if provider == "postmark" else "API_KEY"
        more = {key: found[-1] for key, found in parse_qs(parts.query).items()}
        # `?webhook_secret=user:password` lets the provider tell of bounces; others are the provider's own settings.
        own = {"WEBHOOK_SECRET": more.pop("webhook_secret")} if "webhook_secret" in more else {}
        return {
            "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
            "ANYMAIL": {
                f"{provider.upper()}_{secret}": parts.netloc,
                **{f"{provider.upper()}_{key.upper()}": value for key, value in more.items()},
                **own,
            },
        }
    raise WrongSetting(name, hide_password(url), "file://FOLDER, smtp://HOST:PORT or anymail+PROVIDER://KEY")
