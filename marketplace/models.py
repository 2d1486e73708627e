"""Gathers the models of all slices under one app label; holds no class of its own."""

from marketplace.catalog.models import *  # noqa: F403
from marketplace.transactions.models import *  # noqa: F403
