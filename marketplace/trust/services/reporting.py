"""A person reports something: reports about one thing join its one open case."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.trust import rules
from marketplace.trust.models import Case, Report
from marketplace.trust.selectors import reportable
from marketplace.trust.selectors.things import Thing, thing_seen_by
from marketplace.trust.services.opening import open_case
from nexus.foundation import limits
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from nexus.foundation.texts import checked

REPORTING = limits.Limit("reports", 20, 3600)


def report_model(listing_id: int, *, by: User, reason: str, text: str = "") -> Report:
    """Open a case about a model, or join the one that is open.

    Raises NotFound for a model one may not see, NotAllowed `own_listing` or `reports_paused` (too many were found
    empty), Invalid, Conflict `already_reported`, TooMany.
    """
    return _report(reportable(by, listing_id), kind=Case.Kind.LISTING, by=by, reason=reason, text=text)


def report_thing(kind: str, thing_id: int, *, by: User, reason: str, text: str = "") -> Report:
    """The same about a review, a comment, a print, a person or a bounty. Raises like `report_model`, `own_thing`."""
    return _report(thing_seen_by(by, kind, thing_id), kind=kind, by=by, reason=reason, text=text)


def _report(thing: Listing | Thing, *, kind: str, by: User, reason: str, text: str) -> Report:
    text = _checked(kind, reason, text)
    _check_standing(by)
    limits.take(REPORTING, str(by.pk))
    with transaction.atomic():
        case = open_case(thing)
        try:
            with transaction.atomic():
                return Report.objects.create(case=case, reporter=by, reason=reason, text=text)
        except IntegrityError:
            sentence = "You reported this already; staff look at it, and you hear what came of it."
            raise Conflict(sentence, code="already_reported") from None


def _checked(kind: str, reason: str, text: str) -> str:
    offered = rules.reasons_of(kind)
    if reason not in offered:
        sentence = f"Choose a reason: {', '.join(offered)}."
        raise Invalid(sentence, fields={"reason": [sentence]})
    empty = "Say what is wrong with it." if reason == "other" else ""
    return checked(text, field="text", most=rules.TEXT_MOST, empty=empty).strip()


def _check_standing(by: User) -> None:
    since = timezone.now() - rules.UNFOUNDED_FOR
    if Report.objects.filter(reporter=by, unfounded=True, created_at__gt=since).count() >= rules.UNFOUNDED_MOST:
        raise NotAllowed(
            f"Of your reports {rules.UNFOUNDED_MOST} were found empty within {rules.UNFOUNDED_FOR.days} days,"
            " so you cannot report for a while.",
            code="reports_paused",
        )
