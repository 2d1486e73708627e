"""One event a line, with request, job and user ids; never a token, a password or a body."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"(token|password|secret|authorization|api_key|cookie|ticket)", re.IGNORECASE)
IN_URL = re.compile(r"([?&](?:token|ticket|key|signature|code)=)[^&\s\"']+", re.IGNORECASE)


ID = re.compile(r"[0-9]{1,18}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONG = 6  # signs from which on a part of a segment is looked for too ("<id>-<token>")
SHOWN_OF_UNKNOWN = 24


def quiet_path(path: str, captured: Iterable[object] | None) -> str:
    """A path as a log may hold it: whatever its route captures is hidden, but for numbers and ids, for a part of a path
    may be all it takes to open something. `captured` is None where no route fits; then the first segment is shown.
    """
    if captured is None:
        first, more, _ = path.removeprefix("/").partition("/")
        return f"/{first[:SHOWN_OF_UNKNOWN]}{'…' if len(first) > SHOWN_OF_UNKNOWN else ''}{'/…' if more else ''}"
    texts = [value for value in captured if isinstance(value, str) and not ID.fullmatch(value)]
    hidden = {part for text in texts for part in text.split("/") if part}
    return "/".join(
        "…" if any(part == segment or (len(part) >= LONG and part in segment) for part in hidden) else segment
        for segment in path.split("/")
    )


def path_of(request: Any) -> str:
    """The same of a request of Django's, whatever became of it."""
    match = getattr(request, "resolver_match", None)
    return quiet_path(request.path, (*match.args, *match.kwargs.values()) if match else None)


class QuietPaths(logging.Filter):
    """Django's own lines about a request ("Not Found: …") name its whole path; here it is one that may be kept."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", None)
        if isinstance(path, str) and path.strip("/"):
            record.msg, record.args = record.getMessage().replace(path, path_of(record.request)), ()  # type: ignore[attr-defined]
        return True


def hide_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if SECRET.search(name):
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = IN_URL.sub(r"\1…", value)
    return event


def set_up(*, log_format: str, level: str = "INFO") -> None:
    """Route structlog and the standard library's loggers through the same line format."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[Any] = (
        [structlog.processors.format_exc_info, hide_secrets, structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [hide_secrets, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.addFilter(QuietPaths())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for served in ("uvicorn", "uvicorn.error", "uvicorn.access"):  # its own handlers print a socket's query whole
        logging.getLogger(served).handlers, logging.getLogger(served).propagate = [], True
    for noisy in (
        "uvicorn",
        "uvicorn.error",
        "uvicorn.access",
        "httpx",
        "httpcore",
        "asyncio",
        "botocore",
        "PIL",
        "amqp",
    ):
        logging.getLogger(noisy).setLevel("WARNING")
