"""Tokens of outer issuers (OIDC_ISSUERS): read, checked, and the person of this site whom they stand for."""

import hashlib
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from accounts import names, passes
from accounts.models import OuterIdentity, User
from accounts.services import held_names, outer_keys, people
from accounts.services.tokens import Holder
from nexus.foundation import audit
from nexus.foundation.errors import NotAllowed
from nexus.foundation.issuers import Issuer

MOST = 16_384  # signs of a token
LEEWAY = 30  # seconds that clocks may differ by
SUBJECT_MOST = 255


def may_be(secret: str) -> bool:
    """Whether this looks like a token of an issuer; ours have no dots."""
    return secret.count(".") == 2 and bool(settings.OIDC_ISSUERS) and len(secret) <= MOST


def holder_of(secret: str) -> Holder | None:
    """Whom a token stands for; None where it is not to be trusted, or the account is closed.

    The first use makes the person. Raises NotAllowed `email_unconfirmed` where its address belongs to an account here
    that nobody has confirmed, `staff_sign_in_here` for staff.
    """
    found = _trusted(secret)
    if found is None:
        return None
    issuer, claims = found
    person = _known(issuer, claims["sub"]) or _met(issuer, claims)
    if person.is_staff or person.is_superuser:
        raise NotAllowed("Staff sign in here and with nobody else's token.", code="staff_sign_in_here")
    return Holder(person, frozenset({passes.of_person(person.pk)})) if person.is_active else None


def _trusted(secret: str) -> tuple[Issuer, Mapping[str, Any]] | None:
    """The issuer and its claims, once signature, issuer, audience and times are right."""
    try:
        header = jwt.get_unverified_header(secret)
        named = jwt.decode(secret, options={"verify_signature": False}).get("iss")
    except (jwt.PyJWTError, ValueError):
        return None
    issuer = next((one for one in settings.OIDC_ISSUERS if one.issuer == named), None)
    algorithm, kid = header.get("alg"), header.get("kid")
    if issuer is None or algorithm not in outer_keys.ALGORITHMS or not isinstance(kid, str) or "crit" in header:
        return None
    key = outer_keys.key_of(issuer, kid=kid, algorithm=algorithm)
    if key is None:
        return None
    try:
        claims = jwt.decode(
            secret,
            key,
            algorithms=[algorithm],
            issuer=issuer.issuer,
            audience=list(issuer.audience) or None,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "exp"], "verify_aud": bool(issuer.audience)},
        )
    except (jwt.PyJWTError, ValueError):
        return None
    subject = claims["sub"]
    fits = isinstance(subject, str) and 0 < len(subject) <= SUBJECT_MOST and "\x00" not in subject
    return (issuer, claims) if fits else None


def _known(issuer: Issuer, subject: str) -> User | None:
    row = OuterIdentity.objects.select_related("user").filter(issuer=issuer.issuer, subject=subject).first()
    return row.user if row else None


@transaction.atomic
def _met(issuer: Issuer, claims: Mapping[str, Any]) -> User:
    """The person of a token that is seen for the first time: known by a confirmed address, or new."""
    subject = claims["sub"]
    with connection.cursor() as cursor:  # two first uses at the same moment make one person
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{issuer.issuer} {subject}"])
    if (known := _known(issuer, subject)) is not None:
        return known
    email = _email(claims.get(issuer.email_claim))
    verified = bool(email) and claims.get("email_verified") in (True, "true")
    person = _with_address(email) if verified else None
    if person is None:
        person = _new(email, claims, verified=verified, mark=f"{issuer.issuer} {subject}")
    OuterIdentity.objects.create(issuer=issuer.issuer, subject=subject, user=person)
    audit.note("user.outer_identity", actor_id=person.pk, target=f"user:{person.pk}", issuer=issuer.issuer)
    return person


def _email(claim: object) -> str:
    if not isinstance(claim, str):
        return ""
    try:
        validate_email(claim)
    except ValidationError:
        return ""
    return claim.lower()


def _with_address(email: str) -> User | None:
    """Who confirmed this address here. An account that only claims it is not joined: its maker may be anybody."""
    held = EmailAddress.objects.select_related("user").filter(email=email, verified=True).first()
    if held is not None:
        user: User = held.user
        if user.is_staff or user.is_superuser:  # else whoever runs the issuer would hold our roles
            raise NotAllowed("Staff sign in here and with nobody else's token.", code="staff_sign_in_here")
        return user
    if User.objects.filter(email__iexact=email).exists():
        raise NotAllowed(
            "There is an account with your e-mail address that nobody has confirmed. Set its password anew by the link "
            "for lost passwords, confirm the address, then come back with this token.",
            code="email_unconfirmed",
        )
    return None


def _new(email: str, claims: Mapping[str, Any], *, verified: bool, mark: str) -> User:
    """A person without a password. An address that is not verified, and taken, is left out."""
    if not verified and email and User.objects.filter(email__iexact=email).exists():
        email = ""
    address = email or f"outer-{hashlib.sha256(mark.encode()).hexdigest()[:24]}@outer.invalid"
    asked = claims.get("preferred_username")
    wanted = asked if isinstance(asked, str) and not names.fault(asked) and not held_names.is_held(asked) else ""
    said = claims.get("name")
    name = said.replace("\x00", "").strip()[:80] if isinstance(said, str) else ""
    person = people.make_without_password(address, base=wanted or names.from_email(address), display_name=name)
    if email:
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=verified)
    return person
