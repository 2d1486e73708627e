"""The picture gate: what people bring is read in a worker's limited child, made clean and upright, then stored.

What is stored never has its place, its camera or its maker in it, whatever the picture that came held.
"""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from nexus.foundation import bench
from nexus.foundation.errors import Invalid, NexusError
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

MOST_BYTES = 10 * 2**20
PICTURE_SECONDS = 20.0  # a worker that has just started loads its libraries first


class PictureTooLarge(NexusError):  # noqa: N818 - read as a sentence, like its siblings
    """Beyond the limit of bytes."""

    status = 413
    default_code = "picture_too_large"


def take_picture(data: bytes, *, filename: str, portrait: int = 0) -> StoredFile:
    """Store a picture that passed the gate; its key alone opens it. `portrait` asks for its middle, as a square of at
    most that many pixels.

    Raises PictureTooLarge over 10 MB, Invalid `not_a_picture` with the gate's reason, Unavailable where no worker is
    free.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(
            f"A picture has at most {MOST_BYTES // 2**20} MB; this one has {len(data) / 2**20:.1f} MB."
        )
    if not data:
        raise Invalid("The picture is empty.", code="not_a_picture", fields={"image": ["Empty."]})
    options: dict[str, Any] = {"portrait": portrait} if portrait else {}
    asked = {"act": "mesh", "verb": "picture", "options": options}
    said, clean = bench.ask(asked, given=data, seconds=PICTURE_SECONDS)
    if not said.get("ok"):
        sentence = f"{said['refused']['sentence']} {said['refused']['remedy']}".strip()
        raise Invalid(sentence, code="not_a_picture", fields={"image": [sentence]})
    stem = Path(filename).stem[:80] or "picture"
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as handle:
        handle.write(clean)
        handle.flush()
        return files.put(Path(handle.name), filename=f"{stem}{Path(said['file']).suffix}", is_open=True)
