"""The colours of static/css/tokens.css as hex, for what cannot read a style sheet: mails."""

import math
import re
from functools import lru_cache

from django.conf import settings

TOKEN = re.compile(r"--([a-z0-9-]+):\s*(light-dark\(\s*oklch\(([^)]*)\)\s*,\s*oklch\(([^)]*)\)\s*\)|oklch\(([^)]*)\));")


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour as #rrggbb; what lies outside sRGB is cut at its edge.

    Lightness 0 to 1, chroma from 0, hue in degrees. Matrices: Björn Ottosson, "A perceptual color space for image
    processing", 2020.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(channel):02x}" for channel in linear)


def _byte(linear: float) -> int:
    bounded = min(max(linear, 0.0), 1.0)
    encoded = 12.92 * bounded if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055
    return round(255 * encoded)


@lru_cache(maxsize=1)
def colours() -> dict[str, tuple[str, str]]:
    """Every colour token as (light, dark)."""
    source = (settings.BASE / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    found = {}
    for name, _whole, light, dark, both in TOKEN.findall(source):
        pair = (light, dark) if light else (both, both)
        found[name] = (_hex(pair[0]), _hex(pair[1]))
    return found


def _hex(parts: str) -> str:
    lightness, chroma, hue = (float(part) for part in parts.split("/", maxsplit=1)[0].split())
    return hex_of(lightness, chroma, hue)
