"""Opaque token pairs of programs. Only their SHA-256 is kept; a spent refresh token that comes back ends its family."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts import passes
from accounts.models import Ban, TokenFamily, TokenPair, User
from accounts.services import askers, guesses
from nexus.foundation import limits, live
from nexus.foundation.errors import NotAllowed, NotSignedIn

KEPT = timedelta(days=7)  # an ended family, so that a late reuse is still told apart from nonsense


@dataclass(frozen=True)
class Holder:
    """Who a secret stands for, and the passes that end with them: sockets opened by it are let go when one ends."""

    person: User
    passes: frozenset[str]


@dataclass(frozen=True)
class Tokens:
    """What is shown once."""

    access: str
    refresh: str
    expires_in: int
    user: User


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def issue(user: User) -> Tokens:
    """The first pair of a new family. Raises NotSignedIn where the password was set anew since `user` was read."""
    askers.asker_for_change(user)
    return _pair(TokenFamily.objects.create(user=user), user)


def _pair(family: TokenFamily, user: User) -> Tokens:
    now = timezone.now()
    access, refresh = f"nxa_{secrets.token_urlsafe(32)}", f"nxr_{secrets.token_urlsafe(32)}"
    TokenPair.objects.create(
        family=family,
        access_hash=_digest(access),
        refresh_hash=_digest(refresh),
        access_until=now + settings.ACCESS_TOKEN_LIFE,
        refresh_until=now + settings.REFRESH_TOKEN_LIFE,
    )
    return Tokens(access, refresh, int(settings.ACCESS_TOKEN_LIFE.total_seconds()), user)


def sign_in(identifier: str, password: str, address: str, *, code: str = "") -> Tokens:
    """Tokens for an e-mail address or username and its password (and `code`, where a second factor is on).

    Raises TooMany (10 tries a minute from one address, 5 failures in 5 minutes for one account from one network, 100 an
    hour from networks where its person never was), NotSignedIn for any wrong pair, NotAllowed `account_banned` or
    `second_factor_required` once the password was right.
    """
    limits.take(limits.LOGIN, address)
    user = find(identifier)
    subject = f"user:{user.pk}" if user else f"name:{_digest(identifier.strip().lower())}"
    guesses.take(subject, user, address)  # counted before the password is looked at: no race gets more tries
    if user is None:
        make_password(password)  # an unknown name takes as long as a wrong password
    if user is None or not user.check_password(password):
        raise NotSignedIn(
            "The e-mail address or username and the password do not belong together.", code="wrong_credentials"
        )
    if not user.is_active:
        guesses.forgive(subject, user, address)
        why = Ban.objects.filter(user=user, lifted_at=None).values_list("reason", flat=True).first()
        sentence = f"This account is closed: {why}" if why else "This account is closed."
        raise NotAllowed(f"{sentence} Sign in on the site to read more and to object.", code="account_banned")
    _check_second_factor(user, code)
    guesses.forgive(subject, user, address)
    return issue(user)


def find(identifier: str) -> User | None:
    """The person of an e-mail address or username, in any case."""
    wanted = identifier.strip()
    if not wanted or "\x00" in wanted:
        return None
    return User.objects.filter(**{"email__iexact" if "@" in wanted else "username__iexact": wanted}).first()


def _check_second_factor(user: User, code: str) -> None:
    factors = {row.type: row for row in Authenticator.objects.filter(user=user)}
    totp = factors.get(Authenticator.Type.TOTP)
    if totp is None:
        return
    if not code:
        raise NotAllowed("This account has a second factor; send its code as `code`.", code="second_factor_required")
    recovery = factors.get(Authenticator.Type.RECOVERY_CODES)
    if not (TOTP(totp).validate_code(code) or (recovery and RecoveryCodes(recovery).validate_code(code))):
        raise NotSignedIn("The code of the second factor is wrong or was used.", code="wrong_credentials")


def refresh(token: str) -> Tokens:
    """The next pair; the old one is spent. A spent one that comes back ends the family, for both who hold it."""
    with transaction.atomic():
        pair = (
            TokenPair.objects.select_for_update(of=("self", "family"))
            .select_related("family__user")
            .filter(refresh_hash=_digest(token))
            .first()
        )
        if pair is not None and pair.spent_at is not None and pair.family.ended_at is None:
            _end(pair.family, TokenFamily.Ended.REUSE)
        elif pair is not None and _is_good(pair):
            pair.spent_at = timezone.now()
            pair.save(update_fields=["spent_at"])
            return _pair(pair.family, pair.family.user)
    raise NotSignedIn("This refresh token is spent, expired or unknown. Sign in again.", code="token_invalid")


def _is_good(pair: TokenPair) -> bool:
    return pair.family.ended_at is None and pair.refresh_until > timezone.now() and pair.family.user.is_active


def _end(family: TokenFamily, reason: TokenFamily.Ended) -> None:
    family.ended_at = timezone.now()
    family.ended_by = reason
    family.save(update_fields=["ended_at", "ended_by"])
    live.end(passes.of_tokens(family.pk))


@transaction.atomic
def end(access_token: str) -> None:
    """Sign a program out: its whole family ends at once. An unknown token changes nothing."""
    pair = TokenPair.objects.select_related("family").filter(access_hash=_digest(access_token)).first()
    if pair is not None and pair.family.ended_at is None:
        _end(pair.family, TokenFamily.Ended.LOGOUT)


@transaction.atomic
def end_all(user: User, *, reason: TokenFamily.Ended) -> None:
    """Every token of a person, and every socket however opened, for a new password or by staff."""
    for family in TokenFamily.objects.select_for_update().filter(user=user, ended_at=None).order_by("pk"):
        _end(family, reason)
    live.end(passes.of_person(user.pk))


def person_for(access_token: str) -> User | None:
    """Who holds this access token now; None where it is unknown, expired, spent or ended. One query."""
    holder = holder_of(access_token)
    return holder.person if holder else None


def holder_of(access_token: str) -> Holder | None:
    """The same with the passes that it opens sockets with."""
    pair = (
        TokenPair.objects.select_related("family__user")
        .filter(
            access_hash=_digest(access_token),
            access_until__gt=timezone.now(),
            spent_at=None,
            family__ended_at=None,
            family__user__is_active=True,
        )
        .first()
    )
    if pair is None:
        return None
    person = pair.family.user
    return Holder(person, frozenset({passes.of_person(person.pk), passes.of_tokens(pair.family_id)}))


def is_fresh(access_token: str) -> bool:
    """Whether the sign-in that this token comes from was just now: what asks for a password again takes it as given."""
    since = timezone.now() - timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    return TokenPair.objects.filter(access_hash=_digest(access_token), family__created_at__gt=since).exists()


def forget_old() -> None:
    """Drop what can no longer open anything (a duty)."""
    before = timezone.now() - KEPT
    TokenFamily.objects.filter(ended_at__lt=before).delete()
    TokenPair.objects.filter(refresh_until__lt=before).delete()
    TokenFamily.objects.filter(pairs=None, created_at__lt=before).delete()
