"""The node tree of a GLB: who holds whom, in which order, and where each node stands in the world."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.mesh import fields
from generation.mesh.container import Document
from generation.mesh.fields import Json
from generation.mesh.refusal import EXPORT_AGAIN, Refused, broken

# Beyond this, 32-bit floats of renderers and viewers are of no use.
FARTHEST = 1e12


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes of the shown scene. `order` is depth first; `world` (nodes, 4, 4) holds every node's world matrix."""

    entries: list[Json]
    parents: list[int | None]
    roots: list[int]
    order: list[int]
    world: NDArray[np.float64]


def tree(document: Document, *, most: int, depth: int) -> Tree:
    """Check and order the node tree. Raises Refused for loops, second parents, depth and unusable transforms."""
    entries = fields.objects(document.json, "nodes", "")
    if len(entries) > most:
        raise Refused(
            "too-big",
            f"This GLB has {len(entries):,} nodes; at most {most:,} are taken.",
            "Join small objects in your 3D program, then export again.",
        )
    children = [
        fields.indices(entry, "children", len(entries), f"nodes[{number}]") for number, entry in enumerate(entries)
    ]
    parents: list[int | None] = [None] * len(entries)
    for number, held in enumerate(children):
        for child in held:
            if parents[child] is not None or child == number:
                raise _loop()
            parents[child] = number
    _check_depth(children, parents, depth)
    roots = _roots(document, len(entries), parents)
    order = _walk(roots, children)
    return Tree(entries, parents, roots, order, _worlds(entries, parents, children))


def _loop() -> Refused:
    return Refused(
        "node-loop",
        "In this GLB a node is held twice or holds itself, so its parts cannot be placed.",
        "Every object needs exactly one parent. " + EXPORT_AGAIN,
    )


def _check_depth(children: list[list[int]], parents: list[int | None], most: int) -> None:
    level = [number for number, parent in enumerate(parents) if parent is None]
    seen, deep = 0, 0
    while level:
        deep += 1
        if deep > most:
            raise Refused(
                "too-deep",
                f"In this GLB nodes are nested deeper than {most} levels.",
                "Remove empty parents in your 3D program, then export again.",
            )
        seen += len(level)
        level = [child for number in level for child in children[number]]
    # With one parent each, whatever no root reaches hangs on a loop.
    if seen < len(children):
        raise _loop()


def _roots(document: Document, size: int, parents: list[int | None]) -> list[int]:
    scenes = fields.objects(document.json, "scenes", "")
    if not scenes:
        raise Refused(
            "no-mesh",
            "This GLB holds no scene, so there is nothing to show.",
            "Put the model into a scene in your 3D program, then export again.",
        )
    shown = fields.index(document.json, "scene", len(scenes), "the file") or 0
    listed: list[int] = []
    for number, scene in enumerate(scenes):
        roots = fields.indices(scene, "nodes", size, f"scenes[{number}]")
        if len(set(roots)) != len(roots) or any(parents[root] is not None for root in roots):
            raise _loop()
        if number == shown:
            listed = roots
    return listed


def _walk(roots: list[int], children: list[list[int]]) -> list[int]:
    order, stack = [], list(reversed(roots))
    while stack:
        number = stack.pop()
        order.append(number)
        stack.extend(reversed(children[number]))
    return order


def _worlds(entries: list[Json], parents: list[int | None], children: list[list[int]]) -> NDArray[np.float64]:
    world = np.tile(np.eye(4), (len(entries), 1, 1))
    for number in _walk([number for number, parent in enumerate(parents) if parent is None], children):
        parent = parents[number]
        above = world[parent] if parent is not None else None
        own = local(entries[number], f"nodes[{number}]")
        if own is None:
            if above is not None:
                world[number] = above
            continue
        world[number] = own if above is None else above @ own
        # Looked at step by step, so that a long chain cannot overflow first.
        if not float(np.abs(world[number]).max()) <= FARTHEST:
            raise Refused(
                "not-finite",
                "The positions of parts in this GLB multiply to numbers beyond use.",
                "Apply all scales in your 3D program, then export again.",
            )
    return world


def local(entry: Json, where: str) -> NDArray[np.float64] | None:
    """A node's own matrix (4, 4), or None where it has none. Raises Refused."""
    matrix = fields.numbers(entry, "matrix", 16, where)
    if matrix is not None:
        found = np.array(matrix, np.float64).reshape(4, 4).T
        if not np.allclose(found[3], (0, 0, 0, 1), atol=1e-6):
            raise broken(f"{where}.matrix is no placement")
        return found
    place = fields.numbers(entry, "translation", 3, where)
    turn = fields.numbers(entry, "rotation", 4, where)
    scale = fields.numbers(entry, "scale", 3, where)
    if place is None and turn is None and scale is None:
        return None
    found = np.eye(4)
    if turn is not None:
        found[:3, :3] = rotation(np.array(turn, np.float64))
    if scale is not None:
        found[:3, :3] *= scale
    if place is not None:
        found[:3, 3] = place
    return found


def rotation(turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation matrix (3, 3) of a quaternion x, y, z, w; one without length turns nothing."""
    length = float(np.linalg.norm(turn))
    if not 1e-12 < length < 1e12:
        return np.eye(3)
    x, y, z, w = turn / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
