"""What may be known about bounties, and by whom."""

from marketplace.bounties.selectors.lists import MINE, SORTS, STATUSES, BountyList, BountyQuery, find_bounties
from marketplace.bounties.selectors.pages import BountyPage, BountyRow, applicants, bounty_page, funding
from marketplace.bounties.selectors.staff import DecisionPage, decision_page, disputes_for, disputes_waiting
from marketplace.bounties.selectors.visibility import (
    applications_visible_to,
    bounties_visible_to,
    bounty_of,
    bounty_seen_by,
    is_party,
    may_settle,
    submissions_visible_to,
)

__all__ = [
    "MINE",
    "SORTS",
    "STATUSES",
    "BountyList",
    "BountyPage",
    "BountyQuery",
    "BountyRow",
    "DecisionPage",
    "applicants",
    "applications_visible_to",
    "bounties_visible_to",
    "bounty_of",
    "bounty_page",
    "bounty_seen_by",
    "decision_page",
    "disputes_for",
    "disputes_waiting",
    "find_bounties",
    "funding",
    "is_party",
    "may_settle",
    "submissions_visible_to",
]
