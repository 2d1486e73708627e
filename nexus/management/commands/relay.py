"""The scheduler and relay: any number may run, one leads."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from nexus import celery, topics
from nexus.foundation import heartbeat, relay


class Command(BaseCommand):
    help = "Hand facts to workers, repeat what was not done, and run what is due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        celery.app.finalize()
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        heartbeat.ring()  # so that /readyz need not wait for the next one that is due
        relay.run(topics.HANDLERS, topics.DUTIES, stop=stop)
