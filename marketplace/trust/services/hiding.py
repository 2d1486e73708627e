"""What a decision does to words and prints: it hides them without loss, and a lifted one shows them again."""

from accounts.models import User
from marketplace.catalog.models import Comment, Make, Review
from marketplace.catalog.models.social import Hidden
from marketplace.catalog.services import comments, makes, reviews
from marketplace.trust.models import Case
from nexus.foundation.errors import Conflict

Kind = Case.Kind
HIDDEN_KINDS = frozenset({Kind.REVIEW, Kind.COMMENT, Kind.MAKE})


def hide(case: Case, *, by: User, reason: str) -> None:
    """Take what a case is about off the page. Raises Conflict `gone` once it is deleted, and what the slices raise."""
    thing_id = _id_of(case)
    if not is_there(case):
        raise Conflict("This is deleted already, so there is nothing to hide.", code="gone")
    if case.kind == Kind.REVIEW:
        reviews.hide_review(thing_id, by=by, reason=reason)
    elif case.kind == Kind.MAKE:
        makes.hide_make(thing_id, by=by, reason=reason)
    else:
        comments.hide_comment(thing_id, by=by, reason=reason)


def show(case: Case, *, by: User, reason: str) -> None:
    """Show it again; nothing where its author deleted it meanwhile, or left."""
    if not is_hidden(case) or case.creator.erased_at is not None:
        return
    thing_id = _id_of(case)
    if case.kind == Kind.REVIEW:
        reviews.show_review(thing_id, by=by, reason=reason)
    elif case.kind == Kind.MAKE:
        makes.show_make(thing_id, by=by, reason=reason)
    else:
        comments.show_comment(thing_id, by=by, reason=reason, text=case.words)


def is_there(case: Case) -> bool:
    """Whether the thing was not deleted."""
    if case.kind == Kind.REVIEW:
        return Review.objects.filter(pk=_id_of(case)).exists()
    if case.kind == Kind.MAKE:
        return Make.objects.filter(pk=_id_of(case)).exists()
    return Comment.objects.filter(pk=_id_of(case), deleted_at=None).exists()


def is_shown(case: Case) -> bool:
    """Whether the thing is there and no decision hides it."""
    return is_there(case) and not is_hidden(case)


def is_hidden(case: Case) -> bool:
    """Whether the thing is there and a decision hides it."""
    if case.kind == Kind.REVIEW:
        return Review.objects.filter(pk=_id_of(case), hidden_by=Hidden.CASE).exists()
    if case.kind == Kind.MAKE:
        return Make.objects.filter(pk=_id_of(case), hidden_by=Hidden.CASE).exists()
    return Comment.objects.filter(pk=_id_of(case), deleted_at__isnull=False).exists()


def _id_of(case: Case) -> int:
    assert case.about_id is not None
    return case.about_id
