"""Everything on one machine: servers, database, demo data, web, workers and relay; Ctrl-C ends it all."""

import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from generation import registry
from nexus import demo
from nexus.foundation import embedded
from nexus.foundation.supervisor import Program, Supervisor

# Workers that are started where an engine needs them: name, queue, threads, and the place of their engines.
THREADED = (("device", "generation.gpu", 8, "device"), ("remote", "generation.remote", 16, "remote"))


class Command(BaseCommand):
    help = "Start web, workers and relay, and stay in the foreground."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave a new database empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        _port_is_free(settings.HOST, settings.PORT)
        _database_answers()
        call_command("migrate", verbosity=0)
        if not settings.DEV:
            call_command("collectstatic", interactive=False, verbosity=0)
        env = dict(os.environ)
        programs = [
            Program("web", web_argv(), env),
            Program("fast", worker_argv("fast", 2), {**env, "NEXUS_QUEUES": "fast"}),
            Program(
                "make", worker_argv("generation.cpu", settings.CPU_WORKERS), {**env, "NEXUS_QUEUES": "generation.cpu"}
            ),
            *(
                Program(name, worker_argv(queue, slots, pool="threads"), {**env, "NEXUS_QUEUES": queue})
                for name, queue, slots, place in THREADED
                if any(engine.place == place and not engine.ready() for engine in registry.engines().values())
            ),
            Program("relay", [sys.executable, "manage.py", "relay"], env),
        ]
        watch: list[Callable[[], str]] = (
            [] if settings.DATABASE_URL and settings.REDIS_URL else [partial(embedded.keep, settings.SERVERS)]
        )
        if settings.DEV and not options["no_demo"]:
            watch.append(demo.Filling().step)
        supervisor = Supervisor(programs, watch=watch)
        supervisor.say(f"Nexus is at {settings.SITE_URL} (Ctrl-C ends it)")
        if settings.DEV:
            supervisor.say(
                f"Sign in as demo-admin, demo-creator or demo-buyer with the password {settings.DEMO_PASSWORD}"
            )
            supervisor.say(f"Mails are at {settings.SITE_URL}/dev/mail/")
        code = supervisor.run()
        if code:
            raise CommandError("A program did not end by itself and was killed.", returncode=code)


def _database_answers() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as away:
        words = " ".join(str(away).split())
        raise CommandError(f"The database of DATABASE_URL does not answer: {words}") from None


def web_argv() -> list[str]:
    """Uvicorn without its access log: the product writes its own line, without tokens."""
    return [
        sys.executable, "-m", "uvicorn", "nexus.asgi:application",
        "--host", settings.HOST, "--port", str(settings.PORT),
        "--no-access-log", "--log-level", "warning", "--lifespan", "off", "--no-server-header",
        "--ws-max-size", "65536", "--timeout-graceful-shutdown", "8",
    ]  # fmt: skip


def worker_argv(queue: str, slots: int, *, pool: str = "prefork") -> list[str]:
    return [
        sys.executable, "-m", "celery", "-A", "nexus", "--quiet", "--skip-checks", "worker",
        "-Q", queue, "-n", f"{queue}@%h", "-P", pool, "-c", str(slots),
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def _port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({taken.strerror}). End what listens there, or set another PORT."
            ) from None
