"""A certificate as anybody who knows its code may check it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from marketplace.catalog import certificates, licences
from marketplace.catalog.models import Entitlement
from nexus.foundation.errors import NotFound
from nexus.foundation.markdown import render


@dataclass(frozen=True)
class CertificatePage:
    code: str
    is_genuine: bool
    ended_at: datetime | None
    since: datetime
    model_name: str
    model_url: str
    creator: str
    holder: str
    licence_name: str
    licence_version: int
    licence_html: str
    files: tuple[dict[str, Any], ...]


def certificate_url(code: str) -> str:
    return reverse("certificate", args=[code])


def certificate_by_code(code: str) -> CertificatePage:
    """The right behind a code, also an ended one. NotFound for a code that was never given."""
    wanted = code.strip().upper()
    right = Entitlement.objects.select_related("listing").filter(certificate_code=wanted).first()
    if right is None or right.certificate is None:
        raise NotFound("There is no certificate with this code.", code="no_certificate")
    words = right.certificate
    return CertificatePage(
        code=right.certificate_code,
        is_genuine=certificates.is_genuine(words),
        ended_at=right.ended_at,
        since=right.since,
        model_name=words["model"]["name"],
        model_url=reverse("model_by_id", args=[right.listing_id]),
        creator=words["creator"],
        holder=words["holder"],
        licence_name=licences.name_of(words["licence"]),
        licence_version=words["licence_version"],
        licence_html=render(licences.text_of(words["licence"], words["licence_version"])),
        files=tuple(words["files"]),
    )
