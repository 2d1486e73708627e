"""Material words to surfaces: colour, metallic, roughness, opacity; and what happens when a colour is named as well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal[
    "wood", "metal", "glass", "stone", "ceramic", "plastic", "fabric", "paint", "plant", "skin", "food", "other"
]


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
        Surface("tinted glass", "glass", "#17222a", 0, 0.08, 0.89),
        Surface("lamp glass", "glass", "#fff0c4", 0, 0.1, 0.88),
        Surface("bone", "other", "#efe6cf", 0, 0.6),
        Surface("bark", "plant", "#6f5138", 0, 0.9),
        Surface("petal", "plant", "#d9485f", 0, 0.6),
        Surface("grass", "plant", "#7da04c", 0, 0.9),
        Surface("snow", "other", "#f4f7f9", 0, 0.75),
        Surface("food", "food", "#dba765", 0, 0.55),
        Surface("icing", "food", "#f3ece2", 0, 0.4),
        Surface("fruit skin", "food", "#c8433a", 0, 0.35),
        Surface("skin", "skin", "#dba884", 0, 0.6),
        Surface("tan fur", "skin", "#c99a63", 0, 0.85),
        Surface("brown fur", "skin", "#8a5c3b", 0, 0.85),
        Surface("dark fur", "skin", "#4d382b", 0, 0.85),
        Surface("grey fur", "skin", "#8e8a86", 0, 0.85),
        Surface("white fur", "skin", "#f0ebe2", 0, 0.85),
        Surface("black fur", "skin", "#2d2b2c", 0, 0.8),
        Surface("orange fur", "skin", "#d27a3c", 0, 0.85),
        Surface("tawny fur", "skin", "#d5a55f", 0, 0.85),
        Surface("bay coat", "skin", "#7d4b2d", 0, 0.6),
        Surface("pink skin", "skin", "#e6a79b", 0, 0.6),
        Surface("grey hide", "skin", "#8f9299", 0, 0.75),
        Surface("green scales", "skin", "#6d9752", 0, 0.6),
        Surface("dark scales", "skin", "#5b7446", 0, 0.6),
        Surface("blue skin", "skin", "#5f86ab", 0, 0.45),
        Surface("grey skin", "skin", "#7b8a97", 0, 0.45),
        Surface("silver scales", "skin", "#a9b8c0", 0, 0.35),
        Surface("orange scales", "skin", "#ec8336", 0, 0.4),
        Surface("yellow feathers", "skin", "#f2c133", 0, 0.8),
        Surface("white feathers", "skin", "#f2efe8", 0, 0.8),
        Surface("brown feathers", "skin", "#7d583a", 0, 0.8),
        Surface("black feathers", "skin", "#2d3036", 0, 0.75),
        Surface("grey feathers", "skin", "#8b9199", 0, 0.8),
        Surface("blue feathers", "skin", "#3f7fb8", 0, 0.8),
        Surface("red feathers", "skin", "#c4402f", 0, 0.8),
        Surface("green feathers", "skin", "#4d9a48", 0, 0.8),
        Surface("pink feathers", "skin", "#ee9aa5", 0, 0.8),
        Surface("mirror glass", "glass", "#dbe8ec", 0.25, 0.05),
        Surface("window glass", "glass", "#8fb9cc", 0, 0.08, 0.55),
    )
    return {row.name: row for row in rows}


SURFACES: dict[str, Surface] = _table()


def words() -> dict[str, str]:
    """Every word for a material to its name."""
    own_names_only = {
        "leaf",
        "bark",
        "petal",
        "grass",
        "snow",
        "lamp glass",
        "soil",
        "paint",
        "window glass",
        "roof tile",
    }
    hidden = own_names_only | {name for name, surface in SURFACES.items() if surface.kind in ("skin", "food")}
    out = {name: name for name in SURFACES if name not in hidden}
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


# Roughness and opacity of a finish; 0 leaves what the material has.
FINISHES: dict[str, tuple[float, float]] = {
    "matte": (0.92, 0.0), "satin": (0.45, 0.0), "glossy": (0.1, 0.0), "polished": (0.08, 0.0), "brushed": (0.5, 0.0),
    "frosted": (0.55, 0.6), "transparent": (0.05, 0.35), "translucent": (0.3, 0.65),
}  # fmt: skip


def finished(surface: Surface, finish: str) -> Surface:
    """The surface with a finish."""
    rough, opacity = FINISHES[finish]
    return replace(surface, roughness=rough, opacity=opacity or surface.opacity)
