"""Case furniture: a carcass of boards, framed fronts, handles and feet, for shelves, chests, cabinets and desks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.shapes import layout

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@dataclass(frozen=True)
class Carcass:
    """An open box of boards from `low` to `high`, its open face at y = `front`; millimetres.

    `board` is the thickness of its boards and `eaves` how far its top stands out.
    """

    kit: Kit
    width: float
    front: float
    rear: float
    low: float
    high: float
    board: float
    eaves: float = 0.0

    @property
    def inner(self) -> float:
        """The width between the sides."""
        return self.width - 2 * (self.board + self.eaves)

    @property
    def floor(self) -> float:
        """The upper face of the lowest board."""
        return self.low + self.board

    @property
    def ceiling(self) -> float:
        """The under face of the top."""
        return self.high - self.board

    @property
    def depth(self) -> float:
        """From the open face to the rear."""
        return self.rear - self.front

    def make(self, *, bottom: bool = True, back: bool = True) -> None:
        """Add the parts side, top, bottom and back."""
        kit, middle = self.kit, (self.front + self.rear) / 2
        tall = self.high - self.low - self.board * 0.5
        soft = self.board * 0.1
        x = self.width / 2 - self.eaves - self.board / 2
        for side in (-1, 1):
            plank = kit.box(self.board, self.depth, tall, bevel=soft)
            kit.add("side", plank.translate((side * x, middle, self.low)))
        lid = kit.box(self.width, self.depth + self.eaves, self.board, bevel=self.board * 0.22)
        kit.add("top", lid.translate((0, middle - self.eaves / 2, self.ceiling)))
        wide = self.inner + self.board
        if bottom:
            kit.add("bottom", kit.box(wide, self.depth * 0.99, self.board).translate((0, middle, self.low)))
        if back:
            thin = max(self.board * 0.4, self.depth * 0.012)
            sheet = kit.box(wide, thin, self.high - self.low - self.board)
            kit.add("back", sheet.translate((0, self.rear - thin * 0.6, self.low + self.board * 0.3)))


def front(kit: Kit, width: float, height: float, thick: float, *, framed: bool = True) -> Solid:
    """A door or drawer front, its lower edge on z = 0, its back at y = 0 and its face at y = −thick."""
    body = kit.box(width, thick, height, bevel=thick * 0.14).translate((0, -thick / 2, 0))
    if not framed or not kit.level:
        return body
    frame = min(width, height) * 0.15
    sunk = thick * 0.35
    recess = kit.box(width - 2 * frame, thick, height - 2 * frame).translate((0, -1.5 * thick + sunk, frame))
    body = kit.without(body, recess)
    if kit.level < 2:
        return body
    inset = frame * 1.5
    field = kit.box(width - 2 * inset, sunk, height - 2 * inset, bevel=sunk * 0.45)
    return kit.union([body, field.translate((0, -thick + sunk * 0.75, inset))])


def tray(kit: Kit, width: float, depth: float, height: float, thick: float) -> Solid:
    """The open box behind a drawer's front, from y = 0 to y = depth."""
    box = kit.box(width, depth, height)
    room = kit.box(width - 2 * thick, depth - 2 * thick, height).translate((0, 0, thick))
    return kit.without(box, room).translate((0, depth / 2, 0))


def handle(kit: Kit, kind: str, reach: float, length: float) -> Solid:
    """A knob, bar or cup pull in the middle of a face at y = 0, standing out to y = −reach, rooted in the face."""
    if kind == "knob":
        r = reach * 0.55
        marks = [(0.0, -0.15), (0.42, -0.15), (0.36, 0.35), (0.95, 0.62), (1.0, 0.8), (0.7, 0.96), (0.0, 1.0)]
        return kit.turned([(a * r, b * reach) for a, b in marks]).rotate((90, 0, 0))
    if kind == "cup":
        shape = kit.sphere(1.0).scale((length / 2, reach, length * 0.3))
        cut = kit.box(length * 2, length * 2, length).translate((0, length * 1.08, -length / 2))
        below = kit.box(length * 2, length * 2, length).translate((0, 0, -length * 1.06))
        return kit.without(shape, cut, below)
    thin = reach * 0.17 * kit.chunk
    half, out = length / 2 - thin, -reach + thin
    marks_3d = [
        (-half, reach * 0.15, 0), (-half, out * 0.5, 0), (-half * 0.9, out * 0.93, 0), (-half * 0.5, out, 0),
        (0, out, 0), (half * 0.5, out, 0), (half * 0.9, out * 0.93, 0), (half, out * 0.5, 0), (half, reach * 0.15, 0),
    ]  # fmt: skip
    return kit.swept(kit.curve(marks_3d), kit.ring(thin))


def legs(kit: Kit, number: int, width: float, depth: float, height: float, thick: float, *, splay: float = 0.0) -> None:
    """Add `number` tapered legs within width × depth from the ground into what stands on `height`."""
    into = height + thick * 0.25
    lean = 1 - splay * height / max(min(width, depth), 1e-9)
    for x, y in layout.feet(number, width - thick, depth - thick):
        head = (x * lean, y * lean, into)
        kit.add("leg", kit.stake((x * 1.0, y * 1.0, 0), head, thick * 0.3, thick * 0.5))


def rows(number: int, columns: int) -> list[int]:
    """How many stand side by side in each row from below: full rows, and what is left over above."""
    columns = max(1, min(columns, number)) if number else 1
    full, left = divmod(number, columns)
    return [columns] * full + ([left] if left else [])


def shares(number: int, *, ease: float = 0.07) -> list[float]:
    """The heights of `number` rows from below as shares of 1, each a little lower than the one under it."""
    weights = [math.pow(1 - ease, k) for k in range(number)]
    return [weight / sum(weights) for weight in weights]


def share(things: int, places: int, place: int) -> int:
    """How many of `things` spread evenly over `places` fall to the one numbered `place`, from 0."""
    return things * (place + 1) // places - things * place // places
