"""Texts and their translations: `update` reads the sources, `check` says what lacks, `compile` makes what Django loads.

No GNU gettext: Babel reads Python and writes the catalogues, Django's own `templatize` reads the templates. The .po files
are kept in git; the .mo files are made from them by `make setup`. `missing` lists what waits for a translation.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import bare_words  # noqa: E402 - stands beside this file
import sentences  # noqa: E402

from nexus.foundation.sayings import CONTEXT  # noqa: E402

PLACE = ROOT / "nexus" / "locale"
LANGUAGES = ("de",)
PACKAGES = ("accounts", "conversations", "generation", "marketplace", "nexus")
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
BORROWED = Path(__file__).with_name("borrowed.txt")  # texts of libraries that we say in our own voice
HOLES = re.compile(r"%\(\w+\)|\{\d+\}|%[sd](?![a-z])")


def of_python(path: Path) -> Iterator[tuple[str, str | tuple[str, str], str | None]]:
    """(keyword, text or (singular, plural), context) of every gettext call."""
    with path.open("rb") as source:
        yield from _calls(source)


def of_template(path: Path) -> Iterator[tuple[str, str | tuple[str, str], str | None]]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs no settings, but Django

    flat = "\n".join(line.strip() for line in templatize(path.read_text(encoding="utf-8"), str(path)).splitlines())
    yield from _calls(io.BytesIO(flat.encode()))


def _calls(source: io.BufferedIOBase) -> Iterator[tuple[str, str | tuple[str, str], str | None]]:
    for _line, name, given, _comments in extract_python(source, KEYWORDS, [], {"encoding": "utf-8"}):
        words = [word for word in (given if isinstance(given, tuple) else (given,)) if isinstance(word, str)]
        context = words.pop(0) if name in {"pgettext", "pgettext_lazy", "npgettext"} and words else None
        if not words or not words[0]:
            continue
        plural = name in {"ngettext", "ngettext_lazy", "npgettext"} and len(words) > 1
        yield name, (words[0], words[1]) if plural else words[0], context


def sources() -> Iterator[Path]:
    yield from sorted((ROOT / "templates").rglob("*.html"))
    yield from sorted((ROOT / "templates").rglob("*.txt"))
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "/migrations/" not in path.as_posix():
                yield path


def template() -> Catalog:
    """Every text of the product, with the files it stands in."""
    catalogue = Catalog(project="Nexus", charset="utf-8", fuzzy=False)
    for path in sources():
        here = path.relative_to(ROOT).as_posix()
        try:
            found = list(of_python(path) if path.suffix == ".py" else of_template(path))
        except (SyntaxError, TokenError) as broken:
            raise SystemExit(f"{here} cannot be read: {broken}") from broken
        for _name, text, context in found:
            catalogue.add(text, locations=[(here, 0)], context=context)
    for path in sentences.files(ROOT):
        for _line, sentence in sentences.found_in(path):
            catalogue.add(sentence, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=CONTEXT)
    for word in sentences.words(ROOT):
        catalogue.add(word, locations=[("scripts/words.txt", 0)], context=CONTEXT)
    for name in console_names():
        catalogue.add(name, locations=[("nexus/apps.py", 0)], context=CONTEXT)
    for line in BORROWED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            texts = tuple(part.replace("\\n", "\n") for part in line.split(" ||| "))
            catalogue.add(texts if len(texts) > 1 else texts[0], locations=[("scripts/borrowed.txt", 0)])
    return catalogue


def console_names() -> list[str]:
    """What Django calls our tables and columns; asks the apps, but no server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")
    os.environ.setdefault("DEBUG", "1")
    import django  # noqa: PLC0415
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        django.setup()
    from nexus.apps import chosen, names  # noqa: PLC0415 - needs the apps

    labels = {str(label) for field in chosen() for _value, label in field.flatchoices}
    return sorted({name.text for name in names()} | labels - {""})


def place_of(language: str) -> Path:
    return PLACE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    place = place_of(language)
    if not place.exists():
        return Catalog(locale=language, project="Nexus", charset="utf-8", fuzzy=False)
    with place.open("rb") as held:
        return read_po(held, locale=language)


def merged(language: str, texts: Catalog) -> Catalog:
    """The language's catalogue with the texts of now: translations stay, what is no longer said goes, nothing is guessed."""
    catalogue = read(language)
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.header_comment = "Nexus", f"# The texts of Nexus in {catalogue.locale.english_name}."
    return catalogue


def written(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    # Dates of tools would make every run a change.
    return re.sub(
        rb'"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Language-Team)[^\n]*\n',
        b"",
        out.getvalue(),
    )


def faults(catalogue: Catalog) -> Iterator[str]:
    """A line for each text without a translation, a guessed one, or one whose values differ."""
    for message in catalogue:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        shown = " | ".join(asked)
        if message.fuzzy or not all(said) or (len(asked) > 1 and len(said) != catalogue.num_plurals):
            yield f"not translated: {shown!r} ({message.locations[0][0] if message.locations else ''})"
        elif wrong := _holes(message):
            yield f"{wrong}: {shown!r}"


def _holes(message: Message) -> str:
    """Why the values of a translation do not fit; empty where they do."""
    asked = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = {hole for text in asked for hole in _named(text, message.context)}
    for text in said:
        if more := _named(text, message.context) - wanted:
            return f"unknown value {', '.join(sorted(more))}"
    if missing := wanted - {hole for text in said for hole in _named(text, message.context)}:
        return f"missing value {', '.join(sorted(missing))}"
    return ""


def _named(text: str, context: str | None) -> set[str]:
    braces = context == CONTEXT
    return {hole[0] for hole in HOLES.finditer(text) if hole[0].startswith("{") == braces}


def compile_all() -> int:
    for language in LANGUAGES:
        source = place_of(language)
        target = source.with_suffix(".mo")
        made = io.BytesIO()
        write_mo(made, read(language))
        if not target.exists() or target.read_bytes() != made.getvalue():
            partial = target.with_suffix(".mo.part")
            partial.write_bytes(made.getvalue())
            partial.replace(target)
            print(f"Texts in '{language}' are compiled.")
    return 0


def update() -> int:
    texts = template()
    for language in LANGUAGES:
        catalogue, place = merged(language, texts), place_of(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(written(catalogue))
        waiting = sum(1 for _fault in faults(catalogue))
        print(f"{language}: {len(catalogue)} texts, {waiting} to do.")
    return compile_all()


def check() -> int:
    """1 where a text of the sources is not in the catalogue, or not translated."""
    texts, failed = template(), 0
    for language in LANGUAGES:
        held, now = read(language), merged(language, texts)
        lines = [*faults(now)]
        lines += [f"no longer said: {m.id!r}" for m in held if m.id and now.get(m.id, m.context) is None]
        for line in lines:
            print(f"{language}: {line}")
        failed += len(lines)
    for path in sources():
        for words in bare_words.found_in(path) if path.suffix in {".html", ".txt"} else ():
            print(f"{path.relative_to(ROOT)}: outside of gettext: {words!r}")
            failed += 1
    if failed:
        print(f"{failed} texts to look at. `make messages` brings the catalogue up to date; then write what is empty.")
    return 1 if failed else 0


def missing() -> int:
    """What waits for a translation, as a .po that can be filled and given to `fill`."""
    texts = template()
    for language in LANGUAGES:
        out = Catalog(locale=language, charset="utf-8", fuzzy=False)
        for message in merged(language, texts):
            if message.id and (not message.string or not all(message.string) or message.fuzzy):
                out.add(message.id, context=message.context, locations=message.locations)
        sys.stdout.buffer.write(written(out))
    return 0


def fill(path: Path, language: str) -> int:
    """Take translations out of another .po into the language's own."""
    catalogue = merged(language, template())
    with path.open("rb") as given:
        for message in read_po(given, locale=language):
            own = catalogue.get(message.id, message.context) if message.id else None
            if own is not None and message.string and all(message.string):
                own.string = message.string
                own.flags.discard("fuzzy")
    place_of(language).write_bytes(written(catalogue))
    return compile_all()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=("update", "check", "compile", "missing", "fill"))
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--language", default=LANGUAGES[0])
    asked = parser.parse_args()
    if asked.act == "fill":
        return fill(asked.file, asked.language) if asked.file else parser.error("fill needs a .po file")
    return {"update": update, "check": check, "compile": compile_all, "missing": missing}[asked.act]()


if __name__ == "__main__":
    sys.exit(main())
