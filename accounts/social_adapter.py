"""Where allauth's sign-in with accounts of other sites meets the house: who is new becomes a person like any other."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.models import User
from nexus.foundation import outbox

NAME_MOST = 80


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The name that the other site knows becomes the one that is shown; the username is made or asked for."""
        user: User = super().populate_user(request, sociallogin, data)
        first, last = data.get("first_name") or "", data.get("last_name") or ""
        user.display_name = str(data.get("name") or f"{first} {last}").strip()[:NAME_MOST]
        user.language = get_language() or user.language
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """The row and its facts in one transaction: a link to an unconfirmed address, a welcome for a confirmed one."""
        with transaction.atomic():
            user: User = super().save_user(request, sociallogin, form)
            confirmed = EmailAddress.objects.filter(user=user, verified=True).exists()
            outbox.send("person.confirmed" if confirmed else "person.registered", person=user.pk)
        return user
