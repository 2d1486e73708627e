"""The language model's engine against a true server with a true model: `transformers serve` and a tiny Llama of ours."""

from collections.abc import Iterator

import pytest

from generation.engines.language_model import LanguageModel, LanguageModelEngine
from generation.mesh import facts, gate
from tests import tiny_llm
from tests.fakes.job import brief, worked
from tests.tiny_llm.serving import serving

pytestmark = [pytest.mark.proof, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[str, str]]:
    with serving(tmp_path_factory.mktemp("llm") / "said.txt") as found:
        yield found


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
