"""Keeps low-poly low: bodies over their allowance lose the triangles that show least, until the whole is within it."""

from __future__ import annotations

from collections.abc import Sequence

import fast_simplification
import numpy as np
from manifold3d import Error, Manifold, Mesh

from generation.shapes.solids import Solid, together

# The most triangles of one object in low-poly, by complexity; simple stays under what medium is brought down to.
LIMITS = {"simple": 1_900, "medium": 2_500, "complex": 6_000}
_ROOM = 0.97  # aimed at, as a body may keep a few more than it was asked to
_PLAIN = 16  # a body of so few triangles is left as it is
_ROUNDS = 9
_SIZE = 1000.0  # fast_simplification raises its error limit in absolute steps; at this size the first are fine enough
_LEAST_VOLUME, _MOST_VOLUME = 0.7, 1.3


def fewer(solids: Sequence[Solid], limit: int) -> list[Solid]:
    """The solids in their order, with at most `limit` triangles together where that leaves each a closed body.

    Every shell loses the same share of its triangles by quadric edge collapse; one that would come out open or of
    quite another volume keeps what it had.
    """
    if sum(solid.num_tri() for solid in solids) <= limit:
        return list(solids)
    shells = [solid.decompose() if solid.num_tri() > _PLAIN else [solid] for solid in solids]
    share = 1.0
    made = [list(group) for group in shells]
    for _ in range(_ROUNDS):
        counts = [shell.num_tri() for group in made for shell in group]
        over = sum(counts)
        if over <= limit:
            break
        free = sum(count for count in counts if count > _PLAIN)
        share *= max((limit * _ROOM - (over - free)) / max(free, 1), 0.3)
        made = [
            [min(_coarser(shell, share), now, key=Manifold.num_tri) for shell, now in zip(group, had, strict=True)]
            for group, had in zip(shells, made, strict=True)
        ]
    return [together(group) if len(group) > 1 else group[0] for group in made]


def _coarser(solid: Solid, share: float) -> Solid:
    """The shell with about that share of its triangles; a little more is tried where so few would open it."""
    number = solid.num_tri()
    if number <= _PLAIN:
        return solid
    mesh = solid.to_mesh()
    points = np.asarray(mesh.vert_properties, np.float64)[:, :3]
    faces = np.asarray(mesh.tri_verts, np.int64)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = _SIZE / float((high - low).max())
    for more in (1.0, 1.15, 1.4, 1.8, 2.5):
        wanted = max(round(number * share * more), _PLAIN)
        if wanted >= number:
            return solid
        corners, kept = fast_simplification.simplify(
            np.ascontiguousarray((points - low) * scale, np.float32),
            np.ascontiguousarray(faces, np.int32),
            target_count=wanted,
        )
        back = np.clip(np.asarray(corners, np.float64) / scale + low, low, high)
        made = Manifold(Mesh(np.ascontiguousarray(back, np.float32), np.ascontiguousarray(kept, np.uint32)))
        if made.status() == Error.NoError and _LEAST_VOLUME < made.volume() / solid.volume() < _MOST_VOLUME:
            return made
    return solid
