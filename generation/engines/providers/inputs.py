"""What goes to a provider: pictures as text, and the licence facts that come back with every result."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from generation.engines.base import Brief, EngineError

PICTURE_BYTES = 10 * 2**20
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def picture(brief: Brief, *, title: str) -> Path:
    """The brief's first picture. Raises EngineError where there is none, or it is too large to send."""
    if not brief.images:
        raise EngineError(f"{title} needs a picture for this.", code="picture_missing")
    path = brief.images[0]
    if path.stat().st_size > PICTURE_BYTES:
        raise EngineError(f"{title} takes pictures of at most {PICTURE_BYTES // 2**20} MB.", code="picture_too_large")
    return path


def media_type(data: bytes) -> str:
    """PNG or JPEG by content. Raises EngineError for anything else."""
    if data.startswith(_PNG):
        return "image/png"
    if data.startswith(_JPEG):
        return "image/jpeg"
    raise EngineError("The picture is neither PNG nor JPEG.", code="picture_kind")


def plain_base64(path: Path) -> str:
    """The picture as base64 without a head."""
    return base64.b64encode(path.read_bytes()).decode("ascii")


def data_uri(path: Path) -> str:
    """The picture as a data URI."""
    data = path.read_bytes()
    return f"data:{media_type(data)};base64,{base64.b64encode(data).decode('ascii')}"


def made_by(provider: str, *, model: str, licence: str, territory_limits: tuple[str, ...] = (), **more: Any) -> Any:
    """What a specification keeps about the model behind a result: who, which, under which licence, where not."""
    return {
        "provider": provider,
        "model": model,
        "model_licence": licence,
        "territory_limits": list(territory_limits),
        **more,
    }
