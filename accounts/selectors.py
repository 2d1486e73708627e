"""What may be known about people, and by whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts import rights
from accounts.models import ApiKey, Ban, DataExport, Notification, TokenPair, User, WebhookDelivery, WebhookSubscription
from accounts.notices import KINDS, Tab
from accounts.roles import SEE_PEOPLE
from nexus.foundation.errors import NotFound

UNREAD_MOST = 1000  # a higher count says nothing more


BELL_SECONDS = 30  # a reading that raced with a change may stand this long


@dataclass(frozen=True)
class PublicProfile:
    """A person as everybody may see them. What other floors count is given by them."""

    id: UUID
    username: str
    display_name: str
    name: str
    bio: str
    is_verified: bool
    joined_at: datetime
    creator_level: str
    models: int
    followers: int = 0
    avatar_url: str = ""
    links: tuple[str, ...] = ()


def is_email_confirmed(user: User) -> bool:
    """Whether the person's own address is confirmed. Asked of the database once for each loaded person."""
    if user.known_confirmed is None:
        user.known_confirmed = bool(EmailAddress.objects.filter(user=user, verified=True).exists())
    return user.known_confirmed


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def public_profile(user: User, *, models: int = 0, followers: int = 0) -> PublicProfile:
    return PublicProfile(
        id=user.public_id,
        username=user.username,
        display_name=user.display_name,
        name=user.name,
        bio=user.bio,
        is_verified=user.is_verified,
        joined_at=user.date_joined,
        creator_level=user.creator_level,
        models=models,
        followers=followers,
        avatar_url=user.avatar_url,
        links=tuple(user.links),
    )


def people_visible() -> QuerySet[User]:
    """Everybody whose public page exists."""
    return User.objects.filter(is_active=True)


def person_visible(username: str) -> User:
    """One person by username, in any case; NotFound where there is none to see."""
    user = people_visible().filter(username__iexact=username).first() if "\x00" not in username else None
    if user is None:
        raise NotFound("There is no person with this name.")
    return user


def person_by_public_id(public_id: UUID | str) -> User | None:
    return User.objects.filter(public_id=public_id, is_active=True).first()


def roles_of(user: User) -> list[str]:
    """Role names, for the person and for staff: groups, then superuser."""
    found = sorted(user.groups.values_list("name", flat=True)) if user.is_staff else []
    return [*found, "superuser"] if user.is_superuser else found


def api_keys_of(user: User) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(user=user).order_by("-pk")


def webhooks_of(user: User) -> QuerySet[WebhookSubscription]:
    return WebhookSubscription.objects.filter(user=user).order_by("-pk")


def webhook_of(user: User, webhook_id: UUID) -> WebhookSubscription:
    """One of this person's own; NotFound."""
    found = webhooks_of(user).filter(pk=webhook_id).first()
    if found is None:
        raise NotFound("There is no such webhook.")
    return found


def deliveries_of(webhook: WebhookSubscription) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(webhook=webhook).order_by("-pk")


def data_exports_of(user: User) -> QuerySet[DataExport]:
    """What this person asked for in the last days, the newest first."""
    return DataExport.objects.filter(user=user).select_related("file").order_by("-pk")


def may_ask_for_data(user: User) -> bool:
    """Whether today's zip was not asked for yet."""
    return not DataExport.objects.filter(user=user, asked_on=timezone.now().date()).exists()


def standing_ban_of(user: User) -> Ban | None:
    return Ban.objects.filter(user=user, lifted_at=None).first()


def people_kept_by(staff: object, *, search: str = "") -> QuerySet[User]:
    """Everybody, closed accounts too, newest first, for staff who look after people; by name or address."""
    rights.staff_with(staff, SEE_PEOPLE)
    people = User.objects.order_by("-pk")
    if words := search.strip():
        named = Q(username__icontains=words) | Q(email__icontains=words) | Q(display_name__icontains=words)
        people = people.filter(named)
    return people


def active_people(*, since: datetime) -> int:
    """How many people used the site or a program's token since then."""
    by_token = TokenPair.objects.filter(access_until__gt=since).values("family__user")
    return User.objects.filter(Q(last_login__gte=since) | Q(pk__in=by_token), is_active=True).count()


def notices_of(user: User, *, tab: Tab | None = None) -> QuerySet[Notification]:
    """What is under the bell of this person, newest first; of one tab, or all."""
    rows = Notification.objects.filter(user=user, on_site=True).order_by("-pk")
    return rows.filter(kind__in=[kind for kind, facts in KINDS.items() if facts.tab == tab]) if tab else rows


def unread_notices(user: User) -> int:
    """How many nobody has looked at; counted up to UNREAD_MOST, for it stands on every page."""
    return Notification.objects.filter(user=user, on_site=True, read_at=None)[:UNREAD_MOST].count()


def unread_for_the_bell(user: User) -> int:
    """The same kept a moment, so that a page costs no query for it; what changes it forgets it (`forget_bell`)."""
    kept: int | None = cache.get(_bell(user.pk))
    if kept is None:
        kept = unread_notices(user)
        cache.set(_bell(user.pk), kept, BELL_SECONDS)
    return kept


def forget_bell(user_id: int) -> None:
    """Count anew at the next page: now, and once more when the present transaction commits."""
    cache.delete(_bell(user_id))
    transaction.on_commit(lambda: cache.delete(_bell(user_id)))


def _bell(user_id: int) -> str:
    return f"bell:{user_id}"


def unread_by_tab(user: User) -> dict[Tab, int]:
    """The same for each tab."""
    unread = Notification.objects.filter(user=user, on_site=True, read_at=None).values("kind")
    found = dict.fromkeys(Tab, 0)
    for row in unread.annotate(number=Count("pk")).order_by():
        found[KINDS[row["kind"]].tab] += row["number"]
    return found
