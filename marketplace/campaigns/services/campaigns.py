"""A campaign's life: written, tried, scheduled, begun, stopped."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_CAMPAIGNS
from marketplace.campaigns import content, states
from marketplace.campaigns.models import Campaign, CampaignLink, CampaignMail, CampaignTest
from marketplace.campaigns.selectors import MISSING, RESTED_TOO_LONG, is_resting, people_reached
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound, TooMany

NAME_MOST, SUBJECT_MOST = 120, 150
AHEAD_MOST = timedelta(days=366)
TESTS_AN_HOUR = 30
CHANGEABLE = ("name", "subject", "content", "segment")
State = Campaign.State


def campaign_for_change(campaign_id: int, *, by: User) -> Campaign:
    """The row under lock, for staff who keep campaigns. Needs a transaction."""
    rights.staff_with(by, KEEP_CAMPAIGNS)
    found = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign_id).first()
    if found is None:
        raise NotFound(MISSING)
    return found


@transaction.atomic
def write_campaign(*, by: User, name: str, subject: str, content: str, segment: str = Campaign.Segment.ALL) -> Campaign:
    """A new draft."""
    rights.staff_with(by, KEEP_CAMPAIGNS)
    row = Campaign(made_by=by)
    _say(row, {"name": name, "subject": subject, "content": content, "segment": segment})
    row.save()
    audit.note("campaign.written", actor_id=by.pk, target=f"campaign:{row.pk}", name=row.name)
    return row


@transaction.atomic
def change_campaign(campaign_id: int, *, by: User, **changes: Any) -> Campaign:
    """Say it otherwise, while it is a draft."""
    row = campaign_for_change(campaign_id, by=by)
    if foreign := changes.keys() - set(CHANGEABLE):
        raise ValueError(f"Not part of a campaign: {', '.join(sorted(foreign))}")
    if row.state != State.DRAFT:
        hint = " Cancel the schedule first." if row.state == State.SCHEDULED else ""
        raise Conflict(f"This campaign is {states.WORDS[row.state]}; only a draft can be changed.{hint}")
    _say(row, changes)
    row.save()
    audit.note("campaign.changed", actor_id=by.pk, target=f"campaign:{row.pk}", fields=sorted(changes))
    return row


@transaction.atomic
def delete_campaign(campaign_id: int, *, by: User) -> None:
    row = campaign_for_change(campaign_id, by=by)
    if row.state != State.DRAFT:
        raise Conflict(f"This campaign is {states.WORDS[row.state]}; only a draft can be deleted.")
    audit.note("campaign.deleted", actor_id=by.pk, target=f"campaign:{row.pk}", name=row.name, subject=row.subject)
    row.delete()


def _say(row: Campaign, said: dict[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    for name, most in (("name", NAME_MOST), ("subject", SUBJECT_MOST)):
        if name in said:
            setattr(row, name, " ".join(str(said[name]).split()))
            if fault := _fault(getattr(row, name), most):
                wrong[name] = [fault]
    if said.get("segment", row.segment) not in Campaign.Segment.values:
        wrong["segment"] = [f"One of: {', '.join(Campaign.Segment.values)}."]
    row.segment = said.get("segment", row.segment)
    if "content" in said:
        try:
            row.content = content.cleaned(said["content"])
        except Invalid as refusal:
            wrong |= refusal.at_fields
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)


def _fault(text: str, most: int) -> str:
    """What is wrong with one line of text; empty where nothing is."""
    if not text:
        return "This is empty."
    if "\x00" in text:
        return "A NUL byte is no text."
    return f"At most {most} characters; this has {len(text)}." if len(text) > most else ""


@transaction.atomic
def ask_for_test(campaign_id: int, *, to: str, by: User) -> CampaignTest:
    """One mail to an address of staff's choice, in any state; it is marked and counts nowhere."""
    row = campaign_for_change(campaign_id, by=by)
    try:
        validate_email(to)
    except ValidationError as failure:
        sentence = "This is no e-mail address."
        raise Invalid(sentence, fields={"to": [sentence]}) from failure
    lately = CampaignTest.objects.filter(asked_by=by, asked_at__gt=timezone.now() - timedelta(hours=1))
    if lately.count() >= TESTS_AN_HOUR:
        raise TooMany(f"That was more than {TESTS_AN_HOUR} tests in one hour.", retry_after=600)
    test = CampaignTest.objects.create(campaign=row, to=to, asked_by=by)
    outbox.send("campaign.test_asked", test=test.pk)
    audit.note("campaign.tested", actor_id=by.pk, target=f"campaign:{row.pk}", to=to)
    return test


@transaction.atomic
def schedule_campaign(campaign_id: int, *, at: datetime, by: User) -> Campaign:
    """Send it later; a duty begins it then."""
    row = campaign_for_change(campaign_id, by=by)
    now = timezone.now()
    if not now < at < now + AHEAD_MOST:
        sentence = "The time must lie ahead, by at most a year."
        raise Invalid(sentence, fields={"scheduled_at": [sentence]})
    if row.state == State.SCHEDULED:
        row.scheduled_at = at
    else:
        _move(row, State.SCHEDULED)
        row.scheduled_at = at
    row.save()
    audit.note("campaign.scheduled", actor_id=by.pk, target=f"campaign:{row.pk}", at=at.isoformat())
    return row


@transaction.atomic
def send_campaign(campaign_id: int, *, by: User) -> Campaign:
    """Begin now. Whom it reaches is fixed at this moment; each of them is asked once more before their own mail."""
    row = campaign_for_change(campaign_id, by=by)
    _begin(row)
    audit.note("campaign.sent", actor_id=by.pk, target=f"campaign:{row.pk}")
    return row


@transaction.atomic
def write_and_send(*, by: User, subject: str, content: str, segment: str) -> tuple[Campaign, int]:
    """A campaign in one call, and how many people it is queued for."""
    name = f"{timezone.now():%Y-%m-%d %H:%M} {subject}"[:NAME_MOST]
    row = write_campaign(by=by, name=name, subject=subject, content=content, segment=segment)
    row = send_campaign(row.pk, by=by)
    return row, row.mails.count()


@transaction.atomic
def cancel_campaign(campaign_id: int, *, by: User) -> Campaign:
    """A scheduled one becomes a draft again; one being sent stops: nobody who waits gets it any more."""
    row = campaign_for_change(campaign_id, by=by)
    if row.state == State.SCHEDULED:
        _move(row, State.DRAFT)
        row.scheduled_at = None
    else:
        _move(row, State.STOPPED)
        row.sent_at = timezone.now()
        _skip_the_rest(row)
    row.save()
    audit.note("campaign.cancelled", actor_id=by.pk, target=f"campaign:{row.pk}", state=row.state)
    return row


@transaction.atomic
def go_on(campaign_id: int, *, by: User) -> Campaign:
    """A campaign that rested too long to go on by itself is sent on, because a person says so."""
    row = campaign_for_change(campaign_id, by=by)
    if row.state != State.SENDING:
        raise Conflict(f"This campaign is {states.WORDS[row.state]}; only one being sent can go on.")
    row.beat_at = timezone.now()
    row.save(update_fields=["beat_at", "updated_at"])
    outbox.send("campaign.going", campaign=row.pk)
    audit.note("campaign.went_on", actor_id=by.pk, target=f"campaign:{row.pk}")
    return row


def begin_due() -> None:
    """Begin what is scheduled for now (a duty). What was due long ago waits for a person: it may be an old copy."""
    now = timezone.now()
    due = Campaign.objects.filter(
        state=State.SCHEDULED, scheduled_at__lte=now, scheduled_at__gt=now - RESTED_TOO_LONG
    ).order_by("scheduled_at", "id")
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Campaign.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()
            if row is not None and row.state == State.SCHEDULED and not is_resting(row):
                _begin(row)
                audit.note("campaign.begun", actor_id=None, target=f"campaign:{row.pk}")


def _begin(row: Campaign) -> None:
    _move(row, State.SENDING)
    row.started_at = row.beat_at = timezone.now()
    row.save()
    addresses = content.links_of(row.content)
    CampaignLink.objects.bulk_create(
        CampaignLink(campaign=row, number=number, url=url) for number, url in enumerate(addresses)
    )
    people = people_reached(row.segment).order_by("pk").values_list("pk", flat=True)
    mails = (CampaignMail(campaign=row, user_id=pk) for pk in people.iterator(chunk_size=2000))
    CampaignMail.objects.bulk_create(mails, batch_size=2000)
    outbox.send("campaign.going", campaign=row.pk)


def _skip_the_rest(row: Campaign) -> None:
    row.mails.filter(state=CampaignMail.State.WAITING).update(
        state=CampaignMail.State.SKIPPED, decided_at=timezone.now(), reason="The campaign was stopped."
    )


def _move(row: Campaign, state: str) -> None:
    if state not in states.MOVES[row.state]:
        raise Conflict(f"This campaign is {states.WORDS[row.state]}; it cannot become {states.WORDS[state]}.")
    row.state = state
