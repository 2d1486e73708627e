"""What the mail provider tells by its webhook, checked by anymail, as plain values."""

import hashlib
import re
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from marketplace.campaigns.services.following import Told
from nexus.foundation.errors import NotAllowed, NotFound

BACKEND = re.compile(r"anymail\.backends\.(\w+)\.EmailBackend")
# One class a provider; anymail names them by the provider's own spelling.
VIEWS = {
    "amazon_ses": "amazon_ses.AmazonSESTrackingWebhookView",
    "brevo": "brevo.BrevoTrackingWebhookView",
    "mailersend": "mailersend.MailerSendTrackingWebhookView",
    "mailgun": "mailgun.MailgunTrackingWebhookView",
    "mailjet": "mailjet.MailjetTrackingWebhookView",
    "mandrill": "mandrill.MandrillCombinedWebhookView",
    "postal": "postal.PostalTrackingWebhookView",
    "postmark": "postmark.PostmarkTrackingWebhookView",
    "resend": "resend.ResendTrackingWebhookView",
    "sendgrid": "sendgrid.SendGridTrackingWebhookView",
    "sparkpost": "sparkpost.SparkPostTrackingWebhookView",
    "unisender_go": "unisender_go.UnisenderGoTrackingWebhookView",
}
PERMANENT = {"bounced", "invalid", "blocked", None}  # reasons that are no matter of waiting
KINDS = {"sent", "delivered", "bounced", "rejected", "complained", "unsubscribed"}


def heard(request: HttpRequest, provider: str) -> list[Told]:
    """The events of one call. NotFound for a provider that this installation does not send by, NotAllowed for a call
    that does not carry its secret or signature.
    """
    listener = _listener(provider)
    try:
        listener.run_validators(request)
    except AnymailWebhookValidationFailure as refusal:
        raise NotAllowed("This call does not carry the provider's secret or signature.") from refusal
    return [_told(provider, event) for event in listener.parse_events(request) if _counts(event)]


def _listener(provider: str) -> AnymailCoreWebhookView:
    named = BACKEND.fullmatch(settings.EMAIL_BACKEND)
    secret = getattr(settings, "ANYMAIL", {}).get("WEBHOOK_SECRET")
    # Without a secret of ours anybody could tell us anything: the route is then not there.
    if named is None or named[1] != provider or provider not in VIEWS or not secret:
        raise NotFound("No mail provider of this name is configured with a webhook's secret here.")
    try:
        made: AnymailCoreWebhookView = import_string(f"anymail.webhooks.{VIEWS[provider]}")()
    except AnymailConfigurationError as lack:
        raise NotFound(f"The webhook of this provider is not configured: {lack}") from lack
    return made


def _counts(event: Any) -> bool:
    return isinstance(event, AnymailTrackingEvent) and event.event_type in KINDS


def _told(provider: str, event: AnymailTrackingEvent) -> Told:
    at = event.timestamp or timezone.now()
    number = str((event.metadata or {}).get("campaign_mail", ""))
    what = f"{event.message_id} {event.event_type} {event.recipient} {event.timestamp}"
    return Told(
        provider=provider,
        event_id=str(event.event_id or hashlib.sha256(what.encode()).hexdigest()),
        kind=event.event_type,
        address=(event.recipient or "").strip(),
        message_id=str(event.message_id or ""),
        mail_id=int(number) if number.isdecimal() and len(number) < 19 else None,
        at=at,
        is_permanent=event.reject_reason in PERMANENT,
        words=str(event.mta_response or event.description or event.reject_reason or "")[:300],
    )
