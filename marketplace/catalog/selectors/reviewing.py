"""What waits for staff, the oldest first, and what they look at to decide."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Q

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.cards import open_url, picture_key
from marketplace.catalog.selectors.model_page import ModelPage, listing_page
from marketplace.catalog.selectors.visibility import REVIEW
from nexus.foundation.errors import NotAllowed

QUEUE_MOST = 100


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


@dataclass(frozen=True)
class SellerHistory:
    joined_at: datetime
    approved: int
    rejected: int
    is_confirmed_creator: bool


@dataclass(frozen=True)
class Review:
    """A listing under review, with what is known of its creator."""

    page: ModelPage
    history: SellerHistory
    is_own: bool


def check_may_review(by: User) -> None:
    if not (by.is_active and by.is_staff and by.has_perm(REVIEW)):
        raise NotAllowed("Only staff who review models may do this.")


def claim_key(listing_id: int) -> str:
    return f"review:{listing_id}"


def review_queue(by: User, *, most: int = QUEUE_MOST) -> tuple[QueueRow, ...]:
    """Listings that wait, the longest first; NotAllowed for anybody but reviewers."""
    check_may_review(by)
    rows = list(
        Listing.objects.filter(state=Listing.State.PENDING)
        .select_related("seller", "category")
        .annotate(picture=picture_key())
        .order_by("submitted_at", "pk")[:most]
    )
    claims: dict[str, tuple[int, str]] = cache.get_many([claim_key(row.pk) for row in rows])
    return tuple(
        QueueRow(
            id=row.pk,
            name=row.name,
            seller_name=row.seller.name,
            submitted_at=row.submitted_at or row.created_at,
            picture_url=open_url(row.picture),
            category_tint=row.category.tint if row.category else "",
            ai_generated=row.ai_generated,
            problems=sum(1 for problem in (row.facts or {}).get("problems", ()) if problem.get("severity") != "info"),
            claimed_by=claims.get(claim_key(row.pk), (0, ""))[1],
        )
        for row in rows
    )


def waiting_count() -> int:
    return Listing.objects.filter(state=Listing.State.PENDING).count()


def review_of(by: User, listing_id: int) -> Review:
    check_may_review(by)
    page = listing_page(by, listing_id, related=False)
    seller = User.objects.get(pk=page.seller_id)
    figures = Listing.objects.filter(seller=seller).aggregate(
        approved=Count("pk", filter=Q(state__in=[Listing.State.APPROVED, Listing.State.ARCHIVED])),
        rejected=Count("pk", filter=Q(state=Listing.State.REJECTED)),
    )
    history = SellerHistory(seller.date_joined, figures["approved"], figures["rejected"], seller.is_verified)
    return Review(page=page, history=history, is_own=page.viewer.is_own)
