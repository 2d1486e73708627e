"""A RunPod endpoint as a provider: it gets the words as `input.prompt`, and is asked once whatever dies in between."""

from typing import Any, ClassVar

from conversations.providers import reading
from conversations.providers.base import RUNPOD, Ask, ProviderError, Reply
from generation.engines.base import EngineError
from generation.engines.providers import answers
from generation.engines.providers.notes import Notes
from generation.engines.providers.waiting import Rising
from generation.engines.providers.workshop import NotAccepted
from generation.engines.runpod import Endpoint

TITLE = "RunPod"
SOURCES = ("scad", "openscad", "scad_code", "source", "code")


class RunPod:
    """Sends `{"action", "prompt", "history", "requirements_json"}` as the input; reads what workers usually answer."""

    name: ClassVar[str] = RUNPOD
    corrects: ClassVar[bool] = True

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def health(self) -> str:
        return self.endpoint.health()

    def requirements(self, ask: Ask) -> Reply:
        output = self._output(ask)
        document = reading.document_in(output, title=TITLE)
        return Reply(content=reading.prose_in(output) or reading.prose_of(document), requirements=document)

    def source(self, ask: Ask) -> Reply:
        output = self._output(ask)
        source = _source_in(output)
        return Reply(content=reading.prose_in(output) or "The design is written.", scad=source)

    def _output(self, ask: Ask) -> Any:
        given: dict[str, Any] = {
            "action": ask.action,
            "prompt": ask.content,
            "history": [dict(turn) for turn in ask.history],
            "job_id": ask.journal.key,
        }
        if ask.document is not None:
            given["requirements_json"] = dict(ask.document)
        if ask.metadata:
            given["metadata"] = dict(ask.metadata)
        if ask.corrections:
            last = ask.corrections[-1]
            given |= {"previous_source": last.source, "reason": last.reason}
        try:
            task = self.endpoint.answer(
                given,
                step="answer",
                notes=Notes(ask.journal),
                rising=Rising(ask.report),
                deadline_seconds=ask.timeout_seconds,
            )
        except EngineError as error:
            raise ProviderError(error.message, code=error.code, retry=error.retry) from error
        return task.output


def _source_in(output: Any) -> str:
    """The OpenSCAD source in an output: text, or text under one of the usual names."""
    while isinstance(output, list) and output:
        output = output[-1]
    if isinstance(output, dict):
        output = next((output[name] for name in (*SOURCES, "output", "content", "text") if output.get(name)), None)
        if isinstance(output, dict):
            return _source_in(output)
    if not isinstance(output, str):
        raise ProviderError(f"{TITLE} answered without OpenSCAD source.", code="bad_answer")
    try:
        return answers.source_in(output)
    except NotAccepted as refusal:
        raise ProviderError(f"{TITLE} wrote no design: {refusal}", code="bad_answer") from refusal
