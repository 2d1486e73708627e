"""Who looks, without knowing who: the account, else a keyed hash of address and agent that is another one tomorrow."""

import re
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from nexus.foundation.limits import address

MACHINE = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|lighthouse", re.IGNORECASE)


def visitor_of(request: HttpRequest, *, day: date | None = None) -> UUID | None:
    """The visitor of a day; None for machines that say what they are."""
    agent = request.headers.get("User-Agent", "")
    if MACHINE.search(agent):
        return None
    when = day or timezone.now().date()
    user = getattr(request, "user", None)
    who = f"account {user.pk}" if user is not None and user.is_authenticated else f"{address(request)} {agent}"
    return UUID(bytes=salted_hmac(f"nexus.visitor.{when.isoformat()}", who, algorithm="sha256").digest()[:16])
