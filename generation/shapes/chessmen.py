"""The turned foot and stem that all chessmen share, in the proportions of the Staunton pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Values

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

Outline = list[tuple[float, float]]


class Chessman:
    """Profiles in shares of the foot's radius across and of the height upwards."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit = kit
        self.radius, self.height = values.mm("width") / 2, values.mm("height")
        self.squash = values.mm("depth") / values.mm("width")

    def turned(self, profile: Outline) -> Solid:
        """A body of revolution from (share of radius, share of height) pairs."""
        body = self.kit.turned([(r * self.radius, z * self.height) for r, z in profile])
        return body.scale((1, self.squash, 1)) if self.squash != 1 else body

    def smooth(self, marks: Outline) -> Outline:
        """A smooth outline through the marks."""
        return [(max(float(r), 0.0), float(z)) for r, z in self.kit.curve(marks)]

    def foot(self) -> None:
        """The wide base with its mouldings, up to a fifth of the height, and a felt below."""
        chunk = 1.06 if self.kit.style == "stylized" else 1.0
        low: Outline = [(0, 0.006), (0.94, 0.006), (1.0, 0.03), (1.0, 0.07)]
        if self.kit.level:
            low += [(0.97, 0.085), (0.84, 0.098), (0.8, 0.104), (0.84, 0.112)]
        low += [
            *self.smooth([(0.83 * chunk, 0.115), (0.8 * chunk, 0.145), (0.66 * chunk, 0.175), (0.56 * chunk, 0.2)]),
            (0, 0.2),
        ]
        self.kit.add("base", self.turned(low), crease=40)
        self.kit.add("felt", self.turned([(0, 0), (0.92, 0), (0.92, 0.012), (0, 0.012)]), crease=30)

    def stem(self, top: float, waist: float, neck: float) -> None:
        """The stem from the foot to a height, hollowed to `waist` and ending in `neck`, with its collars."""
        chunk = 1.12 if self.kit.style == "stylized" else 1.0
        marks = self.smooth(
            [
                (0.6, 0.16),
                (0.53, 0.22),
                (waist * chunk * 1.15, 0.22 + (top - 0.22) * 0.4),
                (waist * chunk, 0.22 + (top - 0.22) * 0.72),
                (neck, top),
            ]
        )
        self.kit.add("stem", self.turned([(0, 0.16), *marks, (0, top)]), crease=40)

    def collar(self, z: float, wide: float, tall: float = 0.035) -> None:
        """A ring about the neck."""
        rim: Outline = [
            (0, z - tall * 0.5),
            (wide * 0.8, z - tall * 0.5),
            (wide, z - tall * 0.1),
            (wide, z + tall * 0.12),
            (wide * 0.72, z + tall * 0.5),
            (0, z + tall * 0.5),
        ]
        self.kit.add("collar", self.turned(rim), crease=30)
        if self.kit.level == 2:
            thin: Outline = [
                (0, z + tall * 0.45),
                (wide * 0.66, z + tall * 0.45),
                (wide * 0.7, z + tall * 0.66),
                (wide * 0.66, z + tall * 0.85),
                (0, z + tall * 0.85),
            ]
            self.kit.add("collar", self.turned(thin), crease=30)
