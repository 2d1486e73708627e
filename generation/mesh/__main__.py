"""The mesh room's door for a child process: `python -m generation.mesh VERB IN OUT`, and `work` for a warm one."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from generation.mesh import container, convert, facts, likeness, normal, preview, read, render, repair, turntable
from generation.mesh.limits import USUAL
from generation.mesh.normal import Normal
from generation.mesh.origin import GLB
from generation.mesh.refusal import Refused
from generation.mesh.relief import hints, inflate, mask, picture

Json = dict[str, Any]
Report = Callable[[float, str], None]
REFUSED = 2
VEIL_SIDE = 1024
_NO_ROOM = Refused(
    "too-big",
    "This model needs more memory than one file may take.",
    "Use smaller textures or fewer triangles, then upload again.",
)


def work(verb: str, source: str, folder: str, *, report: Report | None = None, **options: Any) -> Json:
    """Do one piece of work on the file `source`; what it makes lies in `folder` once it is whole.

    A model may be of any format that is taken; `normal` makes it our GLB (model.glb, with its facts) and `convert`
    any other format (`target`, `name`). Verbs and options: `gate`; `facts` (`name`); `still` (`name`, `size` in
    pixels, `png`, `background` as three of 0..255, PNG only, `angle` as two of degrees, WebP only); `pictures`
    (`angle`: large.webp, still.webp, still.png, shelf.webp and og.jpg, drawn once); `preview` (`name`,
    `max_triangles`); `look` (all of facts, pictures, preview and the model's print of likeness at once, with
    normal.glb where the file is no GLB; each stage is told to `report` by its name as it begins); `alike` (the
    print alone, under `print`); `turntable` (turntable.webp); `repair` (`codes`, `scale`: the corrected file in the
    format that came where it is written here, else as GLB). For pictures of strangers: `picture` (picture.png or
    picture.jpg, clean and upright, its name also under `file`; with `portrait` its middle, that many pixels a
    side); `mask` (`box` and `strokes` as generation/mesh/relief/hints.py reads them, `side` in pixels: veil.png,
    also under `file`, with `advice`, `share`, `box` and `likeness` of the subject). The answer is plain JSON:
    `{"ok": true, "files": [names]}` with the facts under `facts`, or `{"ok": false, "refused": {rule, sentence,
    remedy}}`. Whatever a hostile file may cause is a refusal; a wrong verb or option raises, because only a
    programmer can mend it.
    """
    doing = _VERBS[verb]
    try:
        if verb in _OF_PICTURES:
            return {"ok": True, **doing(_read(source, picture.MOST_BYTES), Path(folder), **options)}
        if report is not None and verb == "look":
            report(0.0, "gate")
            options["report"] = report
        held = normal.normalised(_read(source, USUAL.file_bytes), path=Path(source))
        return {"ok": True, **doing(held, Path(folder), **options)}
    except Refused as refused:
        return {"ok": False, "refused": refused.as_dict()}
    except MemoryError:
        return {"ok": False, "refused": _NO_ROOM.as_dict()}


def _read(source: str, most: int) -> bytes:
    path = Path(source)
    if (size := path.stat().st_size) > most:
        raise picture.too_big(size) if most == picture.MOST_BYTES else container.too_large(size, most)
    return path.read_bytes()


def _put(folder: Path, name: str, data: bytes | memoryview) -> None:
    """Write under another name first, so that nobody ever sees half a file."""
    if Path(name).name != name:
        raise ValueError(f"{name!r} is not the bare name of a file.")
    passing = folder / f".{name}.part"
    passing.write_bytes(data)
    passing.replace(folder / name)


def _gate(held: Normal, folder: Path) -> Json:  # noqa: ARG001 — all verbs are called alike
    return {"files": [], "format": held.origin.format}


def _normal(held: Normal, folder: Path, *, name: str = "model.glb") -> Json:
    found = facts.of(held)
    _put(folder, name, held.glb)
    return {"files": [name], "facts": found}


def _convert(held: Normal, folder: Path, *, target: str, name: str = "") -> Json:
    made = convert.written(held, target)
    name = name or f"model.{made.suffix}"
    _put(folder, name, made.data)
    return {"files": [name], "format": made.format, "bytes": len(made.data)}


def _facts(held: Normal, folder: Path, *, name: str = "facts.json") -> Json:
    found = facts.of(held)
    _put(folder, name, json.dumps(found, ensure_ascii=False, indent=1).encode())
    return {"files": [name], "facts": found}


def _still(
    held: Normal,
    folder: Path,
    *,
    name: str = "",
    size: int = render.SMALL,
    png: bool = False,
    background: tuple[int, int, int] | None = None,
    view: str = "usual",
    angle: tuple[float, float] | None = None,
) -> Json:
    name = name or ("still.png" if png else "still.webp")
    data = held.glb
    seen = view if angle is None else _view(angle)
    made = render.still_png(data, size, background) if png else render.still_webp(data, size, seen)
    _put(folder, name, made)
    return {"files": [name], "size": size, "renderer": render.choose().name}


def _preview(
    held: Normal, folder: Path, *, name: str = "preview.glb", max_triangles: int = preview.MOST_TRIANGLES
) -> Json:
    made = preview.make(held.glb, max_triangles)
    _put(folder, name, made)
    return {"files": [name], "bytes": len(made)}


def _view(angle: Sequence[float] | None) -> render.View:
    """Where a picture is seen from: degrees to the right of the front and above the ground, the usual view without."""
    return "usual" if angle is None else (float(angle[0]), float(angle[1]))


def _pictures(held: Normal, folder: Path, *, angle: tuple[float, float] | None = None) -> Json:
    made = render.pictures(held.glb, view=_view(angle))
    for name, drawn in made.items():
        _put(folder, name, drawn)
    return {"files": list(made), "renderer": render.choose().name}


def _look(held: Normal, folder: Path, *, report: Report = lambda *_: None) -> Json:
    report(0.1, "facts")
    files: list[str] = []
    if held.origin is not GLB:
        _put(folder, "normal.glb", held.glb)
        files.append("normal.glb")
    found = facts.of(held)
    alike = likeness.print_of(read.glb(held.glb))
    report(0.4, "preview")
    files += _preview(held, folder)["files"]
    report(0.6, "pictures")
    files += _pictures(held, folder)["files"]
    return {"files": files, "facts": found, "print": alike}


def _alike(held: Normal, folder: Path) -> Json:  # noqa: ARG001 — all verbs are called alike
    return {"files": [], "print": likeness.print_of(read.glb(held.glb))}


def _turntable(held: Normal, folder: Path, *, name: str = "turntable.webp") -> Json:
    made = turntable.sprite(held.glb)
    _put(folder, name, made.data)
    return {"files": [name], "bytes": len(made.data), "width": made.width, "height": made.height}


def _repair(held: Normal, folder: Path, *, codes: list[str], scale: float = 1.0) -> Json:
    made = repair.repaired(held.glb, codes, scale=scale)
    target = held.origin.format if held.origin.format in convert.FORMATS else "glb"
    written = convert.written(Normal(made, GLB), target)
    name = f"repaired.{written.suffix}"
    _put(folder, name, written.data)
    return {"files": [name], "file": name, "format": target}


def _picture(data: bytes, folder: Path, *, portrait: int = 0) -> Json:
    made = picture.portrait(data, side=portrait) if portrait else picture.clean(data)
    name = f"picture.{made.kind}"
    _put(folder, name, made.data)
    return {"files": [name], "file": name, "facts": made.facts}


def _mask(
    data: bytes,
    folder: Path,
    *,
    box: list[float] | None = None,
    strokes: list[Json] | None = None,
    side: int = VEIL_SIDE,
) -> Json:
    try:
        said = hints.read({"box": box, "strokes": strokes})
    except hints.HintError as failure:
        raise Refused("marks", str(failure), "Mark the picture again.") from failure
    image, _ = picture.opened(data)
    subject = mask.find(image, said)
    image.thumbnail((side, side))
    _put(folder, "veil.png", mask.veil(subject, image.size))
    likeness = inflate.mirror(subject.mask > 127)[1]
    told = {"advice": subject.advice, "share": subject.share, "box": list(subject.box), "likeness": likeness}
    return {"files": ["veil.png"], "file": "veil.png", **told}


_OF_PICTURES = {"picture", "mask"}
_VERBS: dict[str, Callable[..., Json]] = {
    "gate": _gate,
    "normal": _normal,
    "convert": _convert,
    "facts": _facts,
    "still": _still,
    "pictures": _pictures,
    "preview": _preview,
    "look": _look,
    "alike": _alike,
    "turntable": _turntable,
    "repair": _repair,
    "picture": _picture,
    "mask": _mask,
}


def main(arguments: list[str]) -> int:
    """Run one verb; prints the answer as JSON. Exit status 0 done, 2 refused, 1 asked wrongly."""
    if len(arguments) < 2 or arguments[0] not in _VERBS or (arguments[0] != "gate" and len(arguments) != 3):
        print("usage: python -m generation.mesh gate IN | facts|normal|convert|still|preview IN OUT", file=sys.stderr)  # noqa: T201
        return 1
    verb, source = arguments[:2]
    out = Path(arguments[2]) if len(arguments) > 2 else Path()
    options: Json = {"name": out.name} if verb != "gate" else {}
    if verb == "still" and out.suffix == ".png":
        options["png"] = True
    if verb == "convert":
        # An OBJ comes with its materials and pictures, so its name ends in .zip.
        options["target"] = {".zip": "obj"}.get(out.suffix.lower(), out.suffix.lower().lstrip("."))
        if out.suffix.lower() == ".obj" or options["target"] not in convert.FORMATS:
            print("usage: the name should end in .zip (OBJ), .glb, .stl, .ply, .3mf or .usdz", file=sys.stderr)  # noqa: T201
            return 1
    answer = work(verb, source, str(out.parent), **options)
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
    return 0 if answer["ok"] else REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
