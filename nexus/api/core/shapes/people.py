"""People and their tokens."""

from typing import TypedDict

from django.conf import settings

from accounts import selectors as people
from accounts.models import Notification, User
from accounts.services.tokens import Tokens
from generation import quotas
from generation import selectors as generation
from generation.models import Job
from nexus.api.base import Time, Url, Uuid, absolute, moment


class Profile(TypedDict):
    """A person as everybody sees them."""

    id: Uuid
    username: str
    display_name: str
    avatar_url: Url | None
    bio: str
    links: list[str]
    creator_level: str
    is_verified: bool
    followers: int
    models: int
    joined_at: Time


class Quota(TypedDict):
    plan: str
    running: int
    queued: int
    today: int
    daily_limit: int


class Me(Profile):
    """Oneself."""

    email: str
    email_confirmed: bool
    marketing_consent: bool
    language: str
    roles: list[str]
    two_factor: bool
    unread_notifications: int
    quota: Quota


class Registered(TypedDict):
    message: str
    user_id: Uuid
    email: str


class TokenPair(TypedDict):
    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int
    user_id: Uuid


class Message(TypedDict):
    message: str


class Ticket(TypedDict):
    ticket: str
    expires_in: int


def profile(user: User, *, models: int = 0, followers: int = 0) -> Profile:
    seen = people.public_profile(user, models=models, followers=followers)
    return {
        "id": str(seen.id),
        "username": seen.username,
        "display_name": seen.display_name,
        "avatar_url": absolute(seen.avatar_url) if seen.avatar_url else None,
        "bio": seen.bio,
        "links": list(seen.links),
        "creator_level": seen.creator_level,
        "is_verified": seen.is_verified,
        "followers": seen.followers,
        "models": seen.models,
        "joined_at": moment(seen.joined_at),
    }


class Notice(TypedDict):
    """One line under the bell."""

    id: int
    kind: str
    title: str
    url: str
    read: bool
    count: int
    created_at: Time


class Unread(TypedDict):
    unread_notifications: int


def notice(row: Notification) -> Notice:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "url": f"{settings.SITE_URL}{row.url}",
        "read": row.read_at is not None,
        "count": row.count,
        "created_at": moment(row.created_at),
    }


def me(user: User, *, models: int, followers: int, today: int) -> Me:
    mine, confirmed = generation.jobs_of(user), people.is_email_confirmed(user)
    return {
        **profile(user, models=models, followers=followers),
        "email": user.email,
        "email_confirmed": confirmed,
        "marketing_consent": user.marketing_consent,
        "language": user.language,
        "roles": people.roles_of(user),
        "two_factor": people.has_second_factor(user),
        "unread_notifications": people.unread_notices(user),
        "quota": {
            "plan": "member",
            "running": mine.filter(state=Job.State.RUNNING).count(),
            "queued": mine.filter(state=Job.State.QUEUED).count(),
            "today": today,
            "daily_limit": quotas.most_a_day(confirmed=confirmed),
        },
    }


def token_pair(found: Tokens) -> TokenPair:
    return {
        "access_token": found.access,
        "refresh_token": found.refresh,
        "token_type": "bearer",
        "expires_in": found.expires_in,
        "user_id": str(found.user.public_id),
    }
