"""What this room has of a person: who they are, and what opens in their name. All of it goes with the account."""

from collections.abc import Iterator, Mapping

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import ApiKey, Ban, NoticeChoice, Notification, OuterIdentity, User, WebhookSubscription
from accounts.services import leaving
from nexus.foundation.personal import Obstacle, Own, OwnFile, table
from nexus.foundation.storage.models import StoredFile

GOES = frozenset(
    {
        "accounts.User_groups.user",
        "accounts.User_user_permissions.user",
        "accounts.TokenFamily.user",
        "accounts.ApiKey.user",
        "accounts.WebhookSubscription.user",
        "accounts.Notification.user",
        "accounts.NoticeChoice.user",
        "accounts.DataExport.user",
        "accounts.OuterIdentity.user",
        "account.EmailAddress.user",
        "socialaccount.SocialAccount.user",
        "mfa.Authenticator.user",
        "usersessions.UserSession.user",
    }
)
STAYS: Mapping[str, str] = {
    "accounts.Ban.user": "the record of a decision; it names nobody any more",
    "accounts.Ban.by": "an act of staff",
    "accounts.Ban.lifted_by": "an act of staff",
    "admin.LogEntry.user": "an act of staff",
}


def export(user: User) -> Own:
    of = {"user": user}
    return Own(
        (
            table(
                "profile",
                User.objects.filter(pk=user.pk),
                *("public_id", "email", "username", "display_name", "bio", "links", "language", "marketing_consent"),
                *("is_verified", "creator_level", "date_joined", "last_login"),
            ),
            table("email_addresses", EmailAddress.objects.filter(**of), "email", "verified", "primary"),
            table("sign_ins_elsewhere", OuterIdentity.objects.filter(**of), "issuer", "subject", "created_at"),
            table("sessions", UserSession.objects.filter(**of), "ip", "user_agent", "created_at", "last_seen_at"),
            table("api_keys", ApiKey.objects.filter(**of), "name", "prefix", "scopes", "created_at", "last_used_at"),
            table("webhooks", WebhookSubscription.objects.filter(**of), "url", "events", "active", "created_at"),
            table("notices", Notification.objects.filter(**of), "kind", "title", "url", "created_at", "read_at"),
            table("notice_choices", NoticeChoice.objects.filter(**of), "kind", "on_site", "mail"),
            table("closed_by_staff", Ban.objects.filter(**of), "reason", "at", "lifted_at"),
        ),
        _files(user),
    )


def _files(user: User) -> Iterator[OwnFile]:
    for file in StoredFile.objects.filter(key=user.avatar_key) if user.avatar_key else ():
        yield OwnFile(f"profile/{file.filename}", file)


def obstacles(user: User) -> list[Obstacle]:
    found = []
    if user.is_staff or user.is_superuser:
        found.append(Obstacle(_("You are of the staff. Have your role taken first, by whoever keeps the accounts.")))
    if not user.has_usable_password():
        sentence = _("You have no password here, and one is asked for. Set one by the link for lost passwords.")
        found.append(Obstacle(sentence, reverse("account_reset_password"), _("Set a password")))
    return found


def close(user: User) -> None:
    """At once: every right ends and the row is emptied. Last of all rooms: others still need the address."""
    leaving.empty(user)


def forget(user: User) -> None:
    """Nothing is left to do."""
