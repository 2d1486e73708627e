"""How much of anything one source may ask for; beyond it the author reads a sentence, and no process has to die."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lengths in millimetres, times in seconds, memory in MiB above what the process held before."""

    source_bytes: int = 200_000
    nesting: int = 200  # brackets within brackets
    depth: int = 2_000  # nodes of the syntax tree within nodes: a chain of a thousand additions has that
    nodes: int = 400_000  # of the syntax tree
    recursion: int = 16_000  # frames of Python; some two thousand calls of a function within themselves
    stack_bytes: int = 128 * 2**20
    seconds: float = 20.0
    megabytes: int = 1_536
    facets: int = 1_000  # of one circle
    list_length: int = 1_000_000
    string_length: int = 100_000
    text_length: int = 2_000  # glyphs of one text()
    slices: int = 10_000  # of one extrusion
    solids: int = 50_000  # calls that make or change geometry
    triangles: int = 2_000_000  # of all primitives together, and of the model
    minkowski: int = 40_000  # pairs of triangles where both bodies have hollows
    parts: int = 256
    echoes: int = 100
    warnings: int = 20
    line_length: int = 300
    longest_mm: float = 1e7


USUAL = Bounds()
