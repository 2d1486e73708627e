"""A language model's server, scripted: Anthropic's Messages and the OpenAI-compatible chat, streamed or whole."""

import json

from tests.fakes.server import Asked, Fake, Reply

KEY = "sk-fake-key-for-tests-0123456789"


class Server(Fake):
    """`answers` are said in order, the last one again and again; `mode` says how it misbehaves, `times` how often."""

    def __init__(self, answers=("Hello.",), *, mode: str = "success", times: int = 1, wire: str = "openai") -> None:
        super().__init__()
        self.answers, self.mode, self.times, self.wire = list(answers), mode, times, wire
        self.said = 0
        self.misbehaved = 0
        self.models: list[str] | None = ["tiny-1"]

    def reply(self, asked: Asked) -> Reply:
        if asked.path == "/v1/models":
            if self.models is None:
                return Reply(500, b"Internal Server Error")
            return Reply(200, {"object": "list", "data": [{"id": name} for name in self.models]})
        if asked.path == "/v1/messages" and self.wire == "anthropic":
            return self._anthropic(asked)
        if asked.path == "/v1/chat/completions" and self.wire == "openai":
            return self._openai(asked)
        return Reply(404, {"error": {"message": "no such path"}})

    def _misbehaves(self) -> bool:
        if self.misbehaved < self.times:
            self.misbehaved += 1
            return True
        return False

    def _next(self) -> str:
        answer = self.answers[min(self.said, len(self.answers) - 1)]
        self.said += 1
        return answer

    def _fault(self) -> Reply | None:
        faults = {
            "busy": Reply(429, {"error": {"message": "slow down"}}, {"Retry-After": "1"}),
            "fault": Reply(500, b"oops"),
            "overloaded": Reply(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}),
            "loading": Reply(503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}),
            "nonsense": Reply(200, b"<html>hello"),
            "dropped": Reply(drop=True),
            "bad_key": Reply(401, {"error": {"message": f"Invalid key {KEY}"}}),
        }
        return faults[self.mode] if self.mode in faults and self._misbehaves() else None

    def _openai(self, asked: Asked) -> Reply:
        body = asked.json
        if fault := self._fault():
            return fault
        for field in ("response_format", "stream_options", "seed"):
            if self.mode == f"without_{field}" and field in body:
                return Reply(422, {"detail": f"Unexpected fields in the request: {{'{field}'}}"})
        answer = self._next()
        usage = {"prompt_tokens": 11, "completion_tokens": 7}
        if self.mode == "whole":
            choice = {"message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}
            return Reply(200, {"model": body["model"], "choices": [choice], "usage": usage})
        return Reply(200, headers={"Content-Type": "text/event-stream"}, chunks=self._chat(answer, body, usage))

    def _chat(self, answer, body, usage):
        def say(values) -> bytes:
            return f"data: {json.dumps(values)}\r\n\r\n".encode()

        cuts = self.mode == "cut" and self._misbehaves()
        pieces = [answer[at : at + 40] for at in range(0, len(answer), 40)]
        if self.mode == "never":
            while True:
                yield 0.2
                yield say({"choices": [{"delta": {"content": "and "}}]})
        if self.mode == "silent":
            yield 60
        for number, piece in enumerate(pieces):
            if cuts and number >= max(1, len(pieces) // 2):
                return
            if self.mode == "slow":
                yield 0.1
            yield say({"model": body["model"], "choices": [{"delta": {"content": piece}, "finish_reason": None}]})
        if self.mode == "error_event":
            yield say({"error": {"message": "the context is full"}})
            return
        reason = "length" if self.mode == "length" else "stop"
        yield say({"choices": [{"delta": {}, "finish_reason": reason}]})
        if "stream_options" in body:
            yield say({"choices": [], "usage": usage})
        yield b"data: [DONE]\n\n"

    def _anthropic(self, asked: Asked) -> Reply:
        body, headers = asked.json, asked.headers
        if headers.get("authorization") != f"Bearer {KEY}" and headers.get("x-api-key") != KEY:
            return Reply(401, _error("authentication_error", "invalid x-api-key"))
        if "anthropic-version" not in headers:
            return Reply(400, _error("invalid_request_error", "anthropic-version: header is required"))
        for field in ("temperature", "top_p", "seed"):
            if field in body:
                return Reply(400, _error("invalid_request_error", f"{field}: Extra inputs are not permitted"))
        if body["messages"][-1]["role"] == "assistant":
            return Reply(400, _error("invalid_request_error", "prefilling is not supported"))
        if fault := self._fault():
            return fault
        if schema := body.get("output_config", {}).get("format", {}).get("schema"):
            _check_closed(schema)
        events = self._messages(self._next(), body)
        return Reply(200, headers={"Content-Type": "text/event-stream"}, chunks=events)

    def _messages(self, answer, body):
        def say(kind, **values) -> bytes:
            return f"event: {kind}\ndata: {json.dumps({'type': kind, **values})}\n\n".encode()

        cuts = self.mode == "cut" and self._misbehaves()
        usage = {"input_tokens": 9, "cache_read_input_tokens": 2, "output_tokens": 1}
        yield say("message_start", message={"id": "msg_1", "model": body["model"], "usage": usage})
        yield say("content_block_start", index=0, content_block={"type": "text", "text": ""})
        yield say("ping")
        for at in range(0, len(answer), 40):
            if cuts and at:
                return
            yield say("content_block_delta", index=0, delta={"type": "text_delta", "text": answer[at : at + 40]})
        if self.mode == "error_event":
            yield say("error", error={"type": "overloaded_error", "message": "Overloaded"})
            return
        yield say("content_block_stop", index=0)
        stop = {"length": "max_tokens", "refusal": "refusal"}.get(self.mode, "end_turn")
        yield say("message_delta", delta={"stop_reason": stop}, usage={"output_tokens": 7})
        yield say("message_stop")


def _error(kind: str, message: str) -> dict:
    return {"type": "error", "error": {"type": kind, "message": message}}


def _check_closed(schema) -> None:
    """What the real service refuses: an open object, a limit that it does not enforce."""
    if isinstance(schema, dict):
        assert not {"minimum", "maximum", "pattern", "default", "maxLength"} & set(schema)
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _check_closed(value)
