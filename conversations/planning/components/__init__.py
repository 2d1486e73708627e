"""Standard components with published sizes: the tables beside this file, and how they are found in words."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from pathlib import Path

_UNIT = re.compile(r"\s*(?:mm|cm|m|in|inch|inches|ft|feet|x|×|by|\"|″)(?![a-z])", re.IGNORECASE)
Hole = tuple[float, float, float]
"""x and y from the component's centre, and the diameter to drill for its screw, in millimetres."""


@dataclass(frozen=True)
class Component:
    """A bought part. `sizes` are millimetres by name; `holes` are where it is screwed on; `bore` is a round opening
    that it needs in the middle. `source` names the standard or data sheet that publishes the sizes.
    """

    id: str
    name: str
    kind: str
    names: tuple[str, ...]
    search_term: str
    sizes: Mapping[str, float]
    holes: tuple[Hole, ...]
    screw: str
    source: str

    def size(self, name: str) -> float:
        """A size by its name, 0 where it has none."""
        return self.sizes.get(name, 0.0)


@dataclass(frozen=True)
class Mention:
    """A component named in a text, from offset `start` to `end`."""

    component: Component
    start: int
    end: int


@cache
def catalogue() -> dict[str, Component]:
    """Every component by its id, in the order of the tables."""
    out: dict[str, Component] = {}
    for table in sorted(Path(__file__).parent.glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="|"):
                one = _read(row)
                if one.id in out:
                    raise ValueError(f"Two components are called {one.id}.")
                out[one.id] = one
    return out


def _read(row: dict[str, str]) -> Component:
    sizes = dict(pair.split("=") for pair in row["sizes"].split())
    return Component(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=tuple(name.strip() for name in row["names"].split(",") if name.strip()),
        search_term=row["search_term"],
        sizes={name: float(value) for name, value in sizes.items()},
        holes=tuple(_holes(row["holes"])),
        screw=row["screw"],
        source=row["source"],
    )


def _holes(text: str) -> list[Hole]:
    """Holes as written in the tables: "58x49@2.7" a rectangle, "c16@3.4x4" a circle, "3,4@2;…" single ones."""
    out: list[Hole] = []
    for word in text.split():
        where, _, rest = word.partition("@")
        if where.startswith("c"):
            diameter, _, count = rest.partition("x")
            out += _circle(float(where[1:]), float(diameter), int(count))
        elif "x" in where:
            wide, tall = (float(side) / 2 for side in where.split("x"))
            ys = (-tall, tall) if tall else (0.0,)
            out += [(x, y, float(rest)) for x in (-wide, wide) for y in ys]
        else:
            x, y = where.split(",")
            out.append((float(x), float(y), float(rest)))
    return out


def _circle(diameter: float, hole: float, count: int) -> list[Hole]:
    turns = [2 * pi * step / count for step in range(count)]
    return [(round(diameter / 2 * cos(turn), 4), round(diameter / 2 * sin(turn), 4), hole) for turn in turns]


@cache
def _patterns() -> list[tuple[re.Pattern[str], Component]]:
    """Names as patterns, the longest first, so that "Raspberry Pi 4" is not a "Raspberry Pi"."""
    named = [(name, one) for one in catalogue().values() for name in one.names]
    named.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return [(re.compile(rf"(?<![\w.]){_loose(name)}(?![\w]|\.\d)", re.IGNORECASE), one) for name, one in named]


def _loose(name: str) -> str:
    """A name with any spacing and hyphen, and with a plural."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", name)]
    plural = "" if name[-1].isdigit() else "(?:s|es)?"
    return r"[\s-]*".join(words) + plural


def mentions(text: str) -> list[Mention]:
    """The components a text names, in order and without overlap; the longest name wins."""
    taken: list[Mention] = []
    for pattern, component in _patterns():
        for hit in pattern.finditer(text):
            if hit.group().isdigit() and _UNIT.match(text, hit.end()):
                continue  # "2020 mm" is a length and no profile
            if all(hit.end() <= one.start or hit.start() >= one.end for one in taken):
                taken.append(Mention(component, hit.start(), hit.end()))
    return sorted(taken, key=lambda one: one.start)


def clearance(screw: str) -> float:
    """The diameter of a through hole for a metric screw, medium fit (ISO 273)."""
    return catalogue()[screw].size("clearance")


def screw_for(diameter: float) -> str:
    """The id of the metric screw with this thread diameter, "" where there is none."""
    name = f"m{diameter:g}"
    return name if name in catalogue() else ""
