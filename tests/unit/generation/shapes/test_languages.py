"""Seven languages say the same as English, with their own word order, endings and numbers."""

from typing import Any

import pytest

from generation.shapes import languages, lexer
from generation.shapes.languages import kanji
from generation.shapes.understanding import specify


def read(prompt: str) -> dict[str, Any]:
    spec = specify(prompt)
    assert spec["ignored"] == []
    assert spec["warnings"] == []
    return spec


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("uma cadeira vermelha", "pt"),
        ("赤い椅子", "ja"),
        ("红色的椅子", "zh"),
        ("a vase for 花", "en"),
        ("a table with a red chair and a box in Haus style", "en"),
    ],
)
def test_signs_and_words_tell_the_language(prompt: str, language: str) -> None:
    assert lexer.language_of(prompt) == language


@pytest.mark.parametrize(
    "prompt",
    [
        "ein roter Stuhl, 90 cm hoch",
        "une chaise rouge, 90 cm de haut",
        "una silla roja de 90 cm de altura",
        "una sedia rossa, alta 90 cm",
        "uma cadeira vermelha com 90 cm de altura",
        "高さ90センチの赤い椅子",
        "高90厘米的红色椅子",
    ],
)
def test_a_red_chair_of_90_cm_is_one_in_every_language(prompt: str) -> None:
    assert read(prompt)["objects"] == read("a red chair, 90 cm high")["objects"]


@pytest.mark.parametrize(
    "prompt",
    [
        "ein Haus mit rotem Dach und sechs Fenstern, ohne Schornstein",
        "une maison avec un toit rouge et six fenêtres, sans cheminée",
        "una casa con tejado rojo y seis ventanas, sin chimenea",
        "una casa con tetto rosso e sei finestre, senza camino",
        "uma casa com telhado vermelho e seis janelas, sem chaminé",
    ],
)
def test_parts_are_counted_coloured_and_left_out(prompt: str) -> None:
    house = read(prompt)["objects"][0]

    assert house["colours"]["roof"]["name"] == "red"
    assert (house["parts"]["window"], house["parts"]["chimney"]) == (6, 0)


@pytest.mark.parametrize(
    ("prompt", "number"),
    [("eine blaue Schale", 1), ("eine Couch", 1), ("drei Schalen", 3), ("una poltrona", 1), ("due poltrone", 2)],
)
def test_a_second_word_for_a_thing_is_no_plural_of_the_first(prompt: str, number: int) -> None:
    assert len(read(prompt)["objects"]) == number


def test_the_pot_of_a_german_cactus_is_its_part_and_takes_the_colour() -> None:
    spec = read("ein grüner Kaktus in einem grauen Topf")

    assert [thing["family"] for thing in spec["objects"]] == ["cactus"]
    assert {part: found["name"] for part, found in spec["objects"][0]["colours"].items()} == {
        "all": "green", "pot": "grey",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "subject", "mark"),
    [
        ("eine Vase auf einem Tisch", "vase", "table"),
        ("auf einem Tisch steht eine Vase", "vase", "table"),
        ("un vase sur une table", "vase", "table"),
        ("un jarrón encima de una mesa", "vase", "table"),
        ("un vaso sul tavolo", "vase", "table"),
        ("um vaso em cima da mesa", "vase", "table"),
        ("テーブルの上の花瓶", "vase", "table"),
        ("花瓶がテーブルの上にある", "vase", "table"),
        ("桌子上的花瓶", "vase", "table"),
        ("花瓶在桌子上", "vase", "table"),
        ("桌子上有一个花瓶", "vase", "table"),
    ],
)
def test_on_means_on_wherever_the_language_puts_it(prompt: str, subject: str, mark: str) -> None:
    spec = read(prompt)
    (relation,) = spec["relations"]

    assert relation["relation"] == "on"
    assert spec["objects"][relation["subjects"][0]]["family"] == subject
    assert spec["objects"][relation["objects"][0]]["family"] == mark


@pytest.mark.parametrize(
    ("prompt", "shape", "material"),
    [("Rundtisch", "round", None), ("ein Holztisch", None, "wood"), ("ein runder Eichentisch", "round", "oak")],
)
def test_a_german_compound_is_its_last_word_described_by_the_first(
    prompt: str, shape: str | None, material: str | None
) -> None:
    table = read(prompt)["objects"][0]

    assert table["family"] == "table"
    assert shape is None or table["parameters"]["shape"] == shape
    assert table["materials"].get("all") == material


def test_a_first_half_that_is_not_known_is_told() -> None:
    assert specify("ein Zwirbelstuhl")["ignored"] == ["Zwirbel"]


@pytest.mark.parametrize(
    ("prompt", "width"),
    [
        ("Tisch 1.200 mm breit", 1200),
        ("Tisch 1,2 m breit", 1200),
        ("table de 1 200 mm de large", 1200),
        ("mesa de 1.200,5 mm de largura", 1200.5),
        ("幅１２０センチのテーブル", 1200),
        ("宽一百二十厘米的桌子", 1200),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(prompt: str, width: float) -> None:
    assert read(prompt)["objects"][0]["size_mm"]["width"] == width


@pytest.mark.parametrize(
    ("text", "value"),
    [("十二", 12), ("三十五", 35), ("百二十", 120), ("一二〇", 120), ("二千五百", 2500), ("三点五", 3.5)],
)
def test_chinese_numerals(text: str, value: float) -> None:
    assert kanji.is_numeral(text)
    assert kanji.value(text) == value


@pytest.mark.parametrize(
    ("prompt", "part", "number"),
    [
        ("fünfundzwanzig Stühle", "", 25),
        ("脚が三本のテーブル", "leg", 3),
        ("一张三条腿的桌子", "leg", 3),
        ("取っ手なしの花瓶", "handle", 0),
        ("没有烟囱的房子", "chimney", 0),
    ],
)
def test_counts_stand_before_or_after_what_they_count(prompt: str, part: str, number: int) -> None:
    objects = read(prompt)["objects"]

    assert (objects[0]["parts"][part] if part else len(objects)) == number


@pytest.mark.parametrize("language", languages.CODES)
def test_every_word_of_a_language_means_something_in_english(language: str) -> None:
    known = lexer.index("en").meanings
    own = [
        word for word in languages.words(language).values() if not word.noun and word.english not in ("fill", "marker")
    ]
    units = {"mm", "cm", "m", "inch", "feet"}

    assert {word.english for word in own if tuple(word.english.split()) not in known} - units == set()
