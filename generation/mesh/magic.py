"""What a file is, in words and by its first bytes. No numpy here: pages look at files too."""

_KINDS: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "a PNG picture"),
    (b"\xff\xd8\xff", 0, "a JPEG picture"),
    (b"GIF8", 0, "a GIF picture"),
    (b"WEBP", 8, "a WebP picture"),
    (b"%PDF", 0, "a PDF document"),
    (b"PK\x03\x04", 0, "a zip archive"),
    (b"Kaydara FBX Binary", 0, "an FBX model"),
    (b"ply\n", 0, "a PLY model"),
    (b"ply\r", 0, "a PLY model"),
    (b"solid ", 0, "a text STL model"),
    (b"BLENDER", 0, "a Blender file"),
    (b"\x1f\x8b", 0, "a gzip archive"),
)


def kind_of(head: bytes) -> str:
    """What a file is, by its first bytes and in words: `a PNG picture`, or `` when unknown."""
    for magic, offset, words in _KINDS:
        if head[offset : offset + len(magic)] == magic:
            return words
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start[:1] == b"<":
        lowered = start.lower()
        if b"<html" in lowered or b"<!doctype html" in lowered:
            return "a web page"
        return "an SVG picture" if b"<svg" in lowered else "an XML document"
    if start[:1] == b"{":
        return "a JSON text, perhaps a .gltf without its other files"
    return ""
