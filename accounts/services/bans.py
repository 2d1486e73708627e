"""Closing an account, and opening it again: every right ends at once, nothing is lost."""

from django.db import transaction
from django.utils import timezone

from accounts import passes, rights
from accounts.models import Ban, TokenFamily, User
from accounts.roles import BAN_USER
from accounts.services import tokens
from nexus.foundation import audit, live, outbox
from nexus.foundation.errors import Conflict, NotFound

REASON_MOST = 2000


@transaction.atomic
def ban(user_id: int, *, by: User, reason: str = "") -> Ban:
    """End every session, token, key and socket of a person, and hide what they show.

    What they sold stays with its buyers, what they are owed stays theirs. Raises NotAllowed without the right or
    against other staff (a superuser may), Conflict against oneself or where the account is closed already, NotFound.
    """
    rights.staff_with(by, BAN_USER)
    user = _for_change(user_id)
    if user.pk == by.pk:
        raise Conflict("You cannot close your own account here.")
    if (user.is_staff or user.is_superuser) and not by.is_superuser:
        raise Conflict("Only a superuser closes the account of somebody of the staff.")
    if not user.is_active:
        raise Conflict(f"The account of {user.username} is closed already.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    made = Ban.objects.create(user=user, by=by, reason=reason.strip()[:REASON_MOST])
    tokens.end_all(user, reason=TokenFamily.Ended.STAFF)
    live.end(passes.of_person(user.pk))
    audit.note("user.ban", actor_id=by.pk, target=f"user:{user.pk}", reason=made.reason)
    outbox.send("person.banned", person=user.pk)
    return made


@transaction.atomic
def lift(user_id: int, *, by: User, reason: str = "") -> User:
    """Open the account again: what it showed is on show again. Raises NotAllowed, NotFound, Conflict."""
    rights.staff_with(by, BAN_USER)
    user = _for_change(user_id)
    standing = Ban.objects.select_for_update().filter(user=user, lifted_at=None).first()
    if standing is None:
        raise Conflict(f"The account of {user.username} was not closed by staff.")
    standing.lifted_at, standing.lifted_by = timezone.now(), by
    standing.save(update_fields=["lifted_at", "lifted_by"])
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.note("user.lift_ban", actor_id=by.pk, target=f"user:{user.pk}", reason=reason.strip()[:REASON_MOST])
    outbox.send("person.ban_lifted", person=user.pk)
    return user


def _for_change(user_id: int) -> User:
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such person.")
    return user
