"""What a new creator has done and what comes next, and how far the next level is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import levels
from accounts.models import User
from marketplace.catalog.models import Follow, Listing
from marketplace.transactions.models import OrderLine, Payout
from marketplace.transactions.selectors.payouts import account_in_use


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
    sold = OrderLine.objects.filter(seller=user, state=OrderLine.State.COMPLETED, paid_cents__gt=0)
    steps = (
        FirstStep(_("Tell who you are"), bool(user.display_name and user.bio), reverse("settings")),
        FirstStep(_("Upload a model"), Listing.objects.filter(seller=user).exists(), reverse("upload")),
        FirstStep(_("Connect an account for payouts"), account_in_use(user) is not None, reverse("payout_account")),
        FirstStep(_("Find a first follower"), Follow.objects.filter(creator=user).exists(), ""),
        FirstStep(_("Make a first sale"), sold.exists(), ""),
        FirstStep(
            _("Get a first payout"),
            Payout.objects.filter(user=user, state=Payout.State.PAID).exists(),
            reverse("payouts"),
        ),
    )
    return () if all(step.done for step in steps) else steps


def standing_of_level(earned_cents: int) -> Standing:
    """Where somebody who earned so much stands."""
    above = [(least, name) for least, name in levels.THRESHOLDS_CENTS if least > earned_cents]
    least, name = min(above, default=(0, ""))
    return Standing(levels.level(earned_cents), name, earned_cents, least, max(least - earned_cents, 0))
