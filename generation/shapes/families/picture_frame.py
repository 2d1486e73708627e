"""Picture frames: a moulding around a mat and a small landscape, with a strut behind to stand on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import frames
from generation.shapes.registry import Role, Size, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "picture_frame",
    gloss="a frame with a picture in it",
    category="furniture",
    size=Size(300, 24, 400, main="height", follow={"depth": 0.4}, tied_when=(("shape", "round", ("width", "height")),)),
    roles=(
        Role("frame", "walnut", "#7a5236", words=("border", "moulding", "edge")),
        Role("mat", "paper", "#f4efe4", words=("mount", "passepartout", "passe partout"), count="mats", tone=None),
        Role("picture", "paper", "#bcd3d6", words=("photo", "painting", "image", "canvas", "sky"), tone=1),
        Role("hill", "paper", "#7d9a6a", words=("mountain", "landscape"), count=None, tone=None),
        Role("sun", "paper", "#e0a94b", count=None, tone=None),
        Role("strut", "wood", "#6b543c", words=("stand", "easel back", "support", "leg"), count="struts", tone=None),
    ),
    parameters=(
        choice("shape", "rectangular", "round", "oval",
               aliases={"square": "rectangular", "circular": "round", "elliptical": "oval"}),
        count("mats", 1, 0, 1),
        count("struts", 0, 0, 1),
        length("frame_width", 26, 2, 200, part="frame", measure="width"),
    ),
    synonyms=("photo frame", "framed picture", "framed photo", "wall picture"),
    presets={"desk frame": {"width": 150, "depth": 90, "height": 200, "struts": 1}},
    examples=(
        "a gold picture frame, 30 x 2 x 40 cm",
        "oak photo frame with a stand",
        "black picture frame without a mat",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Frame, mat and picture, each a sheet before the other; then the strut behind."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    shape = values.word("shape")
    struts = values.count("struts")
    band = min(values.mm("frame_width") * kit.chunk, min(width, height) * 0.22)
    thick = depth if not struts else min(depth * 0.3, band)
    y = depth / 2 if not struts else thick - depth / 2
    frame = frames.stood(frames.moulding(kit, shape, width, height, band, thick), height)
    kit.add("frame", frame.translate((0, y, 0)), crease=30)
    wide, tall = width - 1.7 * band, height - 1.7 * band
    mats = values.count("mats")
    if mats:
        border = min(wide, tall) * 0.15
        hole = frames.sheet(kit, shape, wide - 2 * border, tall - 2 * border, thick).translate((0, 0, -thick * 0.2))
        card = kit.without(frames.sheet(kit, shape, wide, tall, thick * 0.22), hole)
        kit.add("mat", frames.stood(card, height).translate((0, y - thick * 0.3, 0)))
        wide, tall = wide - 1.7 * border, tall - 1.7 * border
    sheet = frames.sheet(kit, shape, wide, tall, thick * 0.32)
    kit.add("picture", frames.stood(sheet, height).translate((0, y - thick * 0.02, 0)))
    if kit.level:
        _landscape(kit, shape, (wide * 0.99, tall * 0.99), thick, (y - thick * 0.315, height))
    if struts:
        bar = min(width * 0.16, band * 2)
        kit.add(
            "strut",
            kit.post((0, depth / 2 - bar * 0.1, 0), (0, y - thick * 0.1, height * 0.74), bar * 0.3, bar * 0.3).scale(
                (3, 1, 1)
            ),
        )


def _landscape(kit: Kit, shape: str, size: tuple[float, float], thick: float, place: tuple[float, float]) -> None:
    """Two hills and a sun, thin sheets before the sky."""
    wide, tall = size
    y, height = place
    window = frames.sheet(kit, shape, wide, tall, thick).translate((0, 0, -thick * 0.5))
    ridges = [((-0.5, -0.06), (-0.3, 0.1), (-0.08, 0.0), (0.2, -0.12), (0.5, -0.04)),
              ((-0.5, -0.26), (-0.2, -0.2), (0.1, -0.16), (0.3, -0.06), (0.5, -0.16))]  # fmt: skip
    for k, ridge in enumerate(ridges[: kit.pick(0, 1, 2)]):
        line = kit.curve([(a * wide, b * tall) for a, b in ridge])
        outline = [(float(a), float(b)) for a, b in line] + [(wide / 2, -tall / 2), (-wide / 2, -tall / 2)]
        hill = kit.prism(outline, thick * 0.05 * (k + 1)) ^ window
        kit.add("hill", frames.stood(hill, height).translate((0, y, 0)))
    disc = kit.disc(wide * 0.2, wide * 0.2, thick * 0.045)
    kit.add("sun", frames.stood(disc.translate((wide * 0.18, tall * 0.24, 0)), height).translate((0, y, 0)))
