"""Limited children: what they may not do, and that nothing outlives its call."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nexus.foundation import processes, sandbox

HERE = "tests.unit.foundation.sandbox_targets"
ROOT = Path(__file__).resolve().parents[3]
files_are_guarded = pytest.mark.skipif("files" not in sandbox.walls(), reason="this kernel has no Landlock")


def run(folder, *words, seconds=20, megabytes=1024, **more):
    return sandbox.run(HERE, *words, folder=folder, seconds=seconds, megabytes=megabytes, **more)


@pytest.fixture
def warm():
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024) as child:
        yield child


@pytest.fixture
def guarded(tmp_path):
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, folders=[tmp_path]) as child:
        yield child


def ask(child, deed, seconds=20, **more):
    words = {key: more.pop(key) for key in ("on_progress", "stop") if key in more}
    return child.call({"deed": deed, **more}, seconds=seconds, **words)


# -- one module, one folder


def test_a_module_s_output_comes_back(tmp_path):
    assert run(tmp_path, "say", "hello", "there") == "hello there\n"


def test_a_foreseen_refusal_is_its_own_sentence(tmp_path):
    with pytest.raises(sandbox.Failed, match=r"^The source is empty\.$") as caught:
        run(tmp_path, "refuse")
    assert caught.value.kind == "error"


def test_the_memory_of_who_starts_it_is_not_the_childs(tmp_path):
    code = (
        "import sys; from pathlib import Path; from nexus.foundation import sandbox\n"
        "much = bytearray(b'x') * (600 * 2**20); del much\n"
        f"try: sandbox.run({HERE!r}, 'refuse', folder=Path(sys.argv[1]), seconds=20, megabytes=512)\n"
        "except sandbox.Failed as failed: print(failed.kind, failed)"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "error The source is empty.\n"


@pytest.mark.parametrize(
    ("words", "limits", "kind"),
    [
        (["sleep"], {"seconds": 0.5}, "timeout"),
        (["spin"], {"seconds": 0.5}, "timeout"),
        (["hog"], {"megabytes": 512}, "memory"),
        (["unforeseen"], {}, "crash"),
        (["fault"], {}, "crash"),
        (["leave"], {}, "error"),
        (["print_much"], {"output_megabytes": 1}, "error"),
        (["print_much"], {"file_megabytes": 1}, "crash"),
    ],
)
def test_each_way_to_fail_has_its_kind(tmp_path, words, limits, kind):
    with pytest.raises(sandbox.Failed) as caught:
        run(tmp_path, *words, **limits)
    assert caught.value.kind == kind
    assert caught.value.reason.endswith(".")
    assert "secret of the inside" not in caught.value.reason


def test_a_module_in_the_folder_is_not_imported_instead_of_the_library(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    (tmp_path / "subprocess.py").write_text("raise SystemExit('hijacked')")
    assert run(tmp_path, "say", "mine") == "mine\n"


def test_a_running_module_is_stopped_with_the_reason(tmp_path):
    began = time.monotonic()
    with pytest.raises(sandbox.Stopped, match="You cancelled it"):
        run(tmp_path, "spin", stop=lambda: "You cancelled it." if time.monotonic() - began > 0.3 else "")
    assert time.monotonic() - began < 1.5


def test_the_environment_is_cleared(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    monkeypatch.setenv("DATABASE_URL", "postgresql://")
    said = run(tmp_path, "environment")
    assert "SECRET_KEY" not in said
    assert "DATABASE_URL" not in said


def test_programs_may_be_started_only_where_asked(tmp_path):
    assert "hi" in run(tmp_path, "spawn", programs=True)
    with pytest.raises(sandbox.Failed):
        run(tmp_path, "spawn")


def test_what_a_module_started_ends_with_it(tmp_path):
    said = run(tmp_path, "fork", programs=True)
    pid = int(said.partition("'pid': ")[2].rstrip("}\n"))
    assert gone(pid, 2)


# -- a warm child


def test_a_warm_child_answers_again_and_again_in_one_process(warm):
    first, second = ask(warm, "echo", value=[1, "two", None]), ask(warm, "echo", value="naïve ☕")
    assert first["echo"] == [1, "two", None]
    assert second["echo"] == "naïve ☕"
    assert first["pid"] == second["pid"]


def test_progress_arrives_in_order_before_the_answer(warm):
    seen = []
    assert ask(warm, "progress", on_progress=lambda share, words: seen.append((share, words))) == {"steps": 5}
    assert seen == [(step / 4, f"step {step}") for step in range(5)]


def test_what_the_target_prints_is_not_taken_for_an_answer(warm):
    assert ask(warm, "chatter") == {"fine": True}
    assert ask(warm, "echo", value=1)["echo"] == 1


def test_a_foreseen_error_crosses_with_its_fields_and_the_child_lives_on(warm):
    before = ask(warm, "echo")["pid"]
    with pytest.raises(sandbox.ChildError) as caught:
        ask(warm, "foreseen")
    error = caught.value
    assert (error.type, error.code, error.message) == ("Foreseen", "no_spokes", "The wheel has no spokes.")
    assert (error.suggestions, error.retry) == (["Add spokes."], True)
    assert ask(warm, "echo")["pid"] == before


def test_an_unforeseen_error_is_a_crash_whose_story_is_only_in_the_log(warm, caplog):
    with pytest.raises(sandbox.ChildError) as caught:
        ask(warm, "unforeseen")
    assert (caught.value.type, caught.value.code) == ("ZeroDivisionError", "crash")
    assert "secret of the inside" not in caught.value.message
    assert "secret of the inside" in caplog.text


@pytest.mark.parametrize("deed", ["sleep", "spin", "spin_in_c", "flood"])
def test_a_call_ends_within_half_a_second_of_the_reason_to_stop(warm, deed):
    ask(warm, "echo")
    pid, began, told, asked = warm.pid, time.monotonic(), [], []

    def stop():
        asked.append(time.monotonic())
        if time.monotonic() - began > 0.4:
            told.append(time.monotonic())
            return "You cancelled it."
        return ""

    with pytest.raises(sandbox.Stopped, match="You cancelled it"):
        ask(warm, deed, stop=stop)
    assert time.monotonic() - told[0] < 0.5
    assert len(asked) >= 3
    assert gone(pid, 0)
    assert ask(warm, "echo", value=2)["echo"] == 2


@pytest.mark.parametrize(
    ("deed", "more", "kind"),
    [
        ("sleep", {"seconds": 0.3}, "timeout"),
        ("hog", {}, "memory"),
        ("die", {"signal": signal.SIGKILL}, "memory"),
        ("die", {"signal": signal.SIGSEGV}, "crash"),
        ("die", {"signal": signal.SIGXCPU}, "timeout"),
        ("fault", {}, "crash"),
        ("leave", {}, "error"),
        ("huge", {}, "error"),
    ],
)
def test_a_child_that_dies_is_a_sentence_and_the_next_call_has_a_new_one(warm, deed, more, kind):
    first = ask(warm, "echo")["pid"]
    with pytest.raises(sandbox.Failed) as caught:
        ask(warm, deed, **more)
    assert caught.value.kind == kind
    assert caught.value.reason.endswith(".")
    assert ask(warm, "echo")["pid"] != first


def test_processor_time_is_limited_for_each_call_anew(warm):
    for _ in range(2):
        assert ask(warm, "echo", seconds=1)
    began = time.monotonic()
    channel = warm._ready()
    channel.send({"request": {"deed": "spin"}, "seconds": 0.2})
    with pytest.raises(sandbox.Failed) as caught:
        warm._wait(channel, seconds=30, on_progress=None, stop=None)  # the wall clock alone would wait for 30 s
    assert caught.value.kind == "timeout"
    assert "processor time" in caught.value.reason
    assert time.monotonic() - began < 10


def test_near_the_limit_of_memory_is_a_failure_even_when_it_answers():
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=600) as small:
        base = ask(small, "hog", megabytes=1)
        assert base == {"size": 2**20}
        free = next(room for room in range(600, 0, -4) if fits(small, room))
        with pytest.raises(sandbox.Failed) as caught:
            ask(small, "hog", megabytes=free)
        assert caught.value.kind == "memory"


def fits(child, megabytes):
    """Whether the allocation itself succeeds, judged by the answer with the guard switched off."""
    limit, child._megabytes = child._megabytes, 0
    try:
        return ask(child, "hog", megabytes=megabytes)["size"] > 0
    except sandbox.Failed:
        return False
    finally:
        child._megabytes = limit


def test_a_child_is_renewed_after_so_many_calls():
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, calls=2) as child:
        pids = [ask(child, "echo")["pid"] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_target_that_cannot_be_imported_is_told_at_once():
    with (
        sandbox.WarmChild("tests.unit.foundation.nowhere:answer", megabytes=1024) as child,
        pytest.raises(sandbox.ChildError) as caught,
    ):
        child.start()
    assert caught.value.type == "ModuleNotFoundError"


def test_what_is_preloaded_is_there():
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, preload=["decimal"]) as child:
        assert ask(child, "echo", value=1)["echo"] == 1
    with (
        sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, preload=["not_there_at_all"]) as child,
        pytest.raises(sandbox.ChildError),
    ):
        child.start()


def test_an_exception_of_the_watcher_does_not_leave_a_child_in_the_middle_of_a_call(warm):
    def fail(share, words):
        raise KeyError(words)

    with pytest.raises(KeyError):
        ask(warm, "progress", on_progress=fail)
    assert ask(warm, "echo", value=3)["echo"] == 3


def test_two_threads_take_turns(warm):
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(ask(warm, "echo", value=n)["echo"])) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))


def test_a_child_survives_the_thread_that_started_it(warm):
    pids = []
    thread = threading.Thread(target=lambda: pids.append(ask(warm, "echo")["pid"]))
    thread.start()
    thread.join()
    time.sleep(0.1)
    assert ask(warm, "echo")["pid"] == pids[0]


def test_threads_may_run_inside(guarded):
    assert ask(guarded, "thread") == {"ran": [1]}


STARTER = """
import sys, time
from nexus.foundation import sandbox
child = sandbox.WarmChild({target!r}, megabytes=1024)
print(child.call({{"deed": "echo"}}, seconds=20)["pid"], flush=True)
child.call({{"deed": {deed!r}}}, seconds=600)
"""


@pytest.mark.parametrize("deed", ["sleep", "spin_in_c"])
def test_a_child_dies_with_its_starter_however_that_dies(deed):
    code = STARTER.format(target=f"{HERE}:answer", deed=deed)
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        pid = int(starter.stdout.readline())
        time.sleep(0.2)
        assert not gone(pid, 0)
        starter.kill()
    assert gone(pid, 2)


# -- walls


@pytest.fixture
def neighbour():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_the_network_is_cut_and_the_machine_s_own_servers_too(guarded, neighbour, tmp_path):
    assert sandbox.network_is_cut()
    for family, address in (("AF_INET", ["127.0.0.1", neighbour]), ("AF_UNIX", str(tmp_path / "sock"))):
        with pytest.raises(sandbox.ChildError) as caught:
            ask(guarded, "connect", family=family, address=address)
        assert caught.value.type == "PermissionError"


def test_control_without_walls_the_same_child_connects(neighbour):
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, walls=False) as child:
        assert ask(child, "connect", family="AF_INET", address=["127.0.0.1", neighbour]) == {"connected": True}


@files_are_guarded
@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/etc/shadow", "pyproject.toml", "/proc/{parent}/environ", "/proc/1/environ"]
)
def test_files_outside_are_not_read(guarded, path):
    place = str(ROOT / path) if "." in path else path.format(parent=os.getpid())
    with pytest.raises(sandbox.ChildError) as caught:
        ask(guarded, "read", path=place)
    assert caught.value.type in {"PermissionError", "ProcessLookupError"}


def test_control_without_walls_the_same_child_reads_them():
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, walls=False) as child:
        assert ask(child, "read", path=str(ROOT / "pyproject.toml"))["text"]


@files_are_guarded
def test_files_are_written_only_in_the_named_folders(guarded, tmp_path, tmp_path_factory):
    ask(guarded, "write", path=str(tmp_path / "mine.txt"))
    assert (tmp_path / "mine.txt").read_text() == "x"
    for place in (
        tmp_path_factory.mktemp("other") / "theirs.txt",
        ROOT / "tests" / "planted.txt",
        Path("/tmp/planted.txt"),
    ):
        with pytest.raises(sandbox.ChildError) as caught:
            ask(guarded, "write", path=str(place))
        assert caught.value.type == "PermissionError"
        assert not place.exists()


@pytest.mark.parametrize("deed", ["spawn", "fork", "symlink", "escape"])
def test_no_programs_forks_links_or_groups_of_its_own(guarded, deed, tmp_path):
    with pytest.raises(sandbox.ChildError) as caught:
        ask(guarded, deed, path=str(tmp_path / "link"))
    assert caught.value.type == "PermissionError"


def test_others_cannot_be_killed(guarded):
    with subprocess.Popen(["/bin/sleep", "60"]) as victim:
        for signal_number in (signal.SIGKILL, 0):
            with pytest.raises(sandbox.ChildError) as caught:
                ask(guarded, "kill", pid=victim.pid, signal=signal_number)
            assert caught.value.type == "PermissionError"
        assert victim.poll() is None
        victim.kill()


def test_a_file_cannot_grow_beyond_its_limit(tmp_path):
    with sandbox.WarmChild(f"{HERE}:answer", megabytes=1024, folders=[tmp_path], file_megabytes=1) as child:
        with pytest.raises(sandbox.ChildError) as caught:
            ask(child, "write", path=str(tmp_path / "big"), size=2 * 2**20)
        assert caught.value.type == "OSError"


def gone(pid, seconds):
    end = time.monotonic() + seconds
    while processes.state_of(pid)[1] not in {"", "Z", "X"}:
        if time.monotonic() >= end:
            return False
        time.sleep(0.02)
    return True
