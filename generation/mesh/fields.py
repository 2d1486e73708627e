"""Typed reading of untrusted JSON: every value is asked for by kind and range, and anything else is refused."""

import math
from typing import Any

from generation.mesh.refusal import Refused, broken

Json = dict[str, Any]


def obj(holder: Json, key: str, where: str) -> Json:
    """The object under `key`, or an empty one where the key is absent."""
    value = holder.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise broken(f"{where}.{key} is not an object")
    return value


def objects(holder: Json, key: str, where: str) -> list[Json]:
    """The list of objects under `key`, or an empty one where the key is absent."""
    value = holder.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise broken(f"{where}{key} is not a list of objects")
    return value


def text(holder: Json, key: str, where: str) -> str | None:
    value = holder.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise broken(f"{where}.{key} is not a text")
    return value


def name(entry: Json) -> str:
    """The entry's name without NULs, which no database keeps; empty where it has none."""
    value = entry.get("name")
    return value.replace("\x00", "") if isinstance(value, str) else ""


def texts(holder: Json, key: str) -> list[str]:
    value = holder.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise broken(f"{key} is not a list of texts")
    return value


def whole(holder: Json, key: str, where: str, default: int | None = None, least: int = 0) -> int:
    """The whole number under `key`, at least `least`; without a default the key must be there."""
    value = holder.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise broken(f"{where}.{key} is not a whole number of at least {least}")
    return value


def index(holder: Json, key: str, size: int, where: str) -> int | None:
    """The index under `key` into a list of `size` entries, or None where the key is absent."""
    if holder.get(key) is None:
        return None
    value = whole(holder, key, where)
    if value >= size:
        raise Refused(
            "out-of-range",
            f"This GLB is damaged: {where}.{key} names entry {value} of a list of {size}.",
            "Export the model again as GLB and upload the new file.",
        )
    return value


def indices(holder: Json, key: str, size: int, where: str) -> list[int]:
    """The list of indices under `key` into a list of `size` entries."""
    value = holder.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise broken(f"{where}.{key} is not a list")
    return [found for entry in value if (found := index({"entry": entry}, "entry", size, f"{where}.{key}")) is not None]


def number(holder: Json, key: str, where: str, default: float) -> float:
    """The finite number under `key`."""
    value = holder.get(key)
    if value is None:
        return default
    return _finite(value, f"{where}.{key}")


def numbers(holder: Json, key: str, size: int, where: str) -> list[float] | None:
    """Exactly `size` finite numbers under `key`, or None where the key is absent."""
    value = holder.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != size:
        raise broken(f"{where}.{key} is not a list of {size} numbers")
    return [_finite(entry, f"{where}.{key}") for entry in value]


def _finite(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise broken(f"{where} is not a number")
    # An integer too long for a float would raise below.
    if (isinstance(value, int) and abs(value) > 10**30) or not math.isfinite(value):
        raise Refused(
            "not-finite",
            f"This GLB holds a number without a usable value in {where}.",
            "Look for broken transforms or materials in your 3D program, then export again.",
        )
    return float(value)
