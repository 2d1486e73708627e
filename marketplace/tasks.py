"""Gathers the handlers of all slices, so that a worker finds them; holds none of its own."""

from marketplace.bounties import tasks as bounties
from marketplace.campaigns import tasks as campaigns
from marketplace.catalog import tasks as catalog
from marketplace.transactions import tasks as transactions
from marketplace.trust import tasks as trust

__all__ = ["bounties", "campaigns", "catalog", "transactions", "trust"]
