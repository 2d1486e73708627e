"""A case as a list of dated steps, from all tables that hold one, and the same as one file for lawyers and courts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from marketplace.trust import rules
from marketplace.trust.models import Appeal, Case, CaseStep, CounterNotice
from nexus.foundation.errors import NotFound


@dataclass(frozen=True)
class Step:
    """One line of a case's history: when, what, and the words that came with it. `who` is for staff."""

    at: datetime
    words: str
    text: str = ""
    who: str = ""


def steps_of(case: Case, *, inner: bool = True) -> tuple[Step, ...]:
    """Everything that happened in a case, in order. Without `inner`, only what both sides may read."""
    found: list[Step] = []
    if case.notice is not None:
        found.append(Step(case.notice.created_at, _("The notice was sent.")))
        if case.notice.confirmed_at is not None:
            found.append(Step(case.notice.confirmed_at, _("Its address was confirmed.")))
    counter: CounterNotice | None = getattr(case, "counter", None)
    decisions = case.decisions.all()
    if counter is not None:
        found.append(Step(counter.created_at, _("The creator answered with a counter-notice."), counter.text))
    found += [
        Step(row.at, rules.act_words(case.kind, row.act), row.facts if inner else "", _by(row.by_id))
        for row in decisions
    ]
    telling = {
        CaseStep.Kind.CREATOR_TOLD: _("The creator was told, with a copy."),
        CaseStep.Kind.CLAIMANT_TOLD: _("Whoever sent the notice was told."),
        CaseStep.Kind.WITHDRAWN: _("The notice was withdrawn."),
        CaseStep.Kind.COURT: _("Whoever sent the notice says that a court has the matter."),
        CaseStep.Kind.ESCALATED: _("Handed on to somebody else of the staff."),
    }
    shown = [row for row in case.steps.all() if inner or row.kind != CaseStep.Kind.ESCALATED]
    for row in shown:
        words = telling[CaseStep.Kind(row.kind)]
        if row.kind == CaseStep.Kind.CREATOR_TOLD and row.source != "copy":
            words = _("The creator was told by mail.")
        found.append(Step(row.at, words, row.text if inner else "", _by(row.actor_id)))
    return tuple(sorted(found, key=lambda step: step.at))


def record_of(by: User, case_id: int) -> str:
    """All of a case as one text, in English, with times in UTC: who, what, every step. For staff who decide."""
    rights.staff_with(by, DECIDE_CASE)
    case = Case.objects.select_related("notice", "creator", "counter").filter(pk=case_id).first()
    if case is None:
        raise NotFound("There is no such case.")
    with override("en"):
        return "\n".join([*_head(case), *_of_notice(case), *_of_counter(case), *_of_reports(case), *_of_steps(case)])


def _head(case: Case) -> list[str]:
    model = f"model {case.listing_id}" if case.listing_id else "deleted since"
    target = model if case.kind == Case.Kind.LISTING else f"{case.kind} {case.about_id}"
    lines = [
        f"Case {case.pk} about “{case.name}” ({target})",
        f"Creator: {case.creator.username}, person {case.creator_id}",
        f"State: {case.state}",
        f"Opened: {_time(case.created_at)}",
    ]
    if case.words:
        lines += ["As it stood when it was first reported:", *(f"    {line}" for line in case.words.splitlines())]
    return [*lines, f"Its clock ends: {_time(case.due_at)}"] if case.due_at else lines


def _of_notice(case: Case) -> list[str]:
    notice = case.notice
    if notice is None:
        return []
    return [
        *_title("Copyright notice"),
        f"From: {notice.name}{f', {notice.organisation}' if notice.organisation else ''}",
        f"Address: {notice.address}",
        f"E-mail: {notice.email}",
        f"Acts as: {'the owner' if notice.is_owner else 'somebody who acts for the owner'}",
        f"Sent: {_time(notice.created_at)}",
        f"Confirmed: {_time(notice.confirmed_at) if notice.confirmed_at else 'not'}",
        "States that the use is not permitted, and that all of it is true: yes",
        f"Signature: {notice.signature}",
        "The work:",
        notice.work,
        *(["Where it is seen, and what was copied:", notice.where] if notice.where else []),
    ]


def _of_counter(case: Case) -> list[str]:
    counter: CounterNotice | None = getattr(case, "counter", None)
    if counter is None:
        return []
    return [
        *_title("Counter-notice"),
        f"From: {counter.name}",
        f"Address: {counter.address}",
        f"Sent: {_time(counter.created_at)}",
        "States that the notice is mistaken, and accepts the courts of the place: yes",
        f"Signature: {counter.signature}",
        counter.text,
    ]


def _of_reports(case: Case) -> list[str]:
    rows = list(case.reports.order_by("pk"))
    lines = [f"{_time(row.created_at)}  {row.reason}, by person {row.reporter_id}: {row.text or '–'}" for row in rows]
    return [*_title("Reports"), *lines] if lines else []


def _of_steps(case: Case) -> list[str]:
    lines = _title("Steps")
    for step in steps_of(case):
        lines.append(f"{_time(step.at)}  {step.words}{f' ({step.who})' if step.who else ''}")
        lines += [f"    {line}" for line in step.text.splitlines()]
    for appeal in Appeal.objects.filter(decision__case=case).order_by("pk"):
        lines.append(f"{_time(appeal.created_at)}  The creator appealed: {appeal.text}")
        if appeal.decided_at:
            lines.append(f"{_time(appeal.decided_at)}  Appeal {appeal.state}: {appeal.answer}")
    return [*lines, ""]


def _title(words: str) -> list[str]:
    return ["", words, "-" * len(words)]


def _by(person_id: int | None) -> str:
    return _("person %(id)s") % {"id": person_id} if person_id else ""


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
