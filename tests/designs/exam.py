"""Runs the frozen design requests through the planner and the OpenSCAD room, and measures what came out."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conversations.planning import Plan, plan
from generation.mesh.parts import numbered
from generation.mesh.scad import building
from tests.designs import measures

REQUESTS = Path(__file__).with_name("requests.jsonl")


@dataclass
class Answer:
    plan: Plan
    parts: dict[str, Any]
    history: list[dict[str, str]]


@dataclass
class Result:
    id: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not self.failed


def requests() -> list[dict[str, Any]]:
    return [json.loads(line) for line in REQUESTS.read_text(encoding="utf-8").splitlines()]


def answered(request: dict[str, Any], earlier: dict[str, Answer]) -> Answer:
    before = earlier.get(request.get("after", ""))
    history = list(before.history) if before else []
    document = json.loads(json.dumps(before.plan.document)) if before else None
    made = plan(request["text"], history, document, before.plan.source if before else None)
    history += [{"role": "user", "content": request["text"]}, {"role": "assistant", "content": made.prose}]
    parts: dict[str, Any] = {}
    if made.source:
        scene, _ = building.build(made.source, {}, generator="exam")
        parts = dict(
            zip(numbered([part.name for part in scene.parts]), (part.solid for part in scene.parts), strict=True)
        )
    return Answer(made, parts, history)


def judged(request: dict[str, Any], answer: Answer) -> Result:
    out = Result(request["id"])
    closed = {"closed": True}
    for check in [*request["checks"], *([closed] if answer.parts else [])]:
        if _passes(check, answer):
            out.passed += 1
        else:
            out.failed.append(json.dumps(check, ensure_ascii=False))
    return out


def _passes(check: dict[str, Any], answer: Answer) -> bool:
    if "asks" in check:
        asked = " ".join(answer.plan.questions).lower()
        return 1 <= len(answer.plan.questions) <= 3 and re.search(check["asks"], asked) is not None
    if "component" in check:
        named = (answer.plan.document or {}).get("standard_components", [])
        return any(check["component"] in f"{row['name']} {row['search_term']}".lower() for row in named)
    if "closed" in check:
        return all(solid.status().name == "NoError" and solid.volume() > 0 for solid in answer.parts.values())
    return bool(answer.parts) and measures.passes(check, answer.parts)


def report() -> list[Result]:
    """Every request in its order, a follow-up after what it follows."""
    answers: dict[str, Answer] = {}
    out = []
    for request in requests():
        answers[request["id"]] = answered(request, answers)
        out.append(judged(request, answers[request["id"]]))
    return out


if __name__ == "__main__":
    results = report()
    for result in results:
        print("right" if result.right else "WRONG", result.id, *result.failed, sep="\n      " if result.failed else " ")
    right = sum(result.right for result in results)
    print(f"{right} of {len(results)} requests measured right")
    sys.exit(0 if right >= 0.85 * len(results) else 1)
