"""The chain over the journal: each entry is sealed with the digest of all before it, afterwards and in order.

Nothing here runs inside a purchase. Who changes, adds or takes away a sealed row below the database's own guards
breaks the chain from there on; `verify` computes it again from the rows, and so does the invariant I2 in SQL.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet

from marketplace.transactions.models import JournalEntry, JournalLine, Seal

log = structlog.get_logger(__name__)

LOCK = 0x5345414C  # "SEAL": one sealer at a time
BATCH = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Broken:
    """The first place where the chain does not hold."""

    number: int
    entry_id: int


def text_of(entry: JournalEntry) -> str:
    """What is sealed of an entry: its id, kind, cause, microsecond, and each line's account and cents, by account."""
    lines = sorted((line.account_id, line.cents) for line in entry.lines.all())
    moment = (entry.at - EPOCH) // timedelta(microseconds=1)
    return f"{entry.pk}|{entry.kind}|{entry.cause}|{moment}|" + ",".join(f"{number}:{cents}" for number, cents in lines)


def digest_after(before: str, text: str) -> str:
    """SHA-256, in hex, of the digest before and the text after a line break."""
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def seal_entries(most: int = BATCH) -> int:
    """Seal what is not sealed yet, by rising id (a duty); answers how many. A second sealer at work leaves it be."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
        last = Seal.objects.order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, "")
        made: list[Seal] = []
        for entry in _with_lines().filter(seal=None).order_by("pk")[:most]:
            number, digest = number + 1, digest_after(digest, text_of(entry))
            made.append(Seal(number=number, entry=entry, digest=digest))
        for seal in made:
            seal.save(force_insert=True)
    if made:
        log.info("ledger_sealed", entries=len(made), number=number, digest=digest)
    return len(made)


def _with_lines() -> QuerySet[JournalEntry]:
    return JournalEntry.objects.prefetch_related(
        Prefetch("lines", JournalLine.objects.only("entry", "account", "cents"))
    )


def verify() -> Broken | None:
    """Compute the whole chain again from the rows; None when every seal holds."""
    digest, expected = "", 1
    for seal in _seals():
        digest = digest_after(digest, text_of(seal.entry))
        if seal.number != expected or seal.digest != digest:
            return Broken(seal.number, seal.entry_id)
        expected += 1
    return None


def _seals() -> Iterator[Seal]:
    rows = Seal.objects.select_related("entry").prefetch_related("entry__lines").order_by("number")
    yield from rows.iterator(chunk_size=BATCH)


def unsealed() -> int:
    """How many entries wait for their seal."""
    return JournalEntry.objects.filter(seal=None).count()
