"""Marks that staff set on a model: its creator cannot take them off; who lifts the decision takes them off again."""

from marketplace.catalog.models import Listing
from nexus.foundation.errors import Conflict, Invalid

AI, SENSITIVE = "ai_generated", "sensitive"
KEPT = "Staff set this mark. Appeal against the decision if it is wrong."


def set_mark(listing: Listing, mark: str) -> None:
    """Set a mark and keep it there, on a listing that is locked. Raises Conflict `marked` where it is set already."""
    if getattr(listing, mark):
        raise Conflict("This model has that mark already.", code="marked")
    setattr(listing, mark, True)
    listing.kept_marks = sorted({*listing.kept_marks, mark})
    listing.save(update_fields=[mark, "kept_marks", "updated_at"])


def take_mark_off(listing: Listing, mark: str) -> None:
    """Undo `set_mark`, on a listing that is locked; a mark that staff did not set stays."""
    if mark not in listing.kept_marks:
        return
    setattr(listing, mark, False)
    listing.kept_marks = [kept for kept in listing.kept_marks if kept != mark]
    listing.save(update_fields=[mark, "kept_marks", "updated_at"])


def check_kept(listing: Listing, mark: str, *, wanted: bool) -> None:
    """Raise Invalid at the mark's field where its creator would take off what staff set."""
    if not wanted and mark in listing.kept_marks:
        raise Invalid(KEPT, fields={mark: [KEPT]})
