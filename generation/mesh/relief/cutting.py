"""Cutting the subject out: evidence for every pixel, shadows taken out, then the cheapest outline along edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.mesh.relief import border, vision
from generation.mesh.relief.border import Bits, Floats

_OFF = 4.0  # noise units from what is behind at which a pixel may as well be subject
_SHADOW_TINT = 2.2
_SHARP = 1.4  # times the border's own edges
_LEAST_EDGE, _MOST_EDGE = 0.35, 8.0
_FADES = 0.12  # of a shadow's rim: so much of it at least runs out without an edge
_ODD, _PLAIN = 1.6, 1.5  # noise units of a shut-in quiet region: part of the subject, or a hole
_PIECE = 0.05  # of the largest piece: what is smaller is dirt
_SMOOTHNESS = 8.0
_ROUNDS = 2
_STEP = 127.5 / 6  # grey levels for one unit of evidence
_DEEP = 0.8
_SMALL = 0.0004  # of the picture: smaller regions say nothing
_ALIKE = 9.0  # Lab units, lightness counting half
_WORTH_IT = 0.002  # of the picture: less shadow than this changes no outline
_MARGIN = 0.01  # by so much better must an outline lie on edges for shadows to be left in


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """One picture looked at: smoothed colours, Lab, sharp edges, their threshold in each row, what is behind."""

    smooth: NDArray[np.uint8]
    lab: Floats
    edges: Floats
    least: Floats
    quiet: Bits
    ring: Bits
    behind: border.Behind


def cut_out(picture: NDArray[np.uint8], ring: Bits, keep: Bits, drop: Bits) -> Bits:
    """The subject of a small picture (h, w, 3), blue, green, red; `ring` holds background only, `keep` and `drop` are
    what a person marked.

    Two outlines are tried, with and without taking out what looks like shadow; the one that lies on edges is the
    better one, because a soft shadow has none.
    """
    ring = _without_the_subject(picture, ring)
    scene = _looked_at(picture, ring)
    soft = _shadows(scene)
    found = _outlined(scene, soft, keep, drop)
    if soft.mean() > _WORTH_IT:
        other = _outlined(scene, np.zeros_like(soft), keep, drop)
        if _on_edges(scene, other) > _on_edges(scene, found) + _MARGIN:
            found = other
    return found


def _without_the_subject(picture: NDArray[np.uint8], ring: Bits) -> Bits:
    """The ring without the colours of a subject that leaves the picture.

    Walls, floors and cloths are seen left and right of a thing; what is seen on one of the two sides alone, hardly at
    the top, and again in the middle, is the thing itself.
    """
    cv2 = vision.opencv()

    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_BGR2Lab) * border.WEIGHTS
    height, width = ring.shape
    sample = np.ascontiguousarray(lab[ring][:: max(1, int(ring.sum()) // 3000)])
    cv2.setRNGSeed(7)
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    count = min(6, len(sample))
    _, _, centres = cv2.kmeans(sample, count, np.zeros((len(sample), 1), np.int32), rule, 1, cv2.KMEANS_PP_CENTERS)
    away = ((lab[:, :, None] - centres) ** 2).sum(axis=3)
    label = np.where(away.min(axis=2) < _ALIKE**2, away.argmin(axis=2), -1)
    middle = label[int(0.3 * height) : int(0.7 * height) + 1, int(0.3 * width) : int(0.7 * width) + 1]
    kept = ring.copy()
    for number in range(count):
        its = (label == number) & ring
        left, right = its[:, : width // 8].sum(), its[:, -(width // 8) :].sum()
        one_side = min(left, right) < 0.05 * max(left, right, 1) or max(left, right) < 0.2 * its.sum()
        top = its[: height // 8].sum() < 0.1 * its.sum()
        if one_side and top and its.sum() < 0.45 * ring.sum() and (middle == number).mean() > 0.12:
            kept &= ~its
    return kept if kept.sum() > 0.3 * ring.sum() else ring


def _looked_at(picture: NDArray[np.uint8], ring: Bits) -> _Scene:
    cv2 = vision.opencv()

    smooth = cv2.bilateralFilter(picture, 5, 10, 2)
    lab = cv2.cvtColor(smooth.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    # A sharp edge is steep at a fine scale and three times flatter at a coarse one; a soft shadow is as flat at both.
    edges = np.maximum(0, _slope(lab, 1.0) - np.float32(1.2) * _slope(lab, 3.0))
    height = len(edges)
    rows = [np.percentile(row[inside], 95) if inside.any() else 0.0 for row, inside in zip(edges, ring, strict=True)]
    usual = cv2.dilate(np.array(rows, np.float32)[:, None], np.ones((max(3, height // 25), 1)))
    least = np.broadcast_to(np.clip(_SHARP * usual, _LEAST_EDGE, _MOST_EDGE), edges.shape)
    quiet = cv2.dilate((edges >= least).astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
    return _Scene(smooth, lab, edges, least, quiet, ring, border.behind(lab, border.linear(smooth), ring))


def _slope(lab: Floats, blur: float) -> Floats:
    cv2 = vision.opencv()

    soft = cv2.GaussianBlur(lab, (0, 0), blur) * border.WEIGHTS
    across, along = (cv2.Sobel(soft, cv2.CV_32F, x, 1 - x, ksize=3) for x in (1, 0))
    return np.asarray(np.sqrt((across**2 + along**2).sum(axis=2)) / 8)


def _pieces(inside: Bits) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    cv2 = vision.opencv()

    count, labels, rows, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=4)
    return count, labels, rows


def _shadows(scene: _Scene) -> Bits:
    """Quiet regions of darkened background that somewhere run out into the background without an edge."""
    cv2 = vision.opencv()

    found, three, five = scene.behind, np.ones((3, 3), np.uint8), np.ones((5, 5), np.uint8)
    maybe = (found.shadow < _SHADOW_TINT) & (found.dimming < 0.97) & (found.distance > 2)
    _, labels, _ = _pieces((found.distance < _OFF) & ~maybe & scene.quiet)
    outside = np.isin(labels, np.setdiff1d(labels[scene.ring], [0]))
    near = cv2.dilate(outside.astype(np.uint8), five) > 0
    count, labels, rows = _pieces(maybe & scene.quiet)
    soft = np.zeros(maybe.shape, np.uint8)
    for number in range(1, count):
        x, y, width, height, size = rows[number].tolist()
        if size < 12:
            continue
        where = np.s_[max(0, y - 1) : y + height + 1, max(0, x - 1) : x + width + 1]
        member = (labels[where] == number).astype(np.uint8)
        inner = cv2.erode(np.pad(member, 1), three)[1:-1, 1:-1]
        rim = (member > 0) & (inner == 0)
        if (rim & near[where]).sum() > _FADES * rim.sum():
            soft[where] |= member
    grown = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, five) > 0
    return np.asarray(grown & (found.shadow < 1.6 * _SHADOW_TINT) & (found.dimming < 1))


def _outlined(scene: _Scene, soft: Bits, keep: Bits, drop: Bits) -> Bits:
    """Evidence → a first cut by it alone → a second one by the colours that the first has told apart."""
    cv2 = vision.opencv()

    found, five = scene.behind, np.ones((5, 5), np.uint8)
    lit = found.shadow + np.float32(1.5) * (1 - found.dimming)
    distance = np.where(soft, np.minimum(found.distance, lit), found.distance)
    evidence = np.clip((distance - _OFF) / _OFF * 3, -5, 6).astype(np.float32)
    holes = _shut_in(scene, distance, soft, evidence)
    _marked(scene, evidence, keep, drop)
    first = _largest(_cheapest(scene, evidence, keep, drop))
    if not first.any():
        return first
    second = _by_colour(scene, first, holes, keep, drop)
    # Lines of one or two pixels are edges of walls and boards; what is that thin cannot become a solid anyway.
    core = cv2.dilate(cv2.morphologyEx(second.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), five) > 0
    return _largest(second & core) | keep


def _shut_in(scene: _Scene, distance: Floats, soft: Bits, evidence: Floats) -> Bits:
    """Regions like the background that edges shut off from it: odd ones become subject (`evidence` is changed), plain
    ones are holes and come back.
    """
    cv2 = vision.opencv()

    count, labels, rows = _pieces(scene.quiet & (evidence < 1) & ~soft)
    open_ones = set(np.unique(labels[scene.ring]).tolist())
    holes = np.zeros(evidence.shape, bool)
    for number in range(1, count):
        x, y, width, height, size = rows[number].tolist()
        if number in open_ones or size < _SMALL * evidence.size:
            continue
        where = np.s_[max(0, y - 2) : y + height + 2, max(0, x - 2) : x + width + 2]
        member = labels[where] == number
        off = float(np.sqrt((distance[where][member] ** 2).mean()))
        in_shadow = scene.behind.shadow[where][member], scene.behind.dimming[where][member]
        if np.median(in_shadow[0]) < 1.0 and np.median(in_shadow[1]) < _DEEP:
            holes[where] |= member  # seen through a handle, and in its shadow
            evidence[where][member] = np.minimum(evidence[where][member], -1.0)
        elif off > _ODD:
            grown = cv2.dilate(member.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
            evidence[where][grown] = np.maximum(evidence[where][grown], 1.5)
        elif off < _PLAIN:
            holes[where] |= member
    return holes


def _marked(scene: _Scene, evidence: Floats, keep: Bits, drop: Bits) -> None:
    """Carry strokes over what they mean (`evidence` is changed): water rises from both kinds and meets at edges."""
    cv2 = vision.opencv()

    if not keep.any() and not drop.any():
        return
    sure = cv2.erode((evidence > 2).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    _, labels, _ = _pieces(scene.quiet & (evidence > 0))
    dropped = np.isin(labels, np.setdiff1d(labels[drop], [0]))
    markers = np.zeros(evidence.shape, np.int32)
    markers[sure & ~dropped] = 1
    markers[scene.ring | drop] = 2
    markers[keep] = 1
    steep = np.clip(_slope(scene.lab, 1.0) * 24, 0, 255).astype(np.uint8)
    cv2.watershed(np.ascontiguousarray(np.dstack([steep] * 3)), markers)
    if keep.any():
        evidence[markers == 1] = np.maximum(evidence[markers == 1], 2.0)
    if drop.any():
        evidence[dropped & (markers == 2)] = np.minimum(evidence[dropped & (markers == 2)], -2.0)


def _cheapest(scene: _Scene, evidence: Floats, keep: Bits, drop: Bits) -> Bits:
    """The least cut through evidence and edges. GrabCut's solver is used with colour models that are fixed so that
    they give back the evidence, which is written into the picture's first channel (Rother, Kolmogorov, Blake 2004).
    """
    cv2 = vision.opencv()

    level = np.clip(127.5 + evidence * _STEP, 0, 255)
    light, tint = scene.lab[..., 0] * 2.55, 127 + scene.lab[..., 1] * 2 + scene.lab[..., 2]
    canvas = np.ascontiguousarray(np.dstack([level, light, tint]).clip(0, 255).astype(np.uint8))
    labels = np.where(evidence > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[drop], labels[keep] = cv2.GC_BGD, cv2.GC_FGD
    if not ((labels == cv2.GC_PR_FGD) | (labels == cv2.GC_FGD)).any():
        return np.zeros(evidence.shape, bool)
    spread = 255 * _STEP / _SMOOTHNESS
    cv2.grabCut(canvas, labels, None, _one_colour(0, spread), _one_colour(255, spread), 1, cv2.GC_EVAL_FREEZE_MODEL)
    return _inside(labels)


def _one_colour(level: int, spread: float) -> NDArray[np.float64]:
    """A mixture of GrabCut that knows one level of the first channel and nothing of the others."""
    model = np.zeros((1, 65))
    model[0, 0] = 1.0
    for number in range(5):
        model[0, 5 + 3 * number : 8 + 3 * number] = (level, 127, 127)
        model[0, 20 + 9 * number : 29 + 9 * number] = np.diag([spread, 1e7, 1e7]).ravel()
    return model


def _by_colour(scene: _Scene, first: Bits, holes: Bits, keep: Bits, drop: Bits) -> Bits:
    """GrabCut proper, started from the first cut; free to change within the subject's convex hull."""
    cv2 = vision.opencv()

    hull = np.zeros(first.shape, np.uint8)
    corners = cv2.convexHull(np.ascontiguousarray(np.argwhere(first | keep)[:, ::-1], np.int32))
    cv2.fillConvexPoly(hull, corners, 1)
    hull = cv2.dilate(hull, np.ones((7, 7), np.uint8))
    labels = np.where(first, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[(scene.ring | (hull == 0) | holes) & ~first] = cv2.GC_BGD
    labels[cv2.erode(first.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0] = cv2.GC_FGD
    labels[drop], labels[keep] = cv2.GC_BGD, cv2.GC_FGD
    if not (labels % 2 == 0).any():
        return first
    models: tuple[Any, Any] = (np.zeros((1, 65)), np.zeros((1, 65)))
    cv2.setRNGSeed(3)
    cv2.grabCut(scene.smooth, labels, None, *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    return _inside(labels)


def _inside(labels: NDArray[np.uint8]) -> Bits:
    return np.asarray(labels % 2 == 1)  # GC_FGD is 1, GC_PR_FGD is 3


def _largest(inside: Bits) -> Bits:
    count, labels, rows = _pieces(inside)
    if count < 3:
        return inside
    sizes = rows[:, 4].copy()
    sizes[0] = 0
    return np.isin(labels, np.flatnonzero(sizes >= _PIECE * sizes.max()))


def without_lines(inside: Bits, ring: Bits) -> Bits:
    """The subject without thin pieces that run out of the picture: those are skirting boards and table edges."""
    cv2 = vision.opencv()
    kernel = np.ones((9, 9), np.uint8)
    thick = cv2.dilate(cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_OPEN, kernel), kernel) > 0
    _, labels, _ = _pieces(inside & ~thick)
    at_the_ring = cv2.dilate(ring.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return inside & ~np.isin(labels, np.setdiff1d(labels[at_the_ring], [0]))


def _on_edges(scene: _Scene, inside: Bits) -> float:
    """Share of the outline that lies on a sharp edge of the picture."""
    cv2 = vision.opencv()

    if not inside.any():
        return 0.0
    outline = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) != inside
    sharp = cv2.dilate((scene.edges >= np.minimum(scene.least, 2.0)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float(sharp[outline].mean())
