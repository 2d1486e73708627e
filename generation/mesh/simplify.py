"""Fewer triangles for a surface: quadric decimation with its corners' values carried along, then a coarse grid."""

from dataclasses import dataclass, replace
from typing import Any

import fast_simplification
import numpy as np
from numpy.typing import NDArray

from generation.mesh import pose

Doubles = NDArray[np.float64]
Faces = NDArray[np.int64]

CREASE_DEGREES = 40.0
_MOST_PAIRS = 4_000_000
# fast_simplification raises its error limit in absolute steps: at this size the first ones are fine enough.
_SIZE = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A surface of one material: `positions` (n, 3), `normals` (n, 3) or None, `values` (n, k) of any further kind
    (texture places, colours), `triangles` (m, 3).
    """

    positions: Doubles
    normals: Doubles | None
    values: Doubles
    triangles: Faces


def on_grid(sheet: Sheet, origin: Doubles, step: float) -> Sheet:
    """Move every vertex to the nearest point of a grid and drop the triangles that fall together."""
    positions = np.round((sheet.positions - origin) / step)
    _, places = _same(positions)
    faces = places[sheet.triangles]
    kept = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return tidy(replace(sheet, positions=positions * step + origin, triangles=sheet.triangles[kept]))


def tidy(sheet: Sheet) -> Sheet:
    """Join vertices that are equal in everything, and leave out those that no triangle uses."""
    parts = (
        [sheet.positions, sheet.values]
        if sheet.normals is None
        else [sheet.positions, np.round(sheet.normals, 3), sheet.values]
    )
    first, places = _same(np.concatenate(parts, axis=1))
    faces = places[sheet.triangles]
    used, compact = np.unique(faces, return_inverse=True)
    chosen = first[used]
    return Sheet(
        sheet.positions[chosen],
        None if sheet.normals is None else sheet.normals[chosen],
        sheet.values[chosen],
        compact.reshape(-1, 3),
    )


def _same(rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For equal rows one number: the first row of each kind, and each row's kind.

    Rows are compared by a 64-bit mix of their bits (SplitMix64's constants): sorting one number is twenty times faster
    than sorting rows, and a chance hit among a million is one in ten million.
    """
    bits = np.ascontiguousarray(rows + 0.0, np.float64).view(np.uint64)
    mixed = np.zeros(len(bits), np.uint64)
    for column in range(bits.shape[1]):
        mixed ^= bits[:, column]
        mixed ^= mixed >> np.uint64(30)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    _, first, places = np.unique(mixed, return_index=True, return_inverse=True)
    return first, places.reshape(-1)


def shares(counts: list[int], most: int) -> list[int]:
    """How many of `most` triangles each surface keeps: small ones more of theirs than large ones."""
    low, high = 0.0, float(most)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(min(count, middle * count**0.7) for count in counts) > most:
            high = middle
        else:
            low = middle
    return [min(count, int(low * count**0.7)) for count in counts]


def fewer(sheet: Sheet, count: int) -> Sheet:
    """At most about `count` triangles, by Garland and Heckbert's quadrics; normals are made anew, creases kept.

    Vertices that differ only in their normals are one, so that hard edges do not tear; those on the two sides of a
    texture seam stay two, and the seam stays where it is as long as that leaves enough to remove.
    """
    if len(sheet.triangles) <= count:
        return sheet
    bare = tidy(replace(sheet, normals=None))
    seams = bare.values.shape[1] > 0
    found = _decimated(bare, count, keep_borders=seams)
    if seams and len(found.triangles) > 1.15 * count:
        found = _decimated(bare, count, keep_borders=False)
    # Slivers around one vertex stop a run early; from its result the next one comes further.
    for _ in range(3):
        if len(found.triangles) > count:
            found = _decimated(tidy(found), count, keep_borders=False)
    return creased(found) if len(found.triangles) else found


def _decimated(sheet: Sheet, count: int, *, keep_borders: bool) -> Sheet:
    centre = sheet.positions.mean(axis=0)
    scale = _SIZE / max(float(np.ptp(sheet.positions, axis=0).max()), 1e-30)
    positions, triangles, collapses = fast_simplification.simplify(
        np.ascontiguousarray((sheet.positions - centre) * scale),
        np.ascontiguousarray(sheet.triangles),
        target_count=max(4, count),
        return_collapses=True,
        preserve_border=keep_borders,
    )
    if not len(triangles):
        return sheet
    _, _, places = fast_simplification.replay_simplification(
        np.ascontiguousarray((sheet.positions - centre) * scale), np.ascontiguousarray(sheet.triangles), collapses
    )
    positions = positions / scale + centre
    # Of the old vertices that became one, the nearest to the new place gives the values.
    known = np.flatnonzero((places >= 0) & (places < len(positions)))
    away = np.linalg.norm(sheet.positions[known] - positions[places[known]], axis=1)
    order = known[np.lexsort((away, places[known]))]
    kinds, first = np.unique(places[order], return_index=True)
    source = np.zeros(len(positions), np.int64)
    source[kinds] = order[first]
    return Sheet(positions, None, sheet.values[source], triangles.astype(np.int64))


def creased(sheet: Sheet) -> Sheet:
    """Give every corner the mean normal of the faces around its place that are within the crease angle of its own."""
    faces = pose.face_normals(sheet.positions, sheet.triangles.astype(np.uint32))
    flat = pose.unit(faces)
    _, places = _same(sheet.positions)
    corner_place = places[sheet.triangles].ravel()
    order = np.argsort(corner_place, kind="stable")
    sorted_places = corner_place[order]
    starts = np.flatnonzero(np.concatenate([[True], sorted_places[1:] != sorted_places[:-1]]))
    uses = np.diff(np.append(starts, len(order)))
    owner_face = np.arange(len(order)) // 3
    if int((uses**2).sum()) > _MOST_PAIRS:
        around = [np.bincount(corner_place, faces[owner_face, axis]) for axis in range(3)]
        normals = pose.unit(np.stack(around, axis=1).astype(np.float64)[corner_place])
    else:
        group = np.repeat(np.arange(len(starts)), uses)
        repeats = uses[group]
        one = np.repeat(np.arange(len(order)), repeats)
        other = starts[group[one]] + np.arange(len(one)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        face_one, face_other = owner_face[order[one]], owner_face[order[other]]
        near = np.einsum("ij,ij->i", flat[face_one], flat[face_other]) >= np.cos(np.radians(CREASE_DEGREES))
        corner, face = order[one[near]], face_other[near]
        around = [np.bincount(corner, faces[face, axis], minlength=len(order)) for axis in range(3)]
        normals = pose.unit(np.stack(around, axis=1).astype(np.float64))
    corner = sheet.triangles.ravel()
    alone = np.arange(len(corner)).reshape(-1, 3)
    return tidy(Sheet(sheet.positions[corner], normals, sheet.values[corner], alone))
