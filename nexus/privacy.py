"""Taking one's data along, and leaving: each app says what it has of a person; this is the table of who is asked."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext, override

from accounts import privacy as accounts
from accounts.models import DataExport, User
from accounts.services import exports, leaving
from conversations import privacy as conversations
from generation import privacy as generation
from marketplace import privacy as marketplace
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict
from nexus.foundation.personal import Obstacle, Own, OwnFile, Table
from nexus.foundation.storage import files
from nexus.foundation.tasks import on_fact

log = structlog.get_logger(__name__)

FILES_MOST_BYTES = 2 * 2**30
CHUNK = 1 << 20
FIRST_YEAR = 1980  # zips know no earlier one


class Room(Protocol):
    """What an app's `privacy.py` has. `GOES` and `STAYS` name every foreign key to a person, as "app.Model.field"."""

    GOES: frozenset[str]
    STAYS: Mapping[str, str]

    def export(self, user: User) -> Own: ...
    def obstacles(self, user: User, /) -> list[Obstacle]: ...
    def close(self, user: User) -> None: ...
    def forget(self, user: User) -> None: ...


# In the order in which an account is closed: money first, who it was last.
ROOMS: Mapping[str, Room] = {
    "marketplace": marketplace,
    "conversations": conversations,
    "generation": generation,
    "accounts": accounts,
}


def obstacles_of(user: User) -> list[Obstacle]:
    """What must be settled before this account can be deleted, in the reader's language."""
    return [obstacle for room in ROOMS.values() for obstacle in room.obstacles(user)]


@transaction.atomic
def delete_account(user_id: int, *, password: str, username: str) -> None:
    """Leave for good: every right ends now, and a worker takes away the rest. There is no way back.

    Raises Invalid (the password, the typed name), TooMany, Conflict `not_yet` with what is to be done first.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    leaving.check_wish(user, password=password, username=username)
    if found := obstacles_of(user):
        raise Conflict(found[0].sentence, code="not_yet")
    for room in ROOMS.values():
        room.close(user)
    audit.note("user.erase", actor_id=user.pk, target=f"user:{user.pk}")
    outbox.send("person.erased", person=user.pk)


@on_fact
def forget_person(person: int) -> None:
    """What an account leaves behind: jobs, files, chats, unsold models. May be repeated."""
    user = User.objects.filter(pk=person, erased_at__isnull=False).first()
    if user is not None:
        for room in ROOMS.values():
            room.forget(user)


@on_fact
def make_export(export: str) -> None:
    """Write the zip and hand it over; nothing where it was made before, or its person left."""
    row = DataExport.objects.select_related("user").filter(pk=export, file=None).first()
    if row is None:
        return
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        made = Path(folder) / "export.zip"
        with override(row.user.language):
            write(row.user, made, at=row.asked_at)
        file = files.put(made, filename=f"nexus-{row.user.username}.zip", is_open=False, move=True)
    if not exports.deliver(UUID(export), file):
        with transaction.atomic():
            files.drop(file)


@on_fact
def tell_export(export: str) -> None:
    exports.tell(UUID(export))


def write(user: User, target: Path, *, at: datetime, most_bytes: int = FILES_MOST_BYTES) -> None:
    """All that the rooms have of a person, as one zip at `target`: a JSON file a table, then the files.

    Beyond `most_bytes` of files the rest is named in `files-left-out.json`, with what can be fetched on the site.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        pages = _Pages(archive, at)
        pages.text("README.txt", _readme(user, at))
        left_out: list[dict[str, object]] = []
        room_left = most_bytes
        for name, room in ROOMS.items():
            own = room.export(user)
            for one in own.tables:
                pages.table(f"{name}/{one.name}.json", one)
            for held in own.files:
                path = f"{name}/files/{_safe(held.path)}"
                if held.file.size > room_left or not pages.file(path, held):
                    left_out.append({"path": path, "size": held.file.size})
                else:
                    room_left -= held.file.size
        if left_out:
            pages.table("files-left-out.json", Table("files-left-out", left_out))


class _Pages:
    """Members of one zip, all of the same time, so that the same data give the same bytes."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive = archive
        self._time = (max(at.year, FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second)

    def _open(self, path: str, *, packed: bool = True) -> IO[bytes]:
        member = zipfile.ZipInfo(path, self._time)
        member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        return self._archive.open(member, "w", force_zip64=True)

    def text(self, path: str, text: str) -> None:
        with self._open(path) as out:
            out.write(text.encode())

    def table(self, path: str, table: Table) -> None:
        with self._open(path) as out:
            out.writelines(_lines(table))

    def file(self, path: str, held: OwnFile) -> bool:
        """Whether its bytes are in the store."""
        try:
            source = files.open_stored(held.file)
        except FileNotFoundError:
            log.warning("export_file_missing", key=held.file.key)
            return False
        with source, self._open(path, packed=False) as out:
            while block := source.read(CHUNK):
                out.write(block)
        return True


def _lines(table: Table) -> Iterator[bytes]:
    before = "["
    for row in table.rows:
        yield f"{before}\n{json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)}".encode()
        before = ","
    yield b"[]\n" if before == "[" else b"\n]\n"


def _safe(path: str) -> str:
    """Without steps upward and without an absolute beginning, whatever a file is called."""
    return "/".join(part for part in PurePosixPath(path.replace("\\", "_")).parts if part not in {"/", "..", "."})


def _readme(user: User, at: datetime) -> str:
    words = gettext(
        "These are the data that %(site)s has of %(name)s, as they were on %(day)s.\n\n"
        "Each folder is a part of the site. A .json file is a table: a list of rows, with the names of their columns. "
        "Amounts of money are in cents, times in UTC. Under files/ are the pictures and models themselves.\n"
        "Passwords and secrets of keys are not here: Nexus keeps only fingerprints of them.\n"
    )
    return words % {"site": settings.SITE_URL, "name": user.username, "day": at.date().isoformat()}
