"""Write Core's OpenAPI document to docs/api/core.json, or check that the file is what the code says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nexus.api.core import schema

TARGET = Path(settings.BASE) / "docs" / "api" / "core.json"


class Command(BaseCommand):
    help = "Write docs/api/core.json; --check fails where it differs from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        wanted = schema.text()
        if check:
            if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != wanted:
                raise CommandError(
                    "docs/api/core.json differs from the code; run `manage.py schema` and commit the file."
                )
            self.stdout.write("docs/api/core.json is what the code says.")
            return
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"Wrote {TARGET.relative_to(settings.BASE)}.")
