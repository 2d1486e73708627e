"""A person reports a model: reports about one model join its one open case."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.trust import rules
from marketplace.trust.models import Case, Report
from marketplace.trust.selectors import reportable
from nexus.foundation import limits
from nexus.foundation.errors import Conflict, Invalid, NotAllowed

REPORTING = limits.Limit("reports", 20, 3600)


def report_model(listing_id: int, *, by: User, reason: str, text: str = "") -> Report:
    """Open a case about a model, or join the one that is open.

    Raises NotFound for a model one may not see, NotAllowed `own_listing` or `reports_paused` (too many were found
    empty), Invalid, Conflict `already_reported`, TooMany.
    """
    listing = reportable(by, listing_id)
    text = _checked(reason, text)
    _check_standing(by)
    limits.take(REPORTING, str(by.pk))
    with transaction.atomic():
        case = _open_case(listing)
        try:
            with transaction.atomic():
                return Report.objects.create(case=case, reporter=by, reason=reason, text=text)
        except IntegrityError:
            sentence = "You reported this model already; staff look at it, and you hear what came of it."
            raise Conflict(sentence, code="already_reported") from None


def _checked(reason: str, text: str) -> str:
    if reason not in rules.REASONS:
        sentence = f"Choose a reason: {', '.join(rules.REASONS)}."
        raise Invalid(sentence, fields={"reason": [sentence]})
    if len(text) > rules.TEXT_MOST or "\x00" in text:
        sentence = f"A report has at most {rules.TEXT_MOST:,} characters, all of them printable."
        raise Invalid(sentence, fields={"text": [sentence]})
    if reason == "other" and not text.strip():
        sentence = "Say what is wrong with it."
        raise Invalid(sentence, fields={"text": [sentence]})
    return text.strip()


def _check_standing(by: User) -> None:
    since = timezone.now() - rules.UNFOUNDED_FOR
    if Report.objects.filter(reporter=by, unfounded=True, created_at__gt=since).count() >= rules.UNFOUNDED_MOST:
        raise NotAllowed(
            f"Of your reports {rules.UNFOUNDED_MOST} were found empty within {rules.UNFOUNDED_FOR.days} days,"
            " so you cannot report for a while.",
            code="reports_paused",
        )


def _open_case(listing: Listing) -> Case:
    """The one that is open, locked so that no decision closes it meanwhile; whoever comes second finds the first's."""
    while True:
        found = Case.objects.select_for_update(no_key=True).filter(listing=listing, state=Case.State.OPEN).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return Case.objects.create(listing=listing, name=listing.name, creator_id=listing.seller_id)
        except IntegrityError:
            continue  # somebody else opened it at this moment: the database refused a second
