"""Prints: what holders made of a model, with a photo, their printer and their settings."""

from django.db import transaction

from accounts import rights
from accounts.models import User
from accounts.roles import REVIEW_LISTING
from marketplace.catalog.models import Entitlement, Make
from marketplace.catalog.models.social import Hidden
from marketplace.catalog.selectors.visibility import listing_seen_by, listings_visible_to
from marketplace.catalog.services import deciding
from marketplace.catalog.services import photos as gate
from marketplace.catalog.services.photos import Photo
from nexus.foundation import audit, limits, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

NAME_MOST, SETTINGS_MOST, TEXT_MOST = 80, 500, 2000
MAKES_MOST = 20
WRITING = limits.Limit("makes", 20, 3600)
MISSING = "There is no such print."


def add_make(
    listing_id: int,
    *,
    by: User,
    photo: Photo | None,
    printer: str,
    material: str,
    worked: bool,
    settings: str = "",
    text: str = "",
) -> Make:
    """A holder's print. Raises NotFound, NotAllowed `purchase_required`, Invalid, TooMany."""
    listing = listing_seen_by(by, listing_id)
    if not _holds(by, listing.pk):
        raise _no_right()
    if photo is None:
        sentence = "Add a photo of what you printed."
        raise Invalid(sentence, fields={"photo": [sentence]})
    words = {
        "printer": checked(printer, field="printer", most=NAME_MOST, empty="Say which printer it was."),
        "material": checked(material, field="material", most=NAME_MOST, empty="Say which material it was."),
        "settings": checked(settings, field="settings", most=SETTINGS_MOST),
        "text": checked(text, field="text", most=TEXT_MOST),
    }
    if Make.objects.filter(listing=listing, author=by).count() >= MAKES_MOST:
        raise Invalid(f"You have shown {MAKES_MOST} prints of this model already; that is the most.")
    limits.take(WRITING, str(by.pk))
    with gate.taken([photo], field="photo") as stored, transaction.atomic():
        if not _holds(by, listing.pk, hold=True):
            raise _no_right()
        made = Make.objects.create(listing=listing, author=by, photo=stored[0], worked=worked, **words)
        outbox.send("make.added", make=made.pk)
    return made


def _no_right() -> NotAllowed:
    return NotAllowed("Only who holds this model can show a print of it.", code="purchase_required")


def _holds(user: User, listing_id: int, *, hold: bool = False) -> bool:
    """`hold` keeps the right from ending until the transaction does."""
    rights = Entitlement.objects.filter(listing_id=listing_id, holder=user, ended_at=None)
    return (rights.select_for_update(no_key=True) if hold else rights).order_by("pk").first() is not None


@transaction.atomic
def hide_make(make_id: int, *, by: User, reason: str) -> Make:
    """Staff take a print off the page; who made it keeps it. Raises NotAllowed, NotFound, Conflict `illegal_move`."""
    make = _for_staff(make_id, by=by)
    if make.hidden_by == Hidden.CASE:
        raise Conflict("This print is hidden already.", code="illegal_move")
    return _show_as(make, Hidden.CASE, act="make.hide", by=by, reason=reason)


@transaction.atomic
def show_make(make_id: int, *, by: User, reason: str) -> Make:
    """Take `hide_make` back; the right it rests on still decides whether it is shown."""
    make = _for_staff(make_id, by=by)
    if make.hidden_by != Hidden.CASE:
        raise Conflict("Staff did not hide this print.", code="illegal_move")
    to = Hidden.NOTHING if _holds(make.author, make.listing_id) else Hidden.RIGHT
    return _show_as(make, to, act="make.show", by=by, reason=reason)


def _for_staff(make_id: int, *, by: User) -> Make:
    rights.staff_with(by, REVIEW_LISTING)
    own = "This print is yours or of your model; somebody else has to decide."
    return deciding.held(Make, make_id, by=by, missing=MISSING, own=own)


def _show_as(make: Make, hidden: Hidden, *, act: str, by: User, reason: str) -> Make:
    make.hidden_by = hidden
    make.save(update_fields=["hidden_by"])
    audit.note(act, actor_id=by.pk, target=f"make:{make.pk}", reason=reason, listing=make.listing_id)
    return make


@transaction.atomic
def delete_make(make_id: int, *, by: User) -> None:
    """By who made it. Staff hide a print by a decision (`trust.services.closing`), and delete none."""
    make = (
        Make.objects.filter(pk=make_id, listing__in=listings_visible_to(by)).select_related("photo", "listing").first()
    )
    if make is None:
        raise NotFound(MISSING)
    if make.author_id != by.pk:
        raise NotAllowed("Only who made it may delete this print.")
    photo = make.photo
    make.delete()
    gate.drop([photo])
