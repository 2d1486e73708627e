"""Pictures that are fetched from an address which somebody names; then through the gate as any other."""

from functools import cache

from django.conf import settings

from nexus.foundation import bench
from nexus.foundation.errors import Invalid, Unavailable
from nexus.foundation.outbound import Client, OutboundError, TooLarge
from nexus.foundation.pictures import MOST_BYTES, PICTURE_SECONDS, PictureTooLarge, take_picture
from nexus.foundation.storage.models import StoredFile

__all__ = ["MOST_BYTES", "PICTURE_SECONDS", "PictureTooLarge", "client", "fetch_picture", "take_picture"]

FETCH_SECONDS = 20.0


def fetch_picture(url: str) -> StoredFile:
    """Store the picture at a public address, fetched once by the rules of the outbound client.

    Raises Invalid `image_unreachable` with the reason where it cannot be had, and what `take_picture` raises.
    """
    if not bench.WAITING.acquire(blocking=False):
        raise Unavailable(bench.BUSY)
    try:
        answer = client().request("GET", url, seconds=FETCH_SECONDS, max_bytes=MOST_BYTES, retries=1)
    except TooLarge as large:
        raise PictureTooLarge(str(large)) from large
    except OutboundError as failure:
        raise _unreachable(str(failure)) from failure
    finally:
        bench.WAITING.release()
    if answer.status >= 400:
        raise _unreachable(f"Its server answered {answer.status}.")
    return take_picture(answer.body, filename=url.rpartition("/")[2].partition("?")[0])


def _unreachable(why: str) -> Invalid:
    return Invalid(f"The picture could not be fetched: {why}", code="image_unreachable", fields={"image_url": [why]})


@cache
def client() -> Client:
    """The outbound client of this process for addresses that people name."""
    return Client(allow=settings.OUTBOUND_ALLOW)
