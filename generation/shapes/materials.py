"""Material words to surfaces: colour, metallic, roughness, opacity; and what happens when a colour is named as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["wood", "metal", "glass", "stone", "ceramic", "plastic", "fabric", "paint", "plant", "other"]


@dataclass(frozen=True)
class Surface:
    """How a material looks: sRGB hex, metallic-roughness, opacity (1 is solid)."""

    name: str
    kind: Kind
    colour: str
    metallic: float
    roughness: float
    opacity: float = 1.0
    words: tuple[str, ...] = ()


def _table() -> dict[str, Surface]:
    rows = (
        Surface("oak", "wood", "#c08f55", 0, 0.55, words=("oaken",)),
        Surface("walnut", "wood", "#5f4030", 0, 0.5),
        Surface("beech", "wood", "#d8ad7c", 0, 0.55),
        Surface("pine", "wood", "#dcb87f", 0, 0.6, words=("fir", "spruce", "larch")),
        Surface("birch", "wood", "#e3cba0", 0, 0.55, words=("plywood",)),
        Surface("maple", "wood", "#e0c090", 0, 0.5),
        Surface("ash wood", "wood", "#d6bd95", 0, 0.55),
        Surface("cherry", "wood", "#a0583a", 0, 0.5, words=("cherry wood", "cherrywood")),
        Surface("mahogany", "wood", "#6a2c1c", 0, 0.42),
        Surface("teak", "wood", "#a06a38", 0, 0.55),
        Surface("ebony", "wood", "#3a2a20", 0, 0.42),
        Surface("rosewood", "wood", "#5c2b20", 0, 0.45),
        Surface("cedar", "wood", "#b06c47", 0, 0.62),
        Surface("bamboo", "wood", "#d3b369", 0, 0.55),
        Surface("wood", "wood", "#b8875a", 0, 0.58, words=("wooden", "timber", "log", "hardwood", "softwood")),
        Surface("cork", "wood", "#b98d5e", 0, 0.85),
        Surface("wicker", "wood", "#b8905c", 0, 0.8, words=("rattan", "cane work")),
        Surface("steel", "metal", "#9fa4a9", 1, 0.34, words=("stainless steel", "stainless", "metal", "metallic")),
        Surface("iron", "metal", "#56585b", 1, 0.55, words=("wrought iron", "cast iron")),
        Surface("aluminium", "metal", "#c4c7ca", 1, 0.38, words=("aluminum", "alu")),
        Surface("chrome", "metal", "#d5d8db", 1, 0.1, words=("chromed", "chromium")),
        Surface("brass", "metal", "#cfa348", 1, 0.28),
        Surface("bronze", "metal", "#8f6237", 1, 0.4),
        Surface("copper", "metal", "#c06b43", 1, 0.3),
        Surface("gold leaf", "metal", "#e0b040", 1, 0.22, words=("gilded", "gold plated", "solid gold")),
        Surface("silver metal", "metal", "#d4d6d8", 1, 0.2, words=("sterling silver", "solid silver")),
        Surface("titanium", "metal", "#8f8e8c", 1, 0.42),
        Surface("tin", "metal", "#b5b8ba", 1, 0.42, words=("pewter", "zinc", "lead")),
        Surface("black metal", "metal", "#2b2d30", 1, 0.45, words=("black steel", "black iron")),
        Surface("glass", "glass", "#dcecee", 0, 0.05, 0.34, words=("crystal", "crystal glass")),
        Surface("acrylic", "glass", "#e6eef0", 0, 0.08, 0.42, words=("perspex", "plexiglass", "plexiglas")),
        Surface("stone", "stone", "#9a958a", 0, 0.85, words=("stony", "rock")),
        Surface("marble", "stone", "#e9e6e0", 0, 0.4, words=("white marble",)),
        Surface("granite", "stone", "#7d7a78", 0, 0.5),
        Surface("slate", "stone", "#4a5158", 0, 0.7),
        Surface("sandstone", "stone", "#d3b483", 0, 0.9, words=("limestone",)),
        Surface("concrete", "stone", "#a3a29d", 0, 0.88, words=("cement",)),
        Surface("brick", "stone", "#a5533c", 0, 0.88, words=("bricks",)),
        Surface("plaster", "stone", "#efe7d8", 0, 0.85, words=("stucco", "rendered")),
        Surface("clay", "ceramic", "#b9714c", 0, 0.75, words=("earthenware", "stoneware")),
        Surface("roof tile", "ceramic", "#a9492d", 0, 0.72, words=("tile", "tiled")),
        Surface("ceramic", "ceramic", "#e9e2d4", 0, 0.3, words=("glazed", "pottery")),
        Surface("porcelain", "ceramic", "#f3f1ec", 0, 0.18, words=("china", "enamel")),
        Surface("plastic", "plastic", "#d9dadb", 0, 0.4, words=("pla", "abs", "polymer", "resin", "nylon")),
        Surface("rubber", "plastic", "#26272a", 0, 0.82, words=("tyre rubber", "silicone")),
        Surface("fabric", "fabric", "#8d8a83", 0, 0.95, words=("cloth", "textile", "upholstered", "upholstery")),
        Surface("cotton", "fabric", "#e8e4da", 0, 0.95),
        Surface("linen cloth", "fabric", "#d9cfb8", 0, 0.95),
        Surface("wool", "fabric", "#cfc4b0", 0, 1.0, words=("woollen", "felt", "knitted", "fleece")),
        Surface("velvet", "fabric", "#6b2f45", 0, 0.9),
        Surface("leather", "fabric", "#7a4a2c", 0, 0.6, words=("leathery", "suede")),
        Surface("canvas", "fabric", "#cbbf9f", 0, 0.95),
        Surface("paper", "other", "#f2efe6", 0, 0.9, words=("cardboard", "card")),
        Surface("wax", "other", "#efe3c4", 0, 0.5),
        Surface("ice", "glass", "#d8eef5", 0, 0.12, 0.6),
        Surface("paint", "paint", "#d9dadb", 0, 0.42, words=("painted", "lacquered", "lacquer")),
        Surface("leaf", "plant", "#3f7d3a", 0, 0.75),
        Surface("soil", "other", "#4a382c", 0, 0.98, words=("earth",)),
        Surface("straw", "other", "#cfae62", 0, 0.95, words=("thatch", "thatched")),
        Surface("window glass", "glass", "#8fb9cc", 0, 0.08, 0.55),
    )
    return {row.name: row for row in rows}


SURFACES: dict[str, Surface] = _table()


def words() -> dict[str, str]:
    """Every word for a material to its name."""
    own_names_only = {"leaf", "soil", "paint", "window glass", "roof tile"}
    out = {name: name for name in SURFACES if name not in own_names_only}
    for surface in SURFACES.values():
        out |= dict.fromkeys(surface.words, surface.name)
    return out


def painted(surface: Surface, colour: str, *, asked: bool) -> Surface:
    """The surface in another colour.

    A material that was asked for keeps its nature (red steel is still metal). Where only a colour was named, wood and
    metal are taken to be painted, and everything else keeps its finish.
    """
    if asked or surface.kind not in ("wood", "metal"):
        return Surface(surface.name, surface.kind, colour, surface.metallic, surface.roughness, surface.opacity)
    return Surface("paint", "paint", colour, 0, 0.42)
