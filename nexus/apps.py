"""The project as a Django app (commands, foundation's tables, checks), and the admin with our site."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning


class NexusConfig(AppConfig):
    name = "nexus"

    def ready(self) -> None:
        register(unknown_names)


class ConsoleConfig(AdminConfig):
    default_site = "nexus.console.Console"


def unknown_names(**_options: Any) -> list[CheckMessage]:
    """A misspelt NEXUS_* variable does nothing; say so."""
    return [
        CheckWarning(f"The environment variable {name} is not known.", id="nexus.W001")
        for name in settings.UNKNOWN_NAMES
    ]
