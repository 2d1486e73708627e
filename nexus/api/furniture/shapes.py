"""Furniture's answers."""

from typing import TypedDict

from nexus.api.base import Uuid


class Begun(TypedDict):
    session_id: Uuid


class Saved(TypedDict):
    message: str
    session_id: Uuid
    filename: str


class Failure(TypedDict):
    filename: str
    error: str


class SessionModels(TypedDict):
    """Finished models by name, each at /sessions/{session_id}/models/{name}; and the pictures nothing came of."""

    session_id: Uuid
    models: list[str]
    failed: list[Failure]


class Claimed(TypedDict):
    message: str
    session_id: Uuid
