"""The language model's engine against a true server with a true model: `transformers serve` and a tiny Llama of ours."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.engines.language_model import LanguageModel, LanguageModelEngine
from generation.mesh import facts, gate
from tests import tiny_llm
from tests.fakes.job import brief, worked

pytestmark = [pytest.mark.proof, pytest.mark.timeout(900)]
START_SECONDS = 180


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[str, str]]:
    """(address, model's name) of a server that answers; a missing extra fails here and says what to install."""
    from transformers.utils.import_utils import is_serve_available

    assert is_serve_available(), "This proof needs `pip install transformers[serving]`."
    folder = str(tiny_llm.folder())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "transformers.cli.transformers", "serve", folder]
    program += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    said = tmp_path_factory.mktemp("llm") / "said.txt"
    env = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with (
        said.open("wb") as out,
        subprocess.Popen(program, stdout=out, stderr=out, env=env, start_new_session=True) as process,
    ):
        try:
            wait_for(port, process, said)
            yield f"http://127.0.0.1:{port}/v1", folder
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(port: int, process: subprocess.Popen, said: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, said.read_text(errors="replace")[-2000:]
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"No server after {START_SECONDS} s: {said.read_text(errors='replace')[-2000:]}")


def engine(server: tuple[str, str]) -> LanguageModelEngine:
    return LanguageModelEngine(url=server[0], model=server[1], deadline_seconds=240)


def test_it_answers_although_it_may_list_no_models(server) -> None:
    model = LanguageModel(url=server[0], model=server[1])

    assert model.health() == ""
    said = model.complete("You write OpenSCAD.", [{"role": "user", "content": "a small bracket"}])
    assert said.text == tiny_llm.BRACKET
    assert said.stop == "end"


def test_words_become_a_model_of_the_size_that_it_wrote(server, tmp_path) -> None:
    pieces, specification, _ = worked(engine(server), brief(tmp_path, prompt="a vase"))

    assert specification["objects"][0]["family"] == "vase"
    assert specification["objects"][0]["size_mm"]["height"] == 200
    gate.check(next(piece.path for piece in pieces if piece.kind == "glb").read_bytes())


def test_a_design_becomes_a_closed_model(server, tmp_path) -> None:
    pieces, specification, _ = worked(engine(server), brief(tmp_path, kind="design", prompt="a quadcopter frame"))

    found = facts.facts(next(piece.path for piece in pieces if piece.kind == "glb").read_bytes())
    assert specification["source"].startswith("arm = 80;")
    assert found["closed"]


def test_a_broken_source_comes_back_mended(server, tmp_path) -> None:
    _, specification, _ = worked(engine(server), brief(tmp_path, kind="design", prompt="a thin plate"))

    assert specification["made_by"]["corrections"] == 1
    assert specification["source"] == "cube([20, 20, 3]);\n"
