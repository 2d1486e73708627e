"""A language model behind Anthropic's Messages or an OpenAI-compatible chat: one question, one streamed answer."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from generation.engines.base import EngineError
from generation.engines.providers import chat_anthropic, chat_openai
from generation.engines.providers.answers import json_value
from generation.engines.providers.chat_wire import Heard, Question
from generation.engines.providers.following import duration
from generation.engines.providers.line import TRIES, Line, client_for, nonsense, wished_pause
from generation.engines.providers.state import json_in, table, text
from generation.engines.providers.streams import Reader, TooLong
from generation.engines.providers.waiting import Tick, jittered, pause
from generation.engines.providers.workshop import NotAccepted
from nexus.foundation import outbound
from nexus.foundation.outbound import Answer, Client, OutboundError

Message = Mapping[str, str]
Wire = Literal["anthropic", "openai"]

TITLE = "The language model"
ANSWER_BYTES = 4 * 2**20
MOST_TEXT = 400_000
_VERSION = re.compile(r"/v1/?$")


@dataclass(frozen=True)
class Said:
    """An answer. `value` is its JSON object where a schema was given and the answer holds one, else None.

    `stop` says why it ended: "end", "length" (cut at max_tokens), "refused" or "other". Tokens are None where the
    server does not count.
    """

    text: str
    value: dict[str, Any] | None
    stop: str
    tokens_in: int | None
    tokens_out: int | None
    model: str


class LanguageModel:
    """`url` is the server's base (with or without `/v1`); `model` its name there, or "" for the first it lists.

    `wire` is taken from the address where it is not given: Anthropic's own host speaks Messages, all others the
    OpenAI-compatible chat. Safe to use from several threads.
    """

    def __init__(
        self,
        *,
        url: str = "",
        key: str = "",
        model: str = "",
        wire: Wire | None = None,
        client: Client | None = None,
        deadline_seconds: float = 180.0,
        quiet_seconds: float = 90.0,
        max_tokens: int = 8192,
    ) -> None:
        self._url = _VERSION.sub("", url.rstrip("/"))
        self._key = key
        self._model = model
        host = urlsplit(self._url).hostname or ""
        self.wire: Wire = wire or ("anthropic" if host == "api.anthropic.com" else "openai")
        self._speech = chat_anthropic if self.wire == "anthropic" else chat_openai
        self._deadline_seconds = deadline_seconds
        self._quiet_seconds = quiet_seconds
        self._max_tokens = max_tokens
        self._without: set[str] = set()  # fields that this server refused
        self._lock = threading.Lock()
        headers = self._speech.headers(key)
        self._line = Line(TITLE, self._url, headers=headers, client=client or client_for(self._url), secrets=(key,))

    @property
    def model(self) -> str:
        """The configured name, or the one found in the server's list; "" where neither is known yet."""
        return self._model

    def ready(self) -> str:
        """Empty where it is configured, else the sentence why not."""
        if not self._url:
            return "No language model is configured (LLM_URL)."
        if self.wire == "anthropic" and not self._key:
            return "No key for the language model is configured (LLM_API_KEY)."
        if self.wire == "anthropic" and not self._model:
            return "No name of a language model is configured (LLM_MODEL)."
        return ""

    def health(self, *, tick: Tick = lambda: None) -> str:
        """Empty where the server answers, else the sentence why not; at most five seconds, no tokens.

        A list of models that fails (500, or none at all) is no sign of illness: some servers cannot make one.
        """
        if reason := self.ready():
            return reason
        try:
            answer = self._line.ask("GET", "/v1/models", tick=tick, seconds=5.0, repeatable=False)
        except OutboundError as error:
            return self._line.unreached(error).message
        if answer.status in (401, 402, 403):
            return self._line.refusal(answer).message
        if answer.status == 503:
            return f"{TITLE} is not loaded yet."
        return ""

    def complete(
        self,
        system: str,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        schema_name: str = "answer",
        seed: int | None = None,
        max_tokens: int | None = None,
        on_text: Callable[[str], object] | None = None,
        tick: Tick = lambda: None,
    ) -> Said:
        """The model's answer to the messages ({"role": "user" | "assistant", "content"}), the last one a user's.

        `schema` asks for a JSON object; where the server cannot bind the model to it, the schema's description in
        `system` has to do, so check `value` whatever came. `on_text` gets every piece as it arrives; after a cut
        stream it starts anew from the beginning. `tick` is called four times a second and may raise. Raises
        EngineError with a sentence; a cut stream and a transport error are tried up to three times in all.
        """
        if not messages or messages[-1].get("role") != "user":
            raise ValueError("The last message must be a user's: newer models refuse to go on with their own words.")
        if reason := self.ready():
            raise EngineError(reason, code="not_configured")
        question = Question(
            model=self._named(tick),
            system=system,
            messages=[{"role": str(one["role"]), "content": str(one["content"])} for one in messages],
            schema=schema,
            schema_name=schema_name,
            seed=seed,
            max_tokens=max_tokens or self._max_tokens,
        )
        end = time.monotonic() + self._deadline_seconds
        for number in range(1, TRIES + 1):
            try:
                return self._said(self._heard(question, on_text, tick, end), question)
            except EngineError as error:
                if not error.retry or number == TRIES or time.monotonic() >= end:
                    raise
                pause(jittered(max(0.5 * number, getattr(error, "seconds", 0.0))), tick)
        raise AssertionError("the last try returns or raises")

    def _named(self, tick: Tick) -> str:
        if not self._model:
            try:
                answer = self._line.ask("GET", "/v1/models", tick=tick, seconds=10.0)
            except OutboundError as error:
                raise self._line.unreached(error) from error
            listed = table(json_in(answer.body)).get("data") if answer.status == 200 else None
            first = table(listed[0]) if isinstance(listed, list) and listed else {}
            if not (name := text(first.get("id"), most=500)):
                sentence = "The language model's server lists no model; set LLM_MODEL."
                raise EngineError(sentence, code="not_configured")
            with self._lock:
                self._model = self._model or name
        return self._model

    def _heard(self, question: Question, on_text: Callable[[str], object] | None, tick: Tick, end: float) -> Heard:
        """One exchange; fields that the server does not know are left out and not sent again."""
        while True:
            with self._lock:
                without = frozenset(self._without)
            heard = Heard()
            look = self._looking(heard, on_text, tick, end)
            answer, reader = self._exchange(question, without, heard, look, end)
            if answer is not None and not 200 <= answer.status < 300:
                if self._leaves_out(answer, frozenset(question.optional) - without):
                    continue
                raise self._refusal(answer)
            if not heard.ended:
                self._speech.whole(json_in(reader.head), heard)  # a server that does not stream answers in one piece
            look()
            if heard.error:
                words = self._line.told(heard.error)
                raise EngineError(f"{TITLE} broke off: {words}", code="provider_fault", retry=True)
            if not heard.ended:
                raise EngineError(f"{TITLE} broke off in mid-sentence.", code="provider_cut", retry=True)
            return heard

    def _looking(self, heard: Heard, on_text: Callable[[str], object] | None, tick: Tick, end: float) -> Tick:
        """What is done four times a second: hand on what is new, let the job be cancelled, keep the deadline."""
        told = 0

        def look() -> None:
            nonlocal told
            if on_text and (fresh := heard.pieces[told:]):
                told += len(fresh)
                on_text("".join(fresh))
            tick()
            if time.monotonic() > end:
                sentence = f"{TITLE} did not finish within {duration(self._deadline_seconds)}."
                raise EngineError(sentence, code="timed_out")

        return look

    def _leaves_out(self, answer: Answer, candidates: frozenset[str]) -> bool:
        """Whether the server refused one of these fields, which it is not sent again."""
        refused = self._speech.refused_field(answer.body, candidates) if answer.status in (400, 422) else ""
        if refused:
            with self._lock:
                self._without.add(refused)
        return bool(refused)

    def _exchange(
        self, question: Question, without: frozenset[str], heard: Heard, look: Tick, end: float
    ) -> tuple[Answer | None, Reader]:
        reader = Reader(lambda event: self._speech.take(event, heard))
        try:
            answer = self._line.ask(
                "POST",
                self._speech.PATH,
                json=self._speech.body(question, without),
                headers={"accept": "text/event-stream"},
                tick=look,
                seconds=max(1.0, end - time.monotonic()) + 5.0,  # our deadline speaks first, by the tick
                idle_seconds=self._quiet_seconds,
                most=ANSWER_BYTES,
                into=reader.write,
                repeatable=False,
            )
        except outbound.TooLarge as error:
            raise EngineError(f"{TITLE} talks without end.", code="provider_nonsense") from error
        except OutboundError as error:
            if heard.ended:  # cut after its last word
                return None, reader
            raise self._line.unreached(error) from error
        except TooLong:
            raise nonsense(TITLE) from None
        return answer, reader

    def _refusal(self, answer: Answer) -> EngineError:
        if answer.status == 529:
            return EngineError(f"{TITLE} is overloaded; try again later.", code="provider_busy", retry=True)
        error = self._line.refusal(answer)
        if answer.status == 404:
            error = EngineError(f"{TITLE} {self._model!r} is not known to its server.", code="provider_unknown")
        if answer.status == 429:
            error.seconds = min(wished_pause(answer), 30.0)  # type: ignore[attr-defined]
        return error

    def _said(self, heard: Heard, question: Question) -> Said:
        written = "".join(heard.pieces)
        if len(written) > MOST_TEXT:
            raise EngineError(f"{TITLE} talks without end.", code="provider_nonsense")
        if heard.stop == "refused":
            raise EngineError(f"{TITLE} refuses to answer this.", code="provider_refused")
        value = None
        if question.schema is not None:
            try:
                value = json_value(written)
            except NotAccepted:
                value = None
        return Said(written, value, heard.stop, heard.tokens_in, heard.tokens_out, heard.model or question.model)
