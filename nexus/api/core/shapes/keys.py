"""API keys, webhooks and what was sent to them."""

import json
from typing import Any, NotRequired, TypedDict

from accounts.models import ApiKey, WebhookDelivery, WebhookSubscription
from nexus.api.base import Time, Url, Uuid, moment
from nexus.foundation.sayings import said


class ApiKeyShape(TypedDict):
    """A program's key; `key` is in the answer that makes it, and never again."""

    id: Uuid
    name: str
    scopes: list[str]
    prefix: str
    created_at: Time
    expires_at: Time | None
    last_used_at: Time | None
    key: NotRequired[str]


class WebhookShape(TypedDict):
    """An address that is told of events; `secret` is in the answer that makes it, and never again."""

    id: Uuid
    url: Url
    events: list[str]
    active: bool
    off_reason: str | None
    created_at: Time
    secret: NotRequired[str]


class Sent(TypedDict):
    """What a webhook is sent: its body is the JSON of this object."""

    id: Uuid
    event: str
    created_at: Time
    data: dict[str, Any]


class Came(TypedDict):
    """What the last try brought: the beginning of the answer, or the sentence why none came."""

    body: str
    error: str | None


class DeliveryShape(TypedDict):
    """One event for one webhook."""

    id: Uuid
    event: str
    status_code: int | None
    attempts: int
    state: str
    next_try_at: Time | None
    request: Sent
    response: Came | None
    created_at: Time


def api_key(row: ApiKey, *, secret: str = "") -> ApiKeyShape:
    told: ApiKeyShape = {
        "id": str(row.pk),
        "name": row.name,
        "scopes": list(row.scopes),
        "prefix": row.prefix,
        "created_at": moment(row.created_at),
        "expires_at": moment(row.expires_at) if row.expires_at else None,
        "last_used_at": moment(row.last_used_at) if row.last_used_at else None,
    }
    if secret:
        told["key"] = secret
    return told


def webhook(row: WebhookSubscription, *, secret: str = "") -> WebhookShape:
    told: WebhookShape = {
        "id": str(row.pk),
        "url": row.url,
        "events": list(row.events),
        "active": row.active,
        "off_reason": said(row.off_reason) or None,
        "created_at": moment(row.created_at),
    }
    if secret:
        told["secret"] = secret
    return told


def delivery(row: WebhookDelivery) -> DeliveryShape:
    answered = row.status_code is not None or bool(row.error)
    return {
        "id": str(row.pk),
        "event": row.event,
        "status_code": row.status_code,
        "attempts": row.attempts,
        "state": row.state,
        "next_try_at": moment(row.next_try_at) if row.next_try_at else None,
        "request": json.loads(row.body),
        "response": {"body": row.response, "error": said(row.error) or None} if answered else None,
        "created_at": moment(row.created_at),
    }
