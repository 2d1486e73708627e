"""Who lives in the demo shop: confirmed, consenting people with profiles and roles."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from nexus.demo import clock

FOLDER = Path(__file__).parent
PEOPLE: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
NAMES = tuple(PEOPLE)
CREATORS = ("demo-creator", "lucia-prado", "ruth-mensah", "kenji-arai", "amir-rahimi")
BUYERS = ("demo-buyer", "june-park", "pavel-novak", "zola-dube", "matteo-ricci", "hana-sato")
FIRST = "demo-admin"


@dataclass(frozen=True)
class Cast:
    """Everybody by username, and the day that the story counts back from."""

    people: dict[str, User]
    today: datetime

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    def ago(self, days: float) -> datetime:
        return self.today - timedelta(days=days)


def cast() -> Cast:
    """The demo people; who is missing is made, in one transaction. The story's last day is the one it was told on."""
    found = {user.username: user for user in User.objects.filter(username__in=NAMES)}
    began = found[FIRST].date_joined if FIRST in found else None
    today = timezone.now() if began is None else began + timedelta(days=PEOPLE[FIRST]["joined"])
    with transaction.atomic():
        for username in NAMES:
            if username not in found:
                with clock.at(today - timedelta(days=PEOPLE[username]["joined"])):
                    found[username] = _person(username)
    return Cast(found, today)


def _person(username: str) -> User:
    told = PEOPLE[username]
    address, role = f"{username}@example.com", told.get("role")
    user = User.objects.create_user(
        address,
        username,
        settings.DEMO_PASSWORD,
        display_name=told["name"],
        bio=told.get("bio", ""),
        marketing_consent=True,
        is_verified=told.get("verified", False),
        is_staff=role is not None or told.get("superuser", False),
        is_superuser=told.get("superuser", False),
    )
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
