"""Reads MTL, the materials of an OBJ: colours, the PBR additions (Pr, Pm, Ke) and the pictures that it names."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from generation.mesh import archive, pictures
from generation.mesh.assembly import Assembly
from generation.mesh.limits import USUAL
from generation.mesh.materials import Material, Texture
from generation.mesh.read import Picture
from generation.mesh.readers import colours, text
from generation.mesh.refusal import Refused

Open = Callable[[str], bytes | None]
_MAPS = {
    "map_kd": "base",
    "map_pr": "rough",
    "map_pm": "metal",
    "norm": "bumps",
    "map_bump": "bumps",
    "bump": "bumps",
    "map_ke": "glow",
    "map_d": "cover",
    "map_ka": "",
    "map_ks": "",
    "map_ns": "",
    "disp": "",
    "decal": "",
    "refl": "",
}
_ARGUMENTS = {"-o": 3, "-s": 3, "-t": 3, "-mm": 2}
_MOST_MATERIALS = 10_000


@dataclass(slots=True)
class _Entry:
    name: str
    values: dict[str, list[float]] = field(default_factory=dict)
    maps: dict[str, str] = field(default_factory=dict)


class Looks:
    """The materials of an OBJ as its libraries describe them; those that nothing describes are plain ones by name."""

    def __init__(self, made: Assembly, base: str = "the OBJ") -> None:
        self._made = made
        self._base = base
        self._entries: dict[str, _Entry] = {}
        self._open: dict[str, Open | None] = {}
        self._numbers: dict[str, int] = {}
        self._pictures: dict[bytes, int] = {}

    def load(self, library: str, open_file: Open | None) -> None:
        """Read a library. Raises Refused where its name, or a picture's in it, leaves the file."""
        check_name(library, self._base)
        if open_file is None:
            return
        data = open_file(library)
        if data is None:
            self._made.origin.skipped["material_library_missing"] = (
                1,
                "The OBJ names a material library that is not in the upload, so its surfaces are plain.",
            )
            return
        for entry in _entries(data):
            for reference in entry.maps.values():
                check_name(reference, self._base)
            self._entries.setdefault(entry.name, entry)
            self._open.setdefault(entry.name, open_file)

    def number(self, name: str) -> int | None:
        """The material's number, added when it is first used; None where faces name none."""
        if not name:
            return None
        if name not in self._numbers:
            self._numbers[name] = len(self._made.materials)
            entry = self._entries.get(name)
            self._made.materials.append(
                Material(name, (0.8, 0.8, 0.8, 1.0), 0.0, 0.7) if entry is None else self._material(entry)
            )
        return self._numbers[name]

    def _material(self, entry: _Entry) -> Material:
        values = entry.values
        base = self._texture(entry, "base")
        red, green, blue = (values.get("kd") or [0.8, 0.8, 0.8])[:3]
        cover = values["d"][0] if "d" in values else 1.0 - values.get("tr", [0.0])[0]
        cover = min(1.0, max(0.0, cover))
        rough = values["pr"][0] if "pr" in values else float(np.sqrt(2.0 / (values.get("ns", [60.0])[0] + 2.0)))
        glow = colours.linear3(*(values.get("ke") or [0.0, 0.0, 0.0])[:3])
        surface, metal = None, values.get("pm", [0.0])[0]
        if (found := self._surface(entry)) is not None:
            surface, rough, metal = Texture(found), 1.0, 1.0 if "metal" in entry.maps else metal
        return Material(
            entry.name,
            (*colours.linear3(red, green, blue), cover),
            min(1.0, max(0.0, metal)),
            min(1.0, max(0.0, rough)),
            glow,
            alpha="BLEND" if cover < 0.999 or "cover" in entry.maps else "OPAQUE",
            base=base,
            surface=surface,
            bumps=self._texture(entry, "bumps"),
            glow=self._texture(entry, "glow"),
        )

    def _bytes(self, entry: _Entry, use: str) -> bytes | None:
        reference = entry.maps.get(use)
        opening = self._open.get(entry.name)
        if not reference or opening is None:
            return None
        data = opening(reference)
        if data is None:
            self._made.origin.miss_picture()
        return data

    def _texture(self, entry: _Entry, use: str) -> Texture | None:
        data = self._bytes(entry, use)
        return None if data is None else Texture(add_picture(self._made, data, entry.maps[use], self._pictures))

    def _surface(self, entry: _Entry) -> int | None:
        """Roughness and metalness pictures as the one of glTF: roughness in green, metalness in blue."""
        rough, metal = self._bytes(entry, "rough"), self._bytes(entry, "metal")
        if rough is None and metal is None:
            return None
        if rough is not None and metal == rough:
            return add_picture(self._made, rough, entry.maps["rough"], self._pictures)
        joined = joined_surface(rough, metal, entry.values.get("pr", [1.0])[0], entry.name)
        return add_picture(self._made, joined, f"{entry.name}_surface.png", self._pictures)


def joined_surface(rough: bytes | None, metal: bytes | None, roughness: float, name: str) -> bytes:
    """One PNG of two grey pictures: green is roughness, blue metalness; the larger gives the size."""
    held = [None if data is None else _grey(data, name) for data in (rough, metal)]
    width = max(image.width for image in held if image is not None)
    height = max(image.height for image in held if image is not None)
    bands = []
    for image, plain in zip(held, (roughness, 1.0), strict=True):
        if image is None:
            bands.append(Image.new("L", (width, height), round(255 * min(1.0, max(0.0, plain)))))
        else:
            bands.append(image if image.size == (width, height) else image.resize((width, height)))
    out = io.BytesIO()
    Image.merge("RGB", (Image.new("L", (width, height), 255), *bands)).save(out, "PNG")
    return out.getvalue()


def _grey(data: bytes, name: str) -> Image.Image:
    check_picture(data, name)
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as image:
            return image.convert("L")
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError) as error:
        raise broken_picture(name) from error


def broken_picture(name: str) -> Refused:
    """The refusal of a picture that cannot be read."""
    return Refused(
        "broken-picture",
        f"A picture of this model (“{archive.shown(name)}”) is damaged or of no known kind.",
        "Save the picture again as PNG or JPEG, then export or pack the model again.",
    )


def check_picture(data: bytes | memoryview, name: str) -> pictures.Size:
    """A picture's kind and size by its header. Raises Refused for large, broken or unknown ones."""
    try:
        size = pictures.size_of(memoryview(data), name)
    except Refused as refused:
        raise broken_picture(name) from refused
    if max(size.width, size.height) > USUAL.picture_side:
        raise Refused(
            "too-big",
            f"A picture of this model is {size.width:,} × {size.height:,} pixels; at most {USUAL.picture_side:,} "
            "a side are taken.",
            "Scale the textures down, then export again.",
        )
    return size


def add_picture(made: Assembly, data: bytes, name: str, known: dict[bytes, int]) -> int:
    """The number of a picture in the assembly; the same bytes are embedded once. Raises Refused."""
    if data not in known:
        size = check_picture(data, name)
        bare = name.replace("\\", "/").rsplit("/", 1)[-1]
        known[data] = len(made.pictures)
        made.pictures.append(Picture(bare or "picture", size.kind, size.width, size.height, memoryview(data)))
    return known[data]


def check_name(reference: str, base: str) -> None:
    """Raise Refused where a name leaves the folder of the file that holds it, whether or not it is there."""
    wanted = reference.replace("\\", "/").strip()
    depth, ok = base.replace("\\", "/").count("/"), not (wanted.startswith(("/", "~")) or ":" in wanted.split("/")[0])
    for step in wanted.split("/"):
        depth += -1 if step == ".." else 0 if step in ("", ".") else 1
        ok = ok and depth >= 0
    if not ok:
        raise archive.outside(reference, base)


def _entries(data: bytes) -> list[_Entry]:
    text.check_size(len(data), "MTL")
    found: list[_Entry] = []
    for line in data.splitlines():
        head, _, rest = line.strip().replace(b"\t", b" ", 1).partition(b" ")
        key = head.decode("latin-1").lower()
        if key == "newmtl":
            found.append(_Entry(text.words(rest, "material")))
            if len(found) > _MOST_MATERIALS:
                raise text.damaged("MTL", "it lists more materials than are taken")
        elif found and key in _MAPS:
            if reference := _reference(rest.decode("utf-8", "replace")):
                found[-1].maps[_MAPS[key] or key] = reference
        elif found and key in ("kd", "ke", "d", "tr", "ns", "pr", "pm"):
            found[-1].values[key] = _numbers(rest, 3 if key in ("kd", "ke") else 1)
    return found


def _numbers(rest: bytes, count: int) -> list[float]:
    try:
        values = [float(word) for word in rest.split()[:count]]
    except ValueError as error:
        raise text.damaged("MTL", "a colour is no number") from error
    values = [value if np.isfinite(value) else 0.0 for value in values] or [0.0]
    return values if len(values) == count else values[:1] * count


def _reference(rest: str) -> str:
    """The file's name behind the options of a map, spaces kept."""
    words = rest.split()
    at = 0
    while at < len(words) and words[at].startswith("-") and len(words[at]) > 1:
        option = words[at]
        at += 1
        for _ in range(_ARGUMENTS.get(option, 1)):
            # -o, -s and -t may have fewer than three numbers.
            if at < len(words) - 1 and (option not in ("-o", "-s", "-t") or _is_number(words[at])):
                at += 1
    if at == 0:
        return rest.strip()
    return " ".join(words[at:])


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
