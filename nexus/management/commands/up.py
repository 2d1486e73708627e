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
        programs = programs_of(dict(os.environ))
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


def programs_of(env: dict[str, str]) -> list[Program]:
    """What runs, in the order of starting. The device's queue has a worker only where an engine is ready for one."""
    ready = {engine.place for engine in registry.engines().values() if not engine.ready()}
    queues = [
        ("fast", "fast", 2, "prefork"),
        # What nobody waits for is done when no job waits.
        ("make", "generation.cpu,generation.later", settings.CPU_WORKERS, "prefork"),
        # Not for providers alone: webhooks and the archives of one's own data wait here too.
        ("remote", "generation.remote", 16, "threads"),
        *([("device", "generation.gpu", 8, "threads")] if "device" in ready else []),
    ]
    workers = [
        Program(name, worker_argv(queue, slots, pool=pool), {**env, "NEXUS_QUEUES": queue})
        for name, queue, slots, pool in queues
    ]
    web = Program("web", web_argv(), env, is_open=_web_listens)
    return [web, *workers, Program("relay", [sys.executable, "manage.py", "relay"], env)]


def _web_listens() -> bool:
    with socket.socket(socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((settings.HOST, settings.PORT)) == 0


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
        "-Q", queue, "-n", f"{queue.partition(',')[0]}@%h", "-P", pool, "-c", str(slots),
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
