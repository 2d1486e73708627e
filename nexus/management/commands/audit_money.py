"""Checks every invariant of money against the database: a table, and exit status 1 when one is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.transactions import invariants


class Command(BaseCommand):
    help = "Count the rows that break each money invariant; every count must be 0."

    def handle(self, *_args: Any, **_options: Any) -> None:
        counts = invariants.violations()
        width = max(len(name) for name in counts)
        for invariant in invariants.INVARIANTS:
            count = counts[invariant.name]
            mark = "ok" if count == 0 else "BROKEN"
            self.stdout.write(f"{invariant.name:<{width}}  {count:>7}  {mark:<6}  {invariant.sentence}")
        broken = [name for name, count in counts.items() if count]
        if broken:
            raise CommandError(f"{len(broken)} of {len(counts)} money invariants are broken: {', '.join(broken)}.")
        self.stdout.write(f"All {len(counts)} money invariants hold.")
