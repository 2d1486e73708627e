"""Draws a receipt, an invoice or a credit note as a PDF: the same values, the same bytes."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont as EmbeddedFont

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each table of each face

MARGIN, WIDTH, LINE = 20, 170, 6
FAMILY = "nexus"


class Page(FPDF):
    """A paper that knows its own face."""

    face = FAMILY


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper, in the reader's language and already written out."""

    title: str
    lang: str
    issuer: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    at: datetime


@cache
def _truetype(path: Path) -> Path:
    """A face as TrueType, which a PDF can carry; a WOFF2 one is written out once a process, for as long as it runs."""
    if path.suffix != ".woff2":
        return path
    font = TTFont(path)
    font.flavor = None
    made = Path(_folder().name) / f"{path.stem}.ttf"
    font.save(made, reorderTables=False)
    return made


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="nexus-faces-")


def pdf(sheet: Sheet, *, faces: Sequence[Path] = ()) -> bytes:
    """The bytes of an A4 paper. `faces` are TrueType or WOFF2 files, asked for a letter one after another; one that
    none has is drawn as "?". Without faces the reader's Helvetica is used, which knows the letters of western Europe.

    Deterministic: the only date in it is the sheet's own.
    """
    page = Page(format="A4", unit="mm")
    page.set_creation_date(sheet.at)
    page.set_title(sheet.title)
    page.set_author(sheet.issuer[0])
    page.set_lang(sheet.lang)
    page.set_margins(MARGIN, MARGIN, MARGIN)
    page.set_auto_page_break(auto=True, margin=MARGIN)
    known = _set_faces(page, faces)
    page.add_page()
    _head(page, sheet, known)
    _table(page, sheet, known)
    _sums(page, sheet, known)
    page.set_font(page.face, size=9)
    for note in sheet.notes:
        page.ln(3)
        page.multi_cell(WIDTH, 5, _drawn(note, known), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return bytes(page.output())


def words_of(sheet: Sheet) -> str:
    """Every letter that the paper shows."""
    pairs = [*sheet.facts, *sheet.sums, *sheet.rows, sheet.heads, sheet.issuer, sheet.notes]
    return sheet.title + "".join(word for words in pairs for word in words)


def _set_faces(page: Page, faces: Sequence[Path]) -> set[int]:
    """Give the page its faces under our name; the letters that they know."""
    if not faces:
        page.face = "helvetica"
        return set(range(32, 127)) | set(range(160, 256))
    known: set[int] = set()
    for place, face in enumerate(faces):
        name = FAMILY if place == 0 else f"{FAMILY}{place}"
        page.add_font(name, fname=_truetype(face))
        font = page.fonts[name]
        assert isinstance(font, EmbeddedFont)
        known |= set(font.cmap)
    page.set_fallback_fonts([f"{FAMILY}{place}" for place in range(1, len(faces))], exact_match=False)
    return known


def _drawn(text: str, known: set[int]) -> str:
    return "".join(letter if ord(letter) in known or letter in "\n " else "?" for letter in text)


def _head(page: Page, sheet: Sheet, known: set[int]) -> None:
    page.set_font(page.face, size=10)
    for line in sheet.issuer:
        page.cell(WIDTH, 5, _drawn(line, known), align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(6)
    page.set_font(page.face, size=22)
    page.cell(WIDTH, 12, _drawn(sheet.title, known), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(3)
    page.set_font(page.face, size=10)
    for name, value in sheet.facts:
        page.set_text_color(90)
        page.cell(42, LINE, _drawn(name, known), new_x=XPos.RIGHT, new_y=YPos.TOP)
        page.set_text_color(0)
        page.multi_cell(WIDTH - 42, LINE, _drawn(value, known), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(6)


def _table(page: Page, sheet: Sheet, known: set[int]) -> None:
    if not sheet.heads:
        return
    amounts = len(sheet.heads) - 1
    widths = (WIDTH - 24 * amounts, *([24] * amounts))
    page.set_font(page.face, size=9)
    page.set_draw_color(200)
    with page.table(
        col_widths=widths,
        text_align=("LEFT", *(["RIGHT"] * amounts)),
        borders_layout="HORIZONTAL_LINES",
        first_row_as_headings=False,
        line_height=5.5,
        padding=1.2,
        width=WIDTH,
    ) as table:
        for cells in (sheet.heads, *sheet.rows):
            row = table.row()
            for cell in cells:
                row.cell(_drawn(cell, known))
    page.ln(4)


def _sums(page: Page, sheet: Sheet, known: set[int]) -> None:
    for place, (name, value) in enumerate(sheet.sums):
        last = place == len(sheet.sums) - 1
        page.set_font(page.face, size=13 if last else 10)
        page.cell(WIDTH - 40, 8 if last else LINE, _drawn(name, known), align=Align.R, new_x=XPos.RIGHT, new_y=YPos.TOP)
        page.cell(40, 8 if last else LINE, _drawn(value, known), align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(4)
