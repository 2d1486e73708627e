"""The addresses that stand in a reader's mail. Signed, so that clicks lead only where the mail led."""

from django.conf import settings
from django.core import signing

PIXEL, CLICK = "nexus.campaign.pixel", "nexus.campaign.click"


def unsubscribe_url(token: str) -> str:
    """The way out. Its token is kept in the database, so that it works for ever, also under another key."""
    return f"{settings.SITE_URL}/mail/unsubscribe/{token}"


def pixel_url(mail_id: int) -> str:
    return f"{settings.SITE_URL}/mail/open/{signing.dumps(mail_id, salt=PIXEL)}.gif"


def click_url(mail_id: int, number: int) -> str:
    return f"{settings.SITE_URL}/mail/click/{signing.dumps([mail_id, number], salt=CLICK)}"


def mail_of_pixel(token: str) -> int | None:
    found = _read(token, PIXEL)
    return found if isinstance(found, int) else None


def link_of_click(token: str) -> tuple[int, int] | None:
    """The mail's and the link's number; None for what was not signed here."""
    found = _read(token, CLICK)
    return (int(found[0]), int(found[1])) if isinstance(found, list) and len(found) == 2 else None


def _read(token: str, salt: str) -> object:
    try:
        return signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError):
        return None
