"""The product's settings for races over HTTP (S04): who has read waits a moment before it writes.

With RACE_UNLOCKED the locks are off as well: the control.
"""

from nexus.settings import *  # noqa: F403
from nexus.settings import INSTALLED_APPS as DELIVERED

INSTALLED_APPS = [*DELIVERED, "tests.faults.doors_open.DoorsOpen"]
