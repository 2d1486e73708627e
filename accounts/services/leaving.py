"""Leaving for good: every right ends at once, and the row that others point at stays with nothing in it."""

import hashlib
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts import passes, selectors
from accounts.models import (
    DELETED,
    ApiKey,
    NoticeChoice,
    Notification,
    OuterIdentity,
    TokenFamily,
    User,
    WebhookSubscription,
)
from accounts.services import exports, held_names, pictures, sessions, tokens
from nexus.foundation import limits, live
from nexus.foundation.errors import Invalid


def check_wish(user: User, *, password: str, username: str) -> None:
    """That it is the person who wants to leave: their password, and their username typed out. Raises Invalid, TooMany
    after five wrong passwords in five minutes.
    """
    wrong: dict[str, list[str]] = {}
    subject = f"user:{user.pk}"
    limits.take(limits.LEAVING_FAILURES, subject)
    if user.check_password(password):
        limits.forget(limits.LEAVING_FAILURES, subject)
    else:
        wrong["password"] = ["This is not your password."]
    if username.strip().lower() != user.username.lower():
        wrong["username"] = [f"Type your username: {user.username}."]
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)


def empty(user: User, *, now: datetime | None = None) -> None:
    """End every session, token, key, webhook and socket, and take every personal word out of the row.

    The caller holds the row under lock and has asked whether anything stands in the way. The name is held for a year.
    """
    at = now or timezone.now()
    held_names.hold(user.username, now=at)
    _end_rights(user)
    exports.forget_all_of(user)
    pictures.drop(user.avatar_key)
    mark = hashlib.sha256(user.public_id.bytes).hexdigest()[:16]
    user.email, user.username = f"deleted-{mark}@deleted.invalid", f"deleted-{mark}"
    user.display_name, user.bio, user.links, user.avatar_key = DELETED, "", [], ""
    user.is_active = user.is_staff = user.is_superuser = user.is_verified = user.marketing_consent = False
    user.language, user.last_login, user.erased_at = "en", None, at
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    selectors.forget_bell(user.pk)


def _end_rights(user: User) -> None:
    tokens.end_all(user, reason=TokenFamily.Ended.LOGOUT)
    live.end(passes.of_person(user.pk))
    sessions.end_all(user)
    for owned in (
        *(TokenFamily, ApiKey, WebhookSubscription, Notification, NoticeChoice),
        *(OuterIdentity, EmailAddress, SocialAccount, Authenticator),
    ):
        owned.objects.filter(user=user).delete()
