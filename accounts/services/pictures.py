"""The picture that a person shows of themselves: set, replaced, taken away. It is an open file, small and square."""

from django.db import transaction

from accounts.models import User
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile


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
