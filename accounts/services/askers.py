"""Whether the rights that somebody came in with still stand at the moment of an act that makes a lasting one."""

from django.utils import timezone

from accounts.models import User
from nexus.foundation.errors import NotSignedIn


def asker_for_change(asker: User) -> User:
    """The asker's row under lock. Needs a transaction.

    Raises NotSignedIn where their rights ended meanwhile: what a request began before a reset or a first confirmation
    leaves nothing behind that outlives it.
    """
    held = User.objects.select_for_update(no_key=True).get(pk=asker.pk)
    if held.rights_since != asker.rights_since:
        raise NotSignedIn("Your sign-in ended. Sign in again.", code="token_invalid")
    return held


def begin_anew(user: User) -> None:
    """From here on, whoever came in before makes nothing lasting. Needs a transaction and the row's lock."""
    user.rights_since = timezone.now()
    user.save(update_fields=["rights_since"])
