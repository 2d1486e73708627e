"""Demo data again; the workers must run (`make run` in another terminal)."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nexus import demo

PATIENCE_SECONDS = 300


class Command(BaseCommand):
    help = "Fill the shop with demo people and models."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEV:
            raise CommandError("Demo data are made only where DEBUG=1: their passwords are known to everybody.")
        filling, until = demo.Filling(even_if_used=True), time.monotonic() + PATIENCE_SECONDS
        while not filling.done:
            said = filling.step()
            if said:
                self.stdout.write(said)
            if time.monotonic() > until:
                raise CommandError("The demo jobs did not end in five minutes. Do the workers run? Start `make run`.")
            time.sleep(0.5)
