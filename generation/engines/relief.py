"""Makes a closed, textured solid from one photo on the CPU: gate, mask, advice, then depth. Needs no weights."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.mesh.relief import hints

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from generation.mesh.relief.mask import Subject

_SHAPES = ("auto", "inflate", "lathe", "lithophane", "plaque")
_ROUND_ENOUGH = 0.97  # likeness of the outline to its mirror picture
_PICTURE = 1 << 24
# Things that are turned on a lathe or a wheel, in the languages of the shop.
_TURNED = frozenset(
    {
        "vase", "vases", "bottle", "bottles", "lamp", "lamps", "bowl", "bowls", "cup", "cups", "glass", "goblet",
        "tumbler", "candlestick", "candle", "jar", "jars", "urn", "pot", "pawn", "pillar", "column", "spindle",
        "bulb", "barrel", "bell", "flasche", "flaschen", "lampe", "lampen", "schale", "becher", "krug", "kelch",
        "kerzenhalter", "leuchter", "kerze", "säule", "kegel", "fass", "glocke", "bouteille", "coupe", "bol", "verre",
        "bougeoir", "colonne", "cloche", "botella", "florero", "jarrón", "lámpara", "cuenco", "vaso", "candelabro",
        "columna", "campana", "bottiglia", "lampada", "ciotola", "bicchiere", "colonna", "garrafa", "jarro",
        "lâmpada", "tigela", "copo", "castiçal", "coluna",
    }
)  # fmt: skip
_SENTENCES = {
    "cut_off": "The thing leaves the picture ({edges}). The model ends there; a photo that shows all of it makes a "
    "better one.",
    "two_objects": "There are {count} things in this picture, and all become one model. Draw a box around the one you "
    "want.",
    "not_round": "This outline is not the same on its left and right, so turning it changes its shape.",
    "one_picture": "Only the first picture is used.",
}
_EDGES = {"left": "left", "top": "above", "right": "right", "bottom": "below"}


class Relief:
    """Always there: an outline, discs that fit into it, and the photo's colours."""

    name: ClassVar[str] = "relief"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"image"})
    place: ClassVar[Place] = "child"
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "shape": {"title": "Shape", "type": "string", "enum": list(_SHAPES), "default": "auto"},
            "turned": {"title": "It is turned: the same all round", "type": "boolean", "default": False},
            "height_mm": {"type": "number", "minimum": 5, "maximum": 2000, "default": 100},
            "depth": {"title": "Depth in percent", "type": "number", "minimum": 5, "maximum": 100, "default": 80},
            "detail": {
                "title": "Fine relief from light and dark, in percent",
                "type": "number",
                "minimum": 0,
                "maximum": 10,
                "default": 4,
            },
            "back": {"title": "Back", "type": "string", "enum": ["round", "flat"], "default": "round"},
            "base": {"title": "On a base plate", "type": "boolean", "default": False},
            "symmetry": {"title": "Left and right alike", "type": "boolean", "default": False},
            "faces": {"type": "integer", "minimum": 1000, "maximum": 60_000, "default": 20_000},
            "box": hints.BOX_SCHEMA,
            "strokes": hints.STROKES_SCHEMA,
        },
    }

    def ready(self) -> str:
        """Always ready."""
        return ""

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """Find the subject: the specification holds its mask as a one-bit PNG, the shape chosen for it, and advice.

        Raises EngineError with the gate's rule as its code, `no-subject`, or `invalid` for hints that are none.
        """
        from generation.mesh.refusal import Refused
        from generation.mesh.relief import mask

        report(0.0, "Looking at the picture")
        image = _opened(brief)
        report(0.2, "Finding what stands out")
        try:
            subject = mask.find(image, hints.read(brief.parameters))
        except hints.HintError as failure:
            raise EngineError(str(failure), code="invalid") from failure
        except Refused as refused:
            raise EngineError(f"{refused.sentence} {refused.remedy}", code=refused.rule) from refused
        report(0.9, "Choosing how to give it depth")
        likeness = _likeness(subject)
        shape = _shape(brief, likeness)
        advice = list(subject.advice)
        if shape == "lathe" and likeness < _ROUND_ENOUGH:
            advice.append({"code": "not_round"})
        if len(brief.images) > 1:
            advice.append({"code": "one_picture"})
        report(1.0, "The picture is understood")
        return {
            "version": 1,
            "shape": shape,
            "mask": {
                "width": int(subject.mask.shape[1]),
                "height": int(subject.mask.shape[0]),
                "png": base64.b64encode(_bits(subject.mask)).decode("ascii"),
            },
            "box": [round(side, 5) for side in subject.box],
            "share": round(subject.share, 4),
            "mirror": round(likeness, 4),
            "advice": advice,
            "warnings": [_said(one) for one in advice],
        }

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Write `model.glb`, `model.stl` and `mask.png` for the brief's specification; without one it is planned first.

        Raises EngineError `not_solid` where the mask gives no closed body.
        """
        from generation.mesh.relief import solid
        from generation.mesh.writers import glb, stl

        spec = brief.specification if brief.specification is not None else self.plan(brief, lambda _p, _m: None)
        report(0.05, "Opening the picture")
        image = _opened(brief)
        report(0.15, "Giving it depth")
        try:
            scene = solid.build(
                image,
                _mask_of(spec),
                _box_of(spec),
                _wish(spec, brief.parameters),
                name=_name(brief.prompt),
                generator=f"Nexus {self.name} {self.version}",
            )
        except solid.CannotError as failure:
            raise EngineError(str(failure), code="not_solid") from failure
        report(0.8, "Writing the model")
        model = _write(brief.folder / "model.glb", glb.write(scene))
        report(0.9, "Writing the file for printing")
        printable = _write(brief.folder / "model.stl", stl.write(scene))
        outline = _write(brief.folder / "mask.png", base64.b64decode(spec["mask"]["png"]))
        report(1.0, "Model ready")
        return [Piece("glb", model), Piece("stl", printable), Piece("mask", outline)]


def _opened(brief: Brief) -> Image.Image:
    """The brief's picture through the gate, which takes nothing on trust."""
    from generation.mesh.refusal import Refused
    from generation.mesh.relief import picture

    if not brief.images:
        raise EngineError("Add a photo to work from.", code="invalid")
    try:
        return picture.opened(brief.images[0].read_bytes())[0]
    except Refused as refused:
        raise EngineError(f"{refused.sentence} {refused.remedy}", code=refused.rule) from refused


def _likeness(subject: Subject) -> float:
    from generation.mesh.relief import inflate

    return inflate.mirror(subject.mask > 127)[1]


def _shape(brief: Brief, likeness: float) -> str:
    asked = str(brief.parameters.get("shape") or "auto")
    if asked != "auto":
        return asked
    if brief.parameters.get("turned"):
        return "lathe"
    words = set(re.findall(r"\w+", brief.prompt.lower()))
    return "lathe" if likeness >= _ROUND_ENOUGH and words & _TURNED else "inflate"


def _said(advice: Mapping[str, Any]) -> str:
    edges = ", ".join(_EDGES[name] for name in advice.get("edges", []))
    return _SENTENCES[advice["code"]].format(edges=edges, count=len(advice.get("boxes", [])))


def _bits(soft: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray((soft > 127).astype("uint8") * 255).convert("1").save(file, "PNG", optimize=True)
    return file.getvalue()


def _mask_of(spec: Mapping[str, Any]) -> NDArray[np.uint8]:
    """The specification's mask as bytes with soft edges. Raises EngineError for anything but a small PNG."""
    import numpy as np
    from PIL import Image, ImageFilter

    try:
        data = base64.b64decode(spec["mask"]["png"], validate=True)
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > _PICTURE or image.size != (spec["mask"]["width"], spec["mask"]["height"]):
                raise ValueError("The mask has another size than it says.")
            soft = image.convert("L").filter(ImageFilter.GaussianBlur(1.2))
    except (KeyError, TypeError, ValueError, OSError, SyntaxError, Image.DecompressionBombError) as failure:
        raise EngineError("The mask of this picture cannot be read.", code="invalid_specification") from failure
    return np.asarray(soft, np.uint8)


def _box_of(spec: Mapping[str, Any]) -> tuple[float, float, float, float]:
    try:
        left, top, right, bottom = (float(side) for side in spec["box"])
    except (KeyError, TypeError, ValueError) as failure:
        raise EngineError("The box of this picture cannot be read.", code="invalid_specification") from failure
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise EngineError("The box of this picture cannot be read.", code="invalid_specification")
    return left, top, right, bottom


def _wish(spec: Mapping[str, Any], parameters: Mapping[str, Any]) -> Any:
    from generation.mesh.relief import solid

    known: Mapping[str, Any] = Relief.capabilities["properties"]
    given = {name: schema.get("default") for name, schema in known.items()} | dict(parameters)
    shape = spec.get("shape")
    if shape not in _SHAPES[1:]:
        raise EngineError("This picture's specification names no shape.", code="invalid_specification")
    return solid.Wish(
        shape=shape,
        depth=float(given["depth"]),
        detail=float(given["detail"]),
        flat_back=given["back"] == "flat",
        base=bool(given["base"]),
        symmetry=bool(given["symmetry"]),
        height_mm=float(given["height_mm"]),
        faces=int(given["faces"]),
    )


def _name(prompt: str) -> str:
    """A node's name from the person's words."""
    words = re.sub(r"[^\w -]+", " ", prompt).split()
    return " ".join(words)[:60].strip() or "relief"


def _write(path: Path, data: bytes) -> Path:
    """Write under a temporary name first, so that a cancelled or killed run leaves no half file under the final one."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    return partial.replace(path)
