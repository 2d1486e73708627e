"""Numbers in text, read by the column: fast for millions of lines, and refused where they are no numbers."""

import warnings

import numpy as np
from numpy.typing import NDArray

from generation.mesh.limits import MEBIBYTE
from generation.mesh.refusal import Refused

MOST_BYTES = 256 * MEBIBYTE


def check_size(size: int, kind: str) -> None:
    """Raise Refused for a text too long to be read line by line."""
    if size > MOST_BYTES:
        raise Refused(
            "too-big",
            f"This {kind} is a text of {size / MEBIBYTE:,.0f} MB; at most {MOST_BYTES // MEBIBYTE} MB are read.",
            "Export the model as GLB or in the binary form of its format.",
        )


def damaged(kind: str, what: str) -> Refused:
    """A file whose structure contradicts its format."""
    remedy = f"Export the model again as {kind} or GLB and upload the new file."
    return Refused("broken", f"This {kind} is damaged: {what}.", remedy)


def numbers(text: bytes, kind: str, what: str) -> NDArray[np.float64]:
    """All numbers of a text, separated by white space (n,). Raises Refused where one is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            found = np.fromstring(text, np.float64, sep=" ")
        except (DeprecationWarning, ValueError) as error:
            raise damaged(kind, f"{what} are not numbers") from error
    return found


def table(lines: list[bytes], columns: int, kind: str, what: str) -> NDArray[np.float64]:
    """Lines of at least `columns` numbers each, of which the first are taken: (lines, columns)."""
    if not lines:
        return np.zeros((0, columns))
    width = len(lines[0].split())
    found = numbers(b" ".join(lines), kind, what)
    if width >= columns and len(found) == width * len(lines):
        # A longer line could stand for a shorter one, but only where somebody means it to.
        return found.reshape(-1, width)[:, :columns]
    rows = [numbers(line, kind, what) for line in lines]
    if any(len(row) < columns for row in rows):
        raise damaged(kind, f"{what} have fewer than {columns} numbers")
    return np.stack([row[:columns] for row in rows])


def finite(values: NDArray[np.float64], kind: str) -> NDArray[np.float64]:
    """The values themselves. Raises Refused where one is not a number, endless or beyond use."""
    if len(values) and not bool((np.abs(values) <= 1e12).all()):
        raise Refused(
            "not-finite",
            f"This {kind} holds vertices without a usable position (not a number, or endless).",
            "Delete loose or broken vertices in your 3D program, then export again.",
        )
    return values


def out_of_range(kind: str, index: int, size: int) -> Refused:
    """A face that names a vertex which is not there."""
    return Refused(
        "out-of-range",
        f"This {kind} is damaged: a face names vertex {index:,} of {size:,}.",
        f"Export the model again as {kind} or GLB and upload the new file.",
    )


def words(text: bytes, otherwise: str = "") -> str:
    """A name from a file as text."""
    found = text.decode("utf-8", "replace").strip()
    return "".join(letter if letter.isprintable() else " " for letter in found)[:200].strip() or otherwise
