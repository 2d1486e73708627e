"""One attempt at a job in a process of its own, that can be killed: `python -m tests.fakes.attempt JSON`."""

import json
import os
import signal
import sys
from pathlib import Path

from generation.engines.base import EngineError
from generation.engines.meshy import Meshy
from generation.engines.runpod import RunPod
from tests.fakes import meshy, runpod
from tests.fakes.job import Book, brief


def main(given: dict) -> None:
    dies = given["dies"]
    folder = Path(given["folder"])

    def at_the_id(facts: dict) -> bool:
        return dies == "before_the_id" and any(isinstance(fact, dict) and "id" in fact for fact in facts.values())

    journal = Book(Path(given["journal"]), forgets=given["forgets"], dies_at=at_the_id)
    if given["engine"] == "meshy":
        engine = Meshy(key=meshy.KEY, base=given["base"], poll_seconds=0.05)
        wish = brief(folder, kind=given["kind"], journal=journal, texture=False)
        act = engine.run
    else:
        engine = RunPod(key=runpod.KEY, endpoint_id=runpod.ENDPOINT, base=given["base"] + "/v2", poll_seconds=0.05)
        wish = brief(folder, kind="design", journal=journal)
        act = engine.plan
    try:
        act(wish, lambda _share, _words: None)
    except EngineError as error:
        print(json.dumps({"code": error.code, "retry": error.retry}))
        return
    if dies == "before_the_commit":
        os.kill(os.getpid(), signal.SIGKILL)
    print(json.dumps({"done": (folder / "model.glb").exists()}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
