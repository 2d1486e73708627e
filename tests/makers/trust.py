"""Makers of reports, cases, decisions and appeals."""

from accounts.models import User
from marketplace.catalog.models import Listing as Model
from marketplace.trust.models import Appeal, Decision, Report
from marketplace.trust.services import appeals, deciding, reporting
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
