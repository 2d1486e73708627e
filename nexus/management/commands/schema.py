"""Write the OpenAPI document of each contract to docs/api/, or check that the files are what the code says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nexus.api import documents
from nexus.api.core.schema import CORE
from nexus.api.furniture.schema import FURNITURE
from nexus.api.rooms.schema import ROOMS
from nexus.api.storefront.schema import STOREFRONT
from nexus.api.studio.schema import STUDIO

CONTRACTS = (CORE, FURNITURE, ROOMS, STOREFRONT, STUDIO)
FOLDER = Path(settings.BASE) / "docs" / "api"


class Command(BaseCommand):
    help = "Write docs/api/<contract>.json; --check fails where one differs from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for contract in CONTRACTS:
            target, wanted = FOLDER / f"{contract.name}.json", documents.text(contract)
            name = target.relative_to(settings.BASE)
            if not check:
                target.write_text(wanted, encoding="utf-8")
                self.stdout.write(f"Wrote {name}.")
            elif not target.exists() or target.read_text(encoding="utf-8") != wanted:
                raise CommandError(f"{name} differs from the code; run `manage.py schema` and commit the file.")
            else:
                self.stdout.write(f"{name} is what the code says.")
