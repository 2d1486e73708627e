"""A finished design measured in a limited child: `python -m conversations.measuring` in a folder with both files.

It reads `document.json` and `model.glb` and prints the document with what its mesh measures. Knows no Django.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from conversations.planning import measuring
from generation.mesh import read
from generation.mesh.refusal import Refused

DOCUMENT, MODEL = "document.json", "model.glb"


def measured(document: dict[str, Any], model: bytes) -> dict[str, Any]:
    """The document with `measured`, from the parts of a GLB by their node names."""
    surfaces: dict[str, list[read.Drawn]] = {}
    for drawn in read.glb(model).drawn():
        surfaces.setdefault(drawn.node.name, []).append(drawn)
    return measuring.measured(document, {name: _solid(found) for name, found in surfaces.items()})


def _solid(surfaces: list[read.Drawn]) -> Any:
    """All surfaces of a part as one solid."""
    starts = np.cumsum([0] + [len(one.positions) for one in surfaces])[:-1]
    positions = np.concatenate([one.positions for one in surfaces]).astype(np.float32)
    triangles = [one.triangles + np.uint32(start) for one, start in zip(surfaces, starts, strict=True)]
    return measuring.solid(positions, np.concatenate(triangles).astype(np.uint32))


def main() -> int:
    try:
        found = measured(json.loads(Path(DOCUMENT).read_text(encoding="utf-8")), Path(MODEL).read_bytes())
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
