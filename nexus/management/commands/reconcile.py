"""Compares the books with the gateways: a table of what differs, and exit status 1 when something does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.transactions import money
from marketplace.transactions.services import reconciliation


class Command(BaseCommand):
    help = "List what the ledger and the payment gateways do not tell alike, both ways."

    def handle(self, *_args: Any, **_options: Any) -> None:
        report = reconciliation.reconcile()
        for row in report.open:
            ours, theirs = money.text(row.booked_cents), money.text(row.gateway_cents)
            amounts = f"booked {ours:>12}  gateway {theirs:>12} {row.currency}"
            self.stdout.write(f"{row.gateway:<8} {row.kind:<14} {row.subject:<60} {amounts}")
        self.stdout.write(
            f"{report.compared} compared, {len(report.open)} differ ({report.new} new), {report.settled} settled."
        )
        if report.open:
            raise CommandError(f"{len(report.open)} differences between the books and the gateways are open.")
