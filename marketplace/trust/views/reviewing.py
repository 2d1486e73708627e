"""The review queue in the staff console: what waits, one listing with its evidence, and the acts on it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import REVIEW_LISTING
from marketplace.catalog import selectors
from marketplace.catalog.models import Listing
from marketplace.catalog.presenting import facts_of, origin_of, problems_of
from marketplace.catalog.rejections import REJECTIONS
from marketplace.catalog.selectors.files import duplicates_of
from marketplace.catalog.selectors.reviewing import QueueRow, undoable_for
from marketplace.catalog.services import review_queue
from marketplace.trust.selectors.desk import record_of_creator
from nexus.foundation.console_pages import own_page
from nexus.foundation.errors import NexusError
from nexus.foundation.sayings import said_all

TEMPLATES = "admin/marketplace"
RAISED = {401, 403, 404}
ONES_OWN = {"own_listing", "escalated"}


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, REVIEW_LISTING)


def review_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The queue's pages, for the console that shows them."""
    return [
        path("review/", site.admin_view(_queue), name="review_queue"),
        path("review/<int:listing_id>/", site.admin_view(_review), name="review_listing"),
        path("review/<int:listing_id>/undo/", site.admin_view(_undo), name="review_undo"),
    ]


@require_safe
def _queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    rows = selectors.review_queue(_staff(request))
    title = _("Review queue")
    return own_page(request, f"{TEMPLATES}/review_queue.html", title=title, rows=rows, **_undoable(request))


@require_http_methods(["GET", "HEAD", "POST"])
def _review(request: HttpRequest, listing_id: int) -> HttpResponse:
    """One listing with all that is known of it, and the acts; opening it holds it for fifteen minutes."""
    person, wrong, status = _staff(request), "", 200
    if request.method == "POST":
        try:
            words = _act(request, person, listing_id)
        except NexusError as refusal:
            if refusal.status in RAISED and refusal.code not in ONES_OWN:
                raise
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, words)
            return _to_next(person, after=listing_id if request.POST.get("decision") in {"skip", "escalate"} else 0)
    return _review_page(request, person, listing_id, wrong=wrong, status=status)


@require_POST
def _undo(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Take back the approval that was given last, within its ten seconds."""
    try:
        listing = review_queue.undo_approval(listing_id, by=_staff(request))
    except NexusError as refusal:
        if refusal.status in RAISED:
            raise
        messages.error(request, refusal.message)
        return redirect("admin:review_queue")
    messages.success(request, _("“%(name)s” waits again, at its old place.") % {"name": listing.name})
    return redirect("admin:review_listing", listing_id)


def _act(request: HttpRequest, person: User, listing_id: int) -> str:
    decision, note = request.POST.get("decision", ""), request.POST.get("reason", "")
    if decision == "approve":
        listing = review_queue.approve(listing_id, by=person, undoable=True)
        request.session["approved_last"] = listing.pk
        return _("“%(name)s” is in the shop.") % {"name": listing.name}
    if decision == "escalate":
        review_queue.escalate(listing_id, by=person, note=request.POST.get("note", ""))
        return _("Handed on to somebody else.")
    if decision == "skip":
        review_queue.release(listing_id, by=person)
        return _("Skipped; it stays in the queue.")
    listing = review_queue.reject(listing_id, by=person, reason=note, codes=request.POST.getlist("codes"))
    return _("“%(name)s” went back with your reason.") % {"name": listing.name}


def _to_next(person: User, *, after: int) -> HttpResponse:
    """The longest waiting that nobody holds, or the one behind the listing that was passed over."""
    rows = [row for row in selectors.review_queue(person) if not row.claimed_by or row.id == after]
    following = _after(rows, after) if after else (rows[0].id if rows else None)
    return redirect("admin:review_listing", following) if following else redirect("admin:review_queue")


def _undoable(request: HttpRequest) -> dict[str, Any]:
    """The approval that may still be taken back, as the strip above the queue shows it."""
    listing_id = request.session.get("approved_last")
    seconds = undoable_for(listing_id, by=_staff(request)) if listing_id else 0
    return {"undo_id": listing_id if seconds else None, "undo_seconds": seconds}


def _review_page(request: HttpRequest, person: User, listing_id: int, *, wrong: str, status: int) -> HttpResponse:
    review = selectors.review_of(person, listing_id)
    listing_id, page = review.page.id, review.page
    pending = page.state == Listing.State.PENDING
    may_hold = pending and not review.is_own and not review.handed_on
    claim = review_queue.claim(listing_id, by=person) if may_hold else None
    rows = selectors.review_queue(person)
    context: dict[str, Any] = {
        **_undoable(request),
        "rows": rows,
        "next_id": _after(rows, listing_id),
        "review": review,
        "page": page,
        "facts": facts_of(page.facts),
        "problems": problems_of(page.facts, notes=True),
        "changes": said_all(review.version.changes) if review.version else [],
        "facts_before": facts_of(review.version.before.facts) if review.version else [],
        "origin": origin_of(page),
        "alike": [
            one
            for one in duplicates_of(listing_id, by=person)
            if review.version is None or one.listing_id != review.version.listing_id
        ],
        "record": record_of_creator(person, page.seller_id),
        "claim": claim,
        "may_decide": claim is not None and claim.is_mine,
        "rejections": REJECTIONS.values(),
        "codes": request.POST.getlist("codes"),
        "reason": request.POST.get("reason", ""),
        "note": request.POST.get("note", ""),
        "wrong": wrong,
    }
    return own_page(request, f"{TEMPLATES}/review_listing.html", title=page.name, status=status, **context)


def _after(rows: Sequence[QueueRow], listing_id: int) -> int | None:
    """The listing to skip to; None at the end."""
    ids = [row.id for row in rows]
    place = ids.index(listing_id) + 1 if listing_id in ids else 0
    return ids[place] if place < len(ids) else None
