"""Who is staff: superusers give roles and take them back, each with a reason that stays in the audit."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import ROLES
from accounts.services.notifications import notify
from nexus.foundation import audit
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

REASON_MOST = 2000


@transaction.atomic
def give_role(user_id: int, *, by: User, role: str, reason: str) -> User:
    """Let somebody do what a role covers; they become staff with it.

    Raises NotAllowed for who is no superuser or gives it to themselves, NotFound, Invalid, Conflict where the account
    is closed or has the role.
    """
    user, reason = _asked(user_id, by=by, role=role, reason=reason)
    if not user.is_active:
        raise Conflict(f"The account of {user.username} is closed.", code="account_closed")
    if user.is_staff and user.groups.filter(name=role).exists():
        raise Conflict(f"{user.username} has this role already.", code="illegal_move")
    user.groups.add(Group.objects.get(name=role))
    _set_staff(user, is_staff=True)
    _note("user.give_role", user, by=by, role=role, reason=reason, title=f"You have the role {role} now.")
    return user


@transaction.atomic
def take_role(user_id: int, *, by: User, role: str, reason: str) -> User:
    """Take a role back; who has none left is no staff any more. Raises like `give_role`."""
    user, reason = _asked(user_id, by=by, role=role, reason=reason)
    if not user.groups.filter(name=role).exists():
        raise Conflict(f"{user.username} does not have this role.", code="illegal_move")
    user.groups.remove(Group.objects.get(name=role))
    _set_staff(user, is_staff=user.is_superuser or user.groups.filter(name__in=ROLES).exists())
    _note("user.take_role", user, by=by, role=role, reason=reason, title=f"You do not have the role {role} any more.")
    return user


def _asked(user_id: int, *, by: User, role: str, reason: str) -> tuple[User, str]:
    if not (by.is_superuser and by.is_active):
        raise NotAllowed("Only a superuser gives roles and takes them back.")
    if user_id == by.pk:
        raise NotAllowed("Your own roles are given by somebody else.", code="own_role")
    if role not in ROLES:
        sentence = f"Choose a role: {', '.join(ROLES)}."
        raise Invalid(sentence, fields={"role": [sentence]})
    reason = checked(reason, field="reason", most=REASON_MOST, empty="Write the reason.").strip()
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, erased_at=None).first()
    if user is None:
        raise NotFound("There is no such person.")
    return user, reason


def _set_staff(user: User, *, is_staff: bool) -> None:
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def _note(act: str, user: User, *, by: User, role: str, reason: str, title: str) -> None:
    audit.note(act, actor_id=by.pk, target=f"user:{user.pk}", reason=reason, role=role)
    row = audit.AuditRow.objects.filter(act=act, target=f"user:{user.pk}").latest("pk")
    notify(user.pk, "account", title=title, url="/settings/", source=f"role:{row.pk}")
