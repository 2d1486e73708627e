"""Parses the binary form of USD (usdc, "crate") into the same tree of prims as its text form."""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh.limits import MEBIBYTE
from generation.mesh.readers import lz4, text
from generation.mesh.readers.usda import DEEPEST, MOST_PRIMS, Asset, Path, Prim, Value
from generation.mesh.refusal import Refused

_MOST_UNPACKED = 512 * MEBIBYTE
_SPECIFIERS = {0: "def", 1: "over", 2: "class"}
_NUMBERS: dict[int, tuple[str, int]] = {
    1: ("u1", 1), 2: ("u1", 1), 3: ("<i4", 1), 4: ("<u4", 1), 5: ("<i8", 1), 6: ("<u8", 1), 7: ("<f2", 1),
    8: ("<f4", 1), 9: ("<f8", 1), 13: ("<f8", 4), 14: ("<f8", 9), 15: ("<f8", 16), 16: ("<f8", 4), 17: ("<f4", 4),
    18: ("<f2", 4), 19: ("<f8", 2), 20: ("<f4", 2), 21: ("<f2", 2), 22: ("<i4", 2), 23: ("<f8", 3), 24: ("<f4", 3),
    25: ("<f2", 3), 26: ("<i4", 3), 27: ("<f8", 4), 28: ("<f4", 4), 29: ("<f2", 4), 30: ("<i4", 4), 56: ("<f8", 1),
}  # fmt: skip
_QUATERNIONS = (16, 17, 18)  # stored x, y, z, w; written in text w, x, y, z
_STRING, _TOKEN, _ASSET = 10, 11, 12
_TOKEN_LIST, _STRING_LIST, _PATH_LIST, _REFERENCE_LIST, _PAYLOAD_LIST = 32, 33, 34, 35, 55
_PATHS, _TOKENS, _SPECIFIER, _SELECTIONS, _SAMPLES, _PAYLOAD, _STRINGS = 40, 41, 42, 45, 46, 47, 50


def parse(data: bytes) -> Prim:
    """The pseudo-root of a usdc layer (OpenUSD, pxr/usd/usd/crateFile.h). Raises Refused."""
    try:
        return _Crate(data).layer()
    except (struct.error, LookupError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise text.damaged("USD", "its binary layer cannot be read") from error


class _Crate:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._version = tuple(data[8:11])
        if not (0, 4, 0) <= self._version < (1, 0, 0):
            raise Refused(
                "unsupported-version",
                f"This USDZ holds binary USD of version {'.'.join(map(str, self._version))}, which is not read.",
                "Export the model again with a newer program, or as GLB.",
            )
        self._budget = _MOST_UNPACKED
        (toc,) = struct.unpack_from("<q", data, 16)
        (count,) = struct.unpack_from("<Q", data, toc)
        self._sections: dict[str, int] = {}
        for number in range(min(count, 64)):
            name, start, _ = struct.unpack_from("<16sqq", data, toc + 8 + 32 * number)
            self._sections[name.rstrip(b"\0").decode("ascii", "replace")] = start
        self._tokens = self._read_tokens()
        at = self._sections["STRINGS"]
        self._strings = [int(one) for one in self._raw("<u4", self._count(at), at + 8)]
        self._fields = self._read_fields()
        at = self._sections["FIELDSETS"]
        self._sets = self._ints(at + 8, self._count(at))[0]
        self._paths = self._read_paths()

    # ------------------------------------------------------------ sections
    def _count(self, at: int) -> int:
        (count,) = struct.unpack_from("<Q", self._data, at)
        # Every packed entry needs at least a quarter of a byte before LZ4, which saves at most 255 times.
        if count > len(self._data) * 1024 or count > _MOST_UNPACKED:
            raise text.damaged("USD", "it claims more entries than it can hold")
        return int(count)

    def _spend(self, size: int) -> None:
        self._budget -= size
        if size < 0 or self._budget < 0:
            raise Refused(
                "too-big",
                "The scene inside this USDZ unpacks to more than is taken.",
                "Reduce the number of triangles, then export again.",
            )

    def _raw(self, kind: str, count: int, at: int) -> NDArray[Any]:
        if at < 0 or count < 0 or at + count * np.dtype(kind).itemsize > len(self._data):
            raise text.damaged("USD", "a value reaches past its end")
        return np.frombuffer(self._data, kind, count, at)

    def _ints(self, at: int, count: int, *, wide: bool = False) -> tuple[NDArray[np.int64], int]:
        (size,) = struct.unpack_from("<Q", self._data, at)
        if at + 8 + size > len(self._data):
            raise text.damaged("USD", "a value reaches past its end")
        self._spend(count * 8)
        return lz4.integers(self._data[at + 8 : at + 8 + size], count, wide=wide), at + 8 + size

    def _read_tokens(self) -> list[str]:
        at = self._sections["TOKENS"]
        _, whole, size = struct.unpack_from("<QQQ", self._data, at)
        self._spend(whole)
        raw = lz4.unpacked(self._data[at + 24 : at + 24 + size], whole)
        return [one.decode("utf-8", "replace") for one in raw.split(b"\0")]

    def _read_fields(self) -> list[tuple[str, int]]:
        at = self._sections["FIELDS"]
        count = self._count(at)
        names, at = self._ints(at + 8, count)
        (size,) = struct.unpack_from("<Q", self._data, at)
        self._spend(count * 8)
        values = np.frombuffer(lz4.unpacked(self._data[at + 8 : at + 8 + size], count * 8), "<u8")
        return [(self._tokens[name], int(value)) for name, value in zip(names, values, strict=True)]

    def _read_paths(self) -> list[str]:
        at = self._sections["PATHS"]
        paths = [""] * self._count(at)
        count = self._count(at + 8)
        places, at = self._ints(at + 16, count)
        names, at = self._ints(at, count)
        jumps, at = self._ints(at, count)
        stack: list[tuple[int, str | None]] = [(0, None)]
        seen = 0
        while stack:
            current, parent = stack.pop()
            while True:
                seen += 1
                if seen > count + 1 or not 0 <= current < count:
                    raise text.damaged("USD", "its paths do not lead anywhere")
                jump = int(jumps[current])
                if parent is None:
                    path = "/"
                else:
                    name = int(names[current])
                    word = self._tokens[abs(name)]
                    joint = "." if name < 0 else "" if word.startswith("{") or parent.endswith(("/", "}")) else "/"
                    path = f"{parent}{joint}{word}"
                if len(path) > 10_000:
                    raise text.damaged("USD", "its paths are too long")
                paths[int(places[current])] = path
                has_child, has_sibling = jump > 0 or jump == -1, jump >= 0
                if has_child:
                    if has_sibling:
                        stack.append((current + jump, parent))
                    parent = path
                if not has_child and not has_sibling:
                    break
                current += 1
        return paths

    # ------------------------------------------------------------ specs
    def layer(self) -> Prim:
        at = self._sections["SPECS"]
        count = self._count(at)
        places, at = self._ints(at + 8, count)
        sets, at = self._ints(at, count)
        kinds, at = self._ints(at, count)
        if count > 20 * MOST_PRIMS:
            raise Refused(
                "too-big",
                "The scene inside this USDZ has more prims than are taken.",
                "Join small objects in your 3D program, then export again.",
            )
        root = Prim("")
        prims: dict[str, Prim] = {"/": root}
        rows = [
            (self._paths[int(path)], int(own), int(kind)) for path, own, kind in zip(places, sets, kinds, strict=True)
        ]
        order: dict[str, list[str]] = {}
        for path, own, kind in rows:
            if kind not in (6, 7, 10):
                continue
            fields = self._fieldset(own)
            prim = (
                root
                if kind == 7
                else Prim(_last(path), str(fields.pop("specifier", "over")), str(fields.pop("typeName", "")))
            )
            listed = fields.pop("primChildren", None)
            order[path] = listed if isinstance(listed, list) else []
            if "variantSelection" in fields:
                fields["variants"] = fields.pop("variantSelection")
            prim.about = fields
            prims[path] = prim
        for path, own, kind in rows:
            if kind in (1, 8):
                holder, _, name = path.rpartition(".")
                if holder in prims:
                    self._property(prims[holder], name, own, kind)
        for path in sorted(prims, key=lambda one: (one.count("/") + one.count("{"), one)):
            if path != "/":
                _hang(prims, path)
        for path, names in order.items():
            held = prims[path].children
            rank = {name: number for number, name in enumerate(names)}
            prims[path].children = dict(sorted(held.items(), key=lambda one: rank.get(one[0], len(rank))))
        return root

    def _property(self, prim: Prim, name: str, own: int, kind: int) -> None:
        fields = self._fieldset(own)
        if kind == 8:
            prim.targets[name] = [one.name for one in fields.get("targetPaths") or [] if isinstance(one, Path)]
            return
        value = fields.pop("default", None)
        samples = fields.pop("timeSamples", None)
        connect = [one.name for one in fields.pop("connectionPaths", None) or [] if isinstance(one, Path)]
        prim.attributes[name] = Value(samples if value is None else value, connect, fields)

    def _fieldset(self, at: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while 0 <= at < len(self._sets):
            number = int(self._sets[at]) & 0xFFFFFFFF
            if number == 0xFFFFFFFF:
                break
            name, rep = self._fields[number]
            found[name] = self._value(rep, 0)
            at += 1
        return found

    # ------------------------------------------------------------ values
    def _value(self, rep: int, depth: int) -> Any:
        kind, payload = rep >> 48 & 0xFF, rep & 0xFFFFFFFFFFFF
        is_array, inlined, packed = bool(rep >> 63 & 1), bool(rep >> 62 & 1), bool(rep >> 61 & 1)
        if depth > DEEPEST:
            raise text.damaged("USD", "its values hold each other")
        if is_array:
            return self._array(kind, payload, packed)
        if kind in _NUMBERS:
            return self._inlined(kind, payload) if inlined else self._single(kind, payload)
        if kind in (_TOKEN, _STRING, _ASSET):
            number = payload if inlined else int(self._raw("<u4", 1, payload)[0])
            # An asset's name lies among the tokens where it is inlined, among the strings elsewhere.
            said = self._tokens[number] if kind == _TOKEN or (kind == _ASSET and inlined) else self._string(number)
            return Asset(said) if kind == _ASSET else said
        if kind == _SPECIFIER:
            return _SPECIFIERS.get(payload, "over")
        return self._composite(kind, payload, depth)

    def _composite(self, kind: int, at: int, depth: int) -> Any:
        if kind in (_TOKENS, _STRINGS, _PATHS):
            return self._items(kind, at)[0]
        if kind in (_TOKEN_LIST, _STRING_LIST, _PATH_LIST, _REFERENCE_LIST, _PAYLOAD_LIST):
            return self._list_op(kind, at)
        if kind == _PAYLOAD:
            return self._reference(at, payload=True)[0]
        if kind == _SELECTIONS:
            count = self._small(at)
            pairs = self._raw("<u4", count * 2, at + 8).reshape(-1, 2)
            return {self._string(int(name)): self._string(int(pick)) for name, pick in pairs}
        if kind == _SAMPLES:
            return self._samples(at, depth)
        return None

    def _small(self, at: int) -> int:
        (count,) = struct.unpack_from("<Q", self._data, at)
        if count > len(self._data):
            raise text.damaged("USD", "a list is longer than its file")
        return int(count)

    def _string(self, number: int) -> str:
        return self._tokens[self._strings[number]]

    def _single(self, kind: int, at: int) -> Any:
        code, width = _NUMBERS[kind]
        values = self._raw(code, width, at).astype(np.float64)
        if kind in _QUATERNIONS:
            values = values[[3, 0, 1, 2]]
        return float(values[0]) if width == 1 else values

    def _inlined(self, kind: int, payload: int) -> Any:
        code, width = _NUMBERS[kind]
        raw = payload.to_bytes(8, "little")
        if kind in (13, 14, 15):  # a diagonal of small whole numbers
            side = {13: 2, 14: 3, 15: 4}[kind]
            return np.diag(np.frombuffer(raw, np.int8, side).astype(np.float64)).reshape(-1)
        if width > 1:
            return np.frombuffer(raw, np.int8, width).astype(np.float64)
        if kind == 1:
            return payload != 0
        # Wide numbers are inlined in their narrow form.
        narrow = {5: "<i4", 6: "<u4", 9: "<f4", 56: "<f4"}.get(kind, code)
        return float(np.frombuffer(raw, narrow, 1)[0])

    def _array(self, kind: int, at: int, packed: bool) -> Any:
        if at == 0:
            return np.zeros(0)
        if self._version < (0, 5, 0):
            at += 4  # the number of dimensions, always one
        if self._version < (0, 7, 0):
            (count,) = struct.unpack_from("<I", self._data, at)
            at += 4
        else:
            (count,) = struct.unpack_from("<Q", self._data, at)
            at += 8
        if kind in (_TOKEN, _STRING):
            numbers = self._raw("<u4", count, at)
            return [self._tokens[int(one)] if kind == _TOKEN else self._string(int(one)) for one in numbers]
        if kind not in _NUMBERS:
            return None
        code, width = _NUMBERS[kind]
        if packed and count >= 16 and width == 1:
            values = self._packed(kind, code, count, at)
        else:
            values = self._raw(code, count * width, at)
        self._spend(count * width * 8)
        with np.errstate(invalid="ignore"):  # a signalling NaN is told where it matters, not by a warning
            found = values.astype(np.float64)
        if width > 1:
            found = found.reshape(-1, width)
        return found[:, [3, 0, 1, 2]] if kind in _QUATERNIONS else found

    def _packed(self, kind: int, code: str, count: int, at: int) -> NDArray[Any]:
        if count > len(self._data) * 1024:
            raise text.damaged("USD", "an array claims more than it can hold")
        if kind in (3, 4, 5, 6):
            values = self._ints(at, count, wide=kind in (5, 6))[0]
            return values & 0xFFFFFFFF if kind == 4 else values
        way = self._data[at : at + 1]
        if way == b"i":
            return self._ints(at + 1, count)[0]
        if way == b"t":
            (size,) = struct.unpack_from("<I", self._data, at + 1)
            table = self._raw(code, size, at + 5)
            return table[self._ints(at + 5 + size * np.dtype(code).itemsize, count)[0]]
        raise text.damaged("USD", "an array is packed in an unknown way")

    def _items(self, kind: int, at: int) -> tuple[list[Any], int]:
        count = self._small(at)
        numbers = self._raw("<u4", count, at + 8)
        if kind in (_PATHS, _PATH_LIST):
            found: list[Any] = [Path(self._paths[int(one)]) for one in numbers]
        elif kind in (_TOKENS, _TOKEN_LIST):
            found = [self._tokens[int(one)] for one in numbers]
        else:
            found = [self._string(int(one)) for one in numbers]
        return found, at + 8 + 4 * count

    def _list_op(self, kind: int, at: int) -> list[Any]:
        """Items that are there in the end: stated, added, prepended, appended; those deleted or reordered are not."""
        (head,) = struct.unpack_from("<B", self._data, at)
        at += 1
        found: list[Any] = []
        for bit in (2, 4, 32, 64):
            if not head & bit:
                continue
            if kind in (_REFERENCE_LIST, _PAYLOAD_LIST):
                count = self._small(at)
                at += 8
                for _ in range(count):
                    held, at = self._reference(at, payload=kind == _PAYLOAD_LIST)
                    found.extend(held)
            else:
                held, at = self._items(kind, at)
                found.extend(held)
        return found

    def _reference(self, at: int, *, payload: bool) -> tuple[list[Any], int]:
        asset, path = struct.unpack_from("<II", self._data, at)
        at += 8
        if not payload or self._version >= (0, 8, 0):
            at += 16
        if not payload:
            if self._small(at):
                raise text.damaged("USD", "a reference carries data of its own")
            at += 8
        where = self._paths[path]
        return [Asset(self._string(asset)), *([Path(where)] if where not in ("", "/") else [])], at

    def _samples(self, at: int, depth: int) -> Any:
        """The first sample."""
        (jump,) = struct.unpack_from("<q", self._data, at)
        at += jump + 8  # behind the times
        (jump,) = struct.unpack_from("<q", self._data, at)
        at += jump
        if self._small(at) == 0:
            return None
        (rep,) = struct.unpack_from("<Q", self._data, at + 8)
        return self._value(rep, depth + 1)


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit("}", 1)[-1]


def _hang(prims: dict[str, Prim], path: str) -> None:
    """Put a prim below its parent, a variant's content among the variants of its prim."""
    if path.endswith("}"):
        holder, _, pick = path.rpartition("{")
        name, _, variant = pick[:-1].partition("=")
        if holder in prims and variant:
            prims[path].name = variant
            prims[holder].variants.setdefault(name, {})[variant] = prims[path]
        return
    at = max(path.rfind("/"), path.rfind("}"))
    holder = path[: at + 1] if path[at] == "}" or at == 0 else path[:at]
    if holder in prims:
        prims[holder].children[prims[path].name] = prims[path]
