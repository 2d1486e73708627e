"""A model file in another format: `manage.py convert chair.fbx chair.usdz`; the name's end says which."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation import files
from nexus.foundation.errors import NexusError


class Command(BaseCommand):
    help = "Write a model file in another format (.glb .zip for OBJ .stl .ply .3mf .usdz); needs no server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("output", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        try:
            size = files.converted(options["source"], output)
        except NexusError as failure:
            raise CommandError(failure.message) from failure
        self.stdout.write(f"{output} is written, {size:,} bytes.")
