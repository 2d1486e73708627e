"""English words by what they do in a prompt: dimensions, sizes, styles, places, groups, and words that only join."""

from __future__ import annotations

DIMENSIONS = {
    "wide": "width", "width": "width", "broad": "width", "breadth": "width", "deep": "depth", "depth": "depth",
    "high": "height", "height": "height", "tall": "height", "long": "length", "length": "length",
    "diameter": "diameter", "across": "diameter", "dia": "diameter", "diam": "diameter", "ø": "diameter",
    "⌀": "diameter", "outside diameter": "diameter", "outer diameter": "diameter", "outside": "diameter",
    "radius": "radius", "thick": "thickness", "thickness": "thickness", "side": "side", "sides": "side",
    "side length": "side", "sides of": "side", "edge length": "side", "length of side": "side", "on each side": "side",
    "each side": "side", "per side": "side", "a side": "side", "on a side": "side", "on every side": "side",
    "girth": "diameter", "in length": "length", "from front to back": "depth", "front to back": "depth",
    "from side to side": "width", "side to side": "width", "tip to tip": "width", "from end to end": "length",
    "end to end": "length", "inner diameter": "bore", "inside diameter": "bore", "internal diameter": "bore",
    "bore": "bore", "inner radius": "inner radius", "wall thickness": "wall", "external diameter": "diameter",
}  # fmt: skip
DIMENSION_NOUNS = frozenset(
    ["width", "breadth", "depth", "height", "length", "diameter", "dia", "diam", "ø", "⌀", "radius", "thickness"]
) | {
    "bore",
    "outside diameter", "outer diameter", "external diameter", "inner diameter", "inside diameter", "internal diameter",
    "inner radius", "wall thickness", "side length", "edge length", "length of side",
}  # fmt: skip
# Letters on drawings: "W 40 x D 30 x H 20 cm", "40 cm (w)"; other languages have their own.
LETTERS = {
    "en": {"w": "width", "d": "depth", "h": "height", "l": "length", "t": "thickness"},
    "de": {"b": "width", "t": "depth", "h": "height", "l": "length", "d": "diameter"},
    "fr": {"l": "width", "p": "depth", "h": "height", "d": "diameter"},
    "es": {"a": "width", "p": "depth", "h": "height", "l": "length", "d": "diameter"},
    "it": {"l": "width", "p": "depth", "h": "height", "d": "diameter"},
    "pt": {"l": "width", "p": "depth", "a": "height", "h": "height", "c": "length", "d": "diameter"},
    "ja": {"w": "width", "d": "depth", "h": "height", "l": "length"},
    "zh": {"w": "width", "d": "depth", "h": "height", "l": "length"},
}
SIZES: dict[str, dict[str, float]] = {
    "tiny": {"all": 0.4}, "mini": {"all": 0.4}, "miniature": {"all": 0.25}, "small": {"all": 0.7},
    "little": {"all": 0.7}, "compact": {"all": 0.8}, "big": {"all": 1.4}, "large": {"all": 1.4},
    "oversized": {"all": 1.6}, "huge": {"all": 2.0}, "massive": {"all": 2.0}, "enormous": {"all": 2.5},
    "giant": {"all": 3.0}, "gigantic": {"all": 3.0}, "medium sized": {"all": 1.0}, "medium": {"all": 1.0},
    "average": {"all": 1.0},
    "very small": {"all": 0.5}, "very large": {"all": 1.8}, "very big": {"all": 1.8}, "extra large": {"all": 1.8},
    "extra small": {"all": 0.5}, "very tall": {"height": 1.7}, "very long": {"length": 1.8},
    "very wide": {"width": 1.6},
    "very thin": {"section": 0.4}, "very thick": {"section": 2.0}, "very low": {"height": 0.5},
    "oversize": {"all": 1.6}, "jumbo": {"all": 2.0}, "colossal": {"all": 3.0}, "teeny": {"all": 0.4},
    "petite": {"all": 0.7}, "half size": {"all": 0.5}, "double size": {"all": 2.0}, "pocket sized": {"all": 0.4},
    "biggest": {"all": 1.6}, "smallest": {"all": 0.6}, "lanky": {"plan": 0.75, "height": 1.2},
    "bulky": {"plan": 1.2, "section": 1.3}, "thicker": {"section": 1.5}, "thinner": {"section": 0.65},
    "narrower": {"width": 0.7}, "deeper": {"depth": 1.3}, "tall": {"height": 1.35},
    "high": {"height": 1.3}, "low": {"height": 0.7}, "short": {"height": 0.75}, "long": {"length": 1.4},
    "wide": {"width": 1.3}, "broad": {"width": 1.3}, "narrow": {"width": 0.7}, "deep": {"depth": 1.3},
    "shallow": {"depth": 0.7}, "slim": {"plan": 0.75}, "slender": {"plan": 0.75, "section": 0.75},
    "skinny": {"plan": 0.65}, "thin": {"section": 0.6}, "fine": {"section": 0.7}, "delicate": {"section": 0.7},
    "thick": {"section": 1.5}, "chunky": {"section": 1.5}, "sturdy": {"section": 1.3}, "heavy": {"section": 1.3},
    "solid": {"section": 1.2}, "fat": {"plan": 1.3}, "stout": {"plan": 1.2, "height": 0.9},
    "squat": {"plan": 1.15, "height": 0.7}, "elongated": {"length": 1.4}, "flat": {"height": 0.6},
    "bigger": {"all": 1.5}, "larger": {"all": 1.5}, "smaller": {"all": 0.65}, "taller": {"height": 1.4},
    "wider": {"width": 1.35}, "longer": {"length": 1.4}, "shorter": {"height": 0.7}, "lower": {"height": 0.7},
}  # fmt: skip
STYLES = {
    "low poly": "low-poly", "lowpoly": "low-poly", "few polygons": "low-poly", "low polygon": "low-poly",
    "polygonal": "low-poly", "faceted": "low-poly", "flat shaded": "low-poly", "stylized": "stylized",
    "stylised": "stylized", "cartoon": "stylized", "cartoonish": "stylized", "cartoony": "stylized",
    "toy like": "stylized", "toylike": "stylized", "cute": "stylized", "realistic": "realistic",
    "photorealistic": "realistic", "lifelike": "realistic", "true to life": "realistic",
}  # fmt: skip
COMPLEXITIES = {
    "simple": "simple", "basic": "simple", "plain": "simple", "minimal": "simple", "minimalist": "simple",
    "detailed": "complex", "highly detailed": "complex", "very detailed": "complex", "intricate": "complex",
    "elaborate": "complex", "ornate": "complex", "complex": "complex",
}  # fmt: skip
# A place word to its relation; "<" turns it round: a bowl filled with apples has the apples in it.
RELATIONS = {
    word: name
    for name, words in {
        "on": """on, on top of, on top, upon, atop, onto, standing on, sitting on, resting on, lying on, placed on,
            perched on, mounted on, set on, put on, in the middle of, in the centre of, in the center of,
            at the centre of, at the center of, on the top of, seated on, balanced on, displayed on,
            at the corner of, on the edge of, on the corner of, on the roof of""",
        "under": "under, underneath, beneath, below, standing under, sitting under, lying under, hidden under",
        "above": """above, over, hovering over, hovering above, floating above, floating over, hanging over,
            hanging above""",
        "beside": """beside, next to, by the side of, near, alongside, close to, adjacent to, at the side of, against,
            leaning against, leaning on, standing next to, standing beside, sitting next to, sitting beside, by the""",
        "left": "to the left of, left of, on the left of, to the left side of, on the left side of, at the left of",
        "right": """to the right of, right of, on the right of, to the right side of, on the right side of,
            at the right of""",
        "front": "in front of, before, standing in front of, sitting in front of, ahead of",
        "behind": "behind, at the back of, in back of, standing behind, sitting behind, hiding behind, hidden behind",
        "between": "between, in between, standing between, placed between",
        "around": """around, surrounding, all around, placed around, standing around, arranged around, sitting around,
            seated around, round about, encircling, in a ring around, in a circle around, in a ring round""",
        "seat": "at, seated at, sitting at, standing at, pulled up to",
        "in": """inside, within, into, sitting in, lying in, standing in, placed in, inside of, put in, planted in,
            growing in""",
        "<around": "surrounded by, ringed by, encircled by, surrounded with",
        "<in": "containing, filled with, full of, that contains, which contains, that holds, stuffed with",
        "<on": "topped with, topped by, supporting, crowned by, crowned with",
        "<beside": "flanked by, accompanied by",
    }.items()
    for word in " ".join(words.split()).split(", ")
}
# Both sides of a thing that was named before.
FLANKS = (
    "on each side", "on either side", "on both sides", "at each side", "at either side", "at both sides",
    "to either side", "to each side", "left and right", "on the left and right",
)  # fmt: skip
PRONOUNS = (
    "it",
    "them",
    "this",
    "that",
    "these",
    "those",
    "each",
    "each of them",
    "each one",
    "every one",
    "each of",
    "both",
    "both of them",
    "all of them",
    "everything",
)
GROUPS = {
    word: name
    for name, words in {
        "row": """in a row, standing in a row, sitting in a row, placed in a row, hanging in a row, standing in a line,
            in a row together, in a line, in line, side by side, row of, line of, in one row, lined up, queue of,
            in a queue,
            all in a row, arranged in a row, arranged in a line, rows of""",
        "stack": """stack of, pile of, stacked, tower of, on top of each other, one on top of the other, stacked up,
            on top of one another, stacked on top of each other, stacked on top of one another, in a stack, in a pile,
            piled up, stacked one on top of the other, one above the other, one on the other""",
        "ring": """ring of, circle of, in a circle, in a ring, arranged in a circle, arranged in a ring,
            standing in a circle,
            standing in a ring, placed in a circle, forming a circle, forming a ring, in a round""",
        "grid": "grid of, in a grid, array of, arranged in a grid, in rows and columns",
        "facing": "facing each other, facing one another, face to face, opposite each other, across from each other",
    }.items()
    for word in " ".join(words.split()).split(", ")
}
_COMPARED = {
    "taller": ("height", 1.25), "higher": ("height", 1.25), "bigger": ("all", 1.25), "larger": ("all", 1.25),
    "smaller": ("all", 0.8), "shorter": ("height", 0.8), "wider": ("width", 1.25), "lower": ("height", 0.8),
    "longer": ("length", 1.25), "narrower": ("width", 0.8),
}  # fmt: skip
_ENDS = """one before, last, last one, previous one, one before it, previous, next, next one, one below, one beneath,
    one under it, one above, one below it, one underneath, other, one to its left, one to the left, preceding one"""
# How one copy differs from the one before: along an axis by a factor, or in colour.
SERIES: dict[str, tuple[str, float]] = {
    **{
        f"{start} {word} than {the}{end}".strip(): effect
        for start in ("each", "each one", "every one", "each being", "every", "")
        for the in ("the ", "")
        for end in " ".join(_ENDS.split()).split(", ")
        for word, effect in _COMPARED.items()
        if start or the
    },
    **{
        f"{start} {which} {colour}": ("colour", 1.0)
        for start in (
            "each", "each a", "each in a", "each in", "each of a", "each of", "each with a", "each one a",
            "each having a",
            "each one in a", "each painted in a", "each painted a", "all in", "all", "in", "of", "every one in a",
            "each has a",
        )
        for which in ("different", "another", "own", "distinct", "various", "its own", "new")
        for colour in ("colour", "color", "colours", "colors")
    },
    **{
        f"{start} {size}": ("all", 1.25)
        for start in (
            "of different", "in different", "of various", "of increasing", "in increasing", "each a different",
        )
        for size in ("size", "sizes")
    },
    "of increasing height": ("height", 1.25), "of decreasing size": ("all", 0.8), "in decreasing size": ("all", 0.8),
    "of different heights": ("height", 1.25), "of decreasing height": ("height", 0.8),
    "getting taller": ("height", 1.25), "getting bigger": ("all", 1.25), "getting smaller": ("all", 0.8),
    "from small to large": ("all", 1.25), "from large to small": ("all", 0.8), "multicoloured": ("colour", 1.0),
}  # fmt: skip
# How far a thing that opens is open.
OPENINGS = {
    "open": 0.75, "opened": 0.75, "wide open": 1.0, "fully open": 1.0, "half open": 0.5, "half opened": 0.5,
    "ajar": 0.25,
    "half closed": 0.5, "partly open": 0.4, "slightly open": 0.2, "closed": 0.0, "shut": 0.0, "fully closed": 0.0,
    "folded": 0.0, "unfolded": 1.0, "half shut": 0.5, "half folded": 0.5, "a quarter open": 0.25,
}  # fmt: skip
# What a surface is like, whatever it is of.
FINISHES = {
    "matte": "matte", "matt": "matte", "mat": "matte", "unglazed": "matte", "glossy": "glossy", "gloss": "glossy",
    "shiny": "glossy", "high gloss": "glossy", "satin": "satin", "semi gloss": "satin", "polished": "polished",
    "mirror polished": "polished", "brushed": "brushed", "frosted": "frosted", "transparent": "transparent",
    "see through": "transparent", "clear": "transparent", "translucent": "translucent", "milky": "translucent",
    "hammered": "brushed", "unpolished": "matte", "rough": "matte",
}  # fmt: skip
EXCEPTIONS = ("except", "except for", "apart from", "other than", "all but", "with the exception of", "save for")
WHOLES = (
    "everything",
    "the rest",
    "rest",
    "the whole thing",
    "whole thing",
    "everything else",
    "all of it",
    "all of them",
)
SHARED = ("both", "all", "all of them", "both of them", "all three", "all four", "everything")
TIMES = {
    "twice": 2.0,
    "thrice": 3.0,
    "half": 0.5,
    "double": 2.0,
    "times": 1.0,
    "equally": 1.0,
    "just": 1.0,
    "exactly": 1.0,
}
NEGATIONS = (
    "without", "no", "not", "instead of", "rather than", "but not", "minus", "lacking",
    "excluding", "free of", "never", "non", "don't want", "do not want", "with no", "without any", "and no",
    "having no", "has no", "devoid of", "nor", "neither", "instead of any",
    "that has no", "which has no", "not having", "in place of", "isn't", "is not", "are not", "aren't", "but no",
)  # fmt: skip
WITH = (
    "with",
    "having",
    "has",
    "featuring",
    "including",
    "plus",
    "that has",
    "which has",
    "whose",
    "have",
    "bearing",
    "it has",
    "together with",
    "along with",
    "as well as",
    "equipped with",
    "fitted with",
    "decorated with",
    "complete with",
    "carrying",
    "and with",
    "but with",
    "that is",
    "which is",
)
OF = (
    "of", "made of", "made from", "made out of", "out of", "from", "in", "painted", "coloured", "colored", "is", "are",
    "should be", "must be", "made", "built of", "built from", "carved from", "carved of", "done in", "finished in",
    "painted in", "coloured in", "cast in", "carved", "turned from", "fashioned from", "made with", "constructed of",
    "crafted from", "crafted in",
    "was", "were", "be", "comes in", "available in",
)  # fmt: skip
SEE_THROUGH = (
    "set of", "flight of", "kind of", "sort of", "type of", "piece of", "model of", "3d model of", "version of",
    "miniature of", "replica of", "copy of", "design of", "design for", "rendering of", "render of", "image of",
    "picture of", "drawing of", "sketch of", "mesh of", "group of", "collection of", "example of", "style of",
    "form of", "shape of", "something like", "model for", "statue of", "figurine of", "sculpture of",
    "bust of", "carving of", "miniature model of", "scale model of",
    "toy model of", "plastic model of", "figure of", "in the shape of", "in the style of", "piece",
)  # fmt: skip
FILL = (
    "please", "3 d", "3 d printable", "3 d printed", "3 d print of", "3 d model", "3 d model of", "2 d", "can",
    "could", "would", "you", "me", "i", "we", "my", "our", "want", "need", "like", "to", "make",
    "create", "generate", "build", "design", "model", "draw", "do", "give", "show", "get", "have", "let's", "lets",
    "erm", "um", "uh", "hi", "hello", "hey", "thanks", "thank", "ta", "cheers", "some", "any", "very", "really",
    "quite", "rather", "just", "about", "approximately", "approx", "roughly", "circa", "ca", "exactly", "only", "also",
    "too", "so", "it", "its", "it's", "that", "which", "this", "these", "those", "there", "be", "being", "been", "am",
    "i'd", "i'm", "as", "for", "by", "up", "each", "every", "all", "both", "total", "overall", "size", "sized",
    "dimensions", "measuring", "measures", "measurement", "standing", "stands", "sits",
    "sitting", "lies", "lying", "rests", "hangs", "colour", "color", "material", "finish",
    "style", "styled", "looking", "look", "looks", "3d", "d", "object", "thing", "item", "one", "ones", "other",
    "another", "then", "than", "or", "if", "will", "shall", "may", "x", "your", "their", "his", "her", "new", "good",
    "nice", "nicely", "great", "lovely", "beautiful", "pretty", "simply", "more", "less", "most", "least", "much",
    "different", "same", "own", "per", "side", "sides", "front", "rear", "left", "right", "upper", "lower", "shaped",
    "shape", "wise", "printable", "print", "printing", "file", "design", "max", "maximum", "minimum", "min", "pls",
    "plz",
    "there is", "there are", "there's", "here", "kindly", "put", "place", "add", "stand", "arranged", "placed",
    "located",
    "standing on its own", "whole", "entire", "set", "single", "kind", "sort", "type", "version", "matching", "maybe",
    "perhaps", "now", "suitable", "perfect", "using", "use", "used", "render", "scene", "showing", "picture",
    "who", "what", "when", "while", "them", "they", "he", "she", "him", "nothing", "something", "anything", "should",
    "must", "around about", "well", "ideally", "preferably", "ok", "okay", "thx", "high quality", "quality",
    "asset", "game", "gaming", "rendered", "high resolution", "detailed version", "visualise", "visualize", "imagine",
    "image", "photo", "facing", "side by side with", "not more", "no more", "at least", "at most", "up to", "no less",
    "no more than", "not more than", "no less than", "more than", "less than", "slightly", "little bit", "bit", "a bit",
    "a little", "somewhat", "fairly", "both",
)  # fmt: skip
DETERMINERS = {"a": "a", "an": "a", "the": "the", "this": "the", "that": "the"}
# Words that often stand after a noun, or before one, without being what is wanted.
ADJECTIVES = frozenset(
    [
        "modern",
        "antique",
        "vintage",
        "old",
        "ancient",
        "classic",
        "classical",
        "traditional",
        "rustic",
        "medieval",
        "victorian",
        "gothic",
        "baroque",
        "nordic",
        "scandinavian",
        "industrial",
        "elegant",
        "fancy",
        "cool",
        "comfortable",
        "comfy",
        "cosy",
        "cozy",
        "funny",
        "happy",
        "sad",
        "clean",
        "dirty",
        "smooth",
        "worn",
        "weathered",
        "futuristic",
        "royal",
        "luxury",
        "luxurious",
        "cheap",
        "expensive",
        "strong",
        "light",
        "lightweight",
        "empty",
        "full",
        "straight",
        "curved",
        "hollow",
        "decorative",
        "ornamental",
        "garden",
        "outdoor",
        "indoor",
        "kitchen",
        "office",
        "school",
        "home",
        "living",
        "dining",
        "wooden",
        "single",
        "double",
        "main",
        "extra",
        "special",
        "typical",
        "standard",
        "regular",
        "normal",
        "usual",
        "proper",
        "real",
        "little",
        "lonely",
        "magic",
        "magical",
        "enchanted",
        "haunted",
        "fairy",
        "everyday",
        "handmade",
        "retro",
        "contemporary",
    ]
)
