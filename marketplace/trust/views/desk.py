"""The desk of cases in the console: what waits, one case with its evidence, the acts, and its record as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from marketplace.catalog.presenting import facts_of, problems_of
from marketplace.trust import rules, states
from marketplace.trust.models import Decision
from marketplace.trust.selectors import desk as selectors
from marketplace.trust.selectors.desk import CaseRow, Desk
from marketplace.trust.selectors.steps import record_of
from marketplace.trust.services import deciding
from nexus.foundation.console_pages import own_page
from nexus.foundation.errors import NexusError

TEMPLATES = "admin/marketplace"
RAISED = {401, 403, 404}
ONES_OWN = {"own_listing", "own_notice", "escalated"}
Act = Decision.Act
ASKS = gettext_lazy("What did you find? The creator reads this as the statement of reasons.")


@dataclass(frozen=True)
class ActForm:
    """One thing that may be done with a case, as the desk asks for it. `key` leads to it."""

    code: str
    label: str | Promise
    key: str = ""
    asks: str | Promise = ASKS
    is_danger: bool = False
    is_told: bool = True

    kind: str = "listing"

    @property
    def what(self) -> str:
        return rules.act_words(self.kind, self.code)

    @property
    def may_appeal(self) -> bool:
        return self.code in states.APPEALABLE


QUIET = gettext_lazy("Why? It stays in the record.")
FORMS = {
    form.code: form
    for form in (
        ActForm(Act.DISMISS, gettext_lazy("Dismiss the reports"), "d", QUIET, is_told=False),
        ActForm(Act.WARN, gettext_lazy("Warn the creator"), "w"),
        ActForm(Act.MARK_AI, gettext_lazy("Mark as AI-generated"), "i"),
        ActForm(Act.MARK_SENSITIVE, gettext_lazy("Mark as sensitive"), "n"),
        ActForm(Act.HIDE, gettext_lazy("Hide the model"), "h", is_danger=True),
        ActForm(Act.BAN, gettext_lazy("Hide it and close the account"), is_danger=True),
        ActForm(Act.FINAL, gettext_lazy("Keep it hidden: a court has it"), "f", is_danger=True),
        ActForm(Act.RESTORE, gettext_lazy("Lift the decision"), "l"),
    )
}
OTHER_LABELS: dict[str, Promise] = {  # of what is no model
    Act.WARN: gettext_lazy("Warn whose it is"),
    Act.HIDE: gettext_lazy("Hide it"),
    Act.BAN: gettext_lazy("Close the account"),
}
NOTICE_EMPTY = ActForm(Act.DISMISS, gettext_lazy("The notice does not hold"), "d")


def case_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The desk's pages, for the console that shows them."""
    return [
        path("cases/", site.admin_view(_queue), name="case_queue"),
        path("cases/<int:case_id>/", site.admin_view(_desk), name="case_desk"),
        path("cases/<int:case_id>/record.txt", site.admin_view(_record), name="case_record"),
    ]


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, DECIDE_CASE)


@require_safe
def _queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    rows = selectors.case_queue(_staff(request))
    return own_page(request, f"{TEMPLATES}/case_queue.html", title=_("Cases"), rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def _desk(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case with all that is known of it, and the acts; opening it holds it for fifteen minutes."""
    person, wrong, status = _staff(request), "", 200
    if request.method == "POST":
        try:
            words = _act(request, person, case_id)
        except NexusError as refusal:
            if refusal.status in RAISED and refusal.code not in ONES_OWN:
                raise
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, words)
            return _to_next(person, after=case_id)
    return _desk_page(request, person, case_id, wrong=wrong, status=status)


@require_safe
def _record(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything of a case in one file."""
    answer = HttpResponse(record_of(_staff(request), case_id), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="nexus-case-{case_id}.txt"'
    return answer


def _act(request: HttpRequest, person: User, case_id: int) -> str:
    decision = request.POST.get("decision", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "skip": (lambda: deciding.release(case_id, by=person), _("Skipped; it stays in the queue.")),
        "escalate": (
            lambda: deciding.escalate(case_id, by=person, note=request.POST.get("note", "")),
            _("Handed on to somebody else."),
        ),
    }
    rule = request.POST.get("rule", "")
    facts, rule = request.POST.get("reason", ""), rule if rule in rules.REASONS else ""
    do, words = acts.get(
        decision,
        (
            lambda: deciding.decide(case_id, by=person, act=decision, facts=facts, rule=rule),
            _("Decided. All sides are told."),
        ),
    )
    do()
    return words


def _to_next(person: User, *, after: int) -> HttpResponse:
    """The case behind this one that nobody holds, else the longest waiting, else the empty queue."""
    rows = [row for row in selectors.case_queue(person) if not row.claimed_by or row.id == after]
    rest = [row for row in rows if row.id != after]
    following = _after(rows, after) or (rest[0].id if rest else None)
    return redirect("admin:case_desk", following) if following else redirect("admin:case_queue")


def _desk_page(request: HttpRequest, person: User, case_id: int, *, wrong: str, status: int) -> HttpResponse:
    desk = selectors.desk_of(person, case_id)
    may_hold = desk.state in states.RUNNING and not desk.is_own and not desk.handed_on
    name, holder_id, until = selectors.holder_of(case_id)
    if may_hold and holder_id in {None, person.pk}:
        name, holder_id, until = person.name, person.pk, deciding.claim(case_id, by=person)
    rows = selectors.case_queue(person)
    page = desk.evidence.page if desk.evidence else None
    context: dict[str, Any] = {
        "rows": rows,
        "next_id": _after(rows, case_id),
        "desk": desk,
        "facts": facts_of(page.facts) if page else [],
        "problems": problems_of(page.facts, notes=True) if page else [],
        "claim": {"name": name, "is_mine": holder_id == person.pk, "until": until},
        "may_decide": may_hold and holder_id == person.pk,
        "acts": _forms(desk),
        "chosen": request.POST.get("decision", ""),
        "reason": request.POST.get("reason", ""),
        "rule": request.POST.get("rule", "") or _main_rule(desk),
        "reasons": list(rules.reasons_of(desk.kind).items()),
        "strikes_most": rules.STRIKES_MOST,
        "note": request.POST.get("note", ""),
        "appeal_until": timezone.now() + rules.APPEAL_FOR,
        "wrong": wrong,
    }
    return own_page(request, f"{TEMPLATES}/case_desk.html", title=desk.name, status=status, **context)


def _forms(desk: Desk) -> list[ActForm]:
    words = OTHER_LABELS if desk.about else {}
    forms = [
        replace(form, kind=desk.kind, label=words.get(form.code, form.label))
        for form in FORMS.values()
        if form.code in desk.acts
    ]
    return [NOTICE_EMPTY if desk.notice and form.code == Act.DISMISS else form for form in forms]


def _main_rule(desk: Desk) -> str:
    words = [report.reason for report in desk.reports]
    named = {str(text): code for code, text in rules.reasons_of(desk.kind).items()}
    return named.get(max(words, key=words.count), "") if words else ""


def _after(rows: Sequence[CaseRow], case_id: int) -> int | None:
    """The case to skip to; None at the end."""
    ids = [row.id for row in rows]
    place = ids.index(case_id) + 1 if case_id in ids else 0
    return ids[place] if place < len(ids) else None
