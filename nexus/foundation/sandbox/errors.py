"""What can go wrong with a limited child."""

from collections.abc import Mapping
from typing import Any, Literal

Kind = Literal["timeout", "memory", "crash", "error"]


class SandboxError(Exception):
    """Something that happened in, or to, a limited child."""


class Failed(SandboxError):  # noqa: N818 -- read as sandbox.Failed
    """The child did not finish; `reason` is a sentence, `kind` says which limit or fault."""

    def __init__(self, reason: str, kind: Kind) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind: Kind = kind


class Stopped(SandboxError):  # noqa: N818 -- read as sandbox.Stopped
    """The caller's `stop` gave a reason, and the child was killed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ChildError(SandboxError):
    """An exception of the target. `code` is "crash" where it was not made for people; then the story is in the log."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.type = str(fields.get("type", ""))
        self.code = str(fields.get("code", "crash"))
        self.message = str(fields.get("message", ""))
        self.suggestions = [str(words) for words in fields.get("suggestions") or []]
        self.retry: bool | float = fields.get("retry") or False
        super().__init__(self.message)
