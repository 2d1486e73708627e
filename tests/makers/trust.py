"""Makers of reports, cases, copyright notices, decisions and appeals."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from marketplace.catalog.models import Listing as Model
from marketplace.trust.models import Appeal, Case, Decision, Notice, Report
from marketplace.trust.services import appeals, deciding, notices, reporting
from tests.makers import accounts, catalog


def report(target: Model | None = None, by: User | None = None, *, reason: str = "spam", text: str = "") -> Report:
    target = target or catalog.listing()
    return reporting.report_model(target.pk, by=by or accounts.person(), reason=reason, text=text)


def decision(target: Model | None = None, *, act: str = "hide", by: User | None = None) -> Decision:
    case = report(target).case
    return deciding.decide(case.pk, by=by or accounts.staff("moderator"), act=act, facts="It is sold twice.")


def appeal(target: Model | None = None, *, act: str = "hide") -> Appeal:
    made = decision(target, act=act)
    return appeals.appeal(made.pk, by=made.case.creator, text="It is sold once.")


ANSWER = notices.Answer(
    name="Tomás Rey",
    address="12 Quay St, Galway",
    text="I drew it myself.",
    signature="tomás  rey",
    good_faith=True,
    accepts_court=True,
)


def notice(
    target: Model | None = None,
    by: User | None = None,
    *,
    email: str = "",
    targets: Sequence[str] | None = None,
    **change: Any,
) -> Notice:
    """Of a person with a confirmed address, so that it counts at once; with `email`, of a stranger."""
    if not email:
        by = by or accounts.person()
    said: dict[str, Any] = {
        "name": "Anna Kern", "email": email or (by.email if by else ""), "address": "Lange Gasse 4, Wien",
        "work": "The lamp of 1931.", "signature": "Anna Kern", "is_owner": True, "good_faith": True, "accurate": True,
    }  # fmt: skip
    if targets is None:
        targets = [str((target or catalog.listing()).pk)]
    return notices.file_notice(notices.Claim(**{**said, **change}), targets, by=by, address="203.0.113.7")


def countered(target: Model | None = None) -> Case:
    case = notice(target).cases.get()
    notices.counter(case.pk, ANSWER, by=case.creator)
    return Case.objects.select_related("notice", "counter", "creator", "listing").get(pk=case.pk)
