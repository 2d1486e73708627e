"""Kinds of notices: the tab of the bell each is under, and how it may reach a person. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Tab(StrEnum):
    SALES = "sales"
    COMMENTS = "comments"
    JOBS = "jobs"
    FOLLOWING = "following"
    SYSTEM = "system"


@dataclass(frozen=True)
class Kind:
    """`gathers`: several within an hour about one thing are one notice with a count. `must`: its mail cannot be off."""

    tab: Tab
    gathers: bool = False
    must: bool = False


KINDS: dict[str, Kind] = {
    "sale": Kind(Tab.SALES),
    "refund": Kind(Tab.SALES, must=True),
    "payout": Kind(Tab.SALES, must=True),
    "tip": Kind(Tab.SALES),
    "review": Kind(Tab.COMMENTS),
    "reply": Kind(Tab.COMMENTS),
    "comment": Kind(Tab.COMMENTS),
    "make": Kind(Tab.COMMENTS),
    "like": Kind(Tab.FOLLOWING, gathers=True),
    "follow": Kind(Tab.FOLLOWING, gathers=True),
    "new_model": Kind(Tab.FOLLOWING, gathers=True),
    "saved_search": Kind(Tab.FOLLOWING, gathers=True),
    "new_version": Kind(Tab.FOLLOWING),
    "job_succeeded": Kind(Tab.JOBS),
    "job_failed": Kind(Tab.JOBS),
    "listing_approved": Kind(Tab.SYSTEM),
    "listing_rejected": Kind(Tab.SYSTEM, must=True),
    "bounty": Kind(Tab.SYSTEM),
    "bounty_money": Kind(Tab.SYSTEM, must=True),
    "case": Kind(Tab.SYSTEM, must=True),
    "strike": Kind(Tab.SYSTEM, must=True),
    "webhook_off": Kind(Tab.SYSTEM),
    "account": Kind(Tab.SYSTEM, must=True),
}

# Kinds whose notice is a mail too, because no other mail tells of the same.
MAILED = frozenset({"bounty", "bounty_money"})
