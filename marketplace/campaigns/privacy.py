"""What campaigns have of a person: that they were among the readers of a mail."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from marketplace.campaigns.models import CampaignMail, CampaignTest, MailBlock, MailEvent
from nexus.foundation.personal import Obstacle, Own, table

GOES: frozenset[str] = frozenset()
STAYS: Mapping[str, str] = {
    "marketplace.CampaignMail.user": "counted among the readers, without the mail's id at the provider",
    "marketplace.Campaign.made_by": "an act of staff",
    "marketplace.CampaignTest.asked_by": "an act of staff; the address goes",
}


def export(user: User) -> Own:
    mails = table(
        "campaign_mails",
        CampaignMail.objects.filter(user=user),
        *("campaign__subject", "state", "decided_at", "opened_at", "clicked_at", "unsubscribed_at"),
    )
    return Own((mails,))


def obstacles(_user: User) -> list[Obstacle]:
    return []


def close(user: User) -> None:
    """At once, while the address is known: it is taken out of every list, and nothing more is sent to it."""
    MailBlock.objects.filter(address__iexact=user.email).delete()
    MailEvent.objects.filter(Q(address__iexact=user.email) | Q(mail__user=user)).update(address="")
    CampaignTest.objects.filter(to__iexact=user.email).update(to="")
    mails = CampaignMail.objects.filter(user=user)
    mails.filter(state=CampaignMail.State.WAITING).update(
        state=CampaignMail.State.SKIPPED, next_try_at=None, decided_at=timezone.now(), reason="The account is deleted."
    )
    mails.exclude(message_id="").update(message_id="")


def forget(user: User) -> None:
    """Nothing is left to do."""
