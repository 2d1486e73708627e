"""Everything of a listing in one zip: files, licence text, certificate; put together while it is sent."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation

from accounts.models import User
from marketplace.catalog import licences
from marketplace.catalog.models import Entitlement, Listing
from marketplace.catalog.selectors.cards import model_url
from marketplace.catalog.services import contents
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

README = "README.txt"


@dataclass(frozen=True)
class Bundle:
    """Names inside the zip with what stands under them, in order."""

    texts: dict[str, str]
    files: dict[str, StoredFile]
    made_at: datetime


class _Pipe(io.RawIOBase):
    """Where the zip writes to: what was written is handed on, and nothing is ever read back."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting.append(bytes(data))
        self.place += len(data)
        return len(data)

    def tell(self) -> int:
        return self.place

    def seekable(self) -> bool:
        return False

    def taken(self) -> Iterator[bytes]:
        yield from self.waiting
        self.waiting = []


def bundle_of(listing: Listing, *, reader: User, right: Entitlement | None) -> Bundle:
    """What one reader's zip holds: the newest version's files that lie there, the licence, the certificate."""
    version = contents.newest_version(listing)
    rows = listing.files.filter(version=version).select_related("file").order_by("-is_source", "format", "pk")
    named: dict[str, StoredFile] = {}
    for row in rows:
        suffix = f"{row.format}.zip" if row.file.kind == "application/zip" else row.format
        named[f"{listing.slug}.{suffix}"] = row.file
    with translation.override(settings.LANGUAGE_CODE):
        texts = {README: _readme(listing, version=version)}
        if right is not None:
            texts["LICENCE.txt"] = licences.text_of(right.licence, right.licence_version)
            texts["CERTIFICATE.txt"] = _certificate(listing, reader=reader, right=right)
        else:
            offered = [offer.licence for offer in listing.offers.order_by("position")]
            texts |= {f"LICENCE-{name}.txt": licences.text_of(name, licences.current_version(name)) for name in offered}
    return Bundle(texts, named, listing.published_at or listing.created_at)


def bundle_of_many(rights: Sequence[Entitlement], *, reader: User) -> Bundle:
    """What a zip of several models holds: a folder for each, with the text and the certificate of every right to it."""
    texts: dict[str, str] = {}
    named: dict[str, StoredFile] = {}
    made_at: list[datetime] = []
    for right in rights:
        listing = right.listing
        folder = f"{listing.slug[:80]}-{listing.pk}"
        one = bundle_of(listing, reader=reader, right=right)
        more = f"-{right.licence}" if f"{folder}/LICENCE.txt" in texts else ""
        for name, text in one.texts.items():
            stem, _, suffix = name.partition(".")
            place = f"{folder}/{stem}{more}.{suffix}" if name != README else f"{folder}/{name}"
            texts[place] = text
        named |= {f"{folder}/{name}": file for name, file in one.files.items()}
        made_at.append(one.made_at)
    return Bundle(texts, named, max(made_at))


def _readme(listing: Listing, *, version: int) -> str:
    page = settings.SITE_URL + model_url(listing.pk, listing.slug)
    lines = [listing.name, f"by {listing.seller.name}", f"version {version}", page, "", listing.text_twin]
    return "\n".join(lines).rstrip() + "\n"


def _certificate(listing: Listing, *, reader: User, right: Entitlement) -> str:
    page = f"{settings.SITE_URL}/certificates/{right.certificate_code}/"
    lines = [
        f"Certificate {right.certificate_code}",
        "",
        f"{reader.name} holds the {licences.name_of(right.licence)} licence",
        f"of “{listing.name}” by {listing.seller.name}, since {right.since.astimezone(UTC):%Y-%m-%d}.",
        "",
        f"Anybody can check it at {page}",
    ]
    return "\n".join(lines) + "\n"


def sent(bundle: Bundle) -> Iterator[bytes]:
    """The zip piece by piece, with one piece of a file in memory at a time. Models are stored, not packed again."""
    pipe = _Pipe()
    stamp = bundle.made_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED, allowZip64=True) as target:
        for name, text in bundle.texts.items():
            target.writestr(zipfile.ZipInfo(name, stamp), text.encode())
            yield from pipe.taken()
        for name, file in bundle.files.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.file_size = file.size
            with target.open(entry, "w") as out, files.open_stored(file) as source:
                while block := source.read(files.CHUNK):
                    out.write(block)
                    yield from pipe.taken()
            yield from pipe.taken()
    yield from pipe.taken()
