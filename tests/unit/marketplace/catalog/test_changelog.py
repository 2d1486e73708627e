"""What changed, told from two sets of facts."""

from marketplace.catalog.changelog import changes_between

OLD = {
    "triangles": 12_000,
    "vertices": 6_002,
    "bodies": 2,
    "textures": 1,
    "size_mm": [400.0, 300.0, 200.0],
    "node_names": ["seat", "leg_1", "leg_2"],
    "materials": ["oak"],
    "animations": [],
    "closed": False,
    "uv": True,
    "problems": [{"code": "open_edges", "severity": "warning"}, {"code": "no_uv", "severity": "info"}],
}


def test_every_measured_change_is_a_sentence() -> None:
    new = {
        **OLD,
        "triangles": 8_000,
        "size_mm": [400.0, 300.01, 210.0],
        "node_names": ["seat", "leg_1", "leg_2", "lid"],
        "materials": ["walnut"],
        "closed": True,
        "problems": [],
    }
    assert changes_between(OLD, new) == [
        "Triangles: 12,000 → 8,000.",
        "Size: 400.0 × 300.0 × 200.0 → 400.0 × 300.0 × 210.0 mm.",
        "Parts added: lid.",
        "Materials added: walnut.",
        "Materials removed: oak.",
        "Watertight: no → yes.",
        "Mended: open edges.",
    ]


def test_the_same_facts_say_nothing_and_missing_ones_neither() -> None:
    assert changes_between(OLD, dict(OLD)) == []
    assert changes_between(None, OLD) == changes_between(OLD, None) == []


def test_many_names_are_counted_not_listed() -> None:
    new = {**OLD, "node_names": [*OLD["node_names"], *(f"bolt_{n}" for n in range(9))]}
    assert changes_between(OLD, new) == ["Parts added: bolt_0, bolt_1, bolt_2, bolt_3, bolt_4 and 4 more."]
