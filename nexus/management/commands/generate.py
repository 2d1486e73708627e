"""A model from a sentence, without any server: `manage.py generate "a red chair" -o chair.glb`."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation import registry, services
from generation.engines.base import Brief, EngineError
from generation.mesh import convert
from generation.shapes import policy
from nexus.foundation.errors import NexusError

WIDTH = 30


class Command(BaseCommand):
    help = "Make a model from a sentence; needs no server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prompt")
        parser.add_argument("-o", "--output", type=Path, default=Path("model.glb"))
        parser.add_argument("--engine", default="procedural")
        parser.add_argument("--style", choices=services.STYLES, default="realistic")
        parser.add_argument("--complexity", choices=services.COMPLEXITIES, default="medium")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--format", choices=services.FORMATS, help="by default what the name of the output says")

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        kind = options["format"] or output.suffix.lstrip(".").lower()
        if kind not in services.FORMATS:
            raise CommandError(
                f"{output.name} should end in .{' or .'.join(services.FORMATS)}, or name the format with --format."
            )
        refusal = policy.refusal(options["prompt"])
        if refusal:
            raise CommandError(refusal)
        parameters = {"style": options["style"], "complexity": options["complexity"]}
        with tempfile.TemporaryDirectory(prefix="nexus-generate-") as folder:
            brief = Brief("text", options["prompt"], parameters, options["seed"], Path(folder))
            try:
                engine, _ = registry.choose(options["engine"], kind="text")
                specification = engine.plan(brief, _bar)
                made = engine.run(Brief(**{**brief.__dict__, "specification": specification}), _bar)
            except EngineError as failure:
                tries = "".join(f"\n  try: {suggestion}" for suggestion in failure.suggestions)
                raise CommandError(f"{failure.message}{tries}") from failure
            except NexusError as failure:
                raise CommandError(failure.message) from failure
            found = {piece.kind: piece.path for piece in made}
            if kind not in found:
                written = convert.convert(found["glb"].read_bytes(), kind)
                found[kind] = Path(folder) / f"asked.{written.suffix}"
                found[kind].write_bytes(written.data)
            try:
                shutil.copyfile(found[kind], output)
            except OSError as failure:
                raise CommandError(f"{output} cannot be written: {failure.strerror}.") from failure
        _bar(1.0, f"{output} is written, {output.stat().st_size:,} bytes")
        sys.stderr.write("\n")


def _bar(progress: float, message: str) -> None:
    """One line that is written again, on a terminal; a line for each step elsewhere."""
    filled = round(progress * WIDTH)
    line = f"[{'█' * filled}{'·' * (WIDTH - filled)}] {progress:4.0%} {message}"
    sys.stderr.write(f"\r\x1b[K{line}" if sys.stderr.isatty() else f"{line}\n")
    sys.stderr.flush()
