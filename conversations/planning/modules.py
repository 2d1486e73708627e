"""OpenSCAD modules that several designs use; a source carries those it calls."""

from __future__ import annotations

MODULES: dict[str, str] = {
    "rounded_slab": """\
// A slab standing on z = 0 about the Z axis, with rounded upright edges
module rounded_slab(x, y, z, r) {
  corner = min(r, x / 2 - 0.01, y / 2 - 0.01);
  linear_extrude(z)
    if (corner > 0) offset(r = corner) square([x - 2 * corner, y - 2 * corner], center = true);
    else square([x, y], center = true);
}
""",
    "beam": """\
// A flat bar with round ends between two points
module beam(from, to, d) {
  hull() {
    translate(from) circle(d = d);
    translate(to) circle(d = d);
  }
}
""",
    "grid_points": """\
// Points of a grid of nx by ny, dx and dy apart, about the origin
function grid_points(nx, ny, dx, dy) =
  [for (i = [0 : nx - 1], j = [0 : ny - 1]) [(i - (nx - 1) / 2) * dx, (j - (ny - 1) / 2) * dy]];
""",
    "circle_points": """\
// Points on a circle of diameter d
function circle_points(n, d) = [for (i = [0 : n - 1]) [d / 2 * cos(360 * i / n), d / 2 * sin(360 * i / n)]];
""",
}


def used_by(text: str) -> list[str]:
    """The modules that a source calls."""
    return [code for name, code in MODULES.items() if f"{name}(" in text]
