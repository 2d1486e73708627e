"""The whole product as a user starts it: `manage.py up` with a folder, servers and a port of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg

from nexus.foundation import embedded

ROOT = Path(__file__).resolve().parent.parent
FROM_THE_TESTS = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "NEXUS_VAR", "PYTEST_CURRENT_TEST")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Product:
    """A running product; `pids(name)` finds its processes, `sql` asks its database."""

    def __init__(self, **settings: str) -> None:
        self.var = Path(tempfile.mkdtemp(prefix="nexus-p-"))
        self.var.chmod(0o755)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {name: value for name, value in os.environ.items() if name not in FROM_THE_TESTS}
        self.env |= {
            "NEXUS_VAR": str(self.var),
            "PORT": str(self.port),
            "DEBUG": "1",
            "LOG_FORMAT": "json",
            "THROTTLE_FACTOR": "1000",
            **settings,
        }
        self.log = self.var / "up.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, seconds: float = 240) -> "Product":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--no-demo"], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        self.wait_ready(seconds)
        return self

    def wait_ready(self, seconds: float = 240) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"`up` ended with {self.process.returncode}:\n{self.said()}")
            if self.answers("/readyz"):
                return
            time.sleep(0.2)
        raise AssertionError(f"not ready after {seconds} s:\n{self.said()}")

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.HTTPError):
            return False

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""

    def stop(self) -> int:
        """Ctrl-C, as a person does; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"`up` did not end after Ctrl-C:\n{self.said()}") from None

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        embedded.stop(self.var / "servers")
        home = self.var / "servers" / "home"
        if home.is_symlink():
            shutil.rmtree(home.resolve(), ignore_errors=True)
        shutil.rmtree(self.var, ignore_errors=True)

    def manage(self, *arguments: str, seconds: float = 300) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip

    def make_chief(self, name: str, password: str) -> str:
        """A superuser with a confirmed address, as `createsuperuser` and the confirmation mail would make."""
        done = self.manage("shell", "-c", (
            "from allauth.account.models import EmailAddress; from accounts.models import User; "
            f"u = User.objects.create_superuser('{name}@example.com', '{name}', '{password}'); "
            "EmailAddress.objects.create(user=u, email=u.email, verified=True, primary=True)"
        ))  # fmt: skip
        assert done.returncode == 0, done.stderr
        return name

    def database_url(self) -> str:
        if "DATABASE_URL" in self.env:
            return self.env["DATABASE_URL"]
        found = embedded.status(self.var / "servers")
        assert found is not None
        return found.database_url

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url(), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def pids(self, *words: str) -> list[int]:
        """Processes of this product whose command line holds all the words."""
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if (
                    all(word in line for word in words)
                    and f"NEXUS_VAR={self.var}".encode() in (folder / "environ").read_bytes()
                ):
                    found.append(int(folder.name))
        return sorted(found)


@contextlib.contextmanager
def running(**settings: str) -> Iterator[Product]:
    product = Product(**settings)
    try:
        yield product.start()
    finally:
        product.remove()
