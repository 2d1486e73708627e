"""The catalogue of standard components and how it is found in words."""

import math

import pytest

from conversations.planning import components


def test_the_catalogue_holds_at_least_150_components_with_sizes_and_a_source() -> None:
    found = components.catalogue()

    assert len(found) >= 150
    for one in found.values():
        assert one.sizes, one.id
        assert all(value > 0 for value in one.sizes.values()), one.id
        assert all((one.source, one.search_term, one.names)), one.id


def test_no_two_components_share_a_name() -> None:
    seen: dict[str, str] = {}
    for one in components.catalogue().values():
        for name in {name.lower() for name in one.names}:
            assert seen.setdefault(name, one.id) == one.id, name


def test_holes_lie_within_reach_of_their_component_and_name_a_screw() -> None:
    for one in components.catalogue().values():
        reach = max([*one.sizes.values(), 1.0]) * 1.2
        for x, y, diameter in one.holes:
            assert math.hypot(x, y) < reach, one.id
            assert 1 < diameter < 12, one.id
        if one.holes:
            assert one.screw in components.catalogue(), one.id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a case for a Raspberry Pi 4", ["raspberry-pi-4"]),
        ("raspberry pi zero and a pi camera", ["raspberry-pi-zero", "raspberry-pi-camera-3"]),
        ("four M2.5 screws", ["m2.5"]),
        ("M3 heat-set inserts", ["m3-insert"]),
        ("two 608 bearings", ["bearing-608"]),
        ("NEMA-17 steppers", ["nema17"]),
        ("for 2207 motors", ["motor-2207"]),
        ("2020 extrusion", ["profile-2020"]),
        ("a bar 2020 mm long and 608 mm wide, 2207 x 30", []),
        ("an M30 thread", []),
        ("18650 cells in a row", ["cell-18650"]),
    ],
)
def test_components_are_found_by_the_longest_name_and_never_in_a_length(text: str, found: list[str]) -> None:
    assert [mention.component.id for mention in components.mentions(text)] == found


def test_a_through_hole_for_m3_is_the_medium_one_of_iso_273() -> None:
    assert components.clearance("m3") == 3.4
    assert components.screw_for(4) == "m4"
    assert components.screw_for(4.2) == ""


def test_the_motor_holes_of_nema_17_are_31_mm_apart() -> None:
    holes = components.catalogue()["nema17"].holes

    assert sorted({abs(x) for x, _, _ in holes}) == [15.5]
    assert len(holes) == 4
