"""Demo data, only where DEBUG=1: a shop that the product itself makes, renders, sells and talks about.

It is filled step by step while the site already runs. Each step looks at what is there, so that it may stop anywhere
and a second filling changes nothing.
"""

import time
from collections.abc import Iterator

from django.db import close_old_connections

from accounts.models import User
from nexus.demo import clock, people, shop, story

__all__ = ["Filling"]

STEP_SECONDS = 1.5  # then whoever calls has a turn
PATIENCE_SECONDS = 120.0  # for what a worker must do first; then the act is left out


class Filling:
    """Fills an empty shop; `step` is called each second and returns a sentence when there is something to say."""

    def __init__(self, *, even_if_used: bool = False) -> None:
        self.even_if_used = even_if_used
        self.done = False
        self._acts: Iterator[story.Act] | None = None
        self._next: story.Act | None = None
        self._waits_since = 0.0

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
        while time.monotonic() < until:
            self._next = self._next or next(acts, None)
            if self._next is None:
                self.done = True
                return "The demo shop is filled"
            with clock.at(self._next.when):
                happened = self._next.do()
            if happened or self._waited_long():
                self._next, self._waits_since = None, 0.0
            else:
                break
        return ""

    def _waited_long(self) -> bool:
        self._waits_since = self._waits_since or time.monotonic()
        return time.monotonic() - self._waits_since > PATIENCE_SECONDS
