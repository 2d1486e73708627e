"""Sessions, chats, messages, the answers of actions, and what is known of a result's parts."""

from collections.abc import Iterable, Sequence
from typing import Any, NotRequired, TypedDict

from conversations.models import Chat, Message, Session
from conversations.services.actions import Asked
from generation.models import PartRecord
from nexus.api.base import Time, Uuid, moment


class SessionShape(TypedDict):
    """One piece of work: its chats, and jobs with its `session_id`."""

    id: Uuid
    user_id: Uuid
    name: str
    status: str
    metadata_json: dict[str, Any]
    created_at: Time
    updated_at: Time


class ChatShape(TypedDict):
    """One conversation of a session."""

    id: Uuid
    session_id: Uuid
    title: str
    created_at: Time
    updated_at: Time


class ChatMessageShape(TypedDict):
    """One message; `number` counts from 1 in its chat."""

    id: Uuid
    chat_id: Uuid
    number: int
    role: str
    content: str
    tokens: int | None
    metadata_json: dict[str, Any]
    created_at: Time


class ActionQueued(TypedDict):
    """An action that waits for its turn; its events come over the chat's socket."""

    type: str
    chat_id: Uuid
    runpod_id: Uuid
    message_id: Uuid
    status: str
    provider: str


class Said(TypedDict):
    """A message inside an answer."""

    id: Uuid
    role: str
    content: str


class ActionAnswer(TypedDict):
    """What came of an action that was waited for; of `health` only `status` and `provider`."""

    status: str
    provider: str
    runpod_id: NotRequired[Uuid]
    message: NotRequired[Said | None]
    output: NotRequired[dict[str, Any]]
    error: NotRequired[str]
    reason: NotRequired[str]


class AssetMetaShape(TypedDict):
    """One part of a result: what it is, where it is, what it is for."""

    id: Uuid
    asset_id: Uuid
    part_name: str
    component_of: Uuid | None
    position_json: dict[str, Any] | None
    image_paths_json: list[dict[str, Any]]
    material_json: dict[str, Any]
    is_composite_of: list[Uuid]
    used_for_json: list[str]
    created_at: Time
    updated_at: Time


def sessions(rows: Iterable[Session]) -> list[SessionShape]:
    return [session(row) for row in rows]


def session(row: Session) -> SessionShape:
    return {
        "id": str(row.pk),
        "user_id": str(row.owner.public_id),
        "name": row.name,
        "status": row.status,
        "metadata_json": row.metadata,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
    }


def chats(rows: Iterable[Chat]) -> list[ChatShape]:
    return [chat(row) for row in rows]


def chat(row: Chat) -> ChatShape:
    return {
        "id": str(row.pk),
        "session_id": str(row.session_id),
        "title": row.title,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
    }


def messages(rows: Iterable[Message]) -> list[ChatMessageShape]:
    return [message(row) for row in rows]


def message(row: Message) -> ChatMessageShape:
    return {
        "id": str(row.pk),
        "chat_id": str(row.chat_id),
        "number": row.number,
        "role": row.role,
        "content": row.content,
        "tokens": row.tokens,
        "metadata_json": row.metadata,
        "created_at": moment(row.created_at),
    }


def queued(asked: Asked) -> ActionQueued:
    return {
        "type": "runpod.queued",
        "chat_id": str(asked.run.chat_id),
        "runpod_id": str(asked.run.pk),
        "message_id": str(asked.message_id),
        "status": "queued",
        "provider": asked.run.provider,
    }


def answer(event: dict[str, Any]) -> ActionAnswer:
    """The last event of an action as the answer to who waited for it."""
    told: ActionAnswer = {
        "status": str(event["type"]).removeprefix("runpod."),
        "runpod_id": event["runpod_id"],
        "provider": event["provider"],
        "message": event.get("message"),
        "output": event.get("output", {}),
    }
    if "error" in event:
        told["error"] = event["error"]
    return told


def parts(rows: Sequence[PartRecord]) -> list[AssetMetaShape]:
    return [part(row) for row in rows]


def part(row: PartRecord) -> AssetMetaShape:
    return {
        "id": str(row.pk),
        "asset_id": str(row.asset_id),
        "part_name": row.name,
        "component_of": str(row.component_of_id) if row.component_of_id else None,
        "position_json": row.position,
        "image_paths_json": row.pictures,
        "material_json": row.material,
        "is_composite_of": sorted(str(asset.pk) for asset in row.composite_of.all()),
        "used_for_json": row.used_for,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
    }
