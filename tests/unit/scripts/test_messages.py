"""Texts are found wherever they are said, and the check tells what no reader of another language would understand."""

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "scripts"))

import bare_words  # noqa: E402
import messages  # noqa: E402
import sentences  # noqa: E402


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str, name: str = "room.py") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def said_in(path: Path) -> list[str]:
    return [sentence for _line, sentence in sentences.found_in(path)]


def test_a_refusal_becomes_a_pattern_with_numbered_places(written) -> None:
    path = written('raise Invalid(f"The name has {len(name):,} characters; the most is {MOST}.")')
    assert said_in(path) == ["The name has {0} characters; the most is {1}."]


def test_both_words_of_a_choice_inside_a_sentence_are_found(written) -> None:
    path = written("""x = {"said": f"{n} triangles, {'closed' if c else 'open'}"}""")
    assert set(said_in(path)) == {"{0} triangles, {1}", "closed", "open"}


@pytest.mark.parametrize(
    "code",
    [
        '"""The first line of a module is for developers."""',
        'def f():\n    """So is that of a function."""',
        'raise ValueError("This is a fault of the program.")',
        'log.warning("This stands in the log, in English.")',
        'x = _("This goes through gettext already.")',
        'if word == "A sentence that is compared with.":\n    pass',
        'x = rows["A key that reads like a sentence."]',
        'WISH_SYSTEM = "You write what a person wants. Answer in JSON."',
        'turn = {"role": "user", "content": "That cannot be made. Answer again."}',
        'def _again(reason):\n    return f"That cannot be used: {reason} Answer again."',
        'NAMES = ("document", "requirements_json")',
        'WORDS = {"steps": "num_inference_steps"}',
    ],
)
def test_what_nobody_reads_is_left_out(written, code: str) -> None:
    assert said_in(written(code)) == []


def test_fragments_that_a_sentence_is_made_of_are_found(written) -> None:
    assert said_in(written('raise broken(f"{where} has no bytes")')) == ["{0} has no bytes"]
    assert said_in(written('report(0.5, "Building the parts")')) == ["Building the parts"]


def test_named_places_of_a_text_become_numbers(written) -> None:
    path = written('ADVICE = {"two": "There are {count} things in the {place}. Choose one."}')
    assert said_in(path) == ["There are {0} things in the {1}. Choose one."]


def test_a_table_of_names_is_said_word_for_word(written) -> None:
    assert set(said_in(written('NAMES = {"glb": "GLB", "zip": "zip"}'))) == {"GLB", "zip"}


def test_templates_give_their_texts_plurals_and_contexts(written) -> None:
    path = written(
        '{% load i18n %}<p title="{% translate \'Close\' %}">{% translate "Open" context "door" %}</p>\n'
        "  {% blocktranslate count n=rows trimmed %}{{ n }} model\n waits.{% plural %}{{ n }} models wait.{% endblocktranslate %}",
        "page.html",
    )
    found = {(text, context) for _name, text, context in messages.of_template(path)}
    assert found == {("Close", None), ("Open", "door"), (("%(n)s model waits.", "%(n)s models wait."), None)}


def test_python_gives_lazy_texts_and_plurals(written) -> None:
    path = written(
        'a = gettext_lazy("Name")\nb = ngettext("%(n)d day", "%(n)d days", n)\nc = pgettext("date", "j M Y")'
    )
    assert [text for _name, text, _context in messages.of_python(path)] == [
        "Name",
        ("%(n)d day", "%(n)d days"),
        "j M Y",
    ]


def catalogue(text: object, said: object, *, context: str | None = None, fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="de")
    made.add(text, said, context=context, flags=["fuzzy"] if fuzzy else [])
    return made


@pytest.mark.parametrize(
    ("text", "said", "about"),
    [
        ("Open", "", {}),
        ("Open", "Offen", {"fuzzy": True}),
        (("%(n)s model", "%(n)s models"), ("%(n)s Modell", ""), {}),
        ("By %(name)s", "Von %(nmae)s", {}),
        ("By %(name)s", "Von jemandem", {}),
        ("{0} of {1}", "{0} von {2}", {"context": "said"}),
    ],
)
def test_the_check_finds_a_planted_fault(text: object, said: object, about: dict) -> None:
    assert len(list(messages.faults(catalogue(text, said, **about)))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Open", "Offen"),
        (("One model", "%(n)s models"), ("Ein Modell", "%(n)s Modelle")),
        ("Tax, 0 %%", "Steuer, 0 %%"),
    ],
)
def test_the_check_passes_what_is_whole(text: object, said: object) -> None:
    assert list(messages.faults(catalogue(text, said))) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nobody translates this</p>",
        '<input placeholder="Your name">',
        "{% if x %}<b>{{ count }} models</b>{% endif %}",
    ],
)
def test_words_outside_of_gettext_are_found(written, html: str) -> None:
    assert list(bare_words.found_in(written(html, "page.html")))


def test_marks_names_and_translated_texts_are_no_bare_words(written) -> None:
    html = '{% load i18n %}<a href="/models/" class="btn" title="{% translate \'Open\' %}">Nexus · {{ size }} MB</a>'
    assert list(bare_words.found_in(written(html, "page.html"))) == []


def test_an_update_keeps_translations_and_drops_what_is_no_longer_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(messages, "PLACE", tmp_path)
    place = messages.place_of("de")
    place.parent.mkdir(parents=True)
    held = Catalog(locale="de")
    held.add("Open", "Offen")
    held.add("Gone", "Weg")
    place.write_bytes(messages.written(held))
    now = Catalog()
    now.add("Open")
    now.add("Opened")

    merged = messages.merged("de", now)

    assert merged.get("Open").string == "Offen"
    assert merged.get("Gone") is None
    assert not merged.get("Opened").string  # nothing is guessed from what reads alike
    assert messages.written(merged) == messages.written(messages.merged("de", now))


def test_every_text_of_the_product_is_translated() -> None:
    assert messages.check() == 0
