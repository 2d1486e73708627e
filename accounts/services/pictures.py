"""The picture that a person shows of themselves: set, replaced, taken away. It is an open file, small and square."""

from django.db import transaction

from accounts.models import User
from nexus.foundation import pictures as gate
from nexus.foundation.errors import Invalid
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

SIDE = 256
FIELD = "avatar"


def show(user: User, data: bytes, *, filename: str) -> User:
    """Take a picture through the gate, its middle as a square, and show it from now on.

    Raises Invalid `not_a_picture` with the gate's reason, PictureTooLarge over 10 MB, Unavailable without a worker.
    """
    try:
        file = gate.take_picture(data, filename=filename, portrait=SIDE)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, code=refusal.code, fields={FIELD: [refusal.sentence]}) from refusal
    try:
        return set_avatar(user, file)
    except BaseException:
        with transaction.atomic():
            files.drop(file)
        raise


@transaction.atomic
def set_avatar(user: User, file: StoredFile | None) -> User:
    """Show this clean picture from now on, or none; the one before is dropped."""
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before, row.avatar_key = row.avatar_key, file.key if file else ""
    row.save(update_fields=["avatar_key"])
    if before != row.avatar_key:
        drop(before)
    user.avatar_key = row.avatar_key
    return row


def drop(key: str) -> None:
    """Remove the file of a picture that nobody shows any more. Needs a transaction."""
    found = StoredFile.objects.filter(key=key).first() if key else None
    if found is not None:
        files.drop(found)
