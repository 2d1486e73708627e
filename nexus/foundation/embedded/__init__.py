"""PostgreSQL and Valkey from the installed packages' own programs: made, started, adopted, stopped. No Django here.

Layout under the given folder: `lock`, `postgres.log`, `valkey.log`, and `home`, which belongs to the account that the
servers run as (`nobody` when root starts them, because PostgreSQL refuses root): `home/pg` and `home/kv` hold the data.
`home` is a link where that account cannot reach the folder, for example below a home that is closed to others; then the
data lie in `/var/lib/nexus-embedded/…`, or for throw-away servers in the system's folder for temporary files.
Sockets lie in `home/run`, or where that path is longer than a socket's name may be (107 bytes) in a folder of their own
under the temporary files. Whoever can open the socket folder is trusted, so it is closed to every other account.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nexus.foundation.embedded import servers
from nexus.foundation.embedded.places import EmbeddedError, account_named, find, settle, size_of

__all__ = ["EmbeddedError", "Servers", "Status", "alive", "keep", "start", "status", "stop"]


@dataclass(frozen=True)
class Servers:
    database_url: str
    redis_url: str
    started: tuple[str, ...] = ()  # which of "postgres", "valkey" this call started; the others were adopted


@dataclass(frozen=True)
class Status:
    postgres_pid: int  # 0 where it does not run
    valkey_pid: int
    database_url: str
    redis_url: str
    home: Path
    version: str  # major version of the data folder, empty where there is none

    @property
    def size_bytes(self) -> int:
        """What the data take; counted when asked, because settings ask for the rest at every start."""
        return size_of(self.home)


def start(root: Path, *, durable: bool = True, account: str = "nobody") -> Servers:
    """Make what is missing, adopt what runs, start what does not; two callers at once get the same pair.

    `durable=False` is for throw-away servers: nothing is flushed to disk, and they end with the thread that started
    them.
    `account` names the user they run as when root starts them. Raises EmbeddedError with one sentence.
    """
    root = Path(os.path.abspath(root))  # noqa: PTH100 -- resolve() would follow the link `home`
    with _sentences(root):
        root.mkdir(parents=True, exist_ok=True)
        with _only_one(root):
            place = settle(root, account=account_named(account), durable=durable)
            started = []
            if not servers.postgres_pid(place):
                servers.start_postgres(place, durable=durable)
                started.append("postgres")
            if not servers.valkey_pid(place):
                servers.start_valkey(place, durable=durable)
                started.append("valkey")
            return Servers(place.database_url, place.redis_url, tuple(started))


def alive(root: Path) -> bool:
    """Whether both servers run; cheap enough to be asked each second."""
    place = find(root)
    return place is not None and bool(servers.postgres_pid(place)) and bool(servers.valkey_pid(place))


def keep(root: Path, *, durable: bool = True, account: str = "nobody") -> str:
    """Start again what has died, for a supervisor that asks each second; says what it did, or nothing.

    Never makes a new database: a folder that was removed meanwhile is an EmbeddedError, not an empty shop.
    """
    if alive(root):
        return ""
    place = find(root)
    if place is None or not (place.pg / "PG_VERSION").exists():
        raise EmbeddedError(f"The database folder under {root} is gone: end this program and restore a backup.")
    names = {"postgres": "PostgreSQL", "valkey": "Valkey"}
    again = [names[name] for name in start(root, durable=durable, account=account).started]
    return f"{' and '.join(again)} had died and runs again." if again else ""


def status(root: Path) -> Status | None:
    """What runs where; None where nothing was ever made in that folder."""
    place = find(root)
    if place is None:
        return None
    version = place.pg / "PG_VERSION"
    return Status(
        postgres_pid=servers.postgres_pid(place),
        valkey_pid=servers.valkey_pid(place),
        database_url=place.database_url,
        redis_url=place.redis_url,
        home=place.home,
        version=version.read_text(encoding="ascii").strip() if version.exists() else "",
    )


def stop(root: Path, *, seconds: float = 20) -> None:
    """End both servers, politely at first; throw-away ones are removed with their data. Stopping twice is harmless."""
    place = find(root)
    if place is None:
        return
    with _sentences(root), _only_one(place.root):
        servers.end_server(place.pg, "postgres", servers.postgres_pid(place), polite=signal.SIGINT, seconds=seconds)
        servers.end_server(place.kv, "valkey-server", servers.valkey_pid(place), polite=signal.SIGTERM, seconds=seconds)
        if (place.home / "throw-away").exists():
            for folder in {place.run, place.home}:
                shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                (place.root / "home").unlink()  # a link, where the home lay elsewhere


@contextlib.contextmanager
def _only_one(root: Path, seconds: float = 180) -> Iterator[None]:
    end = time.monotonic() + seconds
    with (root / "lock").open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise EmbeddedError(
                        f"Another process has been starting the servers in {root} for too long."
                    ) from None
                time.sleep(0.02)
        yield


@contextlib.contextmanager
def _sentences(root: Path) -> Iterator[None]:
    """What the system refuses becomes a sentence that names the folder."""
    try:
        yield
    except OSError as error:
        what = f" ({error.filename})" if error.filename else ""
        raise EmbeddedError(f"The embedded servers cannot use {root}: {error.strerror or error}{what}.") from error
