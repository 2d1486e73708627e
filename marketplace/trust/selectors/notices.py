"""Copyright notices as those read them whom they concern: who sent one, whose model it hides, and staff."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from marketplace.trust.models import Case, CounterNotice, Decision, Notice
from marketplace.trust.selectors.steps import Step, steps_of
from nexus.foundation.errors import NotFound

MISSING = "This link is not one of ours, or it is too old."
NO_CASE = "There is no such notice."
MOST = 100
_links = signing.Signer(salt="marketplace.trust.notice")


@dataclass(frozen=True)
class ClaimRow:
    """One model that a notice is about, as its sender sees it."""

    case_id: int
    name: str
    state: str
    due_at: datetime | None
    counter: CounterNotice | None
    may_withdraw: bool
    may_tell_of_court: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class SentPage:
    """A notice for whoever sent it. Not confirmed yet: nothing has happened."""

    notice: Notice
    is_confirmed: bool
    models: int
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True)
class CasePage:
    """A copyright case for the creator of its model, with a copy of the notice."""

    case_id: int
    name: str
    state: str
    notice: Notice
    due_at: datetime | None
    may_answer: bool
    counter: CounterNotice | None
    steps: tuple[Step, ...]
    statement_id: int | None


def token_of(notice: Notice) -> str:
    """What opens a notice for its sender; it is sent to the notice's own address only."""
    return _links.sign(str(notice.pk)).replace(":", ".")


def sent_url(notice: Notice) -> str:
    return reverse("notice_sent", args=[token_of(notice)])


def case_url(case_id: int) -> str:
    return reverse("copyright_case", args=[case_id])


def notice_of(token: str) -> Notice:
    """The notice that a link opens. Raises NotFound for a link that is not ours."""
    try:
        number = int(_links.unsign(":".join(token.rsplit(".", 1))))
    except (signing.BadSignature, ValueError):
        raise NotFound(MISSING) from None
    found = Notice.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(MISSING)
    return found


def sent_page(token: str) -> SentPage:
    notice = notice_of(token)
    rows = tuple(_claim_row(case) for case in _cases().filter(notice=notice).order_by("pk"))
    return SentPage(notice, notice.confirmed_at is not None, len(notice.targets), rows)


def case_page(person: User, case_id: int) -> CasePage:
    """One's own, or any for staff who decide; else NotFound."""
    case = _cases().filter(pk=case_id, notice__isnull=False).first()
    if case is None or (case.creator_id != person.pk and not rights.is_staff_with(person, DECIDE_CASE)):
        raise NotFound(NO_CASE)
    assert case.notice is not None
    last = case.decisions.exclude(act=Decision.Act.NOTICE).order_by("-pk").values_list("pk", flat=True).first()
    in_time = case.due_at is not None and case.due_at > timezone.now()
    return CasePage(
        case_id=case.pk,
        name=case.name,
        state=case.state,
        notice=case.notice,
        due_at=case.due_at,
        may_answer=case.creator_id == person.pk and case.state == Case.State.NOTICED and in_time,
        counter=_counter_of(case),
        steps=steps_of(case, inner=False),
        statement_id=last,
    )


def notices_sent_by(person: User) -> tuple[tuple[str, str, datetime], ...]:
    """What a person sent from their own address: its link, the work, and when, the newest first."""
    rows = Notice.objects.filter(filed_by=person, confirmed_at__isnull=False).order_by("-pk")[:MOST]
    return tuple((sent_url(row), row.work, row.created_at) for row in rows if row.email == person.email.lower())


def notices_against(person: User) -> tuple[Case, ...]:
    """Copyright cases about a person's models, the newest first."""
    return tuple(Case.objects.filter(creator=person, notice__isnull=False).order_by("-pk")[:MOST])


def _cases() -> "QuerySet[Case]":
    return Case.objects.select_related("notice", "counter", "creator").prefetch_related("steps", "decisions")


def _counter_of(case: Case) -> CounterNotice | None:
    return getattr(case, "counter", None)


def _claim_row(case: Case) -> ClaimRow:
    runs = case.state in {Case.State.NOTICED, Case.State.COUNTERED}
    return ClaimRow(
        case_id=case.pk,
        name=case.name,
        state=case.state,
        due_at=case.due_at,
        counter=_counter_of(case),
        may_withdraw=runs,
        may_tell_of_court=case.state == Case.State.COUNTERED and case.court_at is None,
        steps=steps_of(case, inner=False),
    )
