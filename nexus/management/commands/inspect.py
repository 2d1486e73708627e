"""The QA report of a model file of any format: `manage.py inspect chair.stl`, `--json` for programs."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation import files
from nexus.foundation.errors import NexusError

REFUSED = 2
SHOWN = ("format", "unit", "size", "size_mm", "triangles", "vertices", "parts", "materials", "textures", "closed",
         "bodies", "volume_mm3", "area_mm2", "rigged", "animations", "validator")  # fmt: skip


class Command(BaseCommand):
    help = "Read a model file of any format and report what it holds and what is wrong with it; needs no server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="all facts, or the refusal, as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            facts = files.inspected(path)
        except files.RefusedFile as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"refused": refusal.refused}, ensure_ascii=False, indent=1))
            raise CommandError(
                f"{path.name} is refused ({refusal.refused['rule']}). {refusal.message}", returncode=REFUSED
            ) from refusal
        except NexusError as failure:
            raise CommandError(failure.message) from failure
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
            return
        for name in SHOWN:
            self.stdout.write(f"{name:<12} {_words(facts[name])}")
        self.stdout.write("")
        for problem in facts["problems"]:
            mend = " (can be mended)" if problem["fixable"] else ""
            self.stdout.write(f"{problem['severity']:<8} {problem['code']}: {problem['sentence']}{mend}")


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items())
    if isinstance(value, list):
        return ", ".join(_words(one["name"]) if isinstance(one, dict) else str(one) for one in value) or "none"
    if value is None:
        return "unknown"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
