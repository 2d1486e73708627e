"""Outlines in plan, as points: rounded corners, arches, stars, rings, squircles. Any unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

Outline = list[tuple[float, float]]


def rounded(corners: Sequence[tuple[float, float]], radius: float, steps: int) -> Outline:
    """The polygon with corners softened by quadratic curves that begin `radius` before each corner."""
    if radius <= 0 or steps < 1:
        return list(corners)
    out: Outline = []
    for at, (x, y) in enumerate(corners):
        (ax, ay), (bx, by) = corners[at - 1], corners[(at + 1) % len(corners)]
        before, after = math.dist((x, y), (ax, ay)), math.dist((x, y), (bx, by))
        p, q = min(radius, before * 0.45) / before, min(radius, after * 0.45) / after
        start, end = (x + (ax - x) * p, y + (ay - y) * p), (x + (bx - x) * q, y + (by - y) * q)
        for step in range(steps + 1):
            t = step / steps
            u, v, w = (1 - t) ** 2, 2 * t * (1 - t), t * t
            out.append((start[0] * u + x * v + end[0] * w, start[1] * u + y * v + end[1] * w))
    return out


def rectangle(left: float, low: float, right: float, high: float) -> Outline:
    """Four corners, counter-clockwise."""
    return [(left, low), (right, low), (right, high), (left, high)]


def arch(width: float, height: float, steps: int, *, kind: str = "round", low: float = 0.0) -> Outline:
    """A door or window that ends in an arch, centred on x = 0: "round", "pointed", "flat" or "segment"."""
    half = width / 2
    if kind == "flat" or steps < 2:
        return rectangle(-half, low, half, low + height)
    rise = min({"round": half, "pointed": width * 0.85, "segment": width * 0.22}[kind], height * 0.8)
    spring = low + height - rise
    crown: Outline = []
    for step in range(steps + 1):
        t = step / steps
        if kind == "pointed":
            across = 1 - 2 * t
            bow = math.sqrt(max(0.0, 4 - (1 + abs(across)) ** 2)) / math.sqrt(3)
            crown.append((half * across, spring + rise * bow))
        else:
            angle = math.pi * t
            crown.append((half * math.cos(angle), spring + rise * math.sin(angle)))
    return [(-half, low), (half, low), *crown]


def circle(radius: float, count: int, *, x: float = 0.0, y: float = 0.0, turn: float = 0.0) -> Outline:
    """A regular polygon about (x, y)."""
    return ellipse(radius, radius, count, x=x, y=y, turn=turn)


def ellipse(rx: float, ry: float, count: int, *, x: float = 0.0, y: float = 0.0, turn: float = 0.0) -> Outline:
    """Points of an ellipse about (x, y)."""
    steps = [turn + 2 * math.pi * k / count for k in range(count)]
    return [(x + rx * math.cos(step), y + ry * math.sin(step)) for step in steps]


def squircle(rx: float, ry: float, power: float, count: int, *, x: float = 0.0, y: float = 0.0) -> Outline:
    """Points of a superellipse: power 2 is an ellipse, higher powers near a rounded rectangle."""
    out: Outline = []
    for k in range(count):
        angle = 2 * math.pi * (k + 0.5) / count
        c, s = math.cos(angle), math.sin(angle)
        px, py = abs(c) ** (2 / power), abs(s) ** (2 / power)
        out.append((x + rx * math.copysign(px, c), y + ry * math.copysign(py, s)))
    wide = max(px - x for px, _ in out)
    tall = max(py - y for _, py in out)
    return [(x + (px - x) * rx / wide, y + (py - y) * ry / tall) for px, py in out]


def star(outer: float, inner: float, points: int, *, turn: float = math.pi / 2) -> Outline:
    """A star with as many points, the first at `turn`."""
    out: Outline = []
    for k in range(2 * points):
        radius = inner if k % 2 else outer
        angle = turn + math.pi * k / points
        out.append((radius * math.cos(angle), radius * math.sin(angle)))
    return out


def scaled(outline: Sequence[tuple[float, float]], fx: float, fy: float | None = None) -> Outline:
    """The outline with both axes multiplied."""
    return [(x * fx, y * (fx if fy is None else fy)) for x, y in outline]


def moved(outline: Sequence[tuple[float, float]], dx: float, dy: float) -> Outline:
    """The outline moved."""
    return [(x + dx, y + dy) for x, y in outline]
