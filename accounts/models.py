"""People and the tokens they hold."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts import levels
from nexus.foundation.ids import uuid7
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

DELETED = gettext_noop("Deleted account")  # the name under which the words of somebody who left stand
LINKS_MOST = 5


class UserManager(BaseUserManager["User"]):
    """Django's own doors (createsuperuser, allauth) come in here; people made by programs through services.people."""

    def create_user(self, email: str, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `id` is for staff and the Storefront contract; everything else knows `public_id`."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    username = models.CharField(max_length=40)
    display_name = models.CharField(max_length=80, blank=True)
    bio = models.TextField(max_length=2000, blank=True)
    links = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    avatar_key = models.CharField(max_length=200, blank=True, help_text="of an open file; cards need no other row")
    language = models.CharField(max_length=10, default="en")
    marketing_consent = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=False, help_text="Staff checked who this creator is.")
    creator_level = models.CharField(max_length=10, default=levels.BRONZE, help_text="by all that was ever earned")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="left: the row stays, with nothing in it")
    rights_since = models.DateTimeField(
        null=True, blank=True, help_text="programs, sessions and sign-ins elsewhere of before have ended"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["username"]

    objects: ClassVar[UserManager] = UserManager()

    known_confirmed: bool | None = None  # no column: what selectors.is_email_confirmed read, once a request

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(Lower("username"), name="user_username_once"),
            models.CheckConstraint(condition=models.Q(links__len__lte=LINKS_MOST), name="user_links_are_few"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(is_active=False, is_staff=False, is_superuser=False, bio="", links__len=0, avatar_key=""),
                name="user_erased_is_empty",
            ),
        ]
        permissions: ClassVar = [("ban_user", "Can close and open accounts"), ("verify_user", "Can verify creators")]

    def __str__(self) -> str:
        return self.username

    @property
    def name(self) -> str:
        return gettext(DELETED) if self.erased_at else self.display_name or self.username

    @property
    def avatar_url(self) -> str:
        """Where the person's picture is; empty where they show none."""
        return links.url_of_key(self.avatar_key) if self.avatar_key else ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.username


class TokenFamily(models.Model):
    """All tokens that came from one sign-in; it ends as a whole, at logout or when a spent token is used again."""

    class Ended(models.TextChoices):
        LOGOUT = "logout"
        REUSE = "reuse"
        STAFF = "staff"
        PASSWORD = "password"  # noqa: S105 - the reason, not a secret

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, choices=Ended, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"


class TokenPair(models.Model):
    """One access token and the refresh token that replaces it. Only their SHA-256 is kept."""

    family = models.ForeignKey(TokenFamily, on_delete=models.CASCADE, related_name="pairs")
    access_hash = models.CharField(max_length=64, unique=True)
    refresh_hash = models.CharField(max_length=64, unique=True)
    access_until = models.DateTimeField()
    refresh_until = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Ban(models.Model):
    """An account closed by staff, with the statement that its holder reads; lifted, it stays as history."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bans")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(lifted_at=None), name="banned_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"ban of {self.user_id}"


class ApiKey(models.Model):
    """A program's secret, with what it may do; only its SHA-256 is kept, and its first signs to tell it by."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=12))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="api_key_may_something"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.user_id}"


class WebhookSubscription(models.Model):
    """An address of a program that is told of events; its secret signs what is sent, so it is kept as it is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    secret = models.CharField(max_length=64)
    active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=300, blank=True, help_text="Why it was turned off by us.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(events__len__gt=0), name="webhook_hears_something"),
        ]

    def __str__(self) -> str:
        return f"webhook of {self.user_id}"


class WebhookDelivery(models.Model):
    """One event for one webhook, with the very bytes that are signed, until it arrived or its tries are used up."""

    class State(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(WebhookSubscription, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    status_code = models.PositiveSmallIntegerField(null=True)
    response = models.TextField(blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "source"], name="webhook_told_once"),
            models.CheckConstraint(
                condition=models.Q(state="pending") ^ models.Q(next_try_at=None), name="webhook_delivery_pending_is_due"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="pending"), name="webhook_delivery_due"),
            models.Index(fields=["created_at"], name="webhook_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.webhook_id}"


class Notification(models.Model):
    """One notice of the bell. A kind that gathers counts several events, each once by its name in `sources`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    about = models.CharField(max_length=60, blank=True)
    sources = ArrayField(models.CharField(max_length=80), default=list)
    count = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    on_site = models.BooleanField(default=True, help_text="shown under the bell; otherwise only its mail is wanted")
    waits_for_digest = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="notification_by_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None, on_site=True), name="notification_unseen"),
            models.Index(
                fields=["created_at"], condition=models.Q(waits_for_digest=True), name="notification_for_digest"
            ),
            GinIndex(fields=["sources"], name="notification_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class NoticeChoice(models.Model):
    """How one person wants to hear of one kind of notices; without a row, as `accounts.notices` says."""

    class Mail(models.TextChoices):
        NOW = "now"
        DIGEST = "digest"
        OFF = "off"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=24)
    on_site = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Mail)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"


class HeldName(models.Model):
    """A username that somebody left behind: nobody takes it for a while. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"held until {self.until:%Y-%m-%d}"


class DataExport(models.Model):
    """All of a person's own data as one zip, made on request; the file goes when its time is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="data_exports")
    asked_on = models.DateField(help_text="one a day")
    asked_at = models.DateTimeField(default=timezone.now)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, help_text="the zip can be fetched until then")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "asked_on"], name="data_export_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(file=None) | models.Q(until__isnull=False), name="data_export_file_has_an_end"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["until"], name="data_export_end")]

    def __str__(self) -> str:
        return f"data of {self.user_id}"


class OuterIdentity(models.Model):
    """Somebody as an outer issuer of tokens knows them: issuer and subject are one person here, always the same."""

    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outer_identities")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="outer_identity_is_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} of {self.issuer}"
