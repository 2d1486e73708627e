"""Campaigns: one mail to many people, with a row for each of them."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

__all__ = ["Campaign", "CampaignClick", "CampaignLink", "CampaignMail", "CampaignTest", "MailBlock", "MailEvent"]


def new_token() -> str:
    """What nobody guesses and everybody may hold who got the mail."""
    return secrets.token_urlsafe(18)


class Campaign(models.Model):
    class Segment(models.TextChoices):
        ALL = "all"
        CREATORS = "creators"
        BUYERS = "buyers"

    class State(models.TextChoices):
        DRAFT = "draft"
        SCHEDULED = "scheduled"
        SENDING = "sending"
        STOPPED = "stopped"  # by staff, in the middle
        SENT = "sent"

    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=150)
    content = models.TextField(max_length=100_000, help_text="sanitised HTML")
    segment = models.CharField(max_length=10, choices=Segment, default=Segment.ALL)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    scheduled_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="when a mail of it was last sent, or a person said go on")
    sent_at = models.DateTimeField(null=True, help_text="when the last mail was decided on")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_at__isnull=False), name="campaign_scheduled_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "scheduled"]) | Q(started_at__isnull=False),
                name="campaign_begun_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["scheduled_at"], condition=Q(state__in=["scheduled", "sending"]), name="campaign_at_work"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignLink(models.Model):
    """An address that the mail names: clicks lead to these and to nothing else."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="links")
    number = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=2000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="campaign_link_has_its_number"),
        ]

    def __str__(self) -> str:
        return self.url


class CampaignMail(models.Model):
    """One person's mail of a campaign.

    `waiting → claimed → sent | unknown | failed`, or `skipped`. Claimed is written before the mail is handed on, so a
    process that dies in between leaves a mail whose fate nobody knows: it becomes unknown, and is never sent again.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        SENT = "sent"
        UNKNOWN = "unknown"
        FAILED = "failed"
        SKIPPED = "skipped"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="mails")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=250, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    unsubscribed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "user"], name="campaign_mail_once_a_person"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "skipped"]) | Q(claimed_at__isnull=False),
                name="campaign_mail_is_claimed_first",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "id"], condition=Q(state="waiting"), name="campaign_mail_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="campaign_mail_claimed"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="campaign_mail_by_message"),
            models.Index(fields=["campaign", "state"], name="campaign_mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"mail of {self.campaign_id} to {self.user_id}"


class CampaignClick(models.Model):
    """That a mail's reader followed one of its links."""

    mail = models.ForeignKey(CampaignMail, on_delete=models.CASCADE, related_name="clicks")
    link = models.ForeignKey(CampaignLink, on_delete=models.CASCADE, related_name="clicks")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mail", "link"], name="campaign_click_once_a_link")]

    def __str__(self) -> str:
        return f"{self.mail_id} followed {self.link_id}"


class CampaignTest(models.Model):
    """A mail of a campaign to staff's own address, before anybody else gets one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tests")
    to = models.EmailField(max_length=254)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"test of {self.campaign_id} to {self.to}"


class MailEvent(models.Model):
    """What the mail provider told of a mail; applied once, however often it is told."""

    provider = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=254, blank=True)
    mail = models.ForeignKey(CampaignMail, null=True, on_delete=models.SET_NULL, related_name="events")
    at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="mail_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class MailBlock(models.Model):
    """An address that gets no campaign: mail came back, or its holder complained."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced"
        COMPLAINED = "complained"

    address = models.EmailField(max_length=254)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField(max_length=300, blank=True, help_text="what the provider said")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("address"), name="mail_block_once_an_address")]

    def __str__(self) -> str:
        return self.address
