"""How much of the store one person may hold, and how many of their files may be on their way at once."""

from django.conf import settings
from django.db.models import Q, Sum

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog.models import Upload
from nexus.foundation.errors import TooLarge, TooMany

OPEN_MOST = 20
OPEN_MOST_UNCONFIRMED = 2
UNCONFIRMED_BYTES = 20 * 2**20
OPEN = (Upload.State.RECEIVING, Upload.State.CHECKING)


def held_bytes(person: User) -> int:
    """The bytes of everything that a person sent and that is kept, and of what they announced. What we make of it
    (previews, conversions, pictures) counts for us.
    """
    kept = Q(file__isnull=False) | Q(state__in=OPEN)
    return Upload.objects.filter(kept, owner=person).aggregate(all=Sum("size"))["all"] or 0


def most_bytes(person: User) -> int:
    """What a person may hold: QUOTA_STORAGE_MB, and little until their address is confirmed."""
    return settings.QUOTA_STORAGE_BYTES if is_email_confirmed(person) else UNCONFIRMED_BYTES


def take(by: User, *, size: int) -> None:
    """Make room for one more file of `size` bytes. Locks the person's row, so that two at once do not both fit.

    Raises TooMany where too many are on their way, TooLarge `storage_quota` where it would be too much in all.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    confirmed = is_email_confirmed(person)
    open_most = OPEN_MOST if confirmed else OPEN_MOST_UNCONFIRMED
    if Upload.objects.filter(owner=person, state__in=OPEN).count() >= open_most:
        raise TooMany(
            f"{open_most} of your files are being sent or checked already. Wait until one is done, or stop one.",
            retry_after=30,
        )
    held, most = held_bytes(person), most_bytes(person)
    if held + size > most:
        way = "Delete a model or an upload that you do not need." if confirmed else "Confirm your e-mail address first."
        raise TooLarge(
            f"You may keep {most // 2**20:,} MB here, and have {held / 2**20:,.1f} MB; this file would be "
            f"{size / 2**20:,.1f} MB more. {way}",
            code="storage_quota",
        )
