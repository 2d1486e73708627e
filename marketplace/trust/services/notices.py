"""Copyright notices: sent by anybody, confirmed by mail, answered by the creator, withdrawn or taken to court."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog.models import Listing
from marketplace.trust import rules, states
from marketplace.trust.models import Case, CaseStep, CounterNotice, Decision, Notice
from marketplace.trust.selectors import notices as selectors
from marketplace.trust.services import deciding
from nexus.foundation import audit, limits, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

SENDING = limits.Limit("notices", 10, 3600)
MAILING = limits.Limit("notice-mails", 3, 3600)  # links that one address is sent
_TARGET = re.compile(r"(?:^|/)models/(\d{1,18})(?:-[\w-]*)?/?(?:[?#].*)?$|^#?(\d{1,18})$")


@dataclass(frozen=True)
class Claim:
    """What a notice says. `name` and `signature` are the same words; both statements have to be made."""

    name: str
    email: str
    address: str
    work: str
    signature: str
    is_owner: bool
    good_faith: bool
    accurate: bool
    organisation: str = ""
    where: str = ""


@dataclass(frozen=True)
class Answer:
    """What a counter-notice says."""

    name: str
    address: str
    text: str
    signature: str
    good_faith: bool
    accepts_court: bool


def file_notice(
    claim: Claim, targets: Sequence[str], *, by: User | None, address: str, now: datetime | None = None
) -> Notice:
    """Take a notice about one or several models, named by their addresses or numbers.

    Somebody signed in who writes from their own confirmed address is believed at once: the models are hidden. Everybody
    else gets a link by mail, and nothing happens before it is used. `address` is the network address that is counted.
    Raises Invalid with the fields, NotAllowed `notices_paused` (too many were found empty), TooMany.
    """
    claim = _checked(claim)
    listings = _models(targets, by=by, claimant=claim.email)
    at = now or timezone.now()
    _check_standing(claim.email, at=at)
    limits.take(SENDING, str(by.pk) if by else address)
    known = by is not None and is_email_confirmed(by) and by.email.lower() == claim.email
    if not known:
        limits.take(MAILING, claim.email)
    with transaction.atomic():
        notice = Notice.objects.create(
            **vars(claim),
            filed_by=by,
            targets=[row.pk for row in listings],
            language=(get_language() or settings.LANGUAGE_CODE)[:8],
            created_at=at,
        )
        if known:
            _take(notice, at=at)
        else:
            outbox.send("notice.filed", notice=notice.pk)
    return notice


@transaction.atomic
def confirm(token: str, *, now: datetime | None = None) -> Notice:
    """The address is real: each model gets its case and is hidden. A second call changes nothing. Raises NotFound."""
    found = selectors.notice_of(token)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=found.pk)
    at = now or timezone.now()
    if notice.confirmed_at is None:
        if notice.created_at + rules.CONFIRM_FOR < at:
            raise NotFound(selectors.MISSING)
        _take(notice, at=at)
    return notice


@transaction.atomic
def withdraw(token: str, case_id: int, *, now: datetime | None = None) -> Decision:
    """Who sent the notice takes it back for one model, which is shown again. Raises NotFound, Conflict."""
    case, listing = _claimants(token, case_id)
    if case.state not in states.CLOCK:
        raise Conflict("This case is over; there is nothing to withdraw.", code="illegal_move")
    at = now or timezone.now()
    _step(case, CaseStep.Kind.WITHDRAWN, "withdrawn", at=at)
    facts = "Whoever sent the notice withdrew it."
    return deciding.record(case, listing, by=None, act=Decision.Act.RESTORE, facts=facts, at=at)


@transaction.atomic
def tell_of_court(token: str, case_id: int, *, text: str, now: datetime | None = None) -> Case:
    """Who sent the notice says that a court has the matter: staff look at it, and the clock gives them time, once.

    Raises NotFound, Invalid without words, Conflict where nothing was countered or it was said before.
    """
    text = _words(text, "text", "Name the court, the parties and the number of the matter")
    case, _ = _claimants(token, case_id)
    if case.state != Case.State.COUNTERED or case.court_at is not None:
        raise Conflict("This is told once, while the answer of the creator waits for it.", code="illegal_move")
    at = now or timezone.now()
    assert case.due_at is not None
    case.court_at, case.due_at = at, rules.working_days_after(max(at, case.due_at), rules.COURT_DAYS)
    case.save(update_fields=["court_at", "due_at"])
    _step(case, CaseStep.Kind.COURT, "court", at=at, text=text)
    return case


@transaction.atomic
def counter(case_id: int, answer: Answer, *, by: User, now: datetime | None = None) -> CounterNotice:
    """The creator says that the model may stand. `by` may be the holder of a closed account.

    Raises NotFound for another's case, Invalid with the fields, Conflict where the term is over or it was answered.
    """
    answer = _checked_answer(answer)
    if not Case.objects.filter(pk=case_id, creator=by, notice__isnull=False).exists():
        raise NotFound(deciding.MISSING)
    case, _ = deciding.locked_case(case_id)
    at = now or timezone.now()
    if case.state != Case.State.NOTICED or case.due_at is None or case.due_at <= at:
        raise Conflict("The time to answer this notice is over, or it was answered.", code="illegal_move")
    made = CounterNotice.objects.create(case=case, by=by, created_at=at, **vars(answer))
    case.state = states.after(case.state, states.COUNTER)
    case.due_at = rules.working_days_after(at, rules.COURT_DAYS)
    case.save(update_fields=["state", "due_at"])
    audit.note("case.counter", actor_id=by.pk, target=f"case:{case.pk}")
    outbox.send("case.countered", case=case.pk)
    return made


def forget_unconfirmed(now: datetime | None = None) -> int:
    """Drop notices whose address nobody confirmed (a duty); how many."""
    before = (now or timezone.now()) - rules.CONFIRM_FOR
    return Notice.objects.filter(confirmed_at=None, created_at__lt=before).delete()[0]


def _take(notice: Notice, *, at: datetime) -> None:
    notice.confirmed_at = at
    notice.save(update_fields=["confirmed_at"])
    for listing in Listing.objects.select_for_update(no_key=True).filter(pk__in=notice.targets).order_by("pk"):
        _open(notice, listing, at=at)


def _open(notice: Notice, listing: Listing, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            case = Case.objects.create(
                listing=listing,
                name=listing.name,
                creator_id=listing.seller_id,
                state=Case.State.NOTICED,
                decided_at=at,
                notice=notice,
                claimant=notice.email,
                due_at=rules.working_days_after(at, rules.COUNTER_DAYS),
            )
    except IntegrityError:
        return  # the same claimant's earlier notice about this model runs still: the database refused a second
    facts = f"{notice.name} says that it copies: {notice.work}"[: rules.TEXT_MOST]
    deciding.record(case, listing, by=None, act=Decision.Act.NOTICE, facts=facts, at=at)


def _claimants(token: str, case_id: int) -> tuple[Case, Listing | None]:
    notice = selectors.notice_of(token)
    if not Case.objects.filter(pk=case_id, notice=notice).exists():
        raise NotFound(deciding.MISSING)
    return deciding.locked_case(case_id)


def _step(case: Case, kind: str, source: str, *, at: datetime, text: str = "") -> None:
    CaseStep.objects.create(case=case, kind=kind, source=source, at=at, text=text)


def _check_standing(claimant: str, *, at: datetime) -> None:
    empty = Case.objects.filter(
        claimant=claimant, state=Case.State.DISMISSED, decided_at__gt=at - rules.REFUSED_FOR
    ).count()
    if empty >= rules.REFUSED_MOST:
        raise NotAllowed(
            f"Of the notices from this address {rules.REFUSED_MOST} were found empty within {rules.REFUSED_FOR.days}"
            " days, so it cannot send more for a while.",
            code="notices_paused",
        )


def _models(targets: Sequence[str], *, by: User | None, claimant: str) -> list[Listing]:
    """The models that are meant. A hidden one may be meant too: several people may have something against it."""
    named = list(dict.fromkeys(word for target in targets for word in target.split()))
    if not named or len(named) > rules.NOTICE_TARGETS_MOST:
        _refuse("targets", f"Name 1 to {rules.NOTICE_TARGETS_MOST} models by their addresses.")
    shown = Listing.objects.filter(
        state__in=[Listing.State.APPROVED, Listing.State.ARCHIVED], audience=Listing.Audience.PUBLIC
    )
    found: dict[int, Listing] = {}
    for word in named:
        matched = _TARGET.search(word)
        row = shown.filter(pk=int(matched[1] or matched[2])).first() if matched else None
        if row is None:
            _refuse("targets", f"There is no model at “{word[:80]}”. Copy the address of its page.")
        if by is not None and row.seller_id == by.pk:
            _refuse("targets", f"“{row.name}” is your own; change or archive it instead.")
        found[row.pk] = row
    running = Case.objects.filter(listing__in=found, claimant=claimant, state__in=list(states.CLOCK)).first()
    if running is not None:
        _refuse("targets", f"Your notice about “{running.name}” runs already; its link is in the mail about it.")
    return list(found.values())


def _checked(claim: Claim) -> Claim:
    email = claim.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        _refuse("email", "Write an e-mail address at which you read mail.")
    for field in ("good_faith", "accurate"):
        if not getattr(claim, field):
            _refuse(field, "A notice counts with this statement only.")
    name = _words(claim.name, "name", "Write your full name", most=120)
    return Claim(
        name=name,
        email=email,
        address=_words(claim.address, "address", "Write an address at which you are reached by post", most=500),
        work=_words(claim.work, "work", "Describe the work that was copied"),
        signature=_signed(claim.signature, name),
        is_owner=claim.is_owner,
        good_faith=True,
        accurate=True,
        organisation=_words(claim.organisation, "organisation", "", most=120),
        where=_words(claim.where, "where", ""),
    )


def _checked_answer(answer: Answer) -> Answer:
    for field in ("good_faith", "accepts_court"):
        if not getattr(answer, field):
            _refuse(field, "An answer counts with this statement only.")
    name = _words(answer.name, "name", "Write your full name", most=120)
    return Answer(
        name=name,
        address=_words(answer.address, "address", "Write an address at which you are reached by post", most=500),
        text=_words(answer.text, "text", "Say why the model may stand"),
        signature=_signed(answer.signature, name),
        good_faith=True,
        accepts_court=True,
    )


def _signed(signature: str, name: str) -> str:
    if " ".join(signature.split()).casefold() != " ".join(name.split()).casefold():
        _refuse("signature", "Sign with your full name, as you wrote it above.")
    return signature.strip()


def _words(text: str, field: str, ask: str, *, most: int = rules.TEXT_MOST) -> str:
    """The words without white space around them; `ask` says what is missing, empty where nothing has to be said."""
    return checked(text.strip(), field=field, most=most, empty=f"{ask}." if ask else "")


def _refuse(field: str, sentence: str) -> NoReturn:
    raise Invalid(sentence, fields={field: [sentence]})
