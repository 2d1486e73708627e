"""Reads STL, binary and text: triangles only, so places that are equal become one vertex."""

import re

import numpy as np
from numpy.typing import NDArray

from generation.mesh import topology
from generation.mesh.assembly import Assembly, Place
from generation.mesh.limits import Limits
from generation.mesh.origin import Origin
from generation.mesh.read import Mesh, Primitive
from generation.mesh.readers import text
from generation.mesh.refusal import Refused
from generation.mesh.units import METRES

_TRIANGLE = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_UNITS = (("millimet", "millimeter"), ("centimet", "centimeter"), ("inch", "inch"), ("met", "meter"))
_SOLID = re.compile(rb"(?m)^[ \t]*solid\b([^\r\n]*)")


def read(data: bytes | memoryview, limits: Limits) -> Assembly:
    """An STL as one or (text with several solids) more nodes; Z points up, and the unit is the millimetre unless the
    header names another. Raises Refused.
    """
    view = memoryview(data).cast("B")
    head = bytes(view[:80])
    count = int.from_bytes(bytes(view[80:84]), "little") if len(view) >= 84 else 0
    # Many binary files begin with the word "solid" too, so the length decides first.
    if len(view) >= 84 and 84 + 50 * count == len(view):
        _check_count(count, limits)
        rows = np.frombuffer(view, _TRIANGLE, count, 84)
        solids = [(text.words(head.rstrip(b"\0 ")), rows["corners"].reshape(-1, 3))]
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() == b"solid" and b"\0" not in bytes(view[:1024]):
        text.check_size(len(view), "STL")
        solids = _solids(bytes(view), limits)
    else:
        raise text.damaged("STL", f"it states {count:,} triangles and has room for {max(0, len(view) - 84) // 50:,}")
    header = solids[0][0].lower() if solids else ""
    unit, stated = next(((name, True) for word, name in _UNITS if word in header), ("millimeter", False))
    made = Assembly(Origin("stl", unit, METRES[unit], "z", stated))
    binary = len(solids) == 1 and 84 + 50 * count == len(view)
    for number, (name, corners) in enumerate(solids):
        text.finite(corners, "STL")
        if not len(corners):
            continue
        named = "model" if binary or not name else name
        places, size = topology.weld(np.asarray(corners, np.float32))
        positions = np.zeros((size, 3), np.float32)
        positions[places] = corners
        surface = Primitive(positions, places.reshape(-1, 3).astype(np.uint32))
        made.places.append(Place(named if len(solids) == 1 or name else f"model_{number + 1}", mesh=len(made.meshes)))
        made.meshes.append(Mesh(named, (surface,)))
    return made


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.triangles:
        raise Refused(
            "too-big",
            f"This STL has {count:,} triangles; at most {limits.triangles:,} are taken.",
            "Reduce the number of triangles, then export again.",
        )


def _solids(data: bytes, limits: Limits) -> list[tuple[str, NDArray[np.float32]]]:
    starts = list(_SOLID.finditer(data))
    if len(starts) > limits.nodes:
        raise text.damaged("STL", f"it holds {len(starts):,} solids")
    found = []
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(data)
        body = data[start.end() : end]
        pieces = re.split(rb"(?i)\bvertex\b", body)[1:]
        lines = [piece.split(b"\n", 1)[0] for piece in pieces]
        values = text.table(lines, 3, "STL", "its vertices")
        if len(values) % 3 or body.lower().count(b"endfacet") * 3 != len(values):
            raise text.damaged("STL", "one of its facets has not three vertices")
        _check_count(len(values) // 3, limits)
        found.append((text.words(start[1]), values.astype(np.float32)))
    return found
