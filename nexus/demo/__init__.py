"""Demo data, only where DEBUG=1: a shop that the product itself makes, renders, sells and talks about.

It is filled step by step while the site already runs. Each step looks at what is there, so that it may stop anywhere
and a second filling changes nothing.
"""

import time
from collections.abc import Iterator

from django.db import close_old_connections

import nexus.celery  # noqa: F401 - whoever fills asks workers to look at pictures
from accounts.models import User
from nexus.demo import clock, people, shop, story
from nexus.foundation.errors import NexusError

__all__ = ["Filling"]

STEP_SECONDS = 1.5  # then whoever calls has a turn
AGAIN_SECONDS = 5.0  # what was refused, or waits for a worker, is tried again then
PATIENCE_SECONDS = 120.0  # and after that left out


class Filling:
    """Fills an empty shop; `step` is called each second and returns a sentence when there is something to say."""

    def __init__(self, *, even_if_used: bool = False) -> None:
        self.even_if_used = even_if_used
        self.done = False
        self._acts: Iterator[story.Act] | None = None
        self._next: story.Act | None = None
        self._tried_since = self._not_before = 0.0

    def step(self) -> str:
        if self.done:
            return ""
        close_old_connections()
        if not self.even_if_used and User.objects.exclude(username__in=people.NAMES).exists():
            self.done = True
            return ""
        cast = people.cast()
        until = time.monotonic() + STEP_SECONDS
        if self._acts is None:
            if not shop.fill(cast, until=until):
                return ""
            self._acts = iter(story.acts(shop.filled(cast)))
            return f"The demo shop has {shop.on_show(cast)} models; people come in"
        return self._play(self._acts, until=until)

    def _play(self, acts: Iterator[story.Act], *, until: float) -> str:
        while self._not_before <= time.monotonic() < until:
            self._next = self._next or next(acts, None)
            if self._next is None:
                self.done = True
                return "The demo shop is filled"
            try:
                with clock.at(self._next.when):
                    happened, why = self._next.do(), "A worker did not end its part."
            except NexusError as refusal:
                happened, why = False, refusal.message
            if happened:
                self._next, self._tried_since = None, 0.0
            elif said := self._try_again(why):
                return said
        return ""

    def _try_again(self, why: str) -> str:
        """Later, or no more: then with the reason."""
        now = time.monotonic()
        self._tried_since, self._not_before = self._tried_since or now, now + AGAIN_SECONDS
        if now - self._tried_since < PATIENCE_SECONDS:
            return ""
        self._next, self._tried_since = None, 0.0
        return f"A part of the demo is left out: {why}"
