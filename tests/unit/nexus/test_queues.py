"""Every queue that a fact may go to is served by what `manage.py up` and the Procfile start."""

from pathlib import Path

from generation.queue import QUEUES
from nexus.management.commands.up import programs_of
from nexus.topics import HANDLERS

ROOT = Path(__file__).resolve().parents[3]
ASKED = {handler.queue for handlers in HANDLERS.values() for handler in handlers}


def served() -> set[str]:
    return {program.argv[program.argv.index("-Q") + 1] for program in programs_of({}) if "-Q" in program.argv}


def test_up_starts_a_worker_for_every_queue_but_that_of_a_device_that_is_not_there() -> None:
    assert ASKED - served() <= {QUEUES["device"]}


def test_the_procfile_names_a_worker_for_every_queue() -> None:
    words = (ROOT / "Procfile").read_text(encoding="utf-8").split()
    assert {words[at + 1] for at, word in enumerate(words) if word == "-Q"} >= ASKED
