"""Pictures that are fetched from an address which somebody names; then through the gate as any other."""

import threading
from functools import cache

from django.conf import settings

from nexus.foundation import bench, slots
from nexus.foundation.errors import Invalid, TooMany, Unavailable
from nexus.foundation.outbound import Answer, Client, OutboundError, TooLarge
from nexus.foundation.pictures import MOST_BYTES, PICTURE_SECONDS, PictureTooLarge, take_picture
from nexus.foundation.storage.models import StoredFile

__all__ = ["MOST_BYTES", "PICTURE_SECONDS", "PictureTooLarge", "client", "fetch_picture", "take_picture"]

FETCH_SECONDS = 8.0
FETCHING = threading.BoundedSemaphore(2)  # a host that drips holds a thread of the pages; not those that wait for us
ONE_BY_ONE = "Another picture of yours is being fetched. Try again when it is here."


def fetch_picture(url: str, *, by: str) -> StoredFile:
    """Store the picture at a public address, fetched once by the rules of the outbound client; one at a time for
    whoever asks (`by`: a person or an address).

    Raises Invalid `image_unreachable` with the reason where it cannot be had, TooMany, Unavailable, and what
    `take_picture` raises.
    """
    with slots.held(f"fetching:{by}", most=1, seconds=FETCH_SECONDS + 2) as has_place:
        if not has_place:
            raise TooMany(ONE_BY_ONE, retry_after=int(FETCH_SECONDS))
        answer = _fetched(url)
    if answer.status >= 400:
        raise _unreachable(f"Its server answered {answer.status}.")
    return take_picture(answer.body, filename=url.rpartition("/")[2].partition("?")[0])


def _fetched(url: str) -> Answer:
    if not FETCHING.acquire(blocking=False):
        raise Unavailable(bench.BUSY)
    try:
        return client().request("GET", url, seconds=FETCH_SECONDS, max_bytes=MOST_BYTES, retries=1)
    except TooLarge as large:
        raise PictureTooLarge(str(large)) from large
    except OutboundError as failure:
        raise _unreachable(str(failure)) from failure
    finally:
        FETCHING.release()


def _unreachable(why: str) -> Invalid:
    return Invalid(f"The picture could not be fetched: {why}", code="image_unreachable", fields={"image_url": [why]})


@cache
def client() -> Client:
    """The outbound client of this process for addresses that people name."""
    return Client(allow=settings.OUTBOUND_ALLOW)
