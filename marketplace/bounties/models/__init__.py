"""Work that is asked for: bounties, who applies, what is handed in, and all that happened."""

from marketplace.bounties.models.bounties import Application, Bounty, BountyEvent
from marketplace.bounties.models.work import Split, Submission

__all__ = ["Application", "Bounty", "BountyEvent", "Split", "Submission"]
