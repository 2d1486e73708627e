"""What bodies and queries are made of: fields that say what would be right, and pass nothing hostile on."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request

PAGE_SIZE, PAGE_MOST = 25, 100
DEEPEST, LARGEST = 8, 20_000  # of a JSON object in a body


def _as_utf8(context: Mapping[str, Any] | None) -> dict[str, Any]:
    """Bodies are UTF-8 whatever charset they claim: Python knows codecs that are no text."""
    return {**(context or {}), "encoding": "utf-8"}


class JsonParser(JSONParser):
    """JSON that a hostile sender cannot turn into a fault."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            return super().parse(stream, media_type, _as_utf8(parser_context))
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


class FormParser(MultiPartParser):
    """A form with files."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return super().parse(stream, media_type, _as_utf8(parser_context))


class AlwaysJson(BaseContentNegotiation):
    """Every answer is JSON, whatever was accepted; `?format=` is a filter here, not a wish about the answer."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Text(serializers.CharField):
    """Text as it was sent: only a string, never trimmed; white space alone counts as empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("trim_whitespace", False)
        super().__init__(**options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and not data.strip():
            if not self.allow_blank:
                self.fail("blank")
            return super().run_validation(data) if data else ""
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Id(serializers.UUIDField):
    """A UUID as contracts write it: text. A number is none, though Python would make one of it."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return UUID(str(super().to_internal_value(data)))


class Whole(serializers.IntegerField):
    """A whole number in its range; the refusal names the range."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        sentence = f"A whole number from {least} to {most}."
        messages: dict[str, Any] = {
            "invalid": sentence,
            "max_value": sentence,
            "min_value": sentence,
            "max_string_length": sentence,
        }
        super().__init__(min_value=least, max_value=most, error_messages=messages, **options)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | float):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Choice(serializers.ChoiceField):
    """One of the contract's words; the refusal names them all."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        self.words = [word for word in words if word]
        super().__init__(choices=self.words, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(f"One of: {', '.join(self.words)}.")
        return data


class Flag(serializers.BooleanField):
    """`true` or `false` in a query; 1 and 0 are taken too."""

    def to_internal_value(self, data: Any) -> bool:
        if str(data).lower() not in {"true", "false", "1", "0"}:
            raise serializers.ValidationError("true or false.")
        return str(data).lower() in {"true", "1"}


class Object(serializers.DictField):
    """A JSON object for a JSON column: no NUL, no lone surrogate, no endless number, not deep and not large."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError("A JSON object.")
        if not _is_plain(data, DEEPEST):
            raise serializers.ValidationError(f"Text without NUL and numbers that end, at most {DEEPEST} levels deep.")
        if len(json.dumps(data)) > LARGEST:
            raise serializers.ValidationError(f"At most {LARGEST:,} characters of JSON.")
        return data


def _is_plain(value: Any, left: int) -> bool:
    if isinstance(value, dict):
        return left > 0 and all(_is_plain(key, left) and _is_plain(inner, left - 1) for key, inner in value.items())
    if isinstance(value, list):
        return left > 0 and all(_is_plain(inner, left - 1) for inner in value)
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    return not isinstance(value, float) or math.isfinite(value)  # JSON knows no endless number, yet 1e999 becomes one


class Body(serializers.Serializer):  # type: ignore[type-arg]
    """A JSON object; what it does not name is not taken."""


class Query(serializers.Serializer):  # type: ignore[type-arg]
    """Query parameters, strictly: one that is not named here is refused by name."""


class Paged(Query):
    page_size = Whole(least=1, most=PAGE_MOST, required=False, default=PAGE_SIZE)
    cursor = serializers.CharField(max_length=400, required=False, default="")
