"""The Khronos validator finds no fault in any family: neither an error nor a warning."""

import itertools
from pathlib import Path

import pytest

from generation.mesh import validator
from generation.mesh.writers import glb
from generation.shapes import assemble, registry, specification

USUAL = [("realistic", "medium"), ("low-poly", "simple")]
GRID = [
    pytest.param(style, complexity, marks=[] if (style, complexity) in USUAL else pytest.mark.proof)
    for style, complexity in itertools.product(specification.STYLES, specification.COMPLEXITIES)
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("style", "complexity"), GRID)
def test_every_family_is_a_sound_file_to_the_khronos_validator(style: str, complexity: str, tmp_path: Path) -> None:
    families = list(registry.families())
    for family in families:
        thing = {"family": family, "parameters": {}, "size_mm": {}}
        spec = {"version": 1, "style": style, "complexity": complexity, "objects": [thing]}
        (tmp_path / f"{family}.glb").write_bytes(glb.write(assemble.build(spec, generator="test")))

    reports = validator.reports([tmp_path / f"{family}.glb" for family in families], seconds=300)

    faults = {
        family: report.messages[:3] or report.stopped
        for family, report in zip(families, reports, strict=True)
        if report.counts is None or report.counts["errors"] or report.counts["warnings"]
    }
    assert faults == {}
