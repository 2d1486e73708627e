"""Gathers the models of all slices under one app label; holds no class of its own."""

from marketplace.bounties.models import *  # noqa: F403
from marketplace.campaigns.models import *  # noqa: F403
from marketplace.catalog.models import *  # noqa: F403
from marketplace.homepage.models import *  # noqa: F403
from marketplace.transactions.models import *  # noqa: F403
from marketplace.trust.models import *  # noqa: F403
from marketplace.tutorials.models import *  # noqa: F403
