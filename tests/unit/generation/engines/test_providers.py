"""What the remote engines share: waiting, notes, sentences, streams, copies; each against what a hostile provider does."""

import base64
import json
import threading
import time
from collections import deque
from itertools import repeat

import pytest

from generation.engines.base import Cancelled, EngineError
from generation.engines.providers import answers, results, state
from generation.engines.providers.following import Manners, follow
from generation.engines.providers.line import Busy, Line, Unsure, client_for
from generation.engines.providers.notes import Note, Notes
from generation.engines.providers.state import State, Task
from generation.engines.providers.streams import Event, Reader, TooLong
from generation.engines.providers.waiting import Rising, patiently
from generation.engines.providers.workshop import NotAccepted, Walled, drafted
from nexus.foundation import outbound
from tests.fakes.job import Book, Report, brief
from tests.fakes.server import Fake, Reply, cube_glb

SECRET = "msy_0123456789abcdef"


# ---------------------------------------------------------------- waiting
def test_a_share_never_falls_and_stays_between_0_and_1() -> None:
    report = Report()
    rising = Rising(report)
    for share in (0.5, 0.2, -1.0, 7.0, 0.1):
        rising(share, "Working")

    assert report.shares == [0.5, 0.5, 0.5, 1.0, 1.0]


def test_a_cancelled_wait_ends_at_once_and_its_thread_is_told() -> None:
    seen = threading.Event()

    def work(abandoned: threading.Event) -> None:
        abandoned.wait(10)
        seen.set()

    def tick() -> None:
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        patiently(work, tick)

    assert time.monotonic() - began < 1
    assert seen.wait(1)


def test_with_grace_a_cancelled_wait_still_gets_the_answer_that_comes_now() -> None:
    def tick() -> None:
        raise Cancelled

    assert patiently(lambda _: time.sleep(0.6) or "task-1", tick, grace=1.2) == "task-1"


def test_a_lost_lease_is_no_cancel_and_gets_no_grace() -> None:
    class LeaseLostError(Exception):
        pass

    def tick() -> None:
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        patiently(lambda _: time.sleep(0.6), tick, grace=1.2)


# ---------------------------------------------------------------- following
class Provider:
    """A provider told what to do: `starts` and `looks` are answers, or errors that are raised."""

    title = "Provider"

    def __init__(self, *, starts=("id-1",), looks=(), finds="") -> None:
        self.starts, self.looks, self.finds = list(starts), list(looks), finds
        self.cancelled: list[str] = []
        self.started = 0

    def start(self, _tick):
        self.started += 1
        return self._next(self.starts)

    def look(self, _task_id, tick):
        tick()
        return self._next(self.looks)

    def find(self, _note: Note, _tick):
        if isinstance(self.finds, Exception):
            raise self.finds
        return self.finds

    def cancel(self, task_id) -> None:
        self.cancelled.append(task_id)

    @staticmethod
    def _next(given):
        answer = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


DONE = Task(State.SUCCEEDED, provider_job_id="id-1")
GOING = Task(State.RUNNING, provider_job_id="id-1", progress=0.5)


def followed(provider: Provider, book: Book, report: Report | None = None, **manners) -> Task:
    rising = Rising(report or Report())
    given = Manners(**{"deadline_seconds": 30.0, "poll_seconds": 0.01, **manners})
    return follow(provider, "model", notes=Notes(book), rising=rising, progress=rising, manners=given)


def test_the_wish_is_noted_before_it_is_sent() -> None:
    book, seen = Book(), []
    provider = Provider(looks=[DONE])
    provider.start = lambda _tick: seen.append(book.read()) or "id-1"
    followed(provider, book)

    assert set(seen[0]["model"]) == {"asked_at"}
    assert book.read()["model"]["id"] == "id-1"


def test_a_busy_provider_is_asked_again_without_a_doubt_being_left() -> None:
    """An attempt that dies while it waits for a free place must not look as if it had been taken."""
    book = Book()
    provider = Provider(starts=[Busy(0.3), "id-1"], looks=[DONE])
    seen = []
    followed(provider, book, Report(cancel_when=lambda *_: seen.append(Notes(book).open("model")) and False))

    assert None in seen
    assert provider.started == 2


def test_a_lost_request_is_looked_for_before_it_is_sent_again() -> None:
    found = Provider(starts=[Unsure("lost")], looks=[DONE], finds="id-9")
    assert followed(found, Book()) is DONE
    assert found.started == 1

    absent = Provider(starts=[Unsure("lost"), "id-1"], looks=[DONE])
    followed(absent, Book())
    assert absent.started == 2

    unknown = Provider(starts=[Unsure("lost")], finds=EngineError("Nobody knows.", code="outcome_unknown"))
    with pytest.raises(EngineError, match="Nobody knows"):
        followed(unknown, Book())
    assert unknown.started == 1


def test_polls_that_fail_for_a_while_lose_nothing() -> None:
    fault = EngineError("It has a fault.", retry=True)
    provider = Provider(looks=[fault, fault, GOING, fault, DONE])

    assert followed(provider, Book()) is DONE
    assert provider.started == 1


def test_polls_that_keep_failing_leave_the_task_to_the_next_attempt() -> None:
    book = Book()
    with pytest.raises(EngineError):
        followed(Provider(looks=[EngineError("It has a fault.", retry=True)]), book)
    second = Provider(looks=[DONE])
    followed(second, book)

    assert second.started == 0


def test_a_cancel_is_told_to_the_provider_and_a_lost_lease_is_not() -> None:
    cancelled = Provider(looks=[GOING])
    with pytest.raises(Cancelled):
        followed(cancelled, Book(), Report(cancel_after=0.2))
    assert cancelled.cancelled == ["id-1"]

    class LeaseLostError(Exception):
        pass

    lost = Provider(looks=[LeaseLostError()])
    with pytest.raises(LeaseLostError):
        followed(lost, Book())
    assert lost.cancelled == []


def test_a_job_whose_time_is_over_is_ended_at_the_provider_too() -> None:
    def report(share: float, _words: str) -> None:
        if share >= 0.5:
            raise EngineError("It took longer than a job may take.", code="timeout")

    provider = Provider(looks=[GOING])
    with pytest.raises(EngineError, match="longer than a job may take") as caught:
        followed(provider, Book(), report)

    assert caught.value.code == "timeout"
    assert provider.cancelled == ["id-1"]


def test_a_job_whose_time_is_over_while_it_asks_leaves_the_doubt_noted() -> None:
    """The request may have arrived, so the next attempt looks for it before it asks again."""
    book = Book()
    provider = Provider()
    provider.start = lambda tick: tick()

    def report(_share: float, _words: str) -> None:
        raise EngineError("It took longer than a job may take.", code="timeout")

    with pytest.raises(EngineError):
        followed(provider, book, report)
    second = Provider(looks=[DONE], finds="id-9")
    followed(second, book)

    assert second.started == 0


def test_a_provider_that_hangs_on_cancel_holds_nobody() -> None:
    provider = Provider(looks=[GOING])
    provider.cancel = lambda _id: time.sleep(10)
    report = Report(cancel_after=0.2)
    with pytest.raises(Cancelled):
        followed(provider, Book(), report)

    assert time.monotonic() - report.cancelled_at < 2


# ---------------------------------------------------------------- the line
class Site(Fake):
    def __init__(self, answer) -> None:
        super().__init__()
        self._answer = answer

    def reply(self, _asked) -> Reply:
        return self._answer


def line(fake: Fake) -> Line:
    return Line("Site", fake.base, headers={"authorization": f"Bearer {SECRET}"}, secrets=(SECRET,))


@pytest.mark.parametrize(
    "message",
    [
        f"key {SECRET} is bad",
        f"see https://x.example/?token={SECRET}",
        "Authorization: Bearer abcdef",
        "x" * 5000,
        "line\nbreak\x1b[31m",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_providers_words_become_one_clean_sentence(message: str) -> None:
    told = Line("Site", "https://site.example", secrets=(SECRET,)).told(message)

    assert told.endswith(".")
    assert len(told) <= 301
    assert told.isprintable()
    assert not [word for word in (SECRET, "http", "abcdef", "AAAA") if word in told]


@pytest.mark.parametrize(
    ("status", "code", "retry"),
    [
        (400, "provider_refused", False),
        (401, "provider_key", False),
        (402, "provider_credit", False),
        (404, "provider_unknown", False),
        (418, "provider_refused", False),
    ],
)
def test_each_status_has_its_sentence(status: int, code: str, retry: bool) -> None:
    site = Site(Reply(status, {"detail": [{"loc": ["body"], "msg": "field required"}]}))
    with site as fake, pytest.raises(EngineError) as caught:
        line(fake).start("/run", {}, tick=lambda: None)

    assert (caught.value.code, caught.value.retry) == (code, retry)
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_fault_while_starting_is_a_doubt_and_not_sent_twice(status: int) -> None:
    with Site(Reply(status)) as fake, pytest.raises(Unsure):
        line(fake).start("/run", {}, tick=lambda: None)

    assert len(fake.asked) == 1


def test_an_unreachable_provider_is_tried_three_times_and_is_no_doubt() -> None:
    with Site(Reply()) as fake:
        pass  # its port is free again
    with pytest.raises(EngineError, match="cannot be used now") as caught:
        line(fake).start("/run", {}, tick=lambda: None)

    assert caught.value.retry


def test_values_nested_beyond_sense_are_no_values() -> None:
    assert state.json_in(b"[" * 100_000 + b"]" * 100_000) is None
    with Site(Reply(200, b"[" * 100_000)) as fake, pytest.raises(EngineError, match="not understood"):
        line(fake).read("/config", tick=lambda: None)


def test_a_configured_address_is_reached_and_its_neighbours_are_not() -> None:
    client = client_for("http://127.0.0.1:8081/base")

    with pytest.raises(outbound.Refused):
        client.request("GET", "http://127.0.0.1:9000/")
    with pytest.raises(outbound.Refused):
        client.request("GET", "http://169.254.169.254/latest/")
    with pytest.raises(outbound.Refused):
        client_for("").request("GET", "http://127.0.0.1/")


# ---------------------------------------------------------------- streams
def test_events_are_read_however_they_are_cut() -> None:
    stream = b': hi\r\nevent: note\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: last\n\ndata: never ended'
    for size in (1, 2, 7, 1000):
        heard: list[Event] = []
        reader = Reader(heard.append)
        for at in range(0, len(stream), size):
            reader.write(stream[at : at + size])

        assert heard == [Event("note", '{"a":\n1}'), Event("message", "last")]


def test_a_line_without_end_is_left_and_small_pieces_cost_little() -> None:
    reader = Reader(lambda _event: None, most_line=2**20)
    began = time.monotonic()
    with pytest.raises(TooLong):
        deque(map(reader.write, repeat(b"xx", 2**20)), maxlen=0)

    assert time.monotonic() - began < 10


# ---------------------------------------------------------------- copies
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda _glb: b"", "not a GLB"),
        (lambda glb: b"<html>" + glb, "not a GLB"),
        (lambda glb: glb[:-4], "bytes"),
        (lambda glb: glb + b"\0" * 4, "bytes"),
        (lambda glb: glb[:4] + b"\x01\0\0\0" + glb[8:], "version 1"),
        (lambda glb: glb[:12] + b"\xff\xff\xff\x7f" + glb[16:], "not a description"),
    ],
)
def test_a_file_that_is_no_whole_model_is_not_kept(change, fault: str, tmp_path) -> None:
    with pytest.raises(EngineError, match=fault):
        results.from_bytes(change(cube_glb()), tmp_path, kind="glb", title="Site")

    assert list(tmp_path.iterdir()) == []


def test_a_model_in_json_is_decoded_whatever_its_length(tmp_path) -> None:
    for size in range(64):
        model = _padded(cube_glb(), 4 * size)
        answer = {"status": "completed", "model_base64": base64.b64encode(model).decode(), "more": 1}
        body = tmp_path / "body.json"
        body.write_bytes(json.dumps(answer).encode())
        piece = results.from_answer(body, ("model_base64",), tmp_path, kind="glb", title="Site")

        assert piece is not None
        assert piece.path.read_bytes() == model


def test_an_answer_without_the_name_holds_no_model(tmp_path) -> None:
    body = tmp_path / "body.json"
    body.write_bytes(b'{"status": "completed"}')

    assert results.from_answer(body, ("model_base64",), tmp_path, kind="glb", title="Site") is None


def _padded(model: bytes, size: int) -> bytes:
    return model[:8] + (len(model) + size).to_bytes(4, "little") + model[12:] + bytes(size)


def test_more_than_the_limit_is_not_copied(tmp_path) -> None:
    with Site(Reply(200, b"x" * 5000)) as fake, pytest.raises(EngineError, match="could not be copied"):
        results.copied(
            client_for(fake.base), f"{fake.base}/m", tmp_path, kind="glb", title="Site", tick=lambda: None, most=4096
        )

    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- what models write
@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("cube(1);", "cube(1);\n"),
        ("Sure:\n```openscad\ncube(1);\n```\nDone.", "cube(1);\n"),
        ("```\ncube(1);\n```\n```scad\ncube(1);\nsphere(2);\n```", "cube(1);\nsphere(2);\n"),
        ("```openscad\ncube(1);", "cube(1);\n"),
    ],
)
def test_source_is_found_in_prose(written: str, source: str) -> None:
    assert answers.source_in(written) == source


@pytest.mark.parametrize("written", ["", "I cannot.", "```python\nprint(1)\n```", "x;" * 200_000])
def test_what_is_no_source_is_not_accepted(written: str) -> None:
    with pytest.raises(NotAccepted):
        answers.source_in(written)


@pytest.mark.parametrize(
    "written", ["", "[1]", '{"a": ', "{" * 50_000, '{"a": 1' + "0" * 5000 + "}", "```json\nnone\n```"]
)
def test_what_is_no_object_is_not_accepted(written: str) -> None:
    with pytest.raises(NotAccepted):
        answers.json_value(written)


def test_corrections_are_counted_and_end() -> None:
    asked: list[tuple[int, str, str]] = []

    def draft(number: int, written: str, reason: str) -> str:
        asked.append((number, written, reason))
        return f"draft {number}"

    def accept(written: str) -> dict:
        if written != "draft 3":
            raise NotAccepted(f"{written} is wrong.")
        return {"source": written}

    assert drafted(draft, accept, writer="The writer") == ({"source": "draft 3"}, 2)
    assert asked == [(1, "", ""), (2, "draft 1", "draft 1 is wrong."), (3, "draft 2", "draft 2 is wrong.")]


def test_a_cancel_does_not_wait_for_a_child_that_starts(tmp_path) -> None:
    workshop = Walled(target="tests.fakes.sleepy:do")
    report = Report(cancel_after=0.5)
    report(0.0, "Starting")
    with pytest.raises(Cancelled), workshop(tmp_path) as bench:
        bench.plan("design", brief(tmp_path, kind="design"), report)

    assert time.monotonic() - report.cancelled_at < 2


def test_a_bench_that_crashes_is_our_fault_and_not_the_writers(tmp_path) -> None:
    workshop = Walled(engines={"design": "generation.engines.nowhere.Nothing"})
    with workshop(tmp_path) as bench, pytest.raises(EngineError) as caught:
        bench.plan("design", brief(tmp_path, kind="design"), Report())

    assert caught.value.retry


def test_a_providers_text_holds_nothing_that_no_database_keeps() -> None:
    assert state.text("a\x00b\ud800\nc") == "ab\nc"
    assert (state.text("word" * 10, most=4), state.text(5)) == ("word", "")
