"""What bounties have of a person. What was agreed about money stays as evidence; open applications end."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.bounties.models import Application, Bounty, BountyEvent
from marketplace.bounties.states import FINAL
from nexus.foundation.personal import Obstacle, Own, table

GOES: frozenset[str] = frozenset()
STAYS: Mapping[str, str] = {
    "marketplace.Bounty.client": "the books point at it; shown as “Deleted account”",
    "marketplace.Bounty.winner": "the books point at it; shown as “Deleted account”",
    "marketplace.Application.artist": "what was offered for money; one that came to nothing loses its words",
    "marketplace.BountyEvent.actor": "evidence, which the database refuses to change",
    "marketplace.Split.proposed_by": "an act of staff",
    "marketplace.Split.decided_by": "an act of staff",
}


def export(user: User) -> Own:
    return Own(
        (
            table(
                "bounties",
                Bounty.objects.filter(client=user),
                *("id", "title", "description", "budget_cents", "currency", "deadline", "requirements", "state"),
            ),
            table(
                "applications",
                Application.objects.filter(artist=user),
                *("id", "bounty_id", "bounty__title", "price_cents", "text", "state", "created_at"),
            ),
            table(
                "bounty_events",
                BountyEvent.objects.filter(actor=user),
                *("bounty_id", "bounty__title", "kind", "text", "at"),
            ),
        )
    )


def obstacles(user: User) -> list[Obstacle]:
    running = Bounty.objects.exclude(state__in=FINAL)
    if not running.filter(Q(client=user) | Q(winner=user)).exists():
        return []
    sentence = _("You take part in a bounty that is not over. Close it, or finish the work.")
    return [Obstacle(sentence, reverse("bounties"), _("Bounties"))]


def close(user: User) -> None:
    """At once: nobody can choose this artist any more."""
    applied = Application.objects.filter(artist=user)
    applied.filter(state=Application.State.OPEN).update(state=Application.State.WITHDRAWN)
    applied.exclude(state=Application.State.CHOSEN).update(text="")


def forget(user: User) -> None:
    """Nothing is left to do."""
