"""People and things for tests, made through the services, so that test data obey the rules."""

from tests.makers.accounts import *  # noqa: F403
from tests.makers.bounties import *  # noqa: F403
from tests.makers.catalog import *  # noqa: F403
from tests.makers.conversations import *  # noqa: F403
from tests.makers.generation import *  # noqa: F403
from tests.makers.listings import *  # noqa: F403
from tests.makers.payouts import *  # noqa: F403
from tests.makers.shopping import *  # noqa: F403
from tests.makers.social import *  # noqa: F403
from tests.makers.transactions import *  # noqa: F403
