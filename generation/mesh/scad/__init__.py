"""OpenSCAD sources: read behind a gate, their customiser's values set, evaluated within bounds, built as named parts.

`values` is what pages may import: it loads neither a parser nor geometry. Everything else works on strangers' programs
and belongs into the limited child.
"""
