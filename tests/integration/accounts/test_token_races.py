"""Many at once: one refresh wins and ends the family for all, and no race gets more tries at a password."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import TokenFamily, TokenPair
from accounts.services import tokens
from nexus.foundation.errors import NexusError
from tests import make

pytestmark = pytest.mark.usefixtures("fresh_database")


def at_once(number: int, act) -> Counter:
    """How many of `number` simultaneous calls ended how: "ok", or the code of the refusal."""
    start = Barrier(number)

    def one(index: int) -> str:
        start.wait()
        try:
            act(index)
        except NexusError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(one, range(number)))


def test_one_of_eight_refreshes_wins_and_the_reuse_ends_the_family():
    first = tokens.issue(make.person())

    ended = at_once(8, lambda _index: tokens.refresh(first.refresh))

    assert ended == {"ok": 1, "token_invalid": 7}
    assert TokenPair.objects.count() == 2
    assert TokenFamily.objects.get().ended_by == TokenFamily.Ended.REUSE


def test_without_the_lock_more_than_one_would_win(monkeypatch):
    """The control: the same race with the row lock off must show the fault that the lock prevents."""
    real, meet = tokens._is_good, Barrier(4, timeout=20)
    monkeypatch.setattr(tokens.TokenPair.objects.all().__class__, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr(tokens, "_is_good", lambda pair: meet.wait() >= 0 and real(pair))
    first = tokens.issue(make.person())

    ended = at_once(4, lambda _index: tokens.refresh(first.refresh))

    assert ended["ok"] == 4


def test_twelve_wrong_passwords_at_once_are_five_tries(settings):
    settings.THROTTLE_FACTOR = 1.0
    make.person("ida")

    ended = at_once(12, lambda index: tokens.sign_in("ida", "wrong-horse-9", f"1.2.3.{index}"))

    assert ended == {"wrong_credentials": 5, "too_many": 7}
