"""How answers write times, ids and addresses."""

from datetime import UTC, datetime
from typing import Annotated

from django.conf import settings

Time = Annotated[str, "date-time"]
Uuid = Annotated[str, "uuid"]
Url = Annotated[str, "uri"]


def moment(at: datetime) -> Time:
    """ISO 8601 in UTC, with Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def absolute(url: str) -> str:
    """An address as answers carry it."""
    return url if url.startswith(("http://", "https://")) else f"{settings.SITE_URL}{url}"
