"""The line to one provider: its address, its key, limits on every answer, and what goes wrong as a sentence."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, cast
from urllib.parse import urlsplit

from generation.engines.base import EngineError
from generation.engines.providers.state import json_in
from generation.engines.providers.waiting import Abandoned, Tick, jittered, patiently, pause
from nexus.foundation import outbound
from nexus.foundation.outbound import Answer, Client

ANSWER_BYTES = 4 * 2**20
TRIES = 3
CANCEL_GRACE = 1.2  # of the two seconds in which a cancel must have its effect
BUSY_SECONDS = 10.0

_ADDRESS = re.compile(r"\b(?:https?|wss?|s3|gs|file|data):\S+", re.IGNORECASE)
_BEARER = re.compile(r"\b(?:bearer|authorization|x-api-key|api[_-]?key)\b[\s:=\"']*(?:bearer\s+)?\S+", re.IGNORECASE)
_LONG = re.compile(r"\S{60,}")


class Unsure(Exception):  # noqa: N818 - it reads as what it is
    """A request that costs money may or may not have arrived; the sentence says how its answer got lost."""


class Busy(Exception):  # noqa: N818 - it reads as what it is
    """The provider took nothing now; `seconds` is the pause that it asks for."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds:g} s")
        self.seconds = seconds


class Sink:
    """A file's `write` for an answer that somebody may stop waiting for: the next piece then ends the call."""

    def __init__(self, write: Callable[[bytes], object], abandoned: threading.Event) -> None:
        self._write = write
        self._abandoned = abandoned

    def write(self, piece: bytes) -> int:
        if self._abandoned.is_set():
            raise Abandoned
        self._write(piece)
        return len(piece)


def client_for(base: str) -> Client:
    """A client that may reach this configured address even where it is private, and of the rest only public hosts."""
    parts = urlsplit(base)
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        port = 0
    host = parts.hostname or ""
    return Client(allow=frozenset({f"[{host}]:{port}" if ":" in host else f"{host}:{port}"}) if host else frozenset())


class Line:
    """Calls to one provider. `title` is its name for people, `secrets` what no sentence may hold.

    Every call ends within its `seconds`, and whoever waits for it looks up four times a second (`tick`).
    """

    def __init__(
        self,
        title: str,
        base: str,
        *,
        headers: Mapping[str, str] | None = None,
        client: Client | None = None,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.title = title
        self.base = base.rstrip("/")
        self._headers = dict(headers or {})
        self._client = client or client_for(base)
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 4)

    def ask(
        self,
        method: str,
        path: str,
        *,
        tick: Tick,
        json: Any = None,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 20.0,
        idle_seconds: float = 15.0,
        most: int = ANSWER_BYTES,
        into: Callable[[bytes], object] | None = None,
        repeatable: bool | None = None,
    ) -> Answer:
        """One call to a path of the provider; any status is an answer. Raises outbound.OutboundError.

        What may be repeated is, up to three times in all; `into` takes a 2xx body piece by piece.
        """

        def work(abandoned: threading.Event) -> Answer:
            sink = cast("IO[bytes]", Sink(into, abandoned)) if into else None
            return self._client.request(
                method,
                self.base + path,
                headers={**self._headers, **(headers or {})},
                json=json,
                files=files,
                seconds=seconds,
                idle_seconds=idle_seconds,
                max_bytes=most,
                retries=TRIES - 1,
                repeatable=repeatable,
                into=sink,
            )

        return patiently(work, tick)

    def read(self, path: str, *, tick: Tick, seconds: float = 20.0, most: int = ANSWER_BYTES) -> Any:
        """GET a path as JSON; whatever is not a 2xx answer with JSON is an EngineError."""
        try:
            answer = self.ask("GET", path, tick=tick, seconds=seconds, most=most)
        except outbound.OutboundError as error:
            raise self.unreached(error) from error
        found = json_in(self.accepted(answer).body)
        if found is None:
            raise nonsense(self.title)
        return found

    def start(
        self,
        path: str,
        body: Any,
        *,
        tick: Tick,
        headers: Mapping[str, str] | None = None,
        seconds: float = 60.0,
        most: int = ANSWER_BYTES,
    ) -> Answer:
        """POST what begins work that somebody pays for: sent again only where it surely did not arrive.

        Raises Busy where the provider says that it took nothing (429), Unsure where nobody knows (no answer, half an
        answer, 5xx), EngineError for every other answer that is not 2xx.
        """
        everything = {**self._headers, **(headers or {})}

        def work(_abandoned: threading.Event) -> Answer:
            return self._client.request(
                "POST",
                self.base + path,
                headers=everything,
                json=body,
                seconds=seconds,
                idle_seconds=seconds,
                max_bytes=most,
                repeatable=False,
            )

        for number in range(1, TRIES + 1):
            try:
                answer = patiently(work, tick, grace=CANCEL_GRACE)
                break
            except outbound.NotReached as error:  # it never left: harmless to send again
                if number == TRIES:
                    raise self.unreached(error) from error
                pause(jittered(0.5 * number), tick)
            except (outbound.TooSlow, outbound.Broken, outbound.TooLarge) as error:
                raise Unsure(error.message) from error
            except outbound.OutboundError as error:
                raise self.unreached(error) from error
        if answer.status == 429:
            raise Busy(wished_pause(answer) or BUSY_SECONDS)
        if answer.status >= 500:
            raise Unsure(f"{self.title} answered with a fault of its own (HTTP {answer.status}).")
        return self.accepted(answer)

    def accepted(self, answer: Answer) -> Answer:
        """The answer, where it is 2xx; else an EngineError that says what the provider said."""
        if 200 <= answer.status < 300:
            return answer
        raise self.refusal(answer)

    def refusal(self, answer: Answer) -> EngineError:
        """What an answer that is not 2xx means for the person who asked."""
        status, told = answer.status, self.told(_message(answer))
        if status in (401, 403):
            sentence = f"{self.title} does not accept the key that is configured here."
            return EngineError(sentence, code="provider_key")
        if status == 402:
            return EngineError(f"The account at {self.title} has no credit left.", code="provider_credit")
        if status == 404:
            return EngineError(f"{self.title} does not know this task or path.", code="provider_unknown")
        if status == 429:
            return EngineError(f"{self.title} is busy; try again later.", code="provider_busy", retry=True)
        if status in (408, 425) or status >= 500:
            sentence = f"{self.title} has a fault of its own (HTTP {status})."
            return EngineError(sentence, code="provider_fault", retry=True)
        ending = f": {told}" if told else f" (HTTP {status})."
        return EngineError(f"{self.title} refuses the request{ending}", code="provider_refused")

    def unreached(self, error: outbound.OutboundError) -> EngineError:
        """What a call that brought no answer means for the person who asked."""
        sentence = f"{self.title} cannot be used now: {self.told(error.message)}"
        return EngineError(sentence, code=f"provider_{error.code}", retry=error.retry)

    def told(self, message: str, *, most: int = 300) -> str:
        """A provider's words as a sentence: one line, no address, no key, no heap of characters."""
        for secret in self._secrets:
            message = message.replace(secret, "[…]")
        message = _LONG.sub("[…]", _BEARER.sub("[…]", _ADDRESS.sub("[…]", message)))
        message = " ".join("".join(sign if sign.isprintable() else " " for sign in message).split())
        if len(message) > most:
            message = message[: most - 4].rstrip() + " […]"
        return message if not message or message.endswith(".") else message.rstrip("!?;:, ") + "."


def nonsense(title: str) -> EngineError:
    """The provider answered with something that its own documentation does not know."""
    return EngineError(f"{title} answered with something that is not understood.", code="provider_nonsense", retry=True)


def wished_pause(answer: Answer) -> float:
    """Seconds of a Retry-After header, at most ten minutes; 0 where there is none."""
    wish = answer.headers.get("retry-after", "")
    return float(min(int(wish), 600)) if wish.isdecimal() and len(wish) < 9 else 0.0


def _message(answer: Answer) -> str:
    """The words of an error answer in any of the shapes in use: message, error, error.message, detail, text."""
    found = json_in(answer.body[:65536])
    for _ in range(3):
        if isinstance(found, list) and found:  # FastAPI: [{"loc": …, "msg": …}]
            found = found[0]
        if not isinstance(found, dict):
            break
        keys = ("error_message", "message", "msg", "detail", "error", "text")
        found = next((found[key] for key in keys if found.get(key)), "")
    return found if isinstance(found, str) else ""
