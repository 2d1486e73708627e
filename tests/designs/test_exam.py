"""The frozen design requests, measured on the mesh; and a control that shows the measuring notices a wrong one."""

import pytest

from tests.designs import exam, measures

NEEDED = 0.85


@pytest.fixture(scope="module")
def results() -> list[exam.Result]:
    return exam.report()


def test_at_least_85_percent_of_the_design_requests_are_measured_right(results: list[exam.Result]) -> None:
    wrong = {result.id: result.failed for result in results if not result.right}

    assert len(results) == 30
    assert len(wrong) <= (1 - NEEDED) * len(results), wrong


def test_the_exam_holds_eight_follow_ups() -> None:
    assert sum("after" in request for request in exam.requests()) == 8


def test_a_mesh_that_is_a_tenth_too_large_fails_the_checks_that_it_passed() -> None:
    requests = {request["id"]: request for request in exam.requests()}
    for name in ("plate", "enclosure", "gear-pair", "pipe-adapter"):
        request = requests[name]
        answer = exam.answered(request, {})
        sized = [check for check in request["checks"] if "asks" not in check and "component" not in check]
        assert all(measures.passes(check, answer.parts) for check in sized)

        swollen = {part: solid.scale((1.1, 1.1, 1.1)) for part, solid in answer.parts.items()}

        assert not any(measures.passes(check, swollen) for check in sized if check.keys() & {"size", "wall", "holes"})


def test_a_part_that_is_missing_fails_its_checks() -> None:
    request = next(request for request in exam.requests() if request["id"] == "enclosure")
    answer = exam.answered(request, {})
    lidless = {name: solid for name, solid in answer.parts.items() if name != "lid"}

    assert [measures.passes(check, lidless) for check in request["checks"]].count(False) == 1
