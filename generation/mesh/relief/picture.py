"""The gate for pictures: known by content, refused from the header, upright, and without what a camera wrote."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Literal

from PIL import Image, ImageCms

from generation.mesh import magic, pictures
from generation.mesh.refusal import Refused

MOST_BYTES = 10 * 2**20
MOST_PIXELS = 40_000_000
LEAST_SIDE, MOST_SIDE = 16, 20_000
KEPT_SIDE = 2048
QUALITY = 92

Kind = Literal["png", "jpg"]
_KINDS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
_TAKE_ANOTHER = "Choose another picture, or save it again as JPEG or PNG."
_SMALLER = "Make the picture smaller, then choose it again."
_ORIENTATION, _GPS = 0x0112, 0x8825
# EXIF 2.32, tag 0x0112: what has to be done to a stored picture to see it upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, eq=False)
class Clean:
    """A picture that may be stored and served: the bytes of a new file, its kind, and what was found in the old one."""

    data: bytes
    kind: Kind
    facts: dict[str, Any]


def clean(data: bytes) -> Clean:
    """A new file from a stranger's: PNG where something is see-through, else JPEG, at most 2048 pixels a side, sRGB,
    upright, with no EXIF, no place, no comment and no profile.

    Raises Refused with one of: `empty`, `too-big`, `unknown-kind`, `broken-picture`, `too-many-pixels`, `too-small`,
    `animated`.
    """
    return _written(*opened(data))


def _written(image: Image.Image, facts: dict[str, Any]) -> Clean:
    file = io.BytesIO()
    kind: Kind = "png" if image.mode == "RGBA" else "jpg"
    if kind == "png":
        image.save(file, "PNG", optimize=False)
    else:
        image.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    found = {"format": kind, "bytes": file.tell(), "width": image.width, "height": image.height}
    return Clean(file.getvalue(), kind, facts | found)


def portrait(data: bytes, *, side: int) -> Clean:
    """The middle of a stranger's picture as a square of at most `side` pixels; else as `clean`. Refuses as `clean`."""
    image, facts = opened(data, most_side=4 * side)
    least = min(image.size)
    left, top = (image.width - least) // 2, (image.height - least) // 2
    return _written(_at_most(image.crop((left, top, left + least, top + least)), side), facts)


def opened(data: bytes, most_side: int = KEPT_SIDE) -> tuple[Image.Image, dict[str, Any]]:
    """The pixels, RGB or RGBA, upright, at most `most_side` a side; and the facts of the file. Refuses as `clean`."""
    header = _header(data)
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=(_KINDS[header.kind],))
        if image.size != (header.width, header.height):
            raise _broken("its size is told twice, and differently")
        # A JPEG may hold further pictures beside its own (depth, brightness); those are left out with the rest.
        if header.kind != "jpeg" and getattr(image, "n_frames", 1) > 1:
            raise Refused("animated", "This picture moves; a model is made from one that stands still.", _TAKE_ANOTHER)
        orientation, stripped = _camera_notes(image)
        profile = image.info.get("icc_profile")
        image.draft("RGB", (most_side, most_side))
        image.load()
        image = _plain(image, profile)
    except (Refused, MemoryError):
        raise
    except Exception as failure:  # the decoders raise whatever a crafted file leads them to
        raise _broken("it ends too early or its data contradict themselves") from failure
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    image = _at_most(image, most_side)
    image.info = {}
    sides = (header.height, header.width) if orientation in {5, 6, 7, 8} else (header.width, header.height)
    facts = {
        "source": header.kind,
        "source_size": list(sides),
        "width": image.width,
        "height": image.height,
        "alpha": image.mode == "RGBA",
        "turned": orientation in _UPRIGHT,
        "stripped": stripped,
    }
    return image, facts


def _header(data: bytes) -> pictures.Size:
    """Kind and size from the first bytes, with every refusal that needs no decoding."""
    if not data:
        raise Refused("empty", "This file is empty.", _TAKE_ANOTHER)
    if len(data) > MOST_BYTES:
        raise too_big(len(data))
    try:
        found = pictures.size_of(memoryview(data), "the file")
    except Refused as failure:
        kind = magic.kind_of(data[:512])
        if data[:3] == b"\xff\xd8\xff" or kind.startswith(("a PNG", "a JPEG", "a WebP")):
            raise _broken("its head tells no size") from failure
        what = f"This is {kind}" if kind else "This is no picture that can be read"
        raise Refused("unknown-kind", f"{what}; PNG, JPEG and WebP are taken.", _TAKE_ANOTHER) from None
    if found.kind not in _KINDS:
        raise Refused("unknown-kind", "This is a KTX2 texture; PNG, JPEG and WebP are taken.", _TAKE_ANOTHER)
    if found.width * found.height > MOST_PIXELS or max(found.width, found.height) > MOST_SIDE:
        size = f"{found.width:,} × {found.height:,} pixels"
        most = f"{MOST_PIXELS // 1_000_000} million pixels and {MOST_SIDE:,} a side"
        raise Refused("too-many-pixels", f"This picture has {size}; the most is {most}.", _SMALLER)
    if min(found.width, found.height) < LEAST_SIDE:
        size = f"{found.width} × {found.height} pixels"
        raise Refused("too-small", f"This picture has {size}; the least is {LEAST_SIDE} a side.", _TAKE_ANOTHER)
    return found


def too_big(size: int) -> Refused:
    """The refusal of a picture by its bytes alone."""
    most = f"{MOST_BYTES // 2**20} MB"
    return Refused("too-big", f"This picture has {size / 2**20:.1f} MB; the most is {most}.", _SMALLER)


def _broken(why: str) -> Refused:
    return Refused("broken-picture", f"This picture is damaged: {why}.", _TAKE_ANOTHER)


def _camera_notes(image: Image.Image) -> tuple[int, list[str]]:
    """How the camera was held, and the names of what will not be kept. Notes that cannot be read are none."""
    names = [name for key, name in (("exif", "EXIF"), ("xmp", "XMP"), ("icc_profile", "ICC")) if image.info.get(key)]
    names += ["comment"] if image.info.get("comment") else []
    try:
        notes = image.getexif()
        if notes.get_ifd(_GPS):
            names.append("GPS")
        orientation = notes.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 — a picture whose notes are nonsense is still a picture
        return 1, names
    return (orientation if isinstance(orientation, int) else 1), names


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, or RGBA where any pixel is see-through; colours brought to sRGB by the file's own profile."""
    if image.mode.startswith("I") or image.mode == "F":
        image = image.point(lambda value: value / 256).convert("L")
    see_through = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    alpha = image.convert("RGBA").getchannel("A") if see_through else None
    colours = image.convert("RGBA").convert("RGB") if see_through else image
    colours = _in_srgb(colours, profile)
    if alpha is None or alpha.getextrema()[0] == 255:
        return colours
    colours.putalpha(alpha)
    return colours


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in {"RGB", "L", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            made = None  # a profile that does not fit its picture is treated as the missing one that most files have
        if made is not None:
            return made
    return image.convert("RGB")


def _at_most(image: Image.Image, side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= side:
        return image
    size = (max(1, round(image.width * side / longest)), max(1, round(image.height * side / longest)))
    if image.mode == "RGBA":  # premultiplied, else the colour behind what is see-through would bleed into the edge
        return image.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    return image.resize(size, Image.Resampling.LANCZOS)
