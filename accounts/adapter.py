"""Where allauth meets the house: its mails become mail folders, its changes go through the services."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts import closed, names, selectors
from accounts.models import User
from accounts.services import guesses, held_names, mails, people, tokens
from nexus.foundation import languages, limits
from nexus.foundation.errors import TooMany
from nexus.foundation.sayings import said

CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _(
        "Your password was changed by a reset link. Your tokens, API keys and sign-ins elsewhere have ended, and your "
        "webhooks are off."
    ),
    "account/email/password_set": _("A password was set."),
    "account/email/email_changed": _("Your e-mail address was changed from %(from_email)s to %(to_email)s."),
    "account/email/email_deleted": _("The e-mail address %(deleted_email)s was removed."),
    "mfa/email/totp_activated": _("Sign-in with an authenticator app was turned on."),
    "mfa/email/totp_deactivated": _("Sign-in with an authenticator app was turned off."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
    "socialaccount/email/account_connected": _("A sign-in with %(provider)s was connected."),
    "socialaccount/email/account_disconnected": _("The sign-in with %(provider)s was disconnected."),
}


def _named(credentials: dict[str, Any]) -> User | None:
    return tokens.find(str(credentials.get("email") or credentials.get("username") or ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or username and the password do not belong together."),
        "username_password_mismatch": _("The e-mail address or username and the password do not belong together."),
        "username_taken": _("This username is taken; choose another."),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        if sentence := names.fault(username):
            raise ValidationError(said(sentence))
        if held_names.is_held(username):
            raise ValidationError(self.error_messages["username_taken"])
        return str(super().clean_username(username, shallow=shallow))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A new address of an account that is confirmed already counts once its holder says so, signed in: else its
        mail, opened by somebody who was chosen for it, would give their address to a stranger's account.
        """
        confirm: Callable[..., bool] = super().confirm_email
        if selectors.is_email_confirmed(email_address.user) and request.user.pk != email_address.user_id:
            raise ImmediateHttpResponse(redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}"))
        return people.confirm_address(email_address, confirm=lambda: bool(confirm(request, email_address)))

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Who has no password sets one next: by mail, so that it is the address's holder who does."""
        if not email_address.user.has_usable_password():
            return reverse("account_reset_password")
        return str(super().get_email_verification_redirect_url(email_address))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The password was right, the account is closed: its holder reads why, and nothing else is opened."""
        closed.let_in(request, user)
        return redirect("account_closed")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By network too: five wrong passwords of somebody else lock nobody out (as `guesses` has it for programs)."""
        by_name: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{by_name}@{guesses.network(limits.address(request))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            guesses.take_far(_named(credentials), limits.address(request))
        except TooMany:
            raise self.validation_error("too_many_login_attempts") from None
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        found: User | None = super().authenticate(request, **credentials)
        if found is not None:
            guesses.forgive_far(_named(credentials), limits.address(request))
        return found

    def set_password(self, user: User, password: str) -> None:
        people.set_password(user, password)

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """The language a person has chosen follows them to every browser they sign in with."""
        response: HttpResponse = super().post_login(request, user, **about)
        if not about.get("signup"):
            languages.remember(response, user.language)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At SITE_URL: the request's Host is what its sender says."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{path.replace('UID-KEY', quote(key))}"

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC, signup: bool
    ) -> None:
        if not signup:  # at signup the fact person.registered sends the same mail
            mails.confirm_address(emailconfirmation.email_address)

    def send_account_already_exists_mail(self, email: str) -> None:
        people.note_known_address(email)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        mails.send_password_reset(user, email, context["password_reset_url"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every other mail of allauth; one that is not known here is a fault, found by the house test of mails."""
        if template_prefix == "account/email/unknown_account":
            mails.send_unknown(email)
            return
        user = User.objects.filter(email__iexact=email).first() or getattr(self.request, "user", None)
        person = user if isinstance(user, User) else None
        with override(person.language if person else get_language()):  # the sentence is part of the mail
            change = str(CHANGES[template_prefix]) % context
        mails.send_change(
            person,
            email,
            change=change,
            at=context.get("timestamp") or timezone.now(),
            address=limits.address(self.request),
            agent=self.get_http_user_agent(self.request),
        )
