"""The engines, as they are: one that cannot run says why."""

from rest_framework.request import Request
from rest_framework.response import Response

from generation.engine_states import engine_states
from nexus.api import base
from nexus.api.core.shapes import pipeline as shapes


class Engines(base.View):
    @base.call("Every engine with its parameters", gives={200: (shapes.EngineShape,)})
    def get(self, request: Request) -> Response:
        return base.whole_page(shapes.engine(state) for state in engine_states())
