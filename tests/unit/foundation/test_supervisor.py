"""The supervisor: what dies comes back, what is asked to end ends in order, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nexus.foundation import processes, supervisor
from nexus.foundation.supervisor import Program, Supervisor, pause_after

ROOT = Path(__file__).resolve().parents[3]
ENV = {"PATH": "/usr/bin:/bin"}
FOR_EVER = "trap 'echo bye; exit 0' TERM; echo ready $$; while :; do sleep 0.05; done"
DEAF = "trap '' TERM; echo ready $$; while :; do sleep 0.05; done"


def shell(name, script, **more):
    return Program(name, ["/bin/sh", "-c", script], ENV, **more)


class Stage:
    """A supervisor in a thread, with everything it said."""

    def __init__(self, *programs, **more):
        self.said = []
        self.supervisor = Supervisor(programs, on_line=lambda name, text: self.said.append((name, text)), **more)
        self.status = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        self.status = self.supervisor.run()

    def wait(self, name, text, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [words for who, words in list(self.said) if who == name and text in words]
            if found:
                return found
            time.sleep(0.01)
        raise AssertionError(f"{name} never said {text!r}: {self.said}")

    def end(self):
        self.supervisor.stop()
        self.thread.join(20)
        assert not self.thread.is_alive()
        return self.status


@pytest.fixture
def stage():
    stages = []

    def make(*programs, **more):
        stages.append(Stage(*programs, **more))
        return stages[-1]

    yield make
    for one in stages:
        if one.thread.is_alive():
            one.end()


def pid_of(stage, name):
    return int(stage.wait(name, "ready")[-1].split()[1])


def gone(pid, seconds=3):
    end = time.monotonic() + seconds
    while processes.state_of(pid)[1] not in {"", "Z", "X"}:
        if time.monotonic() >= end:
            return False
        time.sleep(0.02)
    return True


def test_lines_are_passed_on_under_the_program_s_name(stage):
    show = stage(
        shell("web", "printf 'one\\ntwo\\n'; printf three >&2; sleep 60"), shell("relay", "echo other; sleep 60")
    )
    show.wait("relay", "other")
    show.wait("web", "two")
    assert show.end() == 0
    assert [words for who, words in show.said if who == "web"][:3] == ["one", "two", "three"]


def test_what_dies_is_said_and_comes_back_after_a_growing_pause(stage):
    pauses = []

    def pause(deaths):
        pauses.append(deaths)
        return 0.05

    show = stage(shell("worker", "echo up; exit 3"), pause=pause)
    show.wait("up", "worker ended with status 3; it starts again in 0.05 s.")
    while len(pauses) < 3:
        time.sleep(0.01)
    show.end()
    assert pauses[:3] == [1, 2, 3]
    assert len([1 for who, words in show.said if (who, words) == ("worker", "up")]) >= 3


def test_what_people_wait_for_starts_alone_and_the_others_once_it_is_open(stage):
    opened = threading.Event()
    running = stage(shell("web", FOR_EVER, is_open=opened.is_set), shell("worker", FOR_EVER))
    running.wait("web", "ready")
    time.sleep(0.3)
    assert not [words for who, words in running.said if who == "worker"]
    opened.set()
    running.wait("worker", "ready")


def test_what_never_opens_does_not_keep_the_others_for_ever(stage, monkeypatch):
    monkeypatch.setattr(supervisor, "OPENING_SECONDS", 0.5)
    running = stage(shell("web", "exit 3", is_open=lambda: False), shell("worker", FOR_EVER), pause=lambda _: 0.2)
    running.wait("worker", "ready")


def test_the_pause_doubles_up_to_half_a_minute():
    assert [pause_after(deaths) for deaths in (1, 2, 3, 4, 7, 8, 500)] == [0.5, 1, 2, 4, 30, 30, 30]


def test_a_long_healthy_life_makes_the_next_pause_short_again(stage):
    deaths_seen = []

    def pause(deaths):
        deaths_seen.append(deaths)
        return 0.01

    show = stage(shell("worker", "sleep 0.2; exit 1"), pause=pause, healthy_seconds=0.1)
    while len(deaths_seen) < 3:
        time.sleep(0.01)
    show.end()
    assert deaths_seen[:3] == [1, 1, 1]


def test_a_death_by_signal_names_the_signal(stage):
    show = stage(shell("worker", FOR_EVER))
    os.kill(pid_of(show, "worker"), signal.SIGKILL)
    show.wait("up", "worker was ended by SIGKILL; it starts again in 0.5 s.")


def test_a_dead_program_s_own_children_do_not_stay(stage):
    show = stage(shell("worker", "sleep 600 & echo ready $!; exit 1"), pause=lambda _: 60.0)
    assert gone(pid_of(show, "worker"))


def test_a_program_that_does_not_exist_is_a_sentence(stage):
    show = stage(Program("web", ["/nowhere/at/all"], ENV), pause=lambda _: 60.0)
    show.wait("web", "/nowhere/at/all does not start: No such file or directory")
    show.wait("up", "web ended with status 1")


def test_everything_ends_in_reverse_order_and_may_say_goodbye(stage):
    names = ["first", "second", "third"]
    show = stage(*(shell(name, FOR_EVER) for name in names))
    pids = [pid_of(show, name) for name in names]
    assert show.end() == 0
    assert [who for who, words in show.said if words == "bye"] == ["third", "second", "first"]
    assert all(gone(pid, 0) for pid in pids)


def test_what_does_not_end_by_itself_is_killed_after_its_grace(stage):
    show = stage(shell("worker", DEAF, grace=0.3))
    pid = pid_of(show, "worker")
    began = time.monotonic()
    assert show.end() == 1
    assert 0.3 <= time.monotonic() - began < 3
    assert gone(pid, 0)
    show.wait("up", "worker did not end by itself and is killed.")


def test_asking_twice_stops_being_polite(stage):
    show = stage(shell("worker", DEAF, grace=60))
    pid = pid_of(show, "worker")
    show.supervisor.stop()
    time.sleep(0.2)
    began = time.monotonic()
    show.end()
    assert time.monotonic() - began < 3
    assert gone(pid, 0)


def test_watchers_are_called_each_second_and_heard(stage):
    calls = []

    def look():
        calls.append(1)
        return "PostgreSQL had died and runs again." if len(calls) == 1 else None

    def broken():
        raise ValueError("The disk is full.")

    show = stage(shell("web", FOR_EVER), watch=[broken, look])
    show.wait("up", "PostgreSQL had died and runs again.")
    while len(calls) < 3:
        time.sleep(0.05)
    show.end()
    assert [words for who, words in show.said if who == "up"].count("The disk is full.") == 1


def test_when_nobody_reads_the_lines_everything_ends():
    pids = []

    def closed(name, text):
        if text.startswith("ready"):
            pids.append(int(text.split()[1]))
            raise BrokenPipeError

    assert Supervisor([shell("web", FOR_EVER)], on_line=closed).run() == 0
    assert gone(pids[0], 0)


SCRIPT = """
import sys
from nexus.foundation.supervisor import Program, Supervisor
script = "sleep 600 & echo child $!; trap 'echo bye; exit 0' TERM; echo ready $$; while :; do sleep 0.05; done"
sys.exit(Supervisor([Program(name, ["/bin/sh", "-c", script], {"PATH": "/usr/bin:/bin"}) for name in ("one", "two")]).run())
"""


def started():
    """A supervisor as a process of its own, and the processes under it."""
    process = subprocess.Popen([sys.executable, "-c", SCRIPT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pids = []
    while len(pids) < 4:
        words = process.stdout.readline().split()
        if words[-2] in {"child", "ready"}:
            pids.append(int(words[-1]))
    return process, pids


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_all_with_status_0(number):
    process, pids = started()
    with process:
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stdout.read().count("bye") == 2
    assert all(gone(pid, 1) for pid in pids)


def test_no_orphan_survives_a_killed_supervisor():
    process, pids = started()
    with process:
        process.kill()
    assert all(gone(pid) for pid in pids)


def test_control_without_the_ties_orphans_do_survive():
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, time; print(subprocess.Popen(['sleep', '60'], start_new_session=True).pid, flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        pid = int(process.stdout.readline())
        process.kill()
    assert not gone(pid, 0.3)
    os.kill(pid, signal.SIGKILL)
