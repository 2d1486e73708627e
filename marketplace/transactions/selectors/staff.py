"""What staff with the right to see money may know; the pages check that right."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from accounts import rights
from accounts.models import User
from accounts.roles import RELEASE_PAYOUT
from marketplace.transactions.models import Account, Difference, JournalEntry, JournalLine, Payout
from marketplace.transactions.selectors.balances import CURRENCY, balance, balance_of
from marketplace.transactions.selectors.payouts import account_in_use, reason_of
from marketplace.transactions.selectors.timeline import Moment, timeline_of
from nexus.foundation.errors import NotFound

__all__ = ["Moment", "balance", "timeline_of"]

SEE_MONEY = "marketplace.view_journalentry"
SHOWN = 100


@dataclass(frozen=True)
class Held:
    """A payout that waits for people, and who has said yes."""

    id: UUID
    seller: str
    seller_id: int
    amount_cents: int
    currency: str
    account: str
    state: str
    reason: str
    needs_release: bool
    released_by: tuple[str, ...]
    is_own: bool
    i_released: bool
    created_at: datetime


@dataclass(frozen=True)
class HeldPage:
    """One payout with what helps to decide on it."""

    row: Held
    available_cents: int
    pending_cents: int
    lifetime_cents: int
    joined_at: datetime
    connected_at: datetime | None
    earlier: int
    sales: int
    refunds: int


@dataclass(frozen=True)
class Debt:
    """A seller who stands below zero after a late refund."""

    name: str
    user_id: int
    cents: int


@dataclass(frozen=True)
class House:
    """What the books hold in all, in cents."""

    gateway_cents: int
    fees_cents: int
    sellers_cents: int
    escrow_cents: int
    unsealed: int


def payouts_waiting(user: object) -> int | None:
    """How many payouts wait for a person; None for whoever may not release."""
    if not rights.is_staff_with(user, RELEASE_PAYOUT):
        return None
    return _waiting().count()


def _waiting() -> QuerySet[Payout]:
    return Payout.objects.filter(state=Payout.State.HELD, needs_release=True)


def held_rows(viewer: User) -> tuple[Held, ...]:
    """All held payouts, the oldest first."""
    rights.staff_with(viewer, SEE_MONEY)
    held = Payout.objects.filter(state=Payout.State.HELD).select_related("user", "account").order_by("pk")
    return tuple(_held(payout, viewer) for payout in held.prefetch_related("releases__by")[:SHOWN])


def held_page(viewer: User, payout_id: UUID) -> HeldPage:
    """One payout, held or past."""
    rights.staff_with(viewer, SEE_MONEY)
    payout = (
        Payout.objects.select_related("user", "account").prefetch_related("releases__by").filter(pk=payout_id).first()
    )
    if payout is None:
        raise NotFound("There is no such payout.")
    money = balance_of(payout.user)
    kinds = dict(
        JournalEntry.objects.filter(lines__account__owner=payout.user, kind__in=["sale", "refund"])
        .order_by()
        .values_list("kind")
        .annotate(Count("pk"))
    )
    return HeldPage(
        row=_held(payout, viewer),
        available_cents=money.available_cents,
        pending_cents=money.pending_cents,
        lifetime_cents=money.lifetime_cents,
        joined_at=payout.user.date_joined,
        connected_at=payout.account.connected_at,
        earlier=Payout.objects.filter(user=payout.user, state=Payout.State.PAID).count(),
        sales=kinds.get("sale", 0),
        refunds=kinds.get("refund", 0),
    )


def _held(payout: Payout, viewer: User) -> Held:
    releases = list(payout.releases.all())
    return Held(
        id=payout.pk,
        seller=payout.user.name,
        seller_id=payout.user_id,
        amount_cents=payout.amount_cents,
        currency=payout.currency,
        account=payout.account.label,
        state=payout.state,
        reason=reason_of(payout),
        needs_release=payout.needs_release,
        released_by=tuple(release.by.name for release in releases),
        is_own=payout.user_id == viewer.pk,
        i_released=any(release.by_id == viewer.pk for release in releases),
        created_at=payout.created_at,
    )


def house_of(viewer: User) -> House:
    """The four accounts' sums, and how many entries wait for their seal."""
    rights.staff_with(viewer, SEE_MONEY)
    sums = JournalLine.objects.filter(account__currency=CURRENCY).aggregate(
        **{kind: Sum("cents", filter=Q(account__kind=kind), default=0) for kind in Account.Kind.values}
    )
    return House(
        gateway_cents=sums["gateway"],
        fees_cents=-sums["fees"],
        sellers_cents=-sums["seller"],
        escrow_cents=-sums["escrow"],
        unsealed=JournalEntry.objects.filter(seal=None).count(),
    )


def debts(viewer: User) -> tuple[Debt, ...]:
    """Sellers below zero, the deepest first."""
    rights.staff_with(viewer, SEE_MONEY)
    below = (
        JournalLine.objects.filter(account__kind=Account.Kind.SELLER, account__currency=CURRENCY)
        .order_by()
        .values("account__owner", "account__owner__username")
        .annotate(cents=Sum("cents"))
        .filter(cents__gt=0)
        .order_by("-cents")[:SHOWN]
    )
    return tuple(Debt(row["account__owner__username"], row["account__owner"], -row["cents"]) for row in below)


@dataclass(frozen=True)
class Due:
    """What a closed account is owed now and later, and where it said that it goes."""

    name: str
    user_id: int
    cents: int
    pending_cents: int
    account: str
    in_flight: bool


def closed_with_money(viewer: User) -> tuple[Due, ...]:
    """Closed accounts that are still owed money, also those that have not said where it goes."""
    rights.staff_with(viewer, SEE_MONEY)
    owed = (
        JournalLine.objects.filter(
            account__kind=Account.Kind.SELLER, account__currency=CURRENCY, account__owner__is_active=False
        )
        .order_by()
        .values("account__owner")
        .annotate(cents=Sum("cents"))
        .filter(cents__lt=0)
        .order_by("account__owner")[:SHOWN]
    )
    people = User.objects.filter(pk__in=[row["account__owner"] for row in owed]).order_by("pk")
    return tuple(_due(user) for user in people)


def due_to(viewer: User, user_id: int) -> Due:
    """What one seller is owed, for the page that asks before it is paid; NotFound."""
    rights.staff_with(viewer, SEE_MONEY)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such person.")
    return _due(user)


def _due(user: User) -> Due:
    account, found = account_in_use(user), balance_of(user)
    flying = Payout.objects.filter(user=user, state__in=[Payout.State.REQUESTED, Payout.State.HELD])
    label = account.label if account else ""
    return Due(user.name, user.pk, found.available_cents, found.pending_cents, label, flying.exists())


def open_differences(viewer: User) -> tuple[Difference, ...]:
    """What the books and the gateways do not tell alike, the oldest first."""
    rights.staff_with(viewer, SEE_MONEY)
    return tuple(Difference.objects.filter(settled_at=None).order_by("pk")[:SHOWN])
