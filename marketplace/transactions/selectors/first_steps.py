"""What a new creator has done and what comes next, and how far the next level is."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import levels
from accounts.models import User
from marketplace.catalog.models import Follow, Listing
from marketplace.transactions.models import OrderLine, Payout, PayoutAccount


@dataclass(frozen=True)
class FirstStep:
    """One thing to do once; `url` leads there while it is not done."""

    name: str
    done: bool
    url: str


@dataclass(frozen=True)
class Standing:
    """A creator's level, and the next one with what it needs; the last level has no next."""

    level: str
    next_level: str
    earned_cents: int
    next_cents: int
    missing_cents: int


def first_steps_of(user: User) -> tuple[FirstStep, ...]:
    """From the profile to the first payout; empty once everything is done."""
    sold = OrderLine.objects.filter(seller=OuterRef("pk"), state=OrderLine.State.COMPLETED, paid_cents__gt=0)
    used = PayoutAccount.objects.filter(user=OuterRef("pk"), connected_at__isnull=False, ended_at=None)
    done = User.objects.values_list(
        Exists(Listing.objects.filter(seller=OuterRef("pk"))),
        Exists(used),
        Exists(Follow.objects.filter(creator=OuterRef("pk"))),
        Exists(sold),
        Exists(Payout.objects.filter(user=OuterRef("pk"), state=Payout.State.PAID)),
    ).get(pk=user.pk)
    names = (
        (_("Upload a model"), reverse("upload")),
        (_("Connect an account for payouts"), reverse("payout_account")),
        (_("Find a first follower"), ""),
        (_("Make a first sale"), ""),
        (_("Get a first payout"), reverse("payouts")),
    )
    steps = (
        FirstStep(_("Tell who you are"), bool(user.display_name and user.bio), reverse("settings")),
        *(FirstStep(name, is_done, url) for (name, url), is_done in zip(names, done, strict=True)),
    )
    return () if all(step.done for step in steps) else steps


def standing_of_level(earned_cents: int) -> Standing:
    """Where somebody who earned so much stands."""
    above = [(least, name) for least, name in levels.steps() if least > earned_cents]
    least, name = min(above, default=(0, ""))
    return Standing(levels.level(earned_cents), name, earned_cents, least, max(least - earned_cents, 0))
