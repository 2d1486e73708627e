"""The project as a Django app (commands, foundation's tables, checks), and the admin with our site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from nexus.foundation import sayings

OURS = ("accounts", "conversations", "generation", "marketplace", "nexus")


class NexusConfig(AppConfig):
    name = "nexus"

    def ready(self) -> None:
        register(unknown_names)
        register(open_issuers)
        register(own_bucket)


class ConsoleConfig(AdminConfig):
    default_site = "nexus.console.Console"

    def ready(self) -> None:
        super().ready()
        for spoken in names():
            spoken.translate()
        for field in chosen():
            field.choices = [(value, sayings.lazily(str(label))) for value, label in field.flatchoices]


@dataclass(frozen=True)
class Name:
    """What a table or a column is called in the console; translated here, so that no migration follows from words."""

    holder: Any
    attribute: str

    @property
    def text(self) -> str:
        return str(getattr(self.holder, self.attribute))

    def translate(self) -> None:
        setattr(self.holder, self.attribute, sayings.lazily(self.text))


def chosen() -> Iterator[Any]:
    """The columns of ours that hold one of a few words."""
    for model in apps.get_models():
        if model._meta.app_label in OURS:  # noqa: SLF001
            yield from (field for field in model._meta.fields if field.choices)  # noqa: SLF001


def names() -> Iterator[Name]:
    """The names of our apps, models, and columns, as Django derives them from the code."""
    for config in apps.get_app_configs():
        if config.name not in OURS:
            continue
        yield Name(config, "verbose_name")
        for model in config.get_models():
            yield Name(model._meta, "verbose_name")  # noqa: SLF001 - Django's own name
            yield Name(model._meta, "verbose_name_plural")  # noqa: SLF001
            for field in model._meta.fields:  # noqa: SLF001
                yield Name(field, "verbose_name")


def own_bucket(**_kwargs: object) -> list[CheckMessage]:
    """A bucket that anybody's assets may name must not be the one that holds sold files."""
    own = urlsplit(settings.STORAGE_URL)
    if own.scheme != "s3" or own.path.strip("/") not in settings.ASSET_BUCKETS:
        return []
    return [Error("ASSET_BUCKETS names the bucket of STORAGE_URL; name other buckets: this one holds sold files.")]


def open_issuers(**_options: Any) -> list[CheckMessage]:
    """Tokens that an issuer made for other apps are taken where no audience is named; say so."""
    return [
        CheckWarning(
            f"OIDC_ISSUERS names no audience for {one.issuer}: its tokens for every other app open accounts here.",
            id="nexus.W002",
        )
        for one in settings.OIDC_ISSUERS
        if not one.audience
    ]


def unknown_names(**_options: Any) -> list[CheckMessage]:
    """A misspelt NEXUS_* variable does nothing; say so."""
    return [
        CheckWarning(f"The environment variable {name} is not known.", id="nexus.W001")
        for name in settings.UNKNOWN_NAMES
    ]
