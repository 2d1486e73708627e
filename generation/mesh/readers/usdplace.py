"""Where a USD prim stands in its parent: the ordered operations of UsdGeomXformable as one matrix."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh import nodes
from generation.mesh.readers import text, usda
from generation.mesh.readers.usda import Prim

Matrix = NDArray[np.float64]


def local(prim: Prim) -> Matrix | None:
    """The matrix (4, 4) for column vectors, or None where the prim has no operations. Raises Refused.

    The first operation named in `xformOpOrder` is the outermost one (USD: "xformOpOrder").
    """
    held = prim.attributes.get("xformOpOrder")
    order = held.value if held is not None and isinstance(held.value, list) else []
    found = np.eye(4)
    moved = False
    for name in order:
        if not isinstance(name, str) or name == "!resetXformStack!":
            continue
        inverted = name.startswith("!invert!")
        plain = name.removeprefix("!invert!")
        value = prim.attributes.get(plain)
        if value is None or value.value is None:
            continue
        step = _step(plain.split(":")[1] if ":" in plain else "", value.value)
        if step is None or not np.isfinite(step).all():
            raise text.damaged("USDZ", "a prim is placed by numbers that are none")
        if inverted:
            if abs(np.linalg.det(step)) < 1e-30:
                continue
            step = np.asarray(np.linalg.inv(step), np.float64)
        found = found @ step
        moved = True
    return found if moved else None


def _step(kind: str, value: Any) -> Matrix | None:
    width = {"transform": 16, "orient": 4}.get(kind, 1 if kind in ("rotateX", "rotateY", "rotateZ") else 3)
    values = usda.array(value, 1)
    if values is None or len(values) != width:
        return None
    step = np.eye(4)
    if kind == "transform":
        return values.reshape(4, 4).T
    if kind == "translate":
        step[:3, 3] = values
    elif kind == "scale":
        step[:3, :3] = np.diag(values)
    elif kind == "orient":
        real, x, y, z = values
        step[:3, :3] = nodes.rotation(np.array([x, y, z, real]))
    elif kind.startswith("rotate"):
        axes = kind.removeprefix("rotate")
        turn = np.eye(3)
        angles = dict(zip("XYZ", values, strict=True)) if width == 3 else {axes: float(values[0])}
        for axis in axes:
            # The first named is done first, so it stands nearest to the vector.
            turn = _about(axis, float(angles.get(axis, 0.0))) @ turn
        step[:3, :3] = turn
    else:
        return None
    return step


def _about(axis: str, degrees: float) -> Matrix:
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    one, other = {"X": (1, 2), "Y": (2, 0), "Z": (0, 1)}[axis]
    found = np.eye(3)
    found[one, one] = found[other, other] = cosine
    found[one, other], found[other, one] = -sine, sine
    return found
