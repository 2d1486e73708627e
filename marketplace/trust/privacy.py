"""What reports and decisions have of a person: evidence, which stays for as long as the law asks."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.trust import states
from marketplace.trust.models import Appeal, Case, CounterNotice, Decision, Notice, Report, Strike
from nexus.foundation.personal import Obstacle, Own, table

GOES: frozenset[str] = frozenset()
STAYS: Mapping[str, str] = {
    "marketplace.Case.creator": "evidence of what was decided",
    "marketplace.Case.holder": "an act of staff",
    "marketplace.Case.escalated_by": "an act of staff",
    "marketplace.Notice.filed_by": "a notice of copyright is evidence, signed with a name, which the law has kept",
    "marketplace.CounterNotice.by": "a counter-notice is evidence, signed with a name, which the law has kept",
    "marketplace.Report.reporter": "evidence of why it was decided; it names nobody any more",
    "marketplace.Decision.by": "an act of staff",
    "marketplace.Strike.person": "evidence of what was decided",
    "marketplace.Appeal.decided_by": "an act of staff",
}


def export(user: User) -> Own:
    return Own(
        (
            table(
                "reports",
                Report.objects.filter(reporter=user),
                *("id", "case__listing_id", "case__name", "reason", "text", "created_at"),
            ),
            table(
                "decisions",
                Decision.objects.filter(case__creator=user),
                *("id", "case__name", "act", "rule", "facts", "automatic", "at", "appeal_until"),
            ),
            table(
                "appeals",
                Appeal.objects.filter(decision__case__creator=user),
                *("id", "decision_id", "text", "state", "answer", "created_at", "decided_at"),
            ),
            table(
                "copyright_notices",
                Notice.objects.filter(filed_by=user),
                *("id", "name", "organisation", "email", "address", "work", "where", "signature", "created_at"),
            ),
            table(
                "counter_notices",
                CounterNotice.objects.filter(by=user),
                *("case_id", "name", "address", "text", "signature", "created_at"),
            ),
            table("strikes", Strike.objects.filter(person=user), "decision_id", "expires_at", "lifted_at"),
        )
    )


def obstacles(user: User) -> list[Obstacle]:
    opened = Case.objects.filter(creator=user, state__in=states.RUNNING).exists()
    waiting = Appeal.objects.filter(decision__case__creator=user, state=Appeal.State.WAITING).exists()
    if not (opened or waiting):
        return []
    sentence = _("A report about a model of yours, or an appeal, is not decided yet. Wait for the decision.")
    return [Obstacle(sentence, reverse("reports"), _("Reports and decisions"))]


def close(user: User) -> None:
    """Nothing at once."""


def forget(user: User) -> None:
    """Nothing is left to do: what stays, stays without a name."""
