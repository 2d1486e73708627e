"""Work in the demo shop: an open, a running and a completed bounty, and a new version of a model."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from marketplace.bounties.models import Bounty, Submission
from marketplace.bounties.services import applying, posting, talk, work
from marketplace.catalog.models import Listing, Upload, Version
from marketplace.catalog.services import review_queue, uploads, versions
from nexus.demo import clock
from nexus.demo import shop as models
from nexus.demo.shop import Filled
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

CARD = "pm_card_visa"
LAMP, TOWER, TABLE = "Street lamp for a model railway", "A water tower for my branch line", "Folding table, printable"
NEXT_OF, NEXT_FILE = "Astronaut", "Astronaut with thicker gloves"

Told = tuple[float, Callable[[], bool | None]]


def told(shop: Filled) -> Iterator[Told]:
    """Every act of work with the days it lies back."""
    yield 34.0, partial(_post, shop, "matteo-ricci", LAMP, LAMP_TEXT, 4000, -6.0)
    yield (
        33.0,
        partial(
            _apply,
            shop,
            "kenji-arai",
            LAMP,
            3500,
            LAMP_OFFER,
        ),
    )
    yield 32.5, partial(_apply, shop, "ruth-mensah", LAMP, 4000, "It would fit my buildings. I need a week.")
    yield 32.0, partial(_choose, shop, LAMP, "kenji-arai")
    yield 31.0, partial(_write, shop, LAMP, "matteo-ricci", "The wire is 0.6 mm thick, if that helps.")
    yield 29.0, partial(_prepare, shop)
    yield 28.9, partial(_hand_in, shop)
    yield 28.0, partial(_accept, shop)
    yield 12.0, partial(_post, shop, "matteo-ricci", TOWER, TOWER_TEXT, 9000, -18.0)
    yield (
        11.0,
        partial(
            _apply,
            shop,
            "ruth-mensah",
            TOWER,
            8500,
            "Wood and iron are what I like best. All as parts.",
        ),
    )
    yield 10.0, partial(_choose, shop, TOWER, "ruth-mensah")
    yield 6.0, partial(_write, shop, TOWER, "ruth-mensah", "The tank is done, the legs are next. Shall the spout turn?")
    yield 5.5, partial(_write, shop, TOWER, "matteo-ricci", "Yes, please. A pin of 1 mm is fine.")
    yield 4.0, partial(_post, shop, "demo-buyer", TABLE, TABLE_TEXT, 6000, -25.0)
    yield (
        2.0,
        partial(_apply, shop, "demo-creator", TABLE, 6000, "Hinges without screws, on a bed of 220 mm."),
    )
    yield 1.0, partial(_apply, shop, "kenji-arai", TABLE, 5200, "Parametric, so that you can have it in any width.")
    if NEXT_OF in shop.listings:
        yield 26.0, partial(_send_version, shop)
        yield 25.9, partial(_submit_version, shop)
        yield 25.0, partial(_approve_version, shop)


DONE = "Foot and head are apart, with a channel for your wire."
LAMP_OFFER = "I have drawn lamps for 1:87 before. Five days, with a foot for a wire."
LAMP_TEXT = (
    "A green street lamp of about 1900, 8 cm tall, for a railway at 1:87.\n\n"
    "- one piece, or foot and head apart\n- a channel for a thin wire would be nice"
)
TOWER_TEXT = (
    "A wooden water tower on iron legs, as they stood at small stations.\n\n"
    "- about 14 cm tall at 1:87\n- tank, legs and spout as parts of their own"
)
TABLE_TEXT = (
    "A side table of 40 cm that folds flat and is printed in parts that fit a bed of 220 mm.\n\n"
    "- no screws\n- holds a lamp and a book"
)


def _bounty(title: str) -> Bounty | None:
    return Bounty.objects.filter(title=title).select_related("client", "winner").first()


def _post(shop: Filled, client: str, title: str, text: str, budget: int, ends: float) -> None:
    if _bounty(title) is None:
        posting.post_bounty(
            by=shop.cast[client],
            payment_method=CARD,
            title=title,
            description=text,
            budget_cents=budget,
            deadline=shop.cast.ago(ends) + timedelta(hours=1),
            requirements={"formats": ["glb", "stl"]},
        )


def _apply(shop: Filled, artist: str, title: str, cents: int, text: str) -> None:
    bounty, person = _bounty(title), shop.cast[artist]
    if bounty is not None and bounty.state == "open" and not bounty.applications.filter(artist=person).exists():
        applying.apply(bounty.pk, by=person, price_cents=cents, text=text)


def _choose(shop: Filled, title: str, artist: str) -> None:
    bounty = _bounty(title)
    if bounty is not None and bounty.state == "open":
        chosen = bounty.applications.get(artist=shop.cast[artist], state="open")
        applying.choose(chosen.pk, by=bounty.client)


def _write(shop: Filled, title: str, who: str, text: str) -> None:
    bounty = _bounty(title)
    if bounty is not None and not bounty.events.filter(kind="message", text=text).exists():
        talk.send_message(bounty.pk, by=shop.cast[who], text=text)


def _file_of(name: str) -> StoredFile | None:
    job = models.job_named(name)
    made = None if job is None else job.assets.filter(kind="glb", by_client=False).select_related("file").first()
    return made.file if made else None


def _prepare(shop: Filled) -> None:
    bounty, file = _bounty(LAMP), _file_of(LAMP)
    if bounty is None or bounty.state != "in_progress" or bounty.submissions.exists() or file is None:
        return
    with files.open_stored(file) as handle, clock.at(shop.cast.today):  # what is checked has just come
        work.prepare(bounty.pk, by=shop.cast["kenji-arai"], filename="street-lamp.glb", chunks=iter([handle.read()]))


def _hand_in(shop: Filled) -> bool | None:
    """Waits for the check of the file, which a worker does."""
    bounty = _bounty(LAMP)
    prepared = None if bounty is None else bounty.submissions.filter(state=Submission.State.PREPARING).first()
    if bounty is None or prepared is None:
        return None
    if _is_checked(prepared.listing_id) is False:
        return False
    work.hand_in(bounty.pk, by=shop.cast["kenji-arai"], message=DONE)
    return None


def _is_checked(listing_id: int) -> bool:
    under_way = [Upload.State.RECEIVING, Upload.State.CHECKING]
    return not Upload.objects.filter(listing=listing_id, state__in=under_way).exists()


def _accept(shop: Filled) -> None:
    bounty = _bounty(LAMP)
    sent = None if bounty is None else bounty.submissions.filter(state=Submission.State.SENT).first()
    if sent is not None:
        work.accept(sent.pk, by=shop.cast["matteo-ricci"])


def _send_version(shop: Filled) -> None:
    """The creator sends a better file of a model that is in the shop already."""
    listing, file = Listing.objects.get(pk=shop[NEXT_OF]), _file_of(NEXT_FILE)
    if file is None or listing.versions.filter(number__gt=1).exists():
        return
    version = versions.open_version(listing.pk, by=listing.seller)
    assert version.carrier is not None
    with files.open_stored(file) as handle, clock.at(shop.cast.today):
        uploads.receive_upload(
            version.carrier, by=listing.seller, filename="astronaut.glb", chunks=iter([handle.read()])
        )


def _submit_version(shop: Filled) -> bool | None:
    version = _version(shop, Version.State.DRAFT)
    if version is None or version.carrier_id is None:
        return None
    if not _is_checked(version.carrier_id):
        return False
    said = "Thicker gloves, which print with a 0.4 mm nozzle, and red ones at that."
    versions.submit_version(version.listing_id, by=version.listing.seller, changelog=said)
    return None


def _approve_version(shop: Filled) -> None:
    version = _version(shop, Version.State.PENDING)
    if version is not None and version.carrier_id is not None:
        review_queue.approve(version.carrier_id, by=shop.cast["demo-moderator"])


def _version(shop: Filled, state: str) -> Version | None:
    return Version.objects.filter(listing=shop[NEXT_OF], state=state).select_related("listing__seller").first()
