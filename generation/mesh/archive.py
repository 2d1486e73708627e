"""Zip archives read without trust: names, sizes and ratios are judged before unpacking, and nothing is written."""

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from generation.mesh.limits import MEBIBYTE
from generation.mesh.refusal import Refused

MOST_ENTRIES = 1_000
MOST_RATIO = 200
FREE_BYTES = MEBIBYTE  # below this much unpacked, a high ratio does no harm
MOST_BYTES = 512 * MEBIBYTE
_REMEDY = "Pack only the model and its own files into the zip, then upload again."
# What zipfile raises for damaged bytes.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(slots=True)
class Archive:
    """A zip that passed: `names` in its order, `read` unpacks one entry within what is left of the limit."""

    names: list[str]
    _file: zipfile.ZipFile
    _left: int = MOST_BYTES
    _infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Bytes that the entry states to have unpacked."""
        return self._infos[name].file_size

    def stored_at(self, name: str) -> tuple[int, bool]:
        """Where the entry's header lies, and whether it is stored as it is."""
        info = self._infos[name]
        return info.header_offset, info.compress_type == zipfile.ZIP_STORED

    def head(self, name: str, size: int = 512) -> bytes:
        """The first bytes of an entry."""
        return self._read(name, size)

    def read(self, name: str) -> bytes:
        """An entry unpacked. Raises Refused for one that is damaged or larger than it states."""
        found = self._read(name, None)
        self._left -= len(found)
        if self._left < 0:
            raise _too_big("unpacks to more than is taken")
        return found

    def _read(self, name: str, size: int | None) -> bytes:
        info = self._infos[name]
        most = info.file_size if size is None else min(size, info.file_size)
        try:
            with self._file.open(info) as stream:
                found = stream.read(most)
                if size is None and stream.read(1):
                    raise _too_big(f"holds more in “{shown(name)}” than it states")
        except _DAMAGE as error:
            raise broken(f"“{shown(name)}” in it cannot be unpacked") from error
        if len(found) < most:
            raise broken(f"“{shown(name)}” in it is cut off")
        return found

    def resolve(self, reference: str, base: str) -> str | None:
        """The entry that `reference`, in the file `base`, names; None where there is none.

        Raises Refused (`outside-reference`) for an absolute path, an address, or one that leaves the archive.
        """
        wanted = reference.replace("\\", "/").strip()
        if wanted.startswith(("/", "~")) or _SCHEME.match(wanted):
            raise outside(reference, base)
        steps = base.split("/")[:-1]
        for step in wanted.split("/"):
            if step == "..":
                if not steps:
                    raise outside(reference, base)
                steps.pop()
            elif step not in ("", "."):
                steps.append(step)
        name = "/".join(steps)
        if name in self._infos:
            return name
        lowered = {known.lower(): known for known in reversed(self.names)}
        return lowered.get(name.lower())


def open_zip(data: bytes | memoryview) -> Archive:
    """Open a zip for reading; unpacks nothing yet. Raises Refused (rule, sentence, remedy)."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in file.infolist() if not info.is_dir()]
    except _DAMAGE as error:
        raise broken("its directory cannot be read") from error
    if len(infos) > MOST_ENTRIES:
        raise _too_big(f"holds {len(infos):,} files; at most {MOST_ENTRIES:,} are taken")
    _check_names(infos)
    found = Archive([info.filename for info in infos], file)
    found._infos.update({info.filename: info for info in infos})  # noqa: SLF001 — its own making
    for info in infos:
        if info.file_size >= 4 and _is_zip(found, info):
            raise _too_big(f"holds another zip, “{shown(info.filename)}”, and a zip in a zip is not opened")
    _check_sizes(infos)
    return found


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    for info in infos:
        if info.file_size > FREE_BYTES and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _too_big(f"holds “{shown(info.filename)}”, which unpacks to {info.file_size / MEBIBYTE:,.0f} MB")
    if total > MOST_BYTES:
        raise _too_big(f"unpacks to {total / MEBIBYTE:,.0f} MB; at most {MOST_BYTES // MEBIBYTE} MB are taken")
    if total > FREE_BYTES and total > MOST_RATIO * max(packed, 1):
        raise _too_big(f"unpacks to more than {MOST_RATIO} times its size")


def _is_zip(found: Archive, info: zipfile.ZipInfo) -> bool:
    try:
        return found.head(info.filename, 4) in (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08\x00")
    except Refused:
        return False  # a damaged entry matters only where it is needed, and then it is refused


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name.startswith("/") or "\\" in name or _SCHEME.match(name) or ".." in name.split("/"):
            raise Refused(
                "outside-reference",
                f"This zip holds a file that would leave its folder: “{shown(name)}”.",
                _REMEDY,
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused("outside-reference", f"This zip holds a link: “{shown(name)}”.", _REMEDY)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(
                "unsupported-extension", "This zip is packed in an unusual way.", "Pack it again as a plain zip."
            )
        if info.flag_bits & 0x1:
            raise Refused("locked", "This zip is locked with a password.", "Pack it again without a password.")
        if name in seen:
            raise broken(f"it holds “{shown(name)}” twice")
        seen.add(name)


def shown(name: str) -> str:
    """A name from inside a file, short and printable."""
    short = name if len(name) <= 60 else name[:57] + "…"
    return "".join(letter if letter.isprintable() else "?" for letter in short)


def broken(what: str) -> Refused:
    """A zip that is damaged."""
    return Refused("broken", f"This zip is damaged: {what}.", "Pack the files again and upload the new zip.")


def outside(reference: str, base: str) -> Refused:
    """The refusal of a reference that leaves the file."""
    return Refused(
        "outside-reference",
        f"“{shown(base)}” refers to something outside the file: “{shown(reference)}”.",
        "Pack the model with its pictures and materials into one zip, with relative names, or export it as GLB.",
    )


def _too_big(what: str) -> Refused:
    return Refused("too-big", f"This zip {what}.", _REMEDY)
