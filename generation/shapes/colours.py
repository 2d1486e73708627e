"""Colour words to hex and to linear RGB: the 147 names of CSS, everyday names, and how "light" and "dark" bend them."""

from __future__ import annotations

import colorsys
import re
from functools import cache

_CSS = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4
black 1c1c1e blanchedalmond ffebcd blue 1f4fd8 blueviolet 8a2be2 brown 8b5a2b burlywood deb887 cadetblue 5f9ea0
chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00d5e0
darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray 555555 darkgreen 006400 darkgrey 555555
darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000
darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f
darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc
ghostwhite f8f8ff gold dfb52e goldenrod daa520 gray 808080 green 2e8b3d greenyellow adff2f grey 808080
honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki c3b091 lavender c9b8e8
lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff
lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1
lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899
lightsteelblue b0c4de lightyellow ffffe0 lime 32cd32 limegreen 32cd32 linen faf0e6 magenta f000d0 maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970
mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 1f2a5a oldlace fdf5e6 olive 808000
olivedrab 6b8e23 orange ed7d31 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98
paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink f499b7 plum 8e4585
powderblue b0e0e6 purple 7b2d9b rebeccapurple 663399 red c81e1e rosybrown bc8f8f royalblue 4169e1
saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0
skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4
tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 30cfc0 violet 8f3fd0 wheat f5deb3 white f4f4f2
whitesmoke f5f5f5 yellow f2c200 yellowgreen 9acd32
"""
# The plain words above ("red", "green", "black") are what a person pictures, not the monitor's primary of that name.
_EVERYDAY = {
    "cream": "f3e9d2", "off-white": "f4f0e6", "eggshell": "f0ead6", "ecru": "d8ccb0", "sand": "d9c49a",
    "mustard": "d9a520", "ochre": "cc7722", "amber": "ffb000", "apricot": "fbceb1", "peach": "ffcba4",
    "terracotta": "c4623f", "rust": "a8451f", "burgundy": "6d1228", "wine red": "722f37", "wine": "722f37",
    "bordeaux": "6d1228", "cherry red": "c0162c", "blood red": "8a0707", "scarlet": "d42a1c", "ruby": "9b111e",
    "brick red": "a8402d", "raspberry": "c21e56", "rose": "e8909c", "blush": "e8b4b0", "mauve": "b784a7",
    "lilac": "c8a2c8", "aubergine": "3d1a3a", "eggplant": "3d1a3a", "cobalt": "0047ab", "cobalt blue": "0047ab",
    "navy blue": "1f2a5a", "royal blue": "4169e1", "sky blue": "87ceeb", "baby blue": "a6cfe8",
    "ice blue": "cfe8f0", "electric blue": "0a5cff", "petrol": "0f5a66", "petrol blue": "0f5a66",
    "midnight blue": "191970", "denim": "3a5a86", "cerulean": "2a7fbf", "ultramarine": "1d2e9e",
    "sage": "9caf88", "sage green": "9caf88", "mint": "98d8b8", "mint green": "98d8b8", "emerald": "0f8a55",
    "emerald green": "0f8a55", "jade": "00a36c", "moss": "6b7b3a", "moss green": "6b7b3a", "bottle green": "0b3d2a",
    "racing green": "0b3d2a", "british racing green": "0b3d2a", "forest green": "228b22", "olive green": "6b6b1f",
    "pea green": "8fae3a", "grass green": "4f9a36", "lime green": "32cd32", "apple green": "7fb536",
    "sea green": "2e8b57", "lemon": "f7e23e", "lemon yellow": "f7e23e", "sunflower": "f5b916", "golden": "d4a62a",
    "canary yellow": "ffe52e", "charcoal": "36393d", "charcoal grey": "36393d", "anthracite": "2f3236",
    "graphite": "41464b", "ash": "b2b5b0", "stone grey": "8d8a82", "dove grey": "b5b3ae", "taupe": "8b7d6f",
    "pearl": "eae6dc", "pearl white": "f0ede4", "jet black": "0d0d0f", "pitch black": "0d0d0f",
    "chestnut": "7a3b22", "caramel": "b8763c", "coffee": "5a3b28", "mocha": "6f4e3a", "camel": "b98e5c",
    "sepia": "704214", "hot pink": "ff69b4", "neon pink": "ff2fa0", "neon green": "39ff14", "neon yellow": "e6ff00",
    "rose gold": "b76e79", "gunmetal": "3b4044", "champagne": "e6d3ae", "platinum": "d6d6d2", "off white": "f3efe4",
    "duck egg blue": "b7d3cf", "fire red": "c8102e", "strawberry red": "d53f4c", "avocado green": "6a7f3c",
    "pistachio": "a9c87f", "pine green": "1f5c46", "hunter green": "355e3b", "neon orange": "ff6a1f",
    "rust red": "9c3f22",
    "fawn": "c9a777", "buff": "d9c08c", "straw yellow": "e1c96a", "honey": "d99a2b", "butter yellow": "f2e08a",
    "vanilla": "f1e3b8", "snow white": "f9fafb", "chalk white": "f2f1ec", "bone white": "e9e2cf", "oatmeal": "d9cdb5",
    "sapphire": "1b4f9c", "skin coloured": "e5b99a", "dusty pink": "d0a0a0", "rose red": "c21e56",
    "salmon pink": "f4917f", "baby pink": "f4c2c9", "copper red": "a8512e",
}  # fmt: skip
_SHADES = {
    "light": ("f", 0.45), "pale": ("f", 0.5), "pastel": ("f", 0.5), "soft": ("f", 0.3), "bright": ("s", 0.35),
    "vivid": ("s", 0.45), "deep": ("0", 0.3), "dark": ("0", 0.42), "dull": ("8", 0.35), "muted": ("8", 0.35),
    "neon": ("s", 0.8), "dusty": ("8", 0.35),
}  # fmt: skip


# One after another, far apart to the eye.
_PALETTE = (
    "red", "blue", "yellow", "green", "orange", "purple", "turquoise", "pink", "brown", "white", "navy", "olive",
    "coral", "teal", "gold", "grey",
)  # fmt: skip


@cache
def names() -> dict[str, str]:
    """Colour names (lower case, words apart by blanks) to "#rrggbb"."""
    words = _CSS.split()
    out = dict(zip(words[::2], (f"#{value}" for value in words[1::2]), strict=True))
    for compound in [name for name in out if len(name) > 6]:
        for tail in _tails():
            if compound.endswith(tail) and compound != tail:
                out.setdefault(f"{compound.removesuffix(tail)} {tail}", out[compound])
                break
    return out | {name: f"#{value}" for name, value in _EVERYDAY.items()}


def _tails() -> tuple[str, ...]:
    return (
        "goldenrodyellow", "slateblue", "slategray", "slategrey", "seagreen", "steelblue", "skyblue", "olivegreen",
        "springgreen", "violetred", "goldenrod", "aquamarine", "turquoise", "magenta", "orchid", "purple", "salmon",
        "orange", "violet", "yellow", "khaki", "coral", "brown", "white", "green", "cyan", "blue", "gray", "grey",
        "pink", "rose", "red",
    )  # fmt: skip


def shades() -> frozenset[str]:
    """The words that bend a colour."""
    return frozenset(_SHADES)


def shaded(colour: str, shade: str) -> str:
    """The hex colour made lighter, darker, stronger or duller by a shade word."""
    way, much = _SHADES[shade]
    values = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    if way == "s":
        middle = sum(values) / 3
        mixed = [value + (value - middle) * much for value in values]
    else:
        goal = int(way * 2, 16)
        mixed = [value + (goal - value) * much for value in values]
    return "#" + "".join(f"{min(255, max(0, round(value))):02x}" for value in mixed)


def lively(colour: str) -> str:
    """The hex colour a little fuller and brighter, as stylized things wear it; greys stay grey."""
    hue, fullness, value = colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    fuller = colorsys.hsv_to_rgb(hue, min(fullness * 1.22, 1.0), value + (1 - value) * 0.22 * fullness)
    return "#" + "".join(f"{round(share * 255):02x}" for share in fuller)


def linear(colour: str) -> tuple[float, float, float]:
    """Linear RGB of "#rrggbb", as glTF wants it (the sRGB curve of IEC 61966-2-1)."""
    out = []
    for at in (1, 3, 5):
        value = int(colour[at : at + 2], 16) / 255
        out.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return out[0], out[1], out[2]


def full_hex(text: str) -> str:
    """The six-digit form of "#rgb" or "#rrggbb"; empty where it is neither."""
    digits = text.removeprefix("#").lower()
    if not all(digit in "0123456789abcdef" for digit in digits):
        return ""
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}" if len(digits) == 6 else ""


def written(text: str) -> str:
    """The colour of "#rgb", "#rrggbb" or "rgb(r, g, b)" as "#rrggbb"."""
    if text.startswith("#"):
        return full_hex(text)
    values = [min(int(digits), 255) for digits in re.findall(r"\d+", text)]
    return "#" + "".join(f"{value:02x}" for value in values)


def apart(number: int) -> dict[str, str]:
    """The name and hex of the colour of one of many that shall differ: far apart to the eye, lighter from the 17th."""
    turn, at = divmod(number, len(_PALETTE))
    name, shade = _PALETTE[at], ("", "light", "dark")[turn % 3]
    value = names()[name]
    return {"name": f"{shade} {name}".strip(), "hex": shaded(value, shade) if shade else value}


def mixed(first: str, second: str) -> str:
    """The hex colour halfway between two."""
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round((one + other) / 2):02x}" for one, other in pairs)
