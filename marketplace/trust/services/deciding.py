"""Staff decide a case: each act is a statement of reasons, an audit row and a fact, in one transaction."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_CASE
from accounts.services import bans
from marketplace.catalog.models import Listing
from marketplace.catalog.services import search_index
from marketplace.trust import rules, states
from marketplace.trust.models import Appeal, Case, Decision, Strike
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound

MISSING = "There is no such case."
Act = Decision.Act


def dismiss(case_id: int, *, by: User, reason: str) -> Decision:
    """Nothing was found; the reporters hear it, and their reports count as empty."""
    return decide(case_id, by=by, act=Act.DISMISS, facts=reason)


def warn(case_id: int, *, by: User, reason: str) -> Decision:
    """The model stays; its creator is told what to mend."""
    return decide(case_id, by=by, act=Act.WARN, facts=reason)


def hide(case_id: int, *, by: User, reason: str) -> Decision:
    """Nobody finds or buys the model; its creator gets a strike."""
    return decide(case_id, by=by, act=Act.HIDE, facts=reason)


def ban(case_id: int, *, by: User, reason: str) -> Decision:
    """Hide the model and close its creator's account."""
    return decide(case_id, by=by, act=Act.BAN, facts=reason)


def restore(case_id: int, *, by: User, reason: str) -> Decision:
    """Take an earlier decision back: what it hid is shown, what it closed is opened, its strike is gone."""
    return decide(case_id, by=by, act=Act.RESTORE, facts=reason)


@transaction.atomic
def decide(case_id: int, *, by: User, act: str, facts: str, rule: str = "", now: datetime | None = None) -> Decision:
    """Do one act. `rule` is a reason code; without it the one that most reports name.

    Raises NotAllowed without the right or about one's own model, NotFound, Invalid without facts, Conflict
    `illegal_move`, `claimed` (somebody else holds the case) or `appeal_waits`.
    """
    rights.staff_with(by, DECIDE_CASE)
    facts = checked_facts(facts)
    case, listing = locked_case(case_id)
    if case.creator_id == by.pk:
        raise NotAllowed("This case is about your own model; somebody else has to decide it.", code="own_listing")
    to = states.after(case.state, act)
    at = now or timezone.now()
    _check_claim(case, by=by, at=at)
    if act == Act.RESTORE and Appeal.objects.filter(decision__case=case, state=Appeal.State.WAITING).exists():
        raise Conflict("Its creator has appealed; decide the appeal instead.", code="appeal_waits")
    return _record(case, listing, by=by, act=act, to=to, facts=facts, rule=rule or _main_reason(case), at=at)


def lift(case: Case, listing: Listing | None, *, by: User, facts: str, at: datetime) -> Decision:
    """What a granted appeal does, to a case that is locked already."""
    to = states.after(case.state, Act.RESTORE)
    rule = case.decisions.order_by("-pk").values_list("rule", flat=True)[0]
    return _record(case, listing, by=by, act=Act.RESTORE, to=to, facts=facts, rule=rule, at=at)


def claim(case_id: int, *, by: User, now: datetime | None = None) -> datetime:
    """Hold an open case for a while, so that no two people work on one; until when.

    Raises NotAllowed, NotFound, Conflict `illegal_move` or `claimed`.
    """
    rights.staff_with(by, DECIDE_CASE)
    at = now or timezone.now()
    until = at + rules.CLAIMED_FOR
    free = Q(holder=None) | Q(holder=by) | Q(held_until__lt=at)
    if not Case.objects.filter(free, pk=case_id, state=Case.State.OPEN).update(holder=by, held_until=until):
        case = Case.objects.select_related("holder").filter(pk=case_id).first()
        if case is None:
            raise NotFound(MISSING)
        _check_claim(case, by=by, at=at)
        raise Conflict(f"This case is {case.state}; only open ones are worked on.", code="illegal_move")
    return until


def checked_facts(facts: str) -> str:
    facts = facts.strip()
    if not facts or len(facts) > rules.TEXT_MOST or "\x00" in facts:
        sentence = f"Say what you found, in at most {rules.TEXT_MOST:,} characters."
        raise Invalid(sentence, fields={"reason": [sentence]})
    return facts


def locked_case(case_id: int) -> tuple[Case, Listing | None]:
    """The case and its model, the model locked first: deleting a model takes the same order."""
    listing_id = Case.objects.filter(pk=case_id).values_list("listing_id", flat=True).first()
    listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id or 0).first()
    case = Case.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    if case is None:
        raise NotFound(MISSING)
    return case, listing


def _check_claim(case: Case, *, by: User, at: datetime) -> None:
    if case.holder_id not in {None, by.pk} and case.held_until and case.held_until > at:
        assert case.holder is not None
        raise Conflict(f"{case.holder.name} is working on this case just now.", code="claimed")


def _main_reason(case: Case) -> str:
    counted = Counter(case.reports.order_by("pk").values_list("reason", flat=True))
    return counted.most_common(1)[0][0] if counted else "other"


def _record(
    case: Case, listing: Listing | None, *, by: User, act: str, to: str, facts: str, rule: str, at: datetime
) -> Decision:
    made = Decision.objects.create(
        case=case,
        act=act,
        rule=rule,
        facts=facts,
        by=by,
        at=at,
        appeal_until=at + rules.APPEAL_FOR if act in states.APPEALABLE else None,
    )
    _apply(made, case, listing, by=by)
    case.state, case.decided_at, case.holder, case.held_until = to, at, None, None
    case.save(update_fields=["state", "decided_at", "holder", "held_until"])
    if listing is not None:
        _show(listing)
    target = f"listing:{case.listing_id}" if case.listing_id else f"case:{case.pk}"
    audit.note(f"case.{act}", actor_id=by.pk, target=target, reason=facts, case=case.pk, rule=rule)
    outbox.send("case.decided", decision=made.pk)
    return made


def _apply(made: Decision, case: Case, listing: Listing | None, *, by: User) -> None:
    if made.act == Act.DISMISS:
        case.reports.update(unfounded=True)
    if made.act in {Act.HIDE, Act.BAN}:
        if listing is not None:
            listing.hidden_by = Listing.Hidden.CASE
        Strike.objects.create(person_id=case.creator_id, decision=made, expires_at=made.at + rules.STRIKE_FOR)
    if made.act == Act.BAN:
        bans.ban(case.creator_id, by=by, reason=f"{case.name}: {made.facts}"[: bans.REASON_MOST])
    if made.act == Act.RESTORE:
        Strike.objects.filter(decision__case=case, lifted_at=None).update(lifted_at=made.at)
        hidden_too = Case.objects.filter(listing=listing, state__in=(Case.State.HIDDEN, Case.State.BANNED))
        if listing is not None and not hidden_too.exclude(pk=case.pk).exists():
            listing.hidden_by = Listing.Hidden.NOTHING
        if case.state == Case.State.BANNED and not case.creator.is_active:
            bans.lift(case.creator_id, by=by, reason=made.facts)


def _show(listing: Listing) -> None:
    listing.save(update_fields=["hidden_by", "updated_at"])
    search_index.index_listing(listing.pk)
    outbox.send("listing.changed", listing=listing.pk)
