"""A field on a grid becomes a closed surface: marching cubes over the cells that the surface crosses, on any device.

The table of cases is made here by walking each cube's outline, not taken from a model's folder: a folder cannot open
the surface or point outside the grid, and every case is closed against every neighbour's.
"""

from functools import cache
from itertools import pairwise

import torch

MOST_TRIANGLES_A_CUBE = 5


def _corner(x: int, y: int, z: int) -> int:
    return x + 2 * y + 4 * z


def _edges() -> list[tuple[int, int]]:
    """The twelve edges as pairs of corners: four along x, four along y, four along z."""
    along_x = [(_corner(0, y, z), _corner(1, y, z)) for z in (0, 1) for y in (0, 1)]
    along_y = [(_corner(x, 0, z), _corner(x, 1, z)) for z in (0, 1) for x in (0, 1)]
    along_z = [(_corner(x, y, 0), _corner(x, y, 1)) for y in (0, 1) for x in (0, 1)]
    return along_x + along_y + along_z


def _faces() -> list[list[int]]:
    """Each face's four corners, counter-clockwise for who looks at the cube from outside."""
    rings = []
    for axis in range(3):
        for side in (0, 1):
            ring = []
            for first, second in ((0, 0), (1, 0), (1, 1), (0, 1)):
                place = [0, 0, 0]
                place[axis], place[(axis + 1) % 3], place[(axis + 2) % 3] = side, first, second
                ring.append(_corner(*place))
            rings.append(ring if side else ring[::-1])
    return rings


def _outlines(case: int) -> list[list[int]]:
    """The closed walks over cut edges that part inside corners from outside ones, for a bit mask of inside corners.

    Every run of inside corners along a face's ring is cut off by one segment. The rule looks at nothing but the face,
    so the cube beyond it draws the same segments the other way round.
    """
    number = {frozenset(edge): index for index, edge in enumerate(_edges())}
    inside = [bool(case >> corner & 1) for corner in range(8)]
    following: dict[int, int] = {}
    for ring in _faces():
        for start in range(4):
            if not inside[ring[start]] or inside[ring[start - 1]]:
                continue
            end = start
            while inside[ring[(end + 1) % 4]]:
                end += 1
            entered = number[frozenset((ring[start - 1], ring[start]))]
            left = number[frozenset((ring[end % 4], ring[(end + 1) % 4]))]
            following[left] = entered
    walks = []
    while following:
        start, edge = following.popitem()
        walk = [start]
        while edge != start:
            walk.append(edge)
            edge = following.pop(edge)
        walks.append(walk)
    return walks


@cache
def table() -> tuple[torch.Tensor, torch.Tensor]:
    """Triangles of each of the 256 cases as edge numbers (256, 5, 3), and which of the five are used (256, 5)."""
    cases = torch.zeros(256, MOST_TRIANGLES_A_CUBE, 3, dtype=torch.long)
    used = torch.zeros(256, MOST_TRIANGLES_A_CUBE, dtype=torch.bool)
    for case in range(256):
        count = 0
        for walk in _outlines(case):
            for second, third in pairwise(walk[1:]):
                cases[case, count] = torch.tensor([walk[0], third, second])
                used[case, count] = True
                count += 1
    return cases, used


def crossed(field: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Where the cubes with both inside and outside corners are (k, 3), and their cases (k,)."""
    inside = (field > 0).to(torch.uint8)
    inside = inside[:-1] | (inside[1:] << 1)
    inside = inside[:, :-1] | (inside[:, 1:] << 2)
    inside = inside[:, :, :-1] | (inside[:, :, 1:] << 4)
    where = ((inside != 0) & (inside != 255)).nonzero()
    return where, inside[where[:, 0], where[:, 1], where[:, 2]].long()


def count(field: torch.Tensor) -> int:
    """How many triangles `surface` would make of this field."""
    _, used = table()
    _, cases = crossed(field)
    return int(used.sum(1).to(field.device)[cases].sum())


def surface(field: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The zero surface of a field (x, y, z), positive inside: places in grid steps (n, 3) float32 and triangles (m, 3).

    Triangles are counter-clockwise from outside. The surface is closed where the grid's rim is outside. Order and
    places depend on the field alone. Lorensen and Cline 1987, with the faces' ambiguity settled as in `_outlines`.
    """
    cases, used = (one.to(field.device) for one in table())
    where, case = crossed(field)
    corners = torch.tensor([[n & 1, n >> 1 & 1, n >> 2] for n in range(8)], device=field.device)
    ends = torch.tensor(_edges(), device=field.device)
    size = torch.tensor(field.shape, device=field.device)
    # A grid edge is named by its lower end and its axis: the same number from each of the four cubes around it.
    lower = where[:, None] + corners[ends[:, 0]][None]
    axis = torch.arange(12, device=field.device) // 4
    named = ((lower[..., 0] * size[1] + lower[..., 1]) * size[2] + lower[..., 2]) * 3 + axis
    local = cases[case][used[case]]
    owner = used[case].nonzero()[:, :1]
    edges, triangles = torch.unique(named[owner, local], return_inverse=True)
    point = edges // 3
    start = torch.stack([point // (size[1] * size[2]), point // size[2] % size[1], point % size[2]], 1)
    end = start + torch.nn.functional.one_hot(edges % 3, 3)
    low = field[start[:, 0], start[:, 1], start[:, 2]].float()
    high = field[end[:, 0], end[:, 1], end[:, 2]].float()
    share = (low / (low - high))[:, None].clamp(1e-4, 1 - 1e-4)  # never two corners of a triangle in one place
    return start + (end - start) * share, triangles
