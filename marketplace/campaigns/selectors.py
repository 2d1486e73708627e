"""Whom a campaign may reach, how it goes, and what staff see of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_CAMPAIGNS
from marketplace.campaigns.models import Campaign, CampaignClick, CampaignMail, MailBlock
from marketplace.catalog.models import Listing
from marketplace.transactions.models import OrderLine
from nexus.foundation.errors import NotFound

MISSING = "There is no such campaign."
# A campaign that rested longer goes on only when a person says so: a copy of yesterday's database sends nothing.
RESTED_TOO_LONG = timedelta(hours=6)

Segment = Campaign.Segment
Mail = CampaignMail.State
FINAL = (Mail.SENT, Mail.UNKNOWN, Mail.FAILED, Mail.SKIPPED)


@dataclass(frozen=True)
class LinkFigures:
    url: str
    clicks: int


@dataclass(frozen=True)
class Figures:
    """A campaign in numbers. `recipients` are all that it was or is to be sent to."""

    recipients: int = 0
    waiting: int = 0
    sent: int = 0
    unknown: int = 0
    failed: int = 0
    skipped: int = 0
    opened: int = 0
    clicked: int = 0
    bounced: int = 0
    complained: int = 0
    unsubscribed: int = 0
    links: tuple[LinkFigures, ...] = ()

    @property
    def decided(self) -> int:
        return self.recipients - self.waiting


def people_reached(segment: str) -> QuerySet[User]:
    """Who gets a campaign: consenting, not banned, the address confirmed, none of its mails came back."""
    small = Lower(OuterRef("email"))
    confirmed = EmailAddress.objects.annotate(small=Lower("email")).filter(
        user=OuterRef("pk"), verified=True, small=small
    )
    blocked = MailBlock.objects.annotate(small=Lower("address")).filter(small=small)
    people = User.objects.filter(Exists(confirmed), ~Exists(blocked), is_active=True, marketing_consent=True)
    if segment == Segment.CREATORS:
        people = people.filter(Exists(Listing.objects.filter(seller=OuterRef("pk"))))
    elif segment == Segment.BUYERS:
        bought = OrderLine.objects.filter(buyer=OuterRef("pk"), state=OrderLine.State.COMPLETED)
        people = people.filter(Exists(bought))
    return people


def campaigns_kept_by(staff: object) -> QuerySet[Campaign]:
    rights.staff_with(staff, KEEP_CAMPAIGNS)
    return Campaign.objects.select_related("made_by").order_by("-id")


def campaign_kept_by(staff: object, campaign_id: int) -> Campaign:
    found = campaigns_kept_by(staff).filter(pk=campaign_id).first()
    if found is None:
        raise NotFound(MISSING)
    return found


def figures_of(campaigns: Sequence[Campaign], *, links: bool = False) -> dict[int, Figures]:
    """The numbers of each campaign, in one query (two with links)."""
    counts = {
        "recipients": Count("pk"),
        "waiting": Count("pk", filter=Q(state__in=[Mail.WAITING, Mail.CLAIMED])),
        **{state.value: Count("pk", filter=Q(state=state)) for state in FINAL},
        **{
            name: Count("pk", filter=Q(**{f"{name}_at__isnull": False}))
            for name in ("opened", "clicked", "bounced", "complained", "unsubscribed")
        },
    }
    ids = [row.pk for row in campaigns]
    rows = CampaignMail.objects.filter(campaign__in=ids).values("campaign").annotate(**counts).order_by()
    found = {int(row.pop("campaign")): row for row in _plain(rows)}
    clicks = _clicks(ids) if links else {}
    return {pk: replace(Figures(**found.get(pk, {})), links=clicks.get(pk, ())) for pk in ids}


def _plain(rows: Any) -> list[dict[str, Any]]:
    """The rows as what they are: the stubs know an aggregate's columns only by name."""
    return [dict(row) for row in rows]


def _clicks(ids: Sequence[int]) -> dict[int, tuple[LinkFigures, ...]]:
    rows = (
        CampaignClick.objects.filter(link__campaign__in=ids)
        .values("link__campaign", "link__number", "link__url")
        .annotate(times=Count("pk"))
        .order_by("link__campaign", "-times", "link__number")
    )
    found: dict[int, tuple[LinkFigures, ...]] = {}
    for row in rows:
        campaign = row["link__campaign"]
        found[campaign] = (*found.get(campaign, ()), LinkFigures(row["link__url"], row["times"]))
    return found


def mails_to_look_at(staff: User, campaign_id: int, *, most: int = 100) -> list[CampaignMail]:
    """Those whose fate is not plain: unknown ones first, then what failed or came back."""
    rights.staff_with(staff, KEEP_CAMPAIGNS)
    odd = Q(state__in=[Mail.UNKNOWN, Mail.FAILED]) | Q(bounced_at__isnull=False) | Q(complained_at__isnull=False)
    rows = CampaignMail.objects.filter(odd, campaign=campaign_id).select_related("user")
    return list(rows.order_by("-state", "-id")[:most])


def campaigns_at_work() -> list[Campaign]:
    """Those that are to be sent or being sent."""
    states = [Campaign.State.SCHEDULED, Campaign.State.SENDING]
    return list(Campaign.objects.filter(state__in=states).order_by("id")[:200])


def is_resting(campaign: Campaign) -> bool:
    """Whether a person must say that it goes on."""
    if campaign.state == Campaign.State.SENDING:
        return campaign.beat_at is None or timezone.now() - campaign.beat_at > RESTED_TOO_LONG
    if campaign.state == Campaign.State.SCHEDULED:
        return campaign.scheduled_at is None or timezone.now() - campaign.scheduled_at > RESTED_TOO_LONG
    return False


def blocked_addresses(staff: User, *, most: int = 200) -> list[MailBlock]:
    rights.staff_with(staff, KEEP_CAMPAIGNS)
    return list(MailBlock.objects.order_by("-id")[:most])
