"""Makers of people."""

import itertools
import os

from accounts.models import TokenFamily, TokenPair, User  # noqa: F401 - re-exported by tests.make for convenience
from accounts.services import people, tokens

PASSWORD = "correct-horse-7"
_numbers = itertools.count(os.getpid() * 1000 + 1)  # several processes may make people for one product


def person(username: str = "", *, confirmed: bool = True, password: str = PASSWORD, **fields) -> User:
    """A member; `confirmed=False` is one who has not pressed the button yet."""
    number = next(_numbers)
    user = people.register(
        email=fields.pop("email", f"{username or 'person'}-{number}@example.com"),
        password=password,
        username=username or f"person-{number}",
        **fields,
    )
    if confirmed:
        people.mark_confirmed(user)
    return user


def staff(*roles: str, username: str = "") -> User:
    """Staff with roles of `accounts.roles` ("moderator", "finance", "marketing")."""
    return people.set_roles(person(username), groups=list(roles or ("moderator",)))


def superuser(username: str = "") -> User:
    number = next(_numbers)
    user = User.objects.create_superuser(f"root-{number}@example.com", username or f"root-{number}", PASSWORD)
    people.mark_confirmed(user)
    return user


def bearer(user: User) -> str:
    """A fresh access token."""
    return tokens.issue(user).access
