"""The desk at which cases are decided: what waits, the oldest first, and one case with its evidence."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import BAN_USER, DECIDE_CASE, REVIEW_LISTING
from marketplace.bounties.models import Bounty, BountyEvent
from marketplace.catalog.models import Category
from marketplace.catalog.selectors.cards import open_url, picture_key
from marketplace.catalog.selectors.files import Alike, duplicates_of
from marketplace.catalog.selectors.model_page import ModelPage
from marketplace.catalog.selectors.reviewing import Decided, SellerHistory, evidence_of
from marketplace.transactions.models import Refund
from marketplace.trust import rules, states
from marketplace.trust.models import Appeal, Case, CounterNotice, Decision, Notice, Report
from marketplace.trust.selectors import standing_strikes, things
from marketplace.trust.selectors.steps import Step, steps_of
from nexus.foundation.errors import NotFound

QUEUE_MOST = 100
NOT_BY_HAND = frozenset({states.COUNTER, Decision.Act.NOTICE})


@dataclass(frozen=True)
class CaseRow:
    """One case that waits, as the list at the left shows it."""

    id: int
    name: str
    creator_name: str
    created_at: datetime
    picture_url: str
    category_tint: str
    state: str
    reasons: str
    due_at: datetime | None
    at_court: bool
    claimed_by: str
    escalated: bool


@dataclass(frozen=True)
class ReportRow:
    """What one person said. `empty` counts that person's reports that were found empty."""

    reason: str
    text: str
    at: datetime
    by: str
    empty: int


@dataclass(frozen=True)
class Evidence:
    """The reported model, while it is there and one may look at it."""

    page: ModelPage
    history: SellerHistory
    past: tuple[Decided, ...]
    alike: tuple[Alike, ...]


@dataclass(frozen=True)
class About:
    """What is reported, where it is no model: its words then and now (`now` is None once it is deleted)."""

    kind: str
    title: str
    then: str
    now: str | None
    url: str
    is_hidden: bool


@dataclass(frozen=True)
class CreatorRecord:
    """What the shop knows of a creator's earlier cases. `many_strikes`: as many as let staff close the account."""

    strikes: int
    acted: int
    dismissed: int
    open_cases: int
    appeals_granted: int
    many_strikes: bool = False
    disputes: int = 0
    refunds: int = 0


@dataclass(frozen=True)
class Desk:
    """One case, and what staff stand on when they decide it."""

    id: int
    kind: str
    name: str
    state: str
    listing_id: int | None
    about: About | None
    creator_id: int
    creator_name: str
    created_at: datetime
    due_at: datetime | None
    court_at: datetime | None
    reports: tuple[ReportRow, ...]
    notice: Notice | None
    counter: CounterNotice | None
    steps: tuple[Step, ...]
    record: CreatorRecord
    evidence: Evidence | None
    acts: tuple[str, ...]
    is_own: bool
    handed_on: bool
    escalated_by: str
    escalated_note: str


def case_queue(by: User, *, most: int = QUEUE_MOST) -> tuple[CaseRow, ...]:
    """Cases that are not ended, the oldest first. Raises NotAllowed without the right."""
    rights.staff_with(by, DECIDE_CASE)
    now = timezone.now()
    tint = Category.objects.filter(listings=OuterRef("listing")).values("tint")[:1]
    rows = (
        Case.objects.filter(state__in=states.RUNNING)
        .select_related("creator", "holder", "notice")
        .prefetch_related("reports")
        .annotate(picture=picture_key(listing="listing"), tint=Subquery(tint))
        .order_by("created_at", "pk")[:most]
    )
    return tuple(_row(row, now) for row in rows)


def desk_of(by: User, case_id: int) -> Desk:
    """One case with its evidence. Raises NotAllowed without the right, NotFound."""
    rights.staff_with(by, DECIDE_CASE)
    rows: QuerySet[Case] = Case.objects.select_related("creator", "notice", "counter", "escalated_by")
    case = rows.prefetch_related("decisions", "steps").filter(pk=case_id).first()
    if case is None:
        raise NotFound("There is no such case.")
    own = {case.creator_id, case.notice.filed_by_id if case.notice else None}
    acts = [act for act in states.MOVES[case.state] if act not in NOT_BY_HAND and act in states.ACTS_OF[case.kind]]
    if not rights.is_staff_with(by, BAN_USER):
        acts = [act for act in acts if act != Decision.Act.BAN]
    return Desk(
        id=case.pk,
        kind=case.kind,
        name=rules.named(case.kind, case.name),
        state=case.state,
        listing_id=case.listing_id,
        about=_about(case),
        creator_id=case.creator_id,
        creator_name=case.creator.name,
        created_at=case.created_at,
        due_at=case.due_at,
        court_at=case.court_at,
        reports=_reports(case),
        notice=case.notice,
        counter=getattr(case, "counter", None),
        steps=steps_of(case),
        record=_record_of(case.creator_id),
        evidence=_evidence(by, case.listing_id),
        acts=tuple(acts),
        is_own=by.pk in own,
        handed_on=case.escalated_by_id == by.pk and case.state in states.RUNNING,
        escalated_by=case.escalated_by.name if case.escalated_by else "",
        escalated_note=case.escalated_note,
    )


def holder_of(case_id: int) -> tuple[str, int | None, datetime | None]:
    """Who holds a case now, by name and number, and until when."""
    row = Case.objects.filter(pk=case_id, held_until__gt=timezone.now()).select_related("holder").first()
    return (row.holder.name, row.holder_id, row.held_until) if row and row.holder else ("", None, None)


def record_of_creator(by: User, person_id: int) -> CreatorRecord:
    """The same record beside a model in review. Raises NotAllowed for who may neither review nor decide."""
    if not rights.is_staff_with(by, DECIDE_CASE):
        rights.staff_with(by, REVIEW_LISTING)
    return _record_of(person_id)


def _row(case: Case, now: datetime) -> CaseRow:
    held = case.holder is not None and case.held_until is not None and case.held_until > now
    return CaseRow(
        id=case.pk,
        name=rules.named(case.kind, case.name),
        creator_name=case.creator.name,
        created_at=case.created_at,
        picture_url=open_url(case.picture),  # type: ignore[attr-defined]
        category_tint=case.tint or "",  # type: ignore[attr-defined]
        state=case.state,
        reasons=reasons_of(case),
        due_at=case.due_at,
        at_court=case.court_at is not None,
        claimed_by=case.holder.name if held and case.holder else "",
        escalated=case.escalated_by_id is not None,
    )


def reasons_of(case: Case) -> str:
    """What is said against a model, in words, the most frequent first, with how many say it."""
    counted = Counter(sorted(row.reason for row in case.reports.all()))
    if case.notice is not None:
        counted["copyright"] += 1
    ranked = counted.most_common()
    return ", ".join(
        f"{rules.reason_words(case.kind, reason)}{f' ({number})' if number > 1 else ''}" for reason, number in ranked
    )


def _reports(case: Case) -> tuple[ReportRow, ...]:
    empty = Report.objects.filter(reporter=OuterRef("reporter"), unfounded=True).order_by().values("reporter")
    counted = empty.annotate(n=Count("pk")).values("n")
    rows = case.reports.select_related("reporter").annotate(empty=Subquery(counted)).order_by("pk")[:QUEUE_MOST]
    return tuple(
        ReportRow(
            rules.reason_words(case.kind, row.reason), row.text, row.created_at, row.reporter.name, row.empty or 0
        )
        for row in rows
    )


def _record_of(person_id: int) -> CreatorRecord:
    ended = Q(state__in=[Case.State.WARNED, Case.State.MARKED, Case.State.HIDDEN, Case.State.BANNED])
    counted = Case.objects.filter(creator=person_id).aggregate(
        acted=Count("pk", filter=ended),
        dismissed=Count("pk", filter=Q(state=Case.State.DISMISSED)),
        running=Count("pk", filter=Q(state__in=states.RUNNING)),
    )
    granted = Appeal.objects.filter(decision__case__creator=person_id, state=Appeal.State.LIFTED).count()
    strikes = standing_strikes(person_id)
    return CreatorRecord(
        strikes=strikes,
        acted=counted["acted"],
        dismissed=counted["dismissed"],
        open_cases=counted["running"],
        appeals_granted=granted,
        many_strikes=strikes >= rules.STRIKES_MOST,
        disputes=Bounty.objects.filter(
            Q(client=person_id) | Q(winner=person_id), events__kind=BountyEvent.Kind.DISPUTED
        )
        .distinct()
        .count(),
        refunds=Refund.objects.filter(line__seller=person_id).exclude(state=Refund.State.DECLINED).count(),
    )


def _about(case: Case) -> About | None:
    if case.kind == Case.Kind.LISTING:
        return None
    thing = things.thing_now(case)
    hidden = case.state in {Case.State.HIDDEN, Case.State.BANNED}
    return About(
        kind=case.kind,
        title=rules.named(case.kind, case.name),
        then=case.words,
        now=thing.words if thing else None,
        url=thing.url if thing else "",
        is_hidden=hidden,
    )


def _evidence(by: User, listing_id: int | None) -> Evidence | None:
    if listing_id is None or not rights.is_staff_with(by, REVIEW_LISTING):
        return None
    page, history, past = evidence_of(by, listing_id)
    return Evidence(page, history, past, tuple(duplicates_of(listing_id, by=by)))
