"""Making people, confirming their addresses, and what they change about themselves."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts import levels, names, rights, web_links
from accounts.models import LINKS_MOST, TokenFamily, User
from accounts.roles import VERIFY_USER
from accounts.services import askers, endings, held_names, tokens
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound

CHANGEABLE = {"display_name", "bio", "links", "language", "marketing_consent"}


@transaction.atomic
def register(
    *,
    email: str,
    password: str,
    display_name: str = "",
    username: str = "",
    marketing_consent: bool = False,
    language: str = "",
) -> User:
    """Make a person whose address waits for its confirmation. The mail follows from the fact."""
    email = email.strip().lower()
    _check(email=email, password=password, display_name=display_name, username=username)
    if (
        User.objects.filter(email__iexact=email).exists()
        or EmailAddress.objects.filter(email=email, verified=True).exists()
    ):
        raise _taken()
    fields: dict[str, Any] = {"display_name": display_name, "marketing_consent": marketing_consent}
    if language:
        fields["language"] = language
    user = _make(email, password, username, fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    outbox.send("person.registered", person=user.pk)
    return user


def _check(*, email: str, password: str, display_name: str, username: str) -> None:
    wrong: dict[str, list[str]] = {}
    try:
        validate_email(email)
    except ValidationError as failure:
        wrong["email"] = failure.messages
    if username and (sentence := names.fault(username)):
        wrong["username"] = [sentence]
    elif username and held_names.is_held(username):
        wrong["username"] = [held_names.TAKEN]
    if len(display_name) > 80:
        wrong["display_name"] = ["A name has at most 80 characters."]
    try:
        validate_password(password, User(email=email, username=username, display_name=display_name))
    except ValidationError as failure:
        wrong["password"] = failure.messages
    if wrong:
        first = next(iter(wrong.values()))[0]
        raise Invalid(first, fields=wrong)


def make_without_password(email: str, *, base: str, display_name: str) -> User:
    """Somebody who signs in elsewhere; a username like `base`, with a number where it is taken. Needs a transaction."""
    return _make(email, None, "", {"display_name": display_name}, base=base)


def _make(email: str, password: str | None, username: str, fields: dict[str, Any], *, base: str = "") -> User:
    """The row; a username that was not asked for gets a number where it is taken."""
    base = username or base or names.from_email(email)
    for number in range(20):
        wanted = base if number == 0 else f"{base}-{secrets.randbelow(10**5 if number > 2 else 100) + 2}"
        try:
            with transaction.atomic():
                made = User.objects.create_user(email, wanted, password, **fields)
                if held_names.is_held(wanted):  # asked after the row: a name that is being left at this moment is seen
                    raise IntegrityError("user_username_held")
                return made
        except IntegrityError as clash:
            if "user_email_once" in str(clash):
                raise _taken() from clash
            if username:
                sentence = held_names.TAKEN
                raise Invalid(sentence, code="username_taken", fields={"username": [sentence]}) from clash
    raise Conflict(f"No free username like {base!r} was found; choose one yourself.", code="username_taken")


def _taken() -> Conflict:
    return Conflict(
        "There is already an account with this e-mail address. Sign in, or reset the password.", code="email_taken"
    )


@transaction.atomic
def note_known_address(email: str) -> None:
    """Somebody registers an address that has an account: its holder is told by mail, the page says nothing."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is not None:
        outbox.send("person.registered_again", person=user.pk)


@transaction.atomic
def doubt(email: str, password: str) -> None:
    """Somebody registers an address with another password than the account which nobody has confirmed: either may be
    its holder, so no password opens it until one is set by mail. Takes as long as hashing, whatever it finds.
    """
    user = User.objects.select_for_update(no_key=True).filter(email__iexact=email.strip()).first()
    if user is None or EmailAddress.objects.filter(user=user, verified=True).exists():
        make_password(password)
    elif not user.check_password(password) and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        endings.programs(user, why=endings.CLAIMED)
        audit.note("user.doubt", actor_id=None, target=f"user:{user.pk}")


@transaction.atomic
def confirm_address(address: EmailAddress, *, confirm: Callable[[], bool]) -> bool:
    """Let `confirm` mark the address. A person's first confirmed one is a fact (the welcome follows from it), and ends
    what opens it without its password: until then anybody may have held the account.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=address.user_id)
    was_confirmed = EmailAddress.objects.filter(user=user, verified=True).exists()
    done = confirm()
    if done and not was_confirmed:
        if endings.all_before(user).any:
            outbox.send("person.rights_ended", person=user.pk)
        outbox.send("person.confirmed", person=user.pk)
    return done


def mark_confirmed(user: User) -> None:
    """Confirm a person's own address without a mail: for people an operator vouches for (demo, tests, commands)."""
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email.lower(), defaults={"primary": True})
    if not address.verified:
        confirm_address(address, confirm=address.set_verified)
        user.refresh_from_db(fields=["rights_since"])
    user.known_confirmed = True


@transaction.atomic
def set_password(user: User, password: str, *, programs: bool = False) -> None:
    """A new password ends every token of the person; page sessions end by Django's session hash. With `programs`, API
    keys and sign-ins elsewhere end too, and webhooks are off: a reset by mail does so, a change asks.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    if programs:
        endings.programs(user, why=endings.RESET)
    else:
        askers.begin_anew(user)
        tokens.end_all(user, reason=TokenFamily.Ended.PASSWORD)


@transaction.atomic
def change_profile(user: User, **changes: Any) -> User:
    """What a person may say about themselves; anything else is a programming error. Raises Invalid at `links`."""
    if foreign := changes.keys() - CHANGEABLE:
        raise ValueError(f"Not part of a profile: {', '.join(sorted(foreign))}")
    if "links" in changes:
        changes["links"] = _checked_links(changes["links"])
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=sorted(changes))
    return user


def _checked_links(sent: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(link.strip() for link in sent if link.strip()))
    wrong = next((sentence for link in wanted if (sentence := web_links.fault(link))), "")
    if len(wanted) > LINKS_MOST:
        wrong = f"A profile has at most {LINKS_MOST} links."
    if wrong:
        raise Invalid(wrong, fields={"links": [wrong]})
    return wanted


def set_level(user_id: int, *, revenue_cents: int) -> bool:
    """Give a creator the level of what they earned in all; answers whether it changed. Called where money moves."""
    reached = levels.level(revenue_cents)
    return bool(User.objects.filter(pk=user_id).exclude(creator_level=reached).update(creator_level=reached))


@transaction.atomic
def verify(user_id: int, *, by: User) -> User:
    """Mark a creator as one whom staff has checked; raises NotAllowed, NotFound."""
    rights.staff_with(by, VERIFY_USER)
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such person.")
    if not user.is_verified:
        user.is_verified = True
        user.save(update_fields=["is_verified"])
        audit.note("user.verify", actor_id=by.pk, target=f"user:{user.pk}")
    return user


@transaction.atomic
def unverify(user_id: int, *, by: User, reason: str) -> User:
    """Take the verified mark back; raises NotAllowed, NotFound, Conflict where there is none."""
    rights.staff_with(by, VERIFY_USER)
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such person.")
    if not user.is_verified:
        raise Conflict(f"{user.username} is not marked as verified.", code="illegal_move")
    user.is_verified = False
    user.save(update_fields=["is_verified"])
    audit.note("user.unverify", actor_id=by.pk, target=f"user:{user.pk}", reason=reason.strip())
    return user


@transaction.atomic
def set_roles(user: User, *, groups: list[str], is_staff: bool = True) -> User:
    """Give the staff roles of `accounts.roles`; for commands and demo people."""
    user.is_staff = is_staff
    user.save(update_fields=["is_staff"])
    user.groups.set(Group.objects.filter(name__in=groups))
    return user
