"""Studio's words for how a model is to be (faces, polygons, surfaces, manner), as parameters of the chosen engine."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from generation import choosing, registry
from generation.models import Job
from nexus.foundation.errors import Invalid

MANNERS = ("Normal", "LowPoly", "Geometry", "Sketch")
POLYGONS = ("triangle", "quadrilateral")
FACES_LEAST, FACES_MOST = 100, 1_500_000

Given = tuple[str, Any]  # a parameter of an engine, and its value


def parameters_of(asked: Mapping[str, Any], *, engine: str, kind: str) -> dict[str, Any]:
    """The engine's parameters for what was asked; 400 names what it cannot honour, and the engines that can."""
    found = choosing.usual_parameters(engine)
    for wish, value in _wishes(asked):
        given = _honoured(engine, kind, wish, value)
        if given is None:
            raise _cannot(engine, kind, wish, value)
        name, told = given
        found[name] = told
    return found


def _wishes(asked: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is more than every engine does anyway."""
    if asked.get("faceCount") is not None:
        yield "faceCount", asked["faceCount"]
    if asked.get("enablePBR"):
        yield "enablePBR", True
    if asked.get("polygonType") not in {None, "", "triangle"}:
        yield "polygonType", asked["polygonType"]
    if asked.get("generateType") not in {None, "", "Normal"}:
        yield "generateType", asked["generateType"]


def _honoured(engine: str, kind: str, wish: str, value: Any) -> Given | None:
    """How this engine is told; None where it cannot be."""
    known = _known(engine)
    for name, told in _ways(wish, value, kind, known):
        if name in known and Draft202012Validator(known[name]).is_valid(told):
            return name, told
    return None


def _ways(wish: str, value: Any, kind: str, known: Mapping[str, Any]) -> list[Given]:
    if wish == "faceCount":  # a ceiling: an engine that never makes as many keeps it with its own most
        return [(name, min(value, known.get(name, {}).get("maximum", value))) for name in ("face_count", "faces")]
    if wish == "enablePBR":
        return [("pbr", True)]
    if wish == "polygonType":
        return [("polygon_type", value)]
    ways: list[Given] = [("generate_type", value)]
    if value == "LowPoly" and kind == Job.Kind.TEXT:
        ways.append(("style", "low-poly"))
    if value == "Geometry":
        ways.append(("texture", False))
    return ways


def _known(engine: str) -> Mapping[str, Any]:
    found = registry.engines().get(engine)
    return found.capabilities.get("properties", {}) if found else {}


def _cannot(engine: str, kind: str, wish: str, value: Any) -> Invalid:
    able = [name for name in choosing.ready_for(kind) if _honoured(name, kind, wish, value) is not None]
    who = f"These can: {', '.join(able)}." if able else "No engine that is ready here can."
    told = f" {value}" if wish != "enablePBR" else ""
    return Invalid(
        f"The engine {engine} cannot honour {wish}{told}. {who}",
        code="not_honoured",
        fields={wish: [f"Not honoured by {engine}."]},
    )


def manner_of(parameters: Mapping[str, Any]) -> str:
    """The generateType that a job's parameters stand for."""
    if parameters.get("generate_type") in MANNERS:
        return str(parameters["generate_type"])
    if parameters.get("style") == "low-poly":
        return "LowPoly"
    return "Geometry" if parameters.get("texture") is False else "Normal"


def ceiling_of(parameters: Mapping[str, Any]) -> int | None:
    return parameters.get("face_count") or parameters.get("faces")
