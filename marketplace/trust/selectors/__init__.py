"""What people and staff may read of reports, cases and decisions."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.visibility import listing_seen_by
from marketplace.trust import rules, states
from marketplace.trust.models import Appeal, Case, Decision, Report, Strike
from nexus.foundation.errors import NotAllowed, NotFound

PLACE = "/reports/"
MISSING = "There is no such decision."
OWN = "This model is your own; change or archive it instead."
MOST = 100
SHOWN_WORDS = frozenset({Case.Kind.REVIEW, Case.Kind.COMMENT, Case.Kind.MAKE})  # a statement shows what was said


@dataclass(frozen=True)
class Statement:
    """One decision as its creator reads it."""

    id: int
    url: str
    name: str
    act: str
    what: str
    rule: str
    facts: str
    automatic: bool
    at: datetime
    strike_until: datetime | None
    appeal_until: datetime | None
    may_appeal: bool
    appeal: Appeal | None
    notice_url: str
    words: str = ""


@dataclass(frozen=True)
class ReportRow:
    name: str
    reason: str
    state: str
    at: datetime


def decision_url(decision_id: int) -> str:
    return f"{PLACE}decisions/{decision_id}/"


def cases_waiting(viewer: object) -> int | None:
    """How many cases wait; None for whoever may not decide them."""
    if not rights.is_staff_with(viewer, DECIDE_CASE):
        return None
    return Case.objects.filter(state__in=states.RUNNING).count()


def appeals_waiting(viewer: object) -> int | None:
    if not rights.is_staff_with(viewer, DECIDE_CASE):
        return None
    return Appeal.objects.filter(state=Appeal.State.WAITING).count()


def standing_strikes(person_id: int, *, now: datetime | None = None) -> int:
    """How many strikes count against a person now."""
    return Strike.objects.filter(person=person_id, lifted_at=None, expires_at__gt=now or timezone.now()).count()


def with_reports(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with their reports and, as `strikes_now`, the strikes that stand against their creators."""
    strikes = Strike.objects.filter(person=OuterRef("creator"), lifted_at=None, expires_at__gt=timezone.now())
    counted = strikes.order_by().values("person").annotate(n=Count("pk")).values("n")
    return cases.prefetch_related("reports").annotate(strikes_now=Coalesce(Subquery(counted), 0))


def counted_reasons(case: Case) -> str:
    """The reasons that are named against a model, the most frequent first: "spam 2, broken 1"."""
    counted = Counter(sorted(row.reason for row in case.reports.all()))
    return ", ".join(f"{reason} {number}" for reason, number in counted.most_common())


def reportable(person: User, listing_id: int) -> Listing:
    """A model one may see and did not publish oneself; else NotFound or NotAllowed."""
    listing = listing_seen_by(person, listing_id)
    if listing.seller_id == person.pk:
        raise NotAllowed(OWN, code="own_listing")
    return listing


def statements_of(person: User) -> tuple[Statement, ...]:
    """All decisions about a person's models but dismissals, the newest first."""
    unseen = Q(act=Decision.Act.DISMISS, case__notice=None)  # what was said about a model, and found empty
    rows = _decisions().filter(case__creator=person).exclude(unseen).order_by("-pk")[:MOST]
    return tuple(_statement(row) for row in rows)


def statement_for(person: User, decision_id: int) -> Statement:
    """One's own, or any for staff who decide; else NotFound."""
    row = _decisions().filter(pk=decision_id).first()
    if row is None or (row.case.creator_id != person.pk and not rights.is_staff_with(person, DECIDE_CASE)):
        raise NotFound(MISSING)
    return _statement(row, is_own=row.case.creator_id == person.pk)


def reports_of(person: User) -> tuple[ReportRow, ...]:
    """What a person reported, the newest first."""
    rows = Report.objects.filter(reporter=person).select_related("case").order_by("-pk")[:MOST]
    return tuple(
        ReportRow(
            rules.named(row.case.kind, row.case.name),
            rules.reason_words(row.case.kind, row.reason),
            row.case.state,
            row.created_at,
        )
        for row in rows
    )


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("case", "strike", "appeal")


def _statement(row: Decision, *, is_own: bool = True) -> Statement:
    strike: Strike | None = getattr(row, "strike", None)
    appeal: Appeal | None = getattr(row, "appeal", None)
    in_time = row.appeal_until is not None and row.appeal_until > timezone.now()
    lifted = row.case.state == Case.State.LIFTED
    return Statement(
        id=row.pk,
        url=decision_url(row.pk),
        name=rules.named(row.case.kind, row.case.name),
        act=row.act,
        what=rules.act_words(row.case.kind, row.act),
        rule=rules.rule_words(row.case.kind, row.rule),
        facts=row.facts,
        automatic=row.automatic,
        at=row.at,
        strike_until=strike.expires_at if strike and strike.lifted_at is None else None,
        appeal_until=row.appeal_until,
        may_appeal=is_own and in_time and not lifted and appeal is None and row.act in states.APPEALABLE,
        appeal=appeal,
        notice_url=reverse("copyright_case", args=[row.case_id]) if row.case.notice_id else "",
        words=row.case.words if row.case.kind in SHOWN_WORDS else "",
    )
