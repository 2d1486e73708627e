"""The built-in planner as a provider: no network, no key, always there."""

from typing import Any, ClassVar

from conversations.providers.base import PLANNER, Ask, ProviderError, Reply


class Planner:
    """Answers from `conversations.planning`, the same for the same words."""

    name: ClassVar[str] = PLANNER
    corrects: ClassVar[bool] = False

    def health(self) -> str:
        return ""

    def requirements(self, ask: Ask) -> Reply:
        plan = self._plan(ask)
        return Reply(content=plan.prose, requirements=plan.document)

    def source(self, ask: Ask) -> Reply:
        plan = self._plan(ask)
        if not plan.source:
            raise ProviderError(plan.prose, code="not_understood")
        return Reply(content=plan.prose, requirements=plan.document, scad=plan.source)

    def _plan(self, ask: Ask) -> Any:
        from conversations.planning import plan

        ask.report(0.2, "Planning")
        return plan(ask.content, ask.history, document=ask.document, source=ask.source)
