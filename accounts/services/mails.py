"""Mails to people about their account, each a folder of templates/mail, for handlers and for allauth's adapter."""

from datetime import datetime

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from accounts.models import Ban, User
from nexus.foundation import mail


def _address_of(user: User) -> EmailAddress | None:
    return EmailAddress.objects.filter(user=user).order_by("-primary", "-verified", "pk").first()


def send_confirmation(user: User) -> None:
    """The link to the page with the button; nothing where the address is confirmed by now."""
    address = _address_of(user)
    if address is not None and not address.verified:
        confirm_address(address)


def confirm_address(address: EmailAddress) -> None:
    """Ask the holder of an address: of a new person, or the new address of one who has confirmed before."""
    user: User = address.user
    known = EmailAddress.objects.filter(user=user, verified=True).exists()
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    # No name stands in these: it is a stranger's word as long as nobody has confirmed whose account it is.
    context = {"email": address.email, "url": f"{settings.SITE_URL}{path}"}
    if known:
        mail.send("email.added", to=address.email, language=user.language, context=context)
        return
    reset = "" if user.has_usable_password() else f"{settings.SITE_URL}{reverse('account_reset_password')}"
    mail.send("person.registered", to=address.email, language=user.language, context={**context, "reset_url": reset})


def send_welcome(user: User) -> None:
    mail.send("person.confirmed", to=user.email, language=user.language, context={"name": user.name})


def send_known(user: User) -> None:
    """Somebody registered an address that has an account: its holder learns it here, and only here."""
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        send_confirmation(user)
        return
    context = {
        "name": user.name,
        "email": user.email,
        "login_url": f"{settings.SITE_URL}{reverse('account_login')}",
        "reset_url": f"{settings.SITE_URL}{reverse('account_reset_password')}",
    }
    mail.send("person.registered_again", to=user.email, language=user.language, context=context)


def send_password_reset(user: User, email: str, url: str) -> None:
    confirmed = EmailAddress.objects.filter(user=user, verified=True).exists()
    context = {"name": user.name if confirmed else user.username, "username": user.username, "url": url}
    mail.send("password.reset", to=email, language=user.language, context=context)


def send_unknown(email: str) -> None:
    """Somebody asked to reset the password of an address that has no account."""
    url = f"{settings.SITE_URL}{reverse('account_signup')}"
    mail.send("password.unknown", to=email, language=get_language() or "", context={"email": email, "url": url})


def send_change(user: User | None, email: str, *, change: str, at: datetime, address: str, agent: str) -> None:
    """What was changed at an account, with the browser and address it came from."""
    context = {"name": user.name if user else "", "change": change, "at": at, "address": address, "agent": agent}
    mail.send("account.changed", to=email, language=user.language if user else "", context=context)


def send_rights_ended(user: User) -> None:
    """What was made before the address was confirmed has ended."""
    with override(user.language):  # the sentence is part of the mail
        change = gettext(
            "Your address was confirmed. API keys, second factors and sign-ins elsewhere that were made before "
            "have ended: they may have been somebody else's."
        )
    send_change(user, user.email, change=change, at=timezone.now(), address="", agent="")


def send_banned(user: User, ban: Ban) -> None:
    context = {"name": user.name, "reason": ban.reason, "url": f"{settings.SITE_URL}{reverse('account_login')}"}
    mail.send("person.banned", to=user.email, language=user.language, context=context)


def send_export(user: User, *, url: str, until: datetime) -> None:
    """The link to one's data; also for the holder of a closed account, who is told in no other way."""
    mail.send(
        "person.export_made",
        to=user.email,
        language=user.language,
        context={"name": user.name, "url": url, "until": until},
    )


def send_ban_lifted(user: User) -> None:
    context = {"name": user.name, "url": f"{settings.SITE_URL}{reverse('account_login')}"}
    mail.send("person.ban_lifted", to=user.email, language=user.language, context=context)
