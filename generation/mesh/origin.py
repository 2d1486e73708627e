"""Where a normalised model came from: its format, unit and axes, so that facts speak in the file's own terms."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generation.mesh.units import METRES

Doubles = NDArray[np.float64]

PICTURES_MISSING = "Pictures that the materials name are not in the upload, so their surfaces show plain colours."
# From the file's axes to ours (Y up, front towards +Z), as rows.
TURNS: dict[str, Doubles] = {
    "x": np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]]),
    "y": np.eye(3),
    "z": np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]]),
}


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """`unit` by name (or in figures where it has none), `metres` in one of it, `up` the file's upward axis (x, y, z).

    `unit_stated` is false where the file says no unit and the usual one of its format is taken. `skipped` tells in
    sentences what of the file is not in the model, by problem code.
    """

    format: str = "glb"
    unit: str = "meter"
    metres: float = 1.0
    up: str = "y"
    unit_stated: bool = True
    skipped: dict[str, tuple[int, str]] = field(default_factory=dict)

    def miss_picture(self) -> None:
        """Count a picture that a material names and the upload does not hold."""
        count, _ = self.skipped.get("pictures_missing", (0, ""))
        self.skipped["pictures_missing"] = (count + 1, PICTURES_MISSING)

    @property
    def turn(self) -> Doubles:
        """The rotation (3, 3) from the file's axes to ours."""
        return TURNS[self.up]

    def placing(self) -> Doubles:
        """The matrix (4, 4) from the file's space to ours: metres, Y up."""
        found = np.eye(4)
        found[:3, :3] = self.turn * self.metres
        return found

    def sides(self, extent: Doubles) -> Doubles:
        """Sides (3,) in metres along our axes as sides in the file's unit along its own."""
        return np.asarray(np.abs(self.turn.T) @ extent / self.metres)


GLB = Origin()


def unit_of(metres: float) -> str:
    """The name of the unit that is so many metres long, or its length in figures."""
    for name, length in METRES.items():
        if abs(metres - length) <= length * 1e-6:
            return name
    return f"{metres:.6g} m"


_OTHER_NAMES = {
    "mm": "millimeter",
    "cm": "centimeter",
    "m": "meter",
    "in": "inch",
    "inche": "inch",
    "ft": "foot",
    "feet": "foot",
    "millimetre": "millimeter",
    "centimetre": "centimeter",
    "metre": "meter",
}


def named(word: str) -> str:
    """The unit that a word in a file means, singular or plural, long or short; empty where it is none."""
    lowered = word.lower()
    single = _OTHER_NAMES.get(lowered) or lowered.removesuffix("s")
    single = _OTHER_NAMES.get(single, single)
    return single if single in METRES else ""
