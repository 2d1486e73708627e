"""The certificate of a right: who may do what with which files, frozen when it was given and signed by us."""

from collections.abc import Mapping
from typing import Any

from marketplace.catalog import licences
from marketplace.catalog.models import Entitlement, ListingFile
from nexus.foundation import signed

SALT = "nexus.certificate"


def frozen(right: Entitlement) -> dict[str, Any]:
    """What stands in the certificate of a right that is being given, with its `signature`.

    Files are those of the newest version, by their SHA-256; the licence's text is named by its version, which never
    changes.
    """
    rows = ListingFile.objects.filter(listing=right.listing_id).select_related("file").order_by("-version", "format")
    newest = [row for row in rows if row.version == rows[0].version]
    words = {
        "code": right.certificate_code,
        "model": {"id": right.listing_id, "name": right.listing.name},
        "creator": right.listing.seller.name,
        "holder": right.holder.name,
        "licence": right.licence,
        "licence_name": licences.name_of(right.licence),
        "licence_version": right.licence_version,
        "reason": right.reason,
        "transaction_id": right.transaction_id,
        "since": right.since.isoformat(),
        "files": [{"format": row.format, "sha256": row.file.sha256} for row in newest],
    }
    return signed.sign(words, salt=SALT)


def held_by(certificate: Mapping[str, Any], holder: str) -> dict[str, Any]:
    """The same certificate with another word for its holder, signed anew: for one who left and is named no more."""
    words = {name: value for name, value in certificate.items() if name != "signature"} | {"holder": holder}
    return signed.sign(words, salt=SALT)


def is_genuine(certificate: Mapping[str, Any] | None) -> bool:
    """Whether these are the words that were signed here."""
    return signed.is_genuine(certificate, salt=SALT)
