"""People and their tokens."""

from typing import TypedDict

from accounts import selectors as people
from accounts.models import User
from accounts.services.tokens import Tokens
from generation import selectors as generation
from generation.models import Job
from nexus.api.base import Time, Url, Uuid, moment


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
    daily_limit: int | None


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
        "avatar_url": seen.avatar_url or None,
        "bio": seen.bio,
        "links": list(seen.links),
        "creator_level": seen.creator_level,
        "is_verified": seen.is_verified,
        "followers": seen.followers,
        "models": seen.models,
        "joined_at": moment(seen.joined_at),
    }


def me(user: User, *, models: int, followers: int, today: int) -> Me:
    mine = generation.jobs_of(user)
    return {
        **profile(user, models=models, followers=followers),
        "email": user.email,
        "email_confirmed": people.is_email_confirmed(user),
        "marketing_consent": user.marketing_consent,
        "language": user.language,
        "roles": people.roles_of(user),
        "two_factor": people.has_second_factor(user),
        "unread_notifications": 0,
        "quota": {
            "plan": "member",
            "running": mine.filter(state=Job.State.RUNNING).count(),
            "queued": mine.filter(state=Job.State.QUEUED).count(),
            "today": today,
            "daily_limit": None,
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
