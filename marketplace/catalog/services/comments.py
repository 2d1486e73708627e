"""Comments and questions below a model: threads of two levels, one pinned answer each."""

from typing import NoReturn

from django.db import transaction
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import REVIEW_LISTING
from marketplace.catalog.models import Comment, Listing
from marketplace.catalog.selectors.visibility import listing_seen_by, listings_visible_to
from marketplace.catalog.services import deciding
from nexus.foundation import audit, limits, markdown, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

TEXT_MOST = 4000
MISSING = "There is no such comment."
WRITING = limits.Limit("comments", 60, 3600)
TALKED_ABOUT = (Listing.State.APPROVED, Listing.State.ARCHIVED)


def write_comment(
    listing_id: int, *, by: User, text: str, kind: str = Comment.Kind.COMMENT, parent_id: int | None = None
) -> Comment:
    """Words below a model; an answer to an answer stands in the same thread.

    Raises NotFound, Conflict for a model that was never in the shop, Invalid for the words or the parent, TooMany.
    """
    listing = listing_seen_by(by, listing_id)
    if listing.state not in TALKED_ABOUT:
        raise Conflict(f"This model is {listing.state}; what is in the shop is talked about.")
    text = checked(text, field="text", most=TEXT_MOST, empty="Write something first.")
    root = _root(listing, parent_id)
    limits.take(WRITING, str(by.pk))
    with transaction.atomic():
        if root is not None:  # held, so that it is not taken away meanwhile
            root = Comment.objects.select_for_update(no_key=True).filter(pk=root.pk).first()
            if root is None:
                _no_parent()
        made = Comment.objects.create(
            listing=listing,
            author=by,
            kind=Comment.Kind.COMMENT if root else kind,
            parent=root,
            text=text,
            html=markdown.render(text),
        )
        outbox.send("comment.written", comment=made.pk)
    return made


def _root(listing: Listing, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = Comment.objects.filter(pk=parent_id, listing=listing).select_related("parent").first()
    if parent is None or parent.deleted_at:
        _no_parent()
    return parent.parent or parent


def _no_parent() -> NoReturn:
    sentence = "What this answers is not there any more."
    raise Invalid(sentence, code="no_parent", fields={"parent_id": [sentence]})


def _seen(comment_id: int, by: User) -> Comment:
    found = (
        Comment.objects.filter(pk=comment_id, deleted_at=None, listing__in=listings_visible_to(by))
        .select_related("listing")
        .first()
    )
    if found is None:
        raise NotFound(MISSING)
    return found


@transaction.atomic
def delete_comment(comment_id: int, *, by: User) -> None:
    """By its author or the model's creator; answers below it stay. Staff hide it by a decision (`trust`)."""
    comment = _seen(comment_id, by)
    if by.pk not in {comment.author_id, comment.listing.seller_id}:
        raise NotAllowed("Only its author or the model's creator may delete this comment.")
    root = Comment.objects.select_for_update(no_key=True).get(pk=comment.parent_id or comment.pk)
    if comment.parent_id is None and root.answers.exists():
        Comment.objects.filter(pk=root.pk).update(text="", html="", deleted_at=timezone.now())
        return
    comment.delete()
    if root.deleted_at and not root.answers.exists():
        root.delete()


@transaction.atomic
def pin_answer(comment_id: int, *, by: User, pinned: bool) -> Comment:
    """The creator puts one answer of a thread on top, instead of the one that stood there."""
    comment = _seen(comment_id, by)
    if comment.listing.seller_id != by.pk:
        raise NotAllowed("Only the model's creator pins answers.")
    if comment.parent_id is None:
        raise Conflict("Answers are pinned, not what they answer.")
    Comment.objects.select_for_update(no_key=True).filter(pk=comment.parent_id).first()
    Comment.objects.filter(parent=comment.parent_id, is_pinned=True).update(is_pinned=False)
    comment.is_pinned = pinned
    comment.save(update_fields=["is_pinned"])
    return comment


@transaction.atomic
def hide_comment(comment_id: int, *, by: User, reason: str) -> Comment:
    """Staff take a comment's words off the page; its place and the answers stay. Who decides keeps the words.

    Raises NotAllowed without the right or about one's own model or word, NotFound, Conflict `illegal_move`.
    """
    comment = _for_staff(comment_id, by=by)
    if comment.deleted_at:
        raise Conflict("This comment is taken away already.", code="illegal_move")
    return _put(comment, "", act="comment.hide", by=by, reason=reason)


@transaction.atomic
def show_comment(comment_id: int, *, by: User, reason: str, text: str) -> Comment:
    """Take `hide_comment` back with the words that stood there. Raises like it."""
    comment = _for_staff(comment_id, by=by)
    if not comment.deleted_at:
        raise Conflict("This comment is not hidden.", code="illegal_move")
    return _put(comment, text, act="comment.show", by=by, reason=reason)


def _for_staff(comment_id: int, *, by: User) -> Comment:
    rights.staff_with(by, REVIEW_LISTING)
    own = "This comment is yours or below your model; somebody else has to decide."
    return deciding.held(Comment, comment_id, by=by, missing=MISSING, own=own)


def _put(comment: Comment, text: str, *, act: str, by: User, reason: str) -> Comment:
    comment.text, comment.html = text, markdown.render(text) if text else ""
    comment.deleted_at = None if text else timezone.now()
    comment.save(update_fields=["text", "html", "deleted_at"])
    audit.note(act, actor_id=by.pk, target=f"comment:{comment.pk}", reason=reason, listing=comment.listing_id)
    return comment
