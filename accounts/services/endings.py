"""What ends when the holder of an address shows up: everything that somebody else may have prepared in their name."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from accounts import passes
from accounts.models import ApiKey, OuterIdentity, TokenFamily, User, WebhookSubscription
from accounts.services import askers, sessions, tokens
from nexus.foundation import audit, live

OFF = "Switched off when your {why}. Look at the address before you turn it on again."


@dataclass(frozen=True)
class Ended:
    """How much of each ended."""

    keys: int = 0
    webhooks: int = 0
    identities: int = 0
    factors: int = 0
    token_families: int = 0
    sessions: int = 0

    @property
    def any(self) -> bool:
        return any(vars(self).values())


def programs(user: User, *, why: str) -> Ended:
    """End API keys, tokens and sign-ins elsewhere, and switch webhooks off. Needs a transaction and the row's lock.

    `why` completes "Switched off when your …" for the webhooks' page.
    """
    askers.begin_anew(user)
    families = TokenFamily.objects.filter(user=user, ended_at=None).count()
    tokens.end_all(user, reason=TokenFamily.Ended.PASSWORD)
    keys = list(ApiKey.objects.filter(user=user).values_list("pk", flat=True))
    for key_id in keys:
        live.end(passes.of_key(key_id))
    ApiKey.objects.filter(pk__in=keys).delete()
    webhooks = WebhookSubscription.objects.filter(user=user, active=True).update(
        active=False, off_reason=OFF.format(why=why)
    )
    elsewhere = [OuterIdentity.objects.filter(user=user), SocialAccount.objects.filter(user=user)]
    identities = sum(rows.count() for rows in elsewhere)
    for rows in elsewhere:
        rows.delete()
    ended = Ended(keys=len(keys), webhooks=webhooks, identities=identities, token_families=families)
    if ended.any:
        audit.note("user.programs_ended", actor_id=user.pk, target=f"user:{user.pk}", **vars(ended))
    return ended


def all_before(user: User, *, session_key: str) -> Ended:
    """The same, with second factors and every session but the one that confirms: before an address was confirmed
    nobody knew whose account it is. Needs a transaction and the row's lock.
    """
    ended = programs(user, why="address was confirmed")
    own_factors = Authenticator.objects.filter(user=user)
    factors = own_factors.count()
    own_factors.delete()
    gone = sessions.end_others(user, session_key=session_key)
    return Ended(**{**vars(ended), "factors": factors, "sessions": gone})
