"""Every engine: set up, healthy, how long it takes, and why it cannot run; `--json` for programs."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from generation.engine_states import engine_states

COLUMNS = ("engine", "from", "set up", "healthy", "median", "30 days", "")


class Command(BaseCommand):
    help = "Show every engine: configured? healthy? median time?"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="all that is known, as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        states = engine_states()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(state) for state in states], indent=2))
            return
        rows = [COLUMNS]
        for state in states:
            median = "-" if state.median_seconds is None else f"{state.median_seconds:.1f} s"
            made = f"{state.made} made, {state.failed} failed"
            yes = {True: "yes", False: "no"}
            rows.append(
                (
                    state.name,
                    ", ".join(state.kinds),
                    yes[state.configured],
                    yes[state.healthy],
                    median,
                    made,
                    state.reason,
                )
            )
        widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS) - 1)]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            self.stdout.write("  ".join([*cells, row[-1]]).rstrip())
