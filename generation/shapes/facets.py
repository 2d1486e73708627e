"""Keeps low-poly low: bodies over their allowance lose the triangles that show least, until the whole is within it."""

from __future__ import annotations

from collections import Counter
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
_LARGE = 200
_MANY = 4
_SIZE = 1000.0  # fast_simplification raises its error limit in absolute steps; at this size the first are fine enough
_LEAST_VOLUME, _MOST_VOLUME = 0.7, 1.3


def fewer(solids: Sequence[Solid], limit: int) -> list[Solid]:
    """The solids in their order, with at most `limit` triangles together where that leaves each a closed body.

    Shells lose the same share of their triangles by quadric edge collapse, those that are repeated first and the large
    ones where that is not enough; one that would come out open or of quite another volume keeps what it had.
    """
    if sum(solid.num_tri() for solid in solids) <= limit:
        return list(solids)
    shells = [solid.decompose() if solid.num_tri() > _PLAIN else [solid] for solid in solids]
    made = [list(group) for group in shells]
    alike = Counter(shell.num_tri() for group in shells for shell in group)
    for large in (False, True):  # what is repeated loses its triangles first: large level faces stay level
        share = 1.0
        for _ in range(_ROUNDS):
            counts = [shell.num_tri() for group in made for shell in group]
            if sum(counts) <= limit:
                break
            open_ = [
                [
                    shell.num_tri() > _PLAIN
                    and (alike[shell.num_tri()] >= _MANY or (large and shell.num_tri() > _LARGE))
                    for shell in group
                ]
                for group in shells
            ]
            free = sum(
                now.num_tri()
                for had, may in zip(made, open_, strict=True)
                for now, ok in zip(had, may, strict=True)
                if ok
            )
            if not free:
                break
            share *= max((limit * _ROOM - (sum(counts) - free)) / free, 0.3)
            made = [
                [min(_coarser(shell, share), now, key=Manifold.num_tri) if ok else now
                 for shell, now, ok in zip(group, had, may, strict=True)]
                for group, had, may in zip(shells, made, open_, strict=True)
            ]  # fmt: skip
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
