"""The mesh room's door for a child process: `python -m generation.mesh VERB IN OUT`, and `work` for a warm one."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.mesh import container, facts, gate, preview, render
from generation.mesh.limits import USUAL
from generation.mesh.refusal import Refused

Json = dict[str, Any]
REFUSED = 2
_NO_ROOM = Refused(
    "too-big",
    "This model needs more memory than one file may take.",
    "Use smaller textures or fewer triangles, then upload again.",
)


def work(verb: str, source: str, folder: str, **options: Any) -> Json:
    """Do one piece of work on the file `source`; what it makes lies in `folder` once it is whole.

    Verbs and options: `gate`; `facts` (`name`); `still` (`name`, `size` in pixels, `png`, `background` as three of
    0..255, PNG only); `pictures` (large.webp, still.webp, still.png, shelf.webp and og.jpg, drawn once); `preview`
    (`name`, `max_triangles`). The answer is plain JSON: `{"ok": true, "files": [names]}`
    with the facts under `facts`, or `{"ok": false, "refused": {rule, sentence, remedy}}`. Whatever a hostile file may
    cause is a refusal; a wrong verb or option raises, because only a programmer can mend it.
    """
    doing = _VERBS[verb]
    try:
        return {"ok": True, **doing(_read(source), Path(folder), **options)}
    except Refused as refused:
        return {"ok": False, "refused": refused.as_dict()}
    except MemoryError:
        return {"ok": False, "refused": _NO_ROOM.as_dict()}


def _read(source: str) -> bytes:
    path = Path(source)
    if (size := path.stat().st_size) > USUAL.file_bytes:
        raise container.too_large(size, USUAL.file_bytes)
    return path.read_bytes()


def _put(folder: Path, name: str, data: bytes) -> None:
    """Write under another name first, so that nobody ever sees half a file."""
    if Path(name).name != name:
        raise ValueError(f"{name!r} is not the bare name of a file.")
    passing = folder / f".{name}.part"
    passing.write_bytes(data)
    passing.replace(folder / name)


def _gate(data: bytes, folder: Path) -> Json:  # noqa: ARG001 — all verbs are called alike
    gate.check(data)
    return {"files": []}


def _facts(data: bytes, folder: Path, *, name: str = "facts.json") -> Json:
    found = facts.facts(data)
    _put(folder, name, json.dumps(found, ensure_ascii=False, indent=1).encode())
    return {"files": [name], "facts": found}


def _still(
    data: bytes,
    folder: Path,
    *,
    name: str = "",
    size: int = render.SMALL,
    png: bool = False,
    background: tuple[int, int, int] | None = None,
    view: str = "usual",
) -> Json:
    name = name or ("still.png" if png else "still.webp")
    made = render.still_png(data, size, background) if png else render.still_webp(data, size, view)
    _put(folder, name, made)
    return {"files": [name], "size": size, "renderer": render.choose().name}


def _preview(
    data: bytes, folder: Path, *, name: str = "preview.glb", max_triangles: int = preview.MOST_TRIANGLES
) -> Json:
    made = preview.make(data, max_triangles)
    _put(folder, name, made)
    return {"files": [name], "bytes": len(made)}


def _pictures(data: bytes, folder: Path) -> Json:
    made = render.pictures(data)
    for name, picture in made.items():
        _put(folder, name, picture)
    return {"files": list(made), "renderer": render.choose().name}


_VERBS: dict[str, Callable[..., Json]] = {
    "gate": _gate,
    "facts": _facts,
    "still": _still,
    "pictures": _pictures,
    "preview": _preview,
}


def main(arguments: list[str]) -> int:
    """Run one verb; prints the answer as JSON. Exit status 0 done, 2 refused, 1 asked wrongly."""
    if len(arguments) < 2 or arguments[0] not in _VERBS or (arguments[0] != "gate" and len(arguments) != 3):
        print("usage: python -m generation.mesh gate IN | facts|still|preview IN OUT", file=sys.stderr)  # noqa: T201
        return 1
    verb, source = arguments[:2]
    out = Path(arguments[2]) if len(arguments) > 2 else Path()
    options: Json = {"name": out.name} if verb != "gate" else {}
    if verb == "still" and out.suffix == ".png":
        options["png"] = True
    answer = work(verb, source, str(out.parent), **options)
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
    return 0 if answer["ok"] else REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
