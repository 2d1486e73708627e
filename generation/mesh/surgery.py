"""Operations on one mesh as triangles: which faces go, which are turned, what closes its holes."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from generation.mesh import polygons, pose, topology

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_LOOP = 5_000  # corners of one hole; larger openings are meant


def kept(positions: Floats, triangles: Indices, *, empty: bool, doubled: bool) -> Flags:
    """Which triangles (m,) stay: without those of no area, and of those that lie on each other only the first.

    Both are told as topology.census tells them, by equal places.
    """
    places, count = topology.weld(positions)
    faces = places[triangles]
    flat = topology.degenerate(positions, triangles.astype(np.uint32), faces)
    keep = ~flat if empty else np.ones(len(triangles), bool)
    if doubled:
        own = np.flatnonzero(~flat)
        key = np.sort(faces[own], axis=1)
        packed = (key[:, 0] * count + key[:, 1]) * count + key[:, 2] if count < 1 << 20 else None
        _, first = np.unique(key if packed is None else packed, return_index=True, axis=0 if packed is None else None)
        again = np.ones(len(own), bool)
        again[first] = False
        keep[own[again]] = False
    return keep


def turned_alike(positions: Floats, triangles: Indices) -> Flags:
    """Which triangles (m,) must be turned so that neighbours agree; a closed body that disagreed looks outwards then.

    Of each body the larger part stays as it is where it is open. Bodies without two sides are left as they are.
    """
    places, count = topology.weld(positions)
    faces = places[triangles]
    one, other, alike = _neighbours(faces, count)
    size = len(faces)
    # Each face stands twice, as it is and turned; what agrees is joined, so each body becomes two answers.
    start = np.concatenate([one, one + size])
    end = np.concatenate([np.where(alike, other, other + size), np.where(alike, other + size, other)])
    _, label = connected_components(
        coo_matrix((np.ones(len(start), np.int8), (start, end)), shape=(2 * size, 2 * size)), directed=False
    )
    asis, flipped = label[:size], label[size:]
    twosided = asis != flipped
    body = np.minimum(asis, flipped)
    _, group = np.unique(body, return_inverse=True)
    second = asis != body  # in the first answer of its body these are turned
    sizes = np.bincount(group)
    turned = second & twosided
    mostly = np.bincount(group, turned) * 2 > sizes
    mixed = (np.bincount(group, turned) > 0) & (np.bincount(group, turned) < sizes)
    turned ^= mostly[group] & twosided
    inwards = _volumes(positions, np.where(turned[:, None], triangles[:, ::-1], triangles), group) < 0
    closed = _closed_groups(faces, count, group)
    turned ^= (mixed & inwards & closed)[group] & twosided
    return np.asarray(turned & mixed[group])


def looks_inwards(positions: Floats, triangles: Indices) -> bool:
    """Whether a closed surface has its faces turned towards what it holds."""
    return topology.volume(positions.astype(np.float64), triangles.astype(np.uint32), np.zeros(3)) < 0


def lids(positions: Floats, triangles: Indices) -> Indices:
    """Triangles (m, 3) of the mesh's own vertices that close its holes, turned as the faces around them are.

    Every loop of open edges is cut into triangles in the plane that it faces best. Loops that meet themselves at a
    vertex are cut apart there; those of more than 5,000 corners stay open.
    """
    places, _ = topology.weld(positions)
    holder = np.zeros(int(places.max()) + 1, np.int64)
    holder[places[::-1]] = np.arange(len(places))[::-1]
    loops = _loops(places[triangles])
    if not loops:
        return np.zeros((0, 3), np.int64)
    counts = np.array([len(loop) for loop in loops])
    corners = holder[np.concatenate(loops)]
    cut = polygons.triangulated(counts, positions[corners].astype(np.float64))
    found = corners[cut]
    faces = places[found]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return np.asarray(found[whole])


def normals_of(positions: Floats, normals: Floats, triangles: Indices, turned: Indices) -> Floats | None:
    """The normals (n, 3) with those turned that look away from their turned faces; None where none does.

    A vertex that a face which was not turned uses too keeps its own.
    """
    faces = pose.face_normals(positions.astype(np.float64), turned.astype(np.uint32))
    wish = np.zeros((len(positions), 3))
    for corner in range(3):
        np.add.at(wish, turned[:, corner], faces)
    used = np.bincount(triangles.ravel(), minlength=len(positions))
    by_turned = np.bincount(turned.ravel(), minlength=len(positions))
    away = (by_turned > 0) & (used == by_turned) & (np.einsum("ij,ij->i", wish, normals.astype(np.float64)) < 0)
    if not away.any():
        return None
    return np.where(away[:, None], -normals, normals)


def _neighbours(faces: Indices, count: int) -> tuple[Indices, Indices, Flags]:
    """Pairs of faces that alone share an edge, and whether they run through it once each way."""
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    owner = np.repeat(np.arange(len(faces)), 3)
    forth = start < end
    key = np.where(forth, start, end) * count + np.where(forth, end, start)
    order = np.argsort(key, kind="stable")
    key, owner, forth = key[order], owner[order], forth[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    uses = np.diff(np.append(first, len(key)))
    pair = first[uses == 2]
    return owner[pair], owner[pair + 1], forth[pair] != forth[pair + 1]


def _volumes(positions: Floats, triangles: Indices, group: Indices) -> NDArray[np.float64]:
    middle = positions.astype(np.float64).mean(axis=0)
    a, b, c = (positions[triangles[:, corner]].astype(np.float64) - middle for corner in range(3))
    return np.asarray(np.bincount(group, np.einsum("ij,ij->i", a, np.cross(b, c))))


def _closed_groups(faces: Indices, count: int, group: Indices) -> Flags:
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    key = np.minimum(start, end) * count + np.maximum(start, end)
    _, place, uses = np.unique(key, return_inverse=True, return_counts=True)
    lonely = uses[place] != 2
    return np.asarray(np.bincount(np.repeat(group, 3), lonely) == 0)


def _loops(faces: Indices) -> list[Indices]:
    """Rings of open edges as places, each running against the faces around it."""
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    span = int(faces.max()) + 1
    low, high = np.minimum(start, end), np.maximum(start, end)
    _, place, uses = np.unique(low * span + high, return_inverse=True, return_counts=True)
    open_edge = (uses[place] == 1) & (start != end)
    ways: dict[int, list[int]] = {}
    for one, other in zip(end[open_edge].tolist(), start[open_edge].tolist(), strict=True):
        ways.setdefault(one, []).append(other)
    found: list[Indices] = []
    for first in sorted(ways):
        while ways.get(first):
            ring, at = [first], ways[first].pop()
            stands = {first: 0}
            while at != first and ways.get(at):
                if at in stands:  # it meets itself: what lies between is a ring of its own
                    found.append(np.array(ring[stands[at] :]))
                    for gone in ring[stands[at] :]:
                        del stands[gone]
                    del ring[len(stands) :]
                stands[at] = len(ring)
                ring.append(at)
                at = ways[at].pop()
            if at == first and len(ring) >= 3:
                found.append(np.array(ring))
    return [ring for ring in found if 3 <= len(ring) <= MOST_LOOP]
