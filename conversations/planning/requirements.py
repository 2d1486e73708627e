"""State → requirements document: what is to be made, with every number, where it comes from, and the parts to buy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conversations.planning import components, drilling
from conversations.planning.components import Component
from conversations.planning.drilling import is_made
from conversations.planning.parameters import Need, Parameter
from conversations.planning.state import VERSION, State

HISTORY = 20
_HOLE_ROW = re.compile(r"holes_\d+_diameter")


def write(
    state: State,
    *,
    version: int = 1,
    questions: list[str] | None = None,
    assumed: list[str] | None = None,
    earlier: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The document of a design. `earlier` are the states of older versions, for "undo"."""
    design = state.template
    return {
        "version": VERSION,
        "revision": version,
        "model_type": design.name,
        "name": design.title.capitalize(),
        "primary_function": design.function,
        "description_natural_language": describe(state),
        "custom_description": state.request,
        "units": "mm",
        "dimensions": dimensions(state),
        "choices": choices(state),
        "features": features(state),
        "parts": parts(state),
        "standard_components": bill(state),
        "assumptions": list(dict.fromkeys(assumed or [])),
        "questions": questions or [],
        "measured": [],
        "state": state.to_json(),
        "earlier": (earlier or [])[-HISTORY:],
    }


def describe(state: State) -> str:
    """One or two sentences with the sizes that matter."""
    design = state.template
    told = [
        f"{one.label.lower()} {shown(one, state.values[one.name])}"
        for one in design.parameters
        if one.kind in ("length", "count", "angle") and not one.hidden and state.shows(one)
    ][:5]
    text = f"{design.tells}: {', '.join(told)}."
    for feature in features(state):
        text += f" {feature['text']}."
    return text


def shown(parameter: Parameter, value: Any) -> str:
    """A value as people read it."""
    if parameter.kind == "flag":
        return "yes" if value else "no"
    if parameter.kind == "choice":
        return str(value)
    text = f"{float(value):.6g}"
    return f"{text} mm" if parameter.unit == "mm" else f"{text}{parameter.unit}"


def dimensions(state: State) -> list[dict[str, Any]]:
    """Every number: name, value, unit, tolerance, and whether it was given, assumed, or follows from others."""
    design = state.template
    out: list[dict[str, Any]] = []
    for one in design.parameters:
        if one.kind not in ("length", "count", "angle") or (one.hidden and one.name not in state.given):
            continue
        if not state.shows(one):
            continue
        out.append(
            {
                "name": one.name,
                "label": one.label,
                "value": state.values[one.name],
                "unit": one.unit,
                "tolerance": one.tolerance if one.kind == "length" else 1.0 if one.kind == "angle" else 0.0,
                "origin": "given" if one.name in state.given else "assumed",
                "seen": one.seen,
                "least": one.low,
                "most": one.high,
            }
        )
    for label, value, seen in design.derived(state.values):
        name = label.lower().replace(",", "").replace(" ", "_")
        out.append(
            {
                "name": name,
                "label": label,
                "value": value,
                "unit": "mm",
                "tolerance": 0.3,
                "origin": "derived",
                "seen": seen,
                "least": None,
                "most": None,
            }
        )
    for number, group in enumerate(state.holes, 1):
        owner = next(face.owner for face in design.faces if face.part == group["part"])
        out += _hole_rows(number, group, owner)
    return out


def _hole_rows(number: int, group: Mapping[str, Any], owner: str) -> list[dict[str, Any]]:
    """The numbers of a group of holes."""
    many = f"the {group['count']} holes" if group["count"] > 1 else "the hole"
    where = f"{many} in the {group['part'].replace('_', ' ')}"
    told = [("diameter", f"Diameter of {where}", f"group {group['count']} of {owner}")]
    told += [
        (key, f"{label} of {where}", "")
        for key, layout, label in drilling.LAYOUT_SIZES
        if group["layout"] == layout and group["count"] > 1
    ]
    return [
        {
            "name": f"holes_{number}_{key}",
            "label": label,
            "value": group[key],
            "unit": "mm",
            "tolerance": 0.2,
            "origin": "given" if key == "diameter" else "assumed",
            "seen": seen,
            "least": 0.0,
            "most": None,
        }
        for key, label, seen in told
    ]


def choices(state: State) -> list[dict[str, Any]]:
    """What is chosen and is no number."""
    return [
        {
            "name": one.name,
            "label": one.label,
            "value": state.values[one.name],
            "origin": "given" if one.name in state.given else "assumed",
        }
        for one in state.template.parameters
        if one.kind in ("choice", "flag") and state.shows(one)
    ]


def features(state: State) -> list[dict[str, Any]]:
    """Holes and places for components, each with a phrase."""
    out = []
    for group in state.holes:
        part = group["part"].replace("_", " ")
        screw = f" for {group['screw'].upper()}" if group["screw"] else ""
        plural = "s" if group["count"] > 1 else ""
        text = f"{group['count']} hole{plural} of {group['diameter']:g} mm{screw} in the {part}"
        out.append({"kind": "holes", **group, "text": text})
    for mount in state.mounts:
        part = components.catalogue()[mount["component"]]
        how = "posts for the" if mount.get("posts") else "an opening for the"
        out.append({"kind": "mount", **mount, "text": f"The {mount['part'].replace('_', ' ')} has {how} {part.name}"})
    return out


def parts(state: State) -> list[dict[str, Any]]:
    """The named parts that are made."""
    return [
        {
            "name": row.name,
            "count": len(row.place),
            "made": "printed",
            "colour": state.colours.get(row.name, row.colour),
        }
        for row in state.template.rows
        if is_made(state, row.name)
    ]


def bill(state: State) -> list[dict[str, Any]]:
    """The components to buy: those named, and the fasteners that the design needs."""
    known, wanted = components.catalogue(), []
    for need in state.template.needs(state.values):
        name = need.component
        if name.startswith("@"):
            hole, _, more = name[1:].partition("-")
            screw = state.screws.get(hole, "") or _nearest_screw(float(state.values[hole]))
            name = f"{screw}-{more}" if screw and more else screw
        if name in known and need.count > 0:
            wanted.append(Need(name, need.count, need.use))
    wanted += [
        Need(group["screw"], group["count"], f"for the {group['part'].replace('_', ' ')}")
        for group in state.holes
        if group["screw"]
    ]
    for mount in state.mounts:
        part = known[mount["component"]]
        if part.screw and part.holes:
            wanted.append(Need(part.screw, len(part.holes), f"to screw the {part.name} on"))
    used = {need.component for need in wanted}
    counts = {"brushless motor": 4, "propeller": 4} if state.design == "drone_frame" else {}
    wanted += [
        Need(name, counts.get(known[name].kind, 1), "named in the request")
        for name in state.named
        if name not in used and name not in state.screws.values() and known[name].kind != "screw"
    ]
    return [_row(known[need.component], need) for need in wanted]


def _nearest_screw(hole: float) -> str:
    """The metric screw whose through hole this is, or ""."""
    for name, part in components.catalogue().items():
        if (
            part.kind == "screw"
            and name.startswith("m")
            and "-" not in name
            and abs(part.size("clearance") - hole) < 0.06
        ):
            return name
    return ""


def _row(part: Component, need: Need) -> dict[str, Any]:
    return {
        "name": part.name,
        "search_term": part.search_term,
        "component": part.id,
        "count": need.count,
        "use": need.use,
        "sizes": dict(part.sizes),
        "source": part.source,
    }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What changed between two documents, as phrases: "arm, centre to motor: 70 → 90 mm"."""
    out = []
    old = {str(row.get("name")): row for row in (*before["dimensions"], *before["choices"])}
    for row in (*after["dimensions"], *after["choices"]):
        was = old.get(row["name"])
        if was is not None and was.get("value") != row["value"] and not _HOLE_ROW.fullmatch(row["name"]):
            out.append(f"{row['label']}: {_value(was)} → {_value(row)}")
    had, has = ([one["text"] for one in each["features"]] for each in (before, after))
    out += [f"added: {text}" for text in has if text not in had] + [
        f"removed: {text}" for text in had if text not in has
    ]
    hues = [{one["name"]: one["colour"] for one in each["parts"]} for each in (before, after)]
    out += [
        f"{name.replace('_', ' ')}: colour {hues[0][name]} → {hue}"
        for name, hue in hues[1].items()
        if hues[0].get(name, hue) != hue
    ]
    names = [{one["name"] for one in each["parts"]} for each in (before, after)]
    out += [f"removed: {name.replace('_', ' ')}" for name in sorted(names[0] - names[1])]
    return out + [f"added: {name.replace('_', ' ')}" for name in sorted(names[1] - names[0])]


def _value(row: Mapping[str, Any]) -> str:
    value = row["value"]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g} {row.get('unit', '')}".strip() if isinstance(value, float | int) else str(value)
