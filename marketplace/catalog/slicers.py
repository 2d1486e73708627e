"""Programs on the reader's own machine that prepare prints, and the addresses at which they open a file. Pure."""

from urllib.parse import quote

from nexus.foundation.errors import NotFound

PRINTED = ("3mf", "stl")  # what they read, the better one first
# Those that fetch a file from any site (PrusaSlicer fetches from its maker's alone): scheme and name.
SLICERS = {"orcaslicer": "OrcaSlicer", "bambustudio": "Bambu Studio", "cura": "UltiMaker Cura"}


def name_of(slicer: str) -> str:
    """The program's name. Raises NotFound for one that is not in the list."""
    if slicer not in SLICERS:
        raise NotFound("There is no such program.")
    return SLICERS[slicer]


def address_of(slicer: str, file_url: str) -> str:
    """The address that hands `file_url` to the program, where it is installed. Raises NotFound."""
    name_of(slicer)
    return f"{slicer}://open?file={quote(file_url, safe='')}"
