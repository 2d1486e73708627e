"""Who hears what came of a case. Each may be sent again and is told once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.services.notifications import notify
from marketplace.trust.models import Appeal, Case, CaseStep, Decision, Notice
from marketplace.trust.selectors import PLACE, decision_url
from marketplace.trust.selectors.notices import case_url, sent_url
from nexus.foundation import mail

Act, Kind = Decision.Act, CaseStep.Kind
OUTCOMES = {
    Act.FINAL: "The model stays hidden.",
    Act.RESTORE: "The model is shown again.",
    Act.DISMISS: "Staff found that the notice does not hold, and the model is shown again.",
}


def ask_for_confirmation(notice_id: int) -> None:
    """The link to an address nobody has confirmed yet."""
    notice = Notice.objects.filter(pk=notice_id, confirmed_at=None).first()
    if notice is not None:
        context = {"models": len(notice.targets), "url": _address(sent_url(notice))}
        mail.send("copyright.confirm", to=notice.email, language=notice.language, context=context)


def decided(decision_id: int) -> None:
    """The statement to the creator, the outcome to who reported or sent the notice."""
    row = Decision.objects.select_related("case__notice", "case__creator", "strike").filter(pk=decision_id).first()
    if row is None:
        return
    if row.act == Act.NOTICE:
        _send_copy(row)
    else:
        _tell_creator(row)
    if row.case.notice is not None and row.act in OUTCOMES:
        _tell_claimant(row.case, f"outcome:{row.pk}", "copyright.outcome", {"outcome": OUTCOMES[Act(row.act)]})
    if row.act != Act.RESTORE and row.case.notice is None:
        _tell_reporters(row)


def countered(case_id: int) -> None:
    """The copy of the creator's answer to whoever sent the notice."""
    case = Case.objects.select_related("notice", "counter", "creator").filter(pk=case_id, counter__isnull=False).first()
    if case is not None:
        context = {"answer": case.counter, "email": case.creator.email, "due_at": case.due_at}
        _tell_claimant(case, "counter", "copyright.counter", context)


def appeal_decided(appeal_id: int) -> None:
    """To the creator, where the decision stands; a lifted one is told as a decision of its own."""
    row = Appeal.objects.select_related("decision__case__creator").filter(pk=appeal_id, state=Appeal.State.UPHELD)
    found = row.first()
    if found is not None:
        case = found.decision.case
        title = f"Your appeal about “{case.name}” was decided: the decision stands."
        _tell(case, "case", title=title, url=decision_url(found.decision_id), source=f"appeal:{found.pk}")


def _tell_reporters(row: Decision) -> None:
    name, source, about = row.case.name, f"decision:{row.pk}", f"case:{row.case_id}"
    title = f"You reported “{name}”; staff acted on it."
    if row.act == Act.DISMISS:
        title = f"You reported “{name}”; staff found nothing against the rules."
    for person_id in row.case.reports.order_by("pk").values_list("reporter_id", flat=True):
        notify(person_id, "case", title=title, url=PLACE, source=source, about=about)


def _tell_creator(row: Decision) -> None:
    title = _titles(row.case).get(row.act)
    if title is None:
        return  # of a dismissed case the creator knows nothing; a closed account has a mail of its own
    kind = "strike" if hasattr(row, "strike") else "case"
    _tell(row.case, kind, title=title, url=decision_url(row.pk), source=f"statement:{row.pk}")


def _titles(case: Case) -> dict[str, str]:
    """What the creator is told at once, for each act that they hear of."""
    name = case.name
    if case.kind == Case.Kind.ACCOUNT:
        return {
            Act.WARN: "You are warned about your account.",
            Act.RESTORE: "The decision about your account was lifted.",
        }
    if case.kind == Case.Kind.REVIEW:
        return {
            Act.WARN: f"You are warned about your review of “{name}”.",
            Act.HIDE: f"Your review of “{name}” was hidden by staff.",
            Act.RESTORE: f"The decision about your review of “{name}” was lifted.",
        }
    if case.kind == Case.Kind.COMMENT:
        return {
            Act.WARN: f"You are warned about your comment on “{name}”.",
            Act.HIDE: f"Your comment on “{name}” was hidden by staff.",
            Act.RESTORE: f"The decision about your comment on “{name}” was lifted.",
        }
    if case.kind == Case.Kind.MAKE:
        return {
            Act.WARN: f"You are warned about your print of “{name}”.",
            Act.HIDE: f"Your print of “{name}” was hidden by staff.",
            Act.RESTORE: f"The decision about your print of “{name}” was lifted.",
        }
    titles: dict[str, str] = {
        Act.WARN: f"You are warned about “{name}”.",
        Act.MARK_AI: f"Staff marked “{name}” as AI-generated.",
        Act.MARK_SENSITIVE: f"Staff marked “{name}” as sensitive.",
        Act.HIDE: f"“{name}” was hidden by staff.",
        Act.FINAL: f"“{name}” stays hidden because of a copyright notice.",
        Act.RESTORE: f"The decision about “{name}” was lifted.",
    }
    if case.notice is not None:
        titles[Act.RESTORE] = f"“{name}” is shown again: the copyright notice about it is over."
        titles[Act.DISMISS] = f"“{name}” is shown again: the copyright notice about it does not hold."
    return titles


def _tell(case: Case, kind: str, *, title: str, url: str, source: str) -> None:
    """Under the bell and by its mail; the holder of a closed account has no bell, and gets a mail once."""
    person = case.creator
    if person.is_active:
        notify(person.pk, kind, title=title, url=url, source=source, about=f"case:{case.pk}")
        return
    if person.erased_at is not None:
        return
    with _once(case, Kind.CREATOR_TOLD, source) as is_first:
        if is_first:
            context = {"name": person.name, "title": title, "url": _address(reverse("account_login"))}
            mail.send("case.told", to=person.email, language=person.language, context=context)


def _send_copy(row: Decision) -> None:
    """The notice to the creator, whole: under the bell, and as a mail that is never off."""
    case, creator = row.case, row.case.creator
    url = case_url(case.pk)
    title = f"“{case.name}” is hidden: somebody says that it copies a protected work."
    source, about = f"notice:{case.pk}", f"case:{case.pk}"
    notify(creator.pk, "copyright", title=title, url=url, source=source, about=about)
    context = {"name": creator.name, "model": case.name, "notice": case.notice, "due_at": case.due_at}
    with _once(case, Kind.CREATOR_TOLD, "copy") as is_first:
        if is_first:
            where = {**context, "url": _address(url)}
            mail.send("copyright.notice", to=creator.email, language=creator.language, context=where)


def _tell_claimant(case: Case, source: str, fact: str, context: Mapping[str, Any]) -> None:
    notice = case.notice
    assert notice is not None
    whole = {"name": notice.name, "model": case.name, "url": _address(sent_url(notice)), **context}
    with _once(case, Kind.CLAIMANT_TOLD, source) as is_first:
        if is_first:
            mail.send(fact, to=notice.email, language=notice.language, context=whole)


@contextmanager
def _once(case: Case, kind: str, source: str) -> Iterator[bool]:
    """Whether this was not told before; the dated step is written with it, under the case's lock."""
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=case.pk)
        told = CaseStep.objects.filter(case=case, source=source).exists()
        yield not told
        if not told:
            CaseStep.objects.create(case=case, kind=kind, source=source, at=timezone.now())


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
