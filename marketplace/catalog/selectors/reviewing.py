"""What waits for staff, the oldest first, and what they look at to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import REVIEW_LISTING
from marketplace.catalog.models import Entitlement, Listing, ReviewDesk, Version
from marketplace.catalog.selectors.cards import open_url, picture_key
from marketplace.catalog.selectors.model_page import ModelPage, listing_page
from nexus.foundation.audit import AuditRow

QUEUE_MOST = 100
PAST_MOST = 5


@dataclass(frozen=True)
class QueueRow:
    id: int
    name: str
    seller_name: str
    submitted_at: datetime
    picture_url: str
    category_tint: str
    ai_generated: bool
    problems: int
    claimed_by: str
    version: int
    escalated: bool


@dataclass(frozen=True)
class SellerHistory:
    joined_at: datetime
    approved: int
    rejected: int
    refunded: int
    is_confirmed_creator: bool


@dataclass(frozen=True)
class VersionUnderReview:
    """What the new version says it changes, beside the version that sells."""

    number: int
    listing_id: int
    changelog: str
    changes: tuple[str, ...]
    before: ModelPage


@dataclass(frozen=True)
class Decided:
    """An earlier decision on the same listing."""

    act: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Review:
    """A listing under review, with what is known of its creator."""

    page: ModelPage
    history: SellerHistory
    is_own: bool
    version: VersionUnderReview | None
    past: tuple[Decided, ...]
    escalated_by: str
    escalated_note: str
    handed_on: bool


def is_clean(facts: Mapping[str, Any] | None) -> bool:
    """Whether the file's report names no problem beside notes; a file without a report is not clean."""
    return facts is not None and not _problems(facts)


def _problems(facts: Mapping[str, Any] | None) -> int:
    return sum(1 for problem in (facts or {}).get("problems", ()) if problem.get("severity") != "info")


def _waiting() -> QuerySet[Listing]:
    """What waits for a decision; what belongs to a closed account rests until the account is open again."""
    return Listing.objects.filter(state=Listing.State.PENDING, desk__undo_until=None, seller__is_active=True)


def review_queue(by: User, *, most: int = QUEUE_MOST) -> tuple[QueueRow, ...]:
    """Listings and versions that wait, the longest first; NotAllowed for anybody but reviewers."""
    rights.staff_with(by, REVIEW_LISTING)
    now = timezone.now()
    rows = (
        _waiting()
        .select_related("seller", "category", "desk__holder", "carries")
        .annotate(picture=picture_key())
        .order_by("submitted_at", "pk")[:most]
    )
    return tuple(_queue_row(row, now) for row in rows)


def _queue_row(row: Listing, now: datetime) -> QueueRow:
    desk: ReviewDesk | None = getattr(row, "desk", None)
    version: Version | None = getattr(row, "carries", None)
    held = desk is not None and desk.holder is not None and desk.until is not None and desk.until >= now
    return QueueRow(
        id=row.pk,
        name=row.name,
        seller_name=row.seller.name,
        submitted_at=row.submitted_at or row.created_at,
        picture_url=open_url(row.picture),  # type: ignore[attr-defined]
        category_tint=row.category.tint if row.category else "",
        ai_generated=row.ai_generated,
        problems=_problems(row.facts),
        claimed_by=desk.holder.name if held and desk and desk.holder else "",
        version=version.number if version else 0,
        escalated=desk is not None and desk.escalated_at is not None,
    )


def waiting_ids(by: User, *, search: str = "", skip: int = 0, most: int = QUEUE_MOST) -> list[int]:
    """Ids of what waits, the longest first, by a part of its name; NotAllowed for anybody but reviewers."""
    rights.staff_with(by, REVIEW_LISTING)
    rows = _waiting()
    if words := search.strip():
        rows = rows.filter(Q(name__icontains=words) | Q(seller__username__icontains=words))
    return list(rows.order_by("submitted_at", "pk").values_list("pk", flat=True)[skip : skip + most])


def waiting_count() -> int:
    return _waiting().count()


def undoable_for(listing_id: int, *, by: User) -> int:
    """Whole seconds for which `by` may take an approval of theirs back; 0 where nothing can be taken back."""
    until = ReviewDesk.objects.filter(pk=listing_id, holder=by).values_list("undo_until", flat=True).first()
    return max(0, int((until - timezone.now()).total_seconds())) if until else 0


def review_of(by: User, listing_id: int) -> Review:
    """Everything that is known of one listing in review; an approved one stands for its version in review."""
    rights.staff_with(by, REVIEW_LISTING)
    waits = Version.objects.filter(listing_id=listing_id, state=Version.State.PENDING)
    listing_id = waits.values_list("carrier", flat=True).first() or listing_id
    page = listing_page(by, listing_id, related=False)
    desk = ReviewDesk.objects.select_related("escalated_by").filter(listing_id=listing_id).first()
    version = _version_of(by, listing_id)
    return Review(
        page=page,
        history=_history(page.seller_id),
        is_own=page.viewer.is_own,
        version=version,
        past=_past(version.listing_id if version else listing_id),
        escalated_by=desk.escalated_by.name if desk and desk.escalated_by else "",
        escalated_note=desk.escalated_note if desk else "",
        handed_on=desk is not None and desk.escalated_by_id == by.pk,
    )


def evidence_of(by: User, listing_id: int) -> tuple[ModelPage, SellerHistory, tuple[Decided, ...]]:
    """One listing as staff look at it, its creator's history, and the decisions on it, whatever its state."""
    rights.staff_with(by, REVIEW_LISTING)
    page = listing_page(by, listing_id, related=False)
    return page, _history(page.seller_id), _past(listing_id)


def _version_of(by: User, carrier_id: int) -> VersionUnderReview | None:
    row = Version.objects.filter(carrier_id=carrier_id).first()
    if row is None:
        return None
    before = listing_page(by, row.listing_id, related=False)
    return VersionUnderReview(row.number, row.listing_id, row.changelog, tuple(row.computed_changes), before)


def _history(seller_id: int) -> SellerHistory:
    seller = User.objects.get(pk=seller_id)
    figures = Listing.objects.filter(seller=seller, audience=Listing.Audience.PUBLIC).aggregate(
        approved=Count("pk", filter=Q(state__in=[Listing.State.APPROVED, Listing.State.ARCHIVED])),
        rejected=Count("pk", filter=Q(state=Listing.State.REJECTED)),
    )
    refunded = Entitlement.objects.filter(
        listing__seller=seller, reason=Entitlement.Reason.BOUGHT, ended_at__isnull=False
    ).count()
    return SellerHistory(seller.date_joined, figures["approved"], figures["rejected"], refunded, seller.is_verified)


def _past(listing_id: int) -> tuple[Decided, ...]:
    rows = AuditRow.objects.filter(target=f"listing:{listing_id}").order_by("-id")[:PAST_MOST]
    names = {user.pk: user.name for user in User.objects.filter(pk__in=[row.actor_id for row in rows if row.actor_id])}
    return tuple(Decided(row.act, row.at, names.get(row.actor_id or 0, ""), row.reason) for row in rows)
