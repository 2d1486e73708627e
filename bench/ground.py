"""What benches stand on: one throw-away folder with servers of its own; each bench gets a copy of the migrated database.

`python -m bench` makes it once and ends it; a bench is a process of its own that finds it in its environment.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.processes import ROOT, free_port
from nexus.foundation import embedded

TEMPLATE = "bench_template"
OURS = ("DATABASE_URL", "REDIS_URL", "NEXUS_VAR", "SITE_URL", "ALLOWED_HOSTS", "PORT", "HOST", "DEBUG")


class Ground:
    """Servers that flush to disk as the product's do, in a folder that is removed at the end."""

    def __init__(self) -> None:
        self.var = Path(tempfile.mkdtemp(prefix="nexus-b-"))
        self.var.chmod(0o755)
        self._servers: embedded.Servers | None = None

    def env(self, database: str) -> dict[str, str]:
        """The environment of a bench that works on its own copy of the database."""
        servers = self._servers or self._start()
        copy(servers.database_url, TEMPLATE, database)
        return self._env(servers, database)

    def bare_env(self) -> dict[str, str]:
        """For a bench that starts the whole product with servers of its own; they lie in our folder, to be ended."""
        return {name: value for name, value in os.environ.items() if name not in OURS} | {"TMPDIR": str(self.var)}

    def _env(self, servers: embedded.Servers, database: str) -> dict[str, str]:
        return self.bare_env() | {
            "DATABASE_URL": named(servers.database_url, database),
            "REDIS_URL": servers.redis_url,
            "NEXUS_VAR": str(self.var),
            "PORT": str(free_port()),
            "DEBUG": "0",
            "SECRET_KEY": "a key of the benches only, thrown away with their folder",
            "LOG_FORMAT": "json",
            "THROTTLE_FACTOR": "1000000",
            "DJANGO_SETTINGS_MODULE": "nexus.settings",
        }

    def _start(self) -> embedded.Servers:
        self._servers = servers = embedded.start(self.var / "servers")
        with _admin(servers.database_url) as admin:
            admin.execute(f'CREATE DATABASE "{TEMPLATE}"')
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT, env=self._env(servers, TEMPLATE), check=True, timeout=300,
        )  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "bench.ground"], cwd=ROOT, env=self._env(servers, TEMPLATE), check=True, timeout=300
        )
        return servers

    def end(self) -> None:
        """Stop every pair of servers under our folder, also those of a bench that was killed, and remove it."""
        for servers in (*self.var.glob("servers"), *self.var.glob("*/servers")):
            embedded.stop(servers)
            home = servers / "home"
            if home.is_symlink():
                shutil.rmtree(home.resolve(), ignore_errors=True)
        shutil.rmtree(self.var, ignore_errors=True)


def copy(url: str, source: str, name: str) -> None:
    with _admin(url) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def copy_of(url: str) -> str:
    """A second database with the same rows, for the other side; nobody may be connected to the first."""
    source = urlsplit(url).path.lstrip("/")
    copy(url, source, f"{source}_other")
    return named(url, f"{source}_other")


def named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _admin(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(named(url, "postgres"), autocommit=True)


def collect() -> None:
    """Static files under their hashed names, as deployed, but not compressed: that takes longer than all benches."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    made = Ground()
    try:
        yield made
    finally:
        made.end()


if __name__ == "__main__":
    collect()
