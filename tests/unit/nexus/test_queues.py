"""Every queue that a fact may go to is served by what `manage.py up` and the Procfile start."""

from collections.abc import Iterable
from pathlib import Path

from generation.queue import QUEUES
from nexus.management.commands.up import programs_of
from nexus.topics import HANDLERS

ROOT = Path(__file__).resolve().parents[3]
ASKED = {handler.queue for handlers in HANDLERS.values() for handler in handlers}


def served() -> set[str]:
    return served_by(word for program in programs_of({}) for word in program.argv)


def served_by(words: Iterable[str]) -> set[str]:
    """The queues that follow each `-Q`, which names several with commas."""
    found = list(words)
    return {queue for at, word in enumerate(found) if word == "-Q" for queue in found[at + 1].split(",")}


def test_up_starts_a_worker_for_every_queue_but_that_of_a_device_that_is_not_there() -> None:
    assert ASKED - served() <= {QUEUES["device"]}


def test_the_procfile_names_a_worker_for_every_queue() -> None:
    words = (ROOT / "Procfile").read_text(encoding="utf-8").split()
    assert served_by(words) >= ASKED
