"""Gathers the staff pages of all slices; holds none of its own."""

from marketplace.bounties import admin as bounties
from marketplace.catalog import admin as catalog
from marketplace.transactions import admin as transactions
from marketplace.trust import admin as trust

__all__ = ["bounties", "catalog", "transactions", "trust"]
