"""A model's box beside a known thing."""

import re

import pytest

from marketplace.catalog import reference


def facts(*size: float, up: str = "y") -> dict:
    return {"size_mm": list(size), "up": up}


@pytest.mark.parametrize(
    ("size", "name"),
    [((20, 5, 20), "a coin"), ((80, 120, 80), "a cup"), ((900, 750, 900), "a person"), ((8000, 5000, 6000), "a bus")],
)
def test_the_known_thing_is_the_one_nearest_in_size(size: tuple[float, float, float], name: str) -> None:
    assert str(reference.drawn(facts(*size)).name).startswith(name)


def test_both_are_drawn_to_one_scale_inside_the_drawing() -> None:
    found = reference.drawn(facts(80, 120, 80))
    scale = float(re.search(r"scale\(([^)]+)\)", found.move)[1])

    assert float(found.wide) == pytest.approx(80 * scale, abs=0.01)
    assert float(found.tall) == pytest.approx(120 * scale, abs=0.01)
    assert float(found.x) + float(found.wide) <= reference.WIDE
    assert float(found.y) >= 0
    assert float(found.y) + float(found.tall) == pytest.approx(float(found.ground), abs=0.01)


def test_the_side_that_points_upwards_is_the_height() -> None:
    lying, upright = reference.drawn(facts(80, 20, 120)), reference.drawn(facts(80, 20, 120, up="z"))

    assert float(lying.tall) < float(upright.tall)


def test_no_size_is_no_drawing() -> None:
    assert reference.drawn(None) is None
    assert reference.drawn(facts(0, 0, 0)) is None
    assert reference.drawn({"size_mm": [1.0]}) is None
