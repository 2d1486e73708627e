"""Actions asked for in a chat: checked, counted and queued with their message, their event and their fact."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from conversations import events, lease, providers, selectors
from conversations.models import ActionRun, Message
from conversations.services import messages
from generation.shapes import policy
from nexus.foundation import limits
from nexus.foundation.errors import Invalid, TooMany
from nexus.foundation.ids import uuid7
from nexus.foundation.limits import Limit

HEALTH = "health"
ACTIONS = (*ActionRun.Action.values, HEALTH)
ASKED = Limit("actions", 30, 60)
CONTENT_MOST = 20_000
HISTORY_MOST, HISTORY_CHARACTERS = 200, 200_000
DOCUMENT_MOST = 60_000
TIMEOUT_SECONDS, TIMEOUT_MOST = 7200.0, 86_400.0
DEEPEST = 12


@dataclass(frozen=True)
class Asked:
    """An action that waits for its turn. `number` is its event's number in the chat."""

    run: ActionRun
    message_id: UUID
    number: int


@dataclass(frozen=True)
class Health:
    status: str
    provider: str
    reason: str


def health(*, by: User) -> Health:
    """Whether the provider answers now; nothing of the chat is sent to it."""
    limits.take(ASKED, str(by.pk))
    provider = providers.chosen()
    reason = provider.health()
    return Health("unavailable" if reason else "ok", provider.name, reason)


def ask(
    chat_id: UUID,
    *,
    by: User,
    action: str,
    content: str,
    history: Sequence[Mapping[str, str]] | None = None,
    requirements: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Asked:
    """Queue an action of a chat: its message, its row, its event and its fact in one transaction."""
    _check_action(action)
    _check_content(action, content, requirements)
    _check_plain("requirements_json", requirements)
    _check_plain("metadata_json", metadata)
    told = None if history is None else _checked_history(history)
    seconds = _timeout(metadata)
    selectors.chat_of(by, chat_id)
    limits.take(ASKED, str(by.pk))
    with transaction.atomic():
        chat = selectors.chat_for_change(by, chat_id)
        _check_share(by)
        run = ActionRun.objects.create(
            id=uuid7(),  # made under the chat's lock: runs of a chat are worked on in the order of their ids
            chat=chat,
            owner=by,
            action=action,
            provider=providers.chosen().name,
            timeout_seconds=seconds,
        )
        message = messages.append(chat, role=Message.Role.USER, content=content, metadata=metadata, run_id=run.pk)
        run.request = {
            "content": content,
            "history": told,
            "requirements_json": None if requirements is None else dict(requirements),
            "metadata_json": dict(metadata or {}),
            "number": message.number,
        }
        run.save(update_fields=["request"])
        number = events.append(
            chat.pk,
            events.QUEUED,
            messages=1,
            runpod_id=str(run.pk),
            message_id=str(message.pk),
            status="queued",
            action=run.action,
            provider=run.provider,
            message=events.told(message),
        )
        lease.ring(run)
    return Asked(run, message.pk, number)


def _check_action(action: str) -> None:
    if action not in ActionRun.Action.values:
        sentence = f"action is one of: {', '.join(ACTIONS)}."
        raise Invalid(sentence, fields={"action": [sentence]})


def _check_content(action: str, content: str, requirements: Mapping[str, Any] | None) -> None:
    if not content.strip() and (action == ActionRun.Action.REQUIREMENTS or requirements is None):
        sentence = "Say what you want to have designed, for example: a box 80 mm wide with a lid."
        raise Invalid(sentence, fields={"content": ["Empty."]})
    if len(content) > CONTENT_MOST:
        sentence = f"The text has {len(content):,} characters; the most is {CONTENT_MOST:,}. Shorten it."
        raise Invalid(sentence, fields={"content": [sentence]})
    _check_plain("content", content)
    refusal = policy.refusal(content)
    if refusal:
        raise Invalid(refusal, code="prompt_refused")


def _checked_history(history: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    if len(history) > HISTORY_MOST or sum(len(turn["content"]) for turn in history) > HISTORY_CHARACTERS:
        sentence = f"The history has at most {HISTORY_MOST} messages of {HISTORY_CHARACTERS:,} characters in all."
        raise Invalid(sentence, fields={"history": [sentence]})
    told = [{"role": turn["role"], "content": turn["content"]} for turn in history]
    if any(turn["role"] not in Message.Role.values for turn in told):
        sentence = f"A role is one of: {', '.join(Message.Role.values)}."
        raise Invalid(sentence, fields={"history": [sentence]})
    _check_plain("history", told)
    return told


def _timeout(metadata: Mapping[str, Any] | None) -> float:
    asked = (metadata or {}).get("status_timeout_seconds", TIMEOUT_SECONDS)
    is_number = isinstance(asked, int | float) and not isinstance(asked, bool) and math.isfinite(asked)
    if not is_number or not 1 <= asked <= TIMEOUT_MOST:
        sentence = f"status_timeout_seconds is a number from 1 to {TIMEOUT_MOST:.0f}."
        raise Invalid(sentence, fields={"metadata_json": [sentence]})
    return float(asked)


def _check_plain(name: str, value: Any) -> None:
    """The database keeps no NUL and no half character, and nothing deep or huge is asked of it."""
    if not _is_plain(value, DEEPEST):
        raise Invalid(
            f"{name} holds text that is not valid Unicode, or is nested too deeply.", fields={name: ["Not plain."]}
        )
    if isinstance(value, Mapping) and len(repr(value)) > DOCUMENT_MOST:
        sentence = f"{name} has at most {DOCUMENT_MOST:,} characters."
        raise Invalid(sentence, fields={name: [sentence]})


def _is_plain(value: Any, left: int) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return left > 0 and all(_is_plain(key, left) and _is_plain(inner, left - 1) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return left > 0 and all(_is_plain(inner, left - 1) for inner in value)
    return True


def _check_share(owner: User) -> None:
    waiting = ActionRun.objects.filter(owner=owner, state__in=lease.OPEN).count()
    if waiting >= settings.QUOTA_QUEUED * max(1, int(settings.THROTTLE_FACTOR)):
        raise TooMany(
            f"You have {waiting} actions waiting, which is the most at once. Wait until one is done.",
            code="queue_full",
            retry_after=30,
        )
