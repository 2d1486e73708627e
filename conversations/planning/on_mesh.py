"""The parts of a GLB as solids, so that a design's numbers are measured on what was made. Runs in a limited child."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from conversations.planning import measuring
from generation.mesh import read


def measure(source: Path, given: dict[str, Any]) -> dict[str, Any]:
    """`given["document"]` with its `measured` rows, from the GLB at `source` (metres, Y up, a node a part)."""
    model = read.glb(source.read_bytes())
    solids = {}
    for node in model.nodes:
        if node.mesh is None:
            continue
        positions, triangles = read.joined(model.meshes[node.mesh])
        placed = np.column_stack([positions, np.ones(len(positions))]) @ np.asarray(node.world, np.float64).T
        solids[node.name] = measuring.solid(placed[:, :3].astype(np.float32), triangles)
    return {"document": measuring.measured(given["document"], solids)}
