"""Prompts with what their models must show: the given forty, and eighty frozen before the families they test were made.

`check_prompts.py` (its head explains every key) measures the GLB's bytes; numbers in the prompts are changed with their
expectations, so that nothing is learnt by heart. `make proof` asks the running product the same.
"""

import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generation.mesh.writers import glb
from generation.shapes import assemble, policy, suggest, understanding
from tests.prompts import check_prompts

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "prompts"
CHECKS, PROMPTS = 95.0, 85.0  # percent that must hold


def make(prompt: str, style: str, complexity: str, seed: int) -> tuple[bytes | None, dict[str, Any]]:
    """(GLB or None, job record) as the product gives them, without its queue."""
    if not prompt.strip() or len(prompt) > understanding.PROMPT_LIMIT:
        return None, {"http_status": 400, "error": {"code": "invalid", "message": "Type what you want."}}
    if refusal := policy.refusal(prompt):
        return None, {"http_status": 400, "error": {"code": "prompt_refused", "message": refusal}}
    started = datetime.now(UTC)
    record: dict[str, Any] = {"id": "1", "status": "failed", "started_at": started.isoformat()}
    try:
        spec = understanding.specify(prompt, style=style, complexity=complexity, seed=seed)
        data = glb.write(assemble.build(spec, generator="Nexus"))
    except understanding.NotUnderstoodError as failure:
        hints = suggest.three(prompt)
        return None, record | {"error": {"code": "not_understood", "message": str(failure), "suggestions": hints}}
    except ValueError as failure:
        return None, record | {"error": {"code": "invalid_specification", "message": str(failure)}}
    finished = datetime.now(UTC).isoformat()
    return data, record | {"status": "succeeded", "specification": spec, "finished_at": finished, "result_url": "x"}


@functools.cache
def report(name: str, *, orders: bool) -> dict[str, Any]:
    rows = check_prompts.load(SAMPLES / f"{name}.jsonl")
    return check_prompts.run(rows, make, parallel=1, seed=7, vary=True, repeat=orders, orders=orders)


def told(found: dict[str, Any]) -> str:
    return "\n".join(
        f"{one['id']} {one['prompt'][:70]!r}: {failure['check']}: {failure['why']}"
        for one in found["results"]
        for failure in one["failures"]
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["given", "own"])
def test_what_was_asked_is_what_is_built(name: str) -> None:
    found = report(name, orders=False)

    assert 100 * found["checks_passed"] / found["checks"] >= CHECKS, told(found)
    assert 100 * found["prompts_passed"] / found["prompts"] >= PROMPTS, told(found)


@pytest.mark.parametrize("name", ["given", "own"])
def test_every_edge_case_ends_in_a_model_or_a_sentence(name: str) -> None:
    edges = [one for one in report(name, orders=False)["results"] if one["group"] == "edge"]

    assert edges
    assert not [one for one in edges if one["failures"]], edges


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ["given", "own"])
def test_the_same_with_other_numbers_again_and_at_every_complexity(name: str) -> None:
    found = report(name, orders=True)

    assert 100 * found["checks_passed"] / found["checks"] >= CHECKS, told(found)
    assert 100 * found["prompts_passed"] / found["prompts"] >= PROMPTS, told(found)
