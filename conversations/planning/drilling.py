"""Groups of holes on a flat face: how many, in which layout, where they are free of one another; and their OpenSCAD."""

from __future__ import annotations

import math
import re
from typing import Any

from conversations.planning import components
from conversations.planning.parameters import Face
from conversations.planning.reading import HoleWish
from conversations.planning.state import State, side

Spot = tuple[float, float, float]
USUAL_SCREW = "m4"
LAYOUT_SIZES = (
    ("inset", "grid", "Distance from the edges"),
    ("spacing", "row", "Distance between the centres"),
    ("circle", "circle", "Diameter of the circle"),
)


def face_for(state: State, where: str) -> Face | None:
    """The face that a word means, else the first face whose part is made."""
    faces = [face for face in state.template.faces if is_made(state, face.owner)]
    for face in faces:
        if where and (where in face.words or where == face.part):
            return face
    return faces[0] if faces else None


def is_made(state: State, part: str) -> bool:
    """Whether a part is in the design as it stands."""
    row = next(row for row in state.template.rows if row.name == part)
    return not row.when or bool(state.values[row.when])


def group(state: State, wish: HoleWish, face: Face) -> dict[str, Any]:
    """A new group of holes; its layout follows the count, and its place is free where there is room."""
    screw = wish.screw or ("" if wish.diameter else USUAL_SCREW)
    diameter = round(wish.diameter or components.clearance(screw), 3)
    count = wish.count or (1 if wish.middle else 4)
    out: dict[str, Any] = {
        "part": face.part,
        "count": count,
        "diameter": diameter,
        "screw": screw,
        "inset": wish.inset or face.inset,
        "spacing": wish.spacing,
        "circle": wish.circle,
        "layout": _layout(count, wish),
        "columns": 1,
        "rows": 1,
    }
    out["columns"], out["rows"] = _grid(count, state, face)
    if out["layout"] == "row":
        out["columns"], out["rows"] = count, 1
        long = side(face.length, state.values)
        if not wish.spacing:
            out["spacing"] = round(max(long - 2 * out["inset"], long / 2) / max(count - 1, 1), 2)
    if not wish.inset and out["layout"] == "grid":
        _make_room(state, face, out)
    return out


def spread(state: State, face: Face, one: dict[str, Any]) -> None:
    """A row whose ends keep their distance from the edges."""
    if one["layout"] == "row":
        long = side(face.length, state.values)
        one["spacing"] = round(max(long - 2 * one["inset"], 0.0) / max(int(one["count"]) - 1, 1), 2)


def _layout(count: int, wish: HoleWish) -> str:
    if wish.circle:
        return "circle"
    if count == 1:
        return "middle"
    return "row" if count in (2, 3) or wish.spacing else "grid"


def _grid(count: int, state: State, face: Face) -> tuple[int, int]:
    rows = next(n for n in range(int(math.sqrt(count)), 0, -1) if count % n == 0)
    wide = side(face.length, state.values) >= side(face.width, state.values)
    return (count // rows, rows) if wide else (rows, count // rows)


def mount(state: State, part: components.Component, face: Face) -> dict[str, Any] | None:
    """A place for a component on a face: the middle, or the nearest one to it that is free; None where none is."""
    bore, window = part.size("bore"), (part.size("window_length"), part.size("window_width"))
    size = max(bore, math.hypot(*window))
    radius = max([size / 2, *(math.hypot(x, y) + d / 2 for x, y, d in part.holes)])
    reaches = [
        max([bore / 2, window[axis] / 2, *(abs(hole[axis]) + hole[2] / 2 for hole in part.holes)]) for axis in (0, 1)
    ]
    long = side(face.length, state.values) / 2 - reaches[0] - 1
    wide = side(face.width, state.values) / 2 - reaches[1] - 1
    if min(long, wide) < 0:
        return None
    taken, step = occupied(state, face), max(radius, 4.0)
    places = [(i * step, j * step) for i in range(-20, 21) for j in range(-20, 21)]
    places = [(x, y) for x, y in places if abs(x) <= long and abs(y) <= wide]
    places.sort(key=lambda place: (round(math.hypot(*place), 3), -place[0], -place[1]))
    free = (place for place in places if all(_apart((*place, radius), other) for other in taken))
    found = next(free, None)
    if found is None:
        return None
    return {"component": part.id, "part": face.part, "posts": False, "at": [round(one, 2) for one in found]}


def _make_room(state: State, face: Face, new: dict[str, Any]) -> None:
    """Move a new group inwards until it touches nothing."""
    taken = occupied(state, face)
    least = min(side(face.length, state.values), side(face.width, state.values))
    inset = float(new["inset"])
    inset = max(min(inset, least / 4), new["diameter"] / 2 + 1)
    while inset < least / 2 - new["diameter"]:
        new["inset"] = round(inset, 2)
        if all(_apart(spot, other) for spot in spots(state, face, new) for other in taken):
            return
        inset += 1


def _apart(one: Spot, other: Spot) -> bool:
    return math.hypot(one[0] - other[0], one[1] - other[1]) > one[2] + other[2] + 2


def spots(state: State, face: Face, one: dict[str, Any]) -> list[Spot]:
    """Where the holes of a group are, with their radius, from the middle of the face."""
    radius, count = float(one["diameter"]) / 2, int(one["count"])
    if one["layout"] == "middle":
        return [(0.0, 0.0, radius)]
    if one["layout"] == "circle":
        turns = [2 * math.pi * step / count for step in range(count)]
        return [(one["circle"] / 2 * math.cos(t), one["circle"] / 2 * math.sin(t), radius) for t in turns]
    columns, rows = int(one["columns"]), int(one["rows"])
    if one["layout"] == "row":
        dx, dy = float(one["spacing"]), 0.0
    else:
        dx = (side(face.length, state.values) - 2 * one["inset"]) / max(columns - 1, 1)
        dy = (side(face.width, state.values) - 2 * one["inset"]) / max(rows - 1, 1)
    return [
        ((i - (columns - 1) / 2) * dx, (j - (rows - 1) / 2) * dy, radius) for i in range(columns) for j in range(rows)
    ]


def occupied(state: State, face: Face) -> list[Spot]:
    """What is drilled into a face already."""
    out = [spot for one in state.holes if one["part"] == face.part for spot in spots(state, face, one)]
    for mount in state.mounts:
        if mount["part"] == face.part:
            part = components.catalogue()[mount["component"]]
            mx, my = mount.get("at", (0.0, 0.0))
            out += [(mx + x, my + y, d / 2) for x, y, d in part.holes]
            window = math.hypot(part.size("window_length"), part.size("window_width"))
            out.append((mx, my, max(part.size("bore"), window) / 2))
    return out


def fits(state: State, face: Face, one: dict[str, Any]) -> bool:
    """Whether every hole lies inside the face."""
    long, wide = side(face.length, state.values) / 2, side(face.width, state.values) / 2
    return all(abs(x) + r <= long and abs(y) + r <= wide for x, y, r in spots(state, face, one))


def parameters(state: State) -> list[str]:
    """The customiser's lines for the groups."""
    out: list[str] = []
    for number, one in enumerate(state.holes, 1):
        name = f"holes_{number}"
        screw = f" for {one['screw'].upper()}" if one["screw"] else ""
        out += [
            "",
            f"/* [Holes {number}] */",
            f"// Diameter of these {one['count']} holes{screw}",
            f"{name}_diameter = {one['diameter']:g}; // [0.5:0.1:{max(60, one['diameter']):g}]",
        ]
        for key, layout, label in LAYOUT_SIZES:
            if one["layout"] == layout:
                out += [f"// {label}", f"{name}_{key} = {one[key]:g}; // [0:0.1:{max(500, one[key]):g}]"]
    return out


def modules(state: State) -> list[str]:
    """The OpenSCAD modules `drill_<part>`, and posts and pilots for boards in a box."""
    out: list[str] = []
    for owner in dict.fromkeys(face.owner for face in state.template.faces):
        faces = [face for face in state.template.faces if face.owner == owner]
        lines = [line for face in faces for line in _face_lines(state, face)]
        if lines:
            out += [f"// What is drilled through the {owner.replace('_', ' ')}", f"module drill_{owner}() {{"]
            out += [*(f"  {line}" for line in lines), "}", ""]
        posts = [mount for mount in state.mounts if mount["part"] == owner and mount.get("posts")]
        if posts:
            out += _post_modules(owner, posts)
    return out


def _face_lines(state: State, face: Face) -> list[str]:
    """Everything that is drilled through one face, moved to where it stands."""
    groups = enumerate(state.holes, 1)
    lines = [_group_line(face, number, one) for number, one in groups if one["part"] == face.part]
    for mount in state.mounts:
        if mount["part"] == face.part and not mount.get("posts"):
            lines += _mount_lines(face, mount)
    if not lines or not face.turn:
        return lines
    return [f"// {face.part.replace('_', ' ').capitalize()}", f"{face.turn} {{", *(f"  {line}" for line in lines), "}"]


def _group_line(face: Face, number: int, one: dict[str, Any]) -> str:
    name, (cx, cy) = f"holes_{number}", face.centre
    if one["layout"] == "middle":
        points = "[[0, 0]]"
    elif one["layout"] == "circle":
        points = f"circle_points({one['count']}, {name}_circle)"
    elif one["layout"] == "row":
        points = f"grid_points({one['columns']}, 1, {name}_spacing, 0)"
    else:
        apart = [
            f"({length} - 2 * {name}_inset) / {max(int(n) - 1, 1)}"
            for length, n in ((face.length, one["columns"]), (face.width, one["rows"]))
        ]
        points = f"grid_points({one['columns']}, {one['rows']}, {apart[0]}, {apart[1]})"
    return (
        f"for (p = {points}) translate([{cx} + p[0], {cy} + p[1], -1]) cylinder(d = {name}_diameter, h = {face.depth});"
    ).replace("0 + p", "p")


def _mount_lines(face: Face, mount: dict[str, Any]) -> list[str]:
    part = components.catalogue()[mount["component"]]
    mx, my = mount.get("at", (0.0, 0.0))
    cx, cy = (f"{middle} + {at:g}" for middle, at in zip(face.centre, (mx, my), strict=True))
    out = [f"// {part.name} ({part.source})"]
    if part.size("bore"):
        out.append(f"translate([{cx}, {cy}, -1]) cylinder(d = {part.size('bore'):g}, h = {face.depth});")
    if part.size("window_length"):
        wide, tall = part.size("window_length"), part.size("window_width")
        out.append(
            f"translate([{cx}, {cy}, ({face.depth}) / 2 - 1]) cube([{wide:g}, {tall:g}, {face.depth}], center = true);"
        )
    for x, y, diameter in part.holes:
        out.append(f"translate([{cx} + {x:g}, {cy} + {y:g}, -1]) cylinder(d = {diameter:g}, h = {face.depth});")
    return [re.sub(r"(?<=[\[ ])0 \+ ", "", line).replace("+ -", "- ") for line in out]


def _post_modules(owner: str, posts: list[dict[str, Any]]) -> list[str]:
    rise: list[str] = []
    pilot: list[str] = []
    for mount in posts:
        part = components.catalogue()[mount["component"]]
        tap = components.catalogue()[part.screw].size("tap") if part.screw else 0.0
        for x, y, hole in part.holes:
            rise.append(f"translate([{x:g}, {y:g}, 0]) cylinder(d = {hole + 3.6:g}, h = floor_thickness + {POST});")
            pilot.append(f"translate([{x:g}, {y:g}, floor_thickness * 0.5]) cylinder(d = {tap:g}, h = {POST + 40});")
    name = ", ".join(components.catalogue()[mount["component"]].name for mount in posts)
    return [
        f"// Posts for the {name}; their screws cut their own thread",
        f"module posts_{owner}() {{",
        *(f"  {line}" for line in rise),
        "}",
        "",
        f"module pilots_{owner}() {{",
        *(f"  {line}" for line in pilot),
        "}",
        "",
    ]


POST = 5
"""How high a board stands above the floor, in millimetres."""
