"""Contact sheets of what the procedural engine makes, drawn by the product's renderer, for looking at.

python scripts/sheet.py -o chairs.webp "oak chair" "a red armchair"     one picture a prompt
python scripts/sheet.py -o sheet.webp --families chair,table            styles across, complexities down, a family
python scripts/sheet.py -o sheet.webp --families all --usual            one picture a family
python scripts/sheet.py --each static/img/examples "oak chair"          a clear WebP a prompt, named after its words
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from generation.mesh import render
from generation.mesh.writers import glb
from generation.shapes import assemble, registry, specification, understanding

GROUND = (236, 235, 232)


def of_prompts(prompts: list[str], style: str, complexity: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A specification for each prompt."""
    for prompt in prompts:
        yield prompt, understanding.specify(prompt, style=style, complexity=complexity)


def of_families(names: list[str], *, usual: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every style and complexity of each family, or the usual ones alone, with its usual values."""
    for name in names:
        for complexity in ("medium",) if usual else specification.COMPLEXITIES:
            for style in ("realistic",) if usual else specification.STYLES:
                thing = {"family": name, "parameters": {}, "size_mm": {}}
                yield (
                    name if usual else f"{name}, {style}, {complexity}",
                    {"version": specification.VERSION, "style": style, "complexity": complexity, "objects": [thing]},
                )


def picture(label: str, given: dict[str, Any], size: int) -> Image.Image:
    """One drawn tile with its words, its triangles and what was ignored or warned about below it."""
    scene = assemble.build(given, generator="sheet")
    tile = Image.new("RGB", (size, size + 30), GROUND)
    tile.paste(render.still(glb.write(scene), size=size, background=GROUND), (0, 0))
    notes = "; ".join([*given.get("warnings", []), *(f"ignored {word}" for word in given.get("ignored", []))])
    ImageDraw.Draw(tile).text(
        (4, size), f"{label[:70]}\n{scene.triangle_count:,} triangles {notes[:60]}", fill=(0, 0, 0)
    )
    return tile


def main() -> int:
    """Draw the sheet the arguments ask for."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("prompts", nargs="*")
    cli.add_argument("-o", "--output")
    cli.add_argument("--each", help="folder for one clear WebP a prompt")
    cli.add_argument("--usual", action="store_true", help="realistic and medium only")
    cli.add_argument("--families", help="names with commas, or 'all'")
    cli.add_argument("--style", default="realistic", choices=specification.STYLES)
    cli.add_argument("--complexity", default="medium", choices=specification.COMPLEXITIES)
    cli.add_argument("--size", type=int, default=256)
    cli.add_argument("--columns", type=int, default=0)
    asked = cli.parse_args()
    if asked.each:
        for prompt in asked.prompts:
            scene = assemble.build(understanding.specify(prompt, style=asked.style), generator="sheet")
            name = "-".join("".join(c if c.isalnum() else " " for c in prompt.lower()).split())[:48]
            (Path(asked.each) / f"{name}.webp").write_bytes(render.still_webp(glb.write(scene), asked.size))
        return 0
    named = list(registry.families()) if asked.families == "all" else (asked.families or "").split(",")
    given = (
        of_families(named, usual=asked.usual)
        if asked.families
        else of_prompts(asked.prompts, asked.style, asked.complexity)
    )
    tiles = [picture(label, spec, asked.size) for label, spec in given]
    columns = asked.columns or (3 if asked.families and not asked.usual else min(16, len(tiles)))
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * asked.size, rows * (asked.size + 30)), GROUND)
    for number, tile in enumerate(tiles):
        sheet.paste(tile, (number % columns * asked.size, number // columns * (asked.size + 30)))
    sheet.save(asked.output, quality=88)
    return 0


if __name__ == "__main__":
    sys.exit(main())
