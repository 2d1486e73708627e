"""Pictures that people and programs bring: read in a limited child, made clean and upright, then stored.

What is stored never has its place, its camera or its maker in it, whatever the picture that came held.
"""

import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

from generation import workbench
from nexus.foundation.errors import Invalid, NexusError, Unavailable
from nexus.foundation.outbound import Client, OutboundError, TooLarge
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

MOST_BYTES = 10 * 2**20
FETCH_SECONDS = 20.0
PICTURE_SECONDS = 20.0  # a worker that has just started loads its libraries first


class PictureTooLarge(NexusError):  # noqa: N818 - read as a sentence, like its siblings
    """Beyond the limit of bytes."""

    status = 413
    default_code = "picture_too_large"


def take_picture(data: bytes, *, filename: str) -> StoredFile:
    """Store a picture that passed the gate; its key alone opens it.

    Raises PictureTooLarge over 10 MB, Invalid `not_a_picture` with the gate's reason, Unavailable where no worker is
    free.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(
            f"A picture has at most {MOST_BYTES // 2**20} MB; this one has {len(data) / 2**20:.1f} MB."
        )
    if not data:
        raise Invalid("The picture is empty.", code="not_a_picture", fields={"image": ["Empty."]})
    said, clean = workbench.ask({"act": "mesh", "verb": "picture", "options": {}}, given=data, seconds=PICTURE_SECONDS)
    if not said.get("ok"):
        sentence = f"{said['refused']['sentence']} {said['refused']['remedy']}".strip()
        raise Invalid(sentence, code="not_a_picture", fields={"image": [sentence]})
    stem = Path(filename).stem[:80] or "picture"
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as handle:
        handle.write(clean)
        handle.flush()
        return files.put(Path(handle.name), filename=f"{stem}{Path(said['file']).suffix}", is_open=True)


def fetch_picture(url: str) -> StoredFile:
    """Store the picture at a public address, fetched once by the rules of the outbound client.

    Raises Invalid `image_unreachable` with the reason where it cannot be had, and what `take_picture` raises.
    """
    if not workbench.WAITING.acquire(blocking=False):
        raise Unavailable(workbench.BUSY)
    try:
        answer = client().request("GET", url, seconds=FETCH_SECONDS, max_bytes=MOST_BYTES, retries=1)
    except TooLarge as large:
        raise PictureTooLarge(str(large)) from large
    except OutboundError as failure:
        raise _unreachable(str(failure)) from failure
    finally:
        workbench.WAITING.release()
    if answer.status >= 400:
        raise _unreachable(f"Its server answered {answer.status}.")
    return take_picture(answer.body, filename=url.rpartition("/")[2].partition("?")[0])


def _unreachable(why: str) -> Invalid:
    return Invalid(f"The picture could not be fetched: {why}", code="image_unreachable", fields={"image_url": [why]})


@cache
def client() -> Client:
    """The outbound client of this process for addresses that people name."""
    return Client(allow=settings.OUTBOUND_ALLOW)
