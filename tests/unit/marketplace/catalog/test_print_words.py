"""What a page says of a print, from the facts of a file."""

from marketplace.catalog.print_words import printed

SOUND = {
    "closed": True,
    "size_mm": [100.0, 50.0, 40.0],
    "printing": {"wall_mm": 2.0, "overhang_share": 0.0, "islands": 0},
}


def test_a_sound_model_tells_its_walls_and_the_scales_of_a_usual_bed() -> None:
    prints, why = printed(SOUND)

    assert prints
    assert why == (
        "Its walls are 2 mm and more; a nozzle of 0.4 mm prints them from 0.8 mm. It needs no supports. "
        "On a bed of 256 mm it prints from 40 % to 256 % of its size."
    )


def test_thin_walls_and_islands_are_told() -> None:
    prints, why = printed(SOUND | {"printing": {"wall_mm": 0.5, "overhang_share": 0.0, "islands": 2}})

    assert not prints
    assert "as thin as 0.5 mm" in why
    assert "Parts of it need supports." in why
    assert "from 160 % to 256 %" in why


def test_a_bridge_with_thin_rails_prints_in_pieces_only() -> None:
    assert "print it in pieces" in printed(SOUND | {"size_mm": [90_000.0, 4_000.0, 9_000.0]})[1]


def test_what_was_not_measured_is_not_claimed() -> None:
    prints, why = printed({"closed": True, "size_mm": [1.0, 1.0, 1.0]})

    assert (prints, why) == (False, "Its walls are not measured yet, so nothing is promised.")
    assert printed({"closed": False})[1].startswith("Its surface is open")
