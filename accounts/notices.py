"""Kinds of notices: the tab of the bell each is under, and how it may reach a person. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Tab(StrEnum):
    SALES = "sales"
    COMMENTS = "comments"
    JOBS = "jobs"
    FOLLOWING = "following"
    SYSTEM = "system"


class Mailed(StrEnum):
    """How a kind is mailed until a person says otherwise."""

    NOW = "now"
    DIGEST = "digest"
    OFF = "off"
    OWN = "own"  # another mail tells of the same, always: of money, of decisions


@dataclass(frozen=True)
class Kind:
    """`gathers`: several within an hour about one thing are one notice with a count. `must`: its mail cannot be off.

    `may_stop`: a kind with a mail of its own, which one may stop all the same.
    """

    tab: Tab
    mail: Mailed = Mailed.NOW
    gathers: bool = False
    must: bool = False
    may_stop: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether nothing about it can be chosen: it is always shown and always mailed."""
        return self.must or (self.mail == Mailed.OWN and not self.may_stop)


KINDS: dict[str, Kind] = {
    "sale": Kind(Tab.SALES, Mailed.OWN),
    "refund": Kind(Tab.SALES, Mailed.OWN, must=True),
    "refund_asked": Kind(Tab.SALES, must=True),
    "payout": Kind(Tab.SALES, Mailed.OWN, must=True),
    "tip": Kind(Tab.SALES, Mailed.OWN),
    "review": Kind(Tab.COMMENTS, Mailed.NOW),
    "reply": Kind(Tab.COMMENTS, Mailed.NOW),
    "comment": Kind(Tab.COMMENTS, Mailed.DIGEST),
    "make": Kind(Tab.COMMENTS, Mailed.DIGEST),
    "like": Kind(Tab.FOLLOWING, Mailed.OFF, gathers=True),
    "follow": Kind(Tab.FOLLOWING, Mailed.OFF, gathers=True),
    "new_model": Kind(Tab.FOLLOWING, Mailed.DIGEST, gathers=True),
    "saved_search": Kind(Tab.FOLLOWING, Mailed.DIGEST, gathers=True),
    "new_version": Kind(Tab.FOLLOWING, Mailed.NOW),
    "job_succeeded": Kind(Tab.JOBS, Mailed.OFF),
    "job_failed": Kind(Tab.JOBS, Mailed.OFF),
    "listing_approved": Kind(Tab.SYSTEM, Mailed.OWN, may_stop=True),
    "listing_rejected": Kind(Tab.SYSTEM, Mailed.OWN, must=True),
    "bounty": Kind(Tab.SYSTEM, Mailed.NOW),
    "bounty_money": Kind(Tab.SYSTEM, Mailed.NOW, must=True),
    "case": Kind(Tab.SYSTEM, Mailed.NOW, must=True),
    "copyright": Kind(Tab.SYSTEM, Mailed.OWN, must=True),
    "strike": Kind(Tab.SYSTEM, Mailed.NOW, must=True),
    "webhook_off": Kind(Tab.SYSTEM, Mailed.NOW),
    "account": Kind(Tab.SYSTEM, Mailed.OWN, must=True),
}

CHOOSABLE = tuple(kind for kind, facts in KINDS.items() if not facts.is_fixed)
