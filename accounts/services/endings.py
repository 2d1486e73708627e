"""What ends when the holder of an address shows up: everything that somebody else may have prepared in their name."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from accounts import passes
from accounts.models import ApiKey, OuterIdentity, TokenFamily, User, WebhookSubscription
from accounts.services import askers, tokens
from nexus.foundation import audit, live

CONFIRMED = "Switched off when your address was confirmed. Look at the webhook's address before you turn it on again."
CLAIMED = "Switched off when your address was claimed twice. Look at the webhook's address before you turn it on again."
RESET = "Switched off when your password was set anew. Look at the webhook's address before you turn it on again."


@dataclass(frozen=True)
class Ended:
    """How much of each ended."""

    keys: int = 0
    webhooks: int = 0
    identities: int = 0
    factors: int = 0
    token_families: int = 0

    @property
    def any(self) -> bool:
        return any(vars(self).values())


def programs(user: User, *, why: str, with_tokens: bool = True) -> Ended:
    """End API keys, tokens and sign-ins elsewhere, and switch webhooks off. Needs a transaction and the row's lock.

    `why` is the sentence on the webhooks' page.
    """
    askers.begin_anew(user)
    families = 0
    if with_tokens:
        families = TokenFamily.objects.filter(user=user, ended_at=None).count()
        tokens.end_all(user, reason=TokenFamily.Ended.PASSWORD)
    keys = list(ApiKey.objects.filter(user=user).values_list("pk", flat=True))
    for key_id in keys:
        live.end(passes.of_key(key_id))
    ApiKey.objects.filter(pk__in=keys).delete()
    webhooks = WebhookSubscription.objects.filter(user=user, active=True).update(active=False, off_reason=why)
    elsewhere = [OuterIdentity.objects.filter(user=user), SocialAccount.objects.filter(user=user)]
    identities = sum(rows.count() for rows in elsewhere)
    for rows in elsewhere:
        rows.delete()
    ended = Ended(keys=len(keys), webhooks=webhooks, identities=identities, token_families=families)
    if ended.any:
        audit.note("user.programs_ended", actor_id=user.pk, target=f"user:{user.pk}", **vars(ended))
    return ended


def all_before(user: User) -> Ended:
    """What opens an account without its password: keys, identities elsewhere, second factors. Before an address was
    confirmed nobody knew whose account it is. Needs a transaction and the row's lock.

    Tokens and sessions stay: they were had by the password, which still opens the account, and a program that
    registers goes on with its token when its person has confirmed (settled.md).
    """
    ended = programs(user, why=CONFIRMED, with_tokens=False)
    own_factors = Authenticator.objects.filter(user=user)
    factors = own_factors.count()
    own_factors.delete()
    return Ended(**{**vars(ended), "factors": factors})
