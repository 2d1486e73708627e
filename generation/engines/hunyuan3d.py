"""Models from pictures by a Hunyuan3D server of one's own: its API server (2.0 or 2.1) or its Gradio app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.providers import inputs
from generation.engines.providers.following import Manners, follow
from generation.engines.providers.hunyuan_api import ApiServer
from generation.engines.providers.hunyuan_gradio import GradioApp
from generation.engines.providers.line import Line, client_for
from generation.engines.providers.notes import Notes
from generation.engines.providers.state import json_in, table, text
from generation.engines.providers.waiting import Rising, Tick
from nexus.foundation.outbound import Client, OutboundError

Surface = Literal["auto", "api-2.0", "api-2.1", "gradio"]

TITLE = "Hunyuan3D"
LICENCE = "Tencent Hunyuan 3D Community License"
TERRITORY = ("EU", "GB", "KR")  # where the licence does not apply: neither model nor outputs may be used there
SHAPE_SECONDS, TEXTURE_SECONDS = 120.0, 900.0
_TERRITORY_WORDS = (
    "The licence of Hunyuan3D does not hold in the European Union, the United Kingdom and South Korea; this model "
    "may not be used, shown or sold there."
)
_USUAL: Mapping[str, Any] = {
    "texture": False,
    "steps": 5,
    "guidance_scale": 5.0,
    "octree_resolution": 256,
    "face_count": 40_000,
}
# What each surface takes and then does nothing with: refused by name where somebody sets it.
_IGNORED: Mapping[str, frozenset[str]] = {
    "api-2.0": frozenset(),
    "api-2.1": frozenset({"steps", "guidance_scale", "octree_resolution", "face_count"}),
    "gradio": frozenset({"face_count"}),
}


class Hunyuan3D:
    """`url` is the server's address; `surface` says which of its three kinds it is, or has it found out.

    `text` allows words alone, for a Gradio app that was started with `--enable_t23d`; `token` is sent as Bearer to a
    space that asks for one.
    """

    name: ClassVar[str] = "hunyuan3d"
    version: ClassVar[str] = "1.0.0"
    kinds: frozenset[str] = frozenset({"image"})
    place: ClassVar[Place] = "remote"
    licence: ClassVar[str] = LICENCE
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "texture": {"type": "boolean", "default": False, "description": "Colours too; takes minutes."},
            "steps": {"type": "integer", "minimum": 1, "maximum": 50, "default": 5},
            "guidance_scale": {"type": "number", "minimum": 0.1, "maximum": 20, "default": 5.0},
            "octree_resolution": {"type": "integer", "minimum": 64, "maximum": 512, "default": 256},
            "face_count": {
                "type": "integer",
                "minimum": 1000,
                "maximum": 100_000,
                "default": 40_000,
                "description": "Honoured with texture, by API server 2.0.",
            },
            "seed": {"type": "integer", "minimum": 0, "maximum": 10_000_000, "default": 0},
        },
    }

    def __init__(
        self,
        *,
        url: str = "",
        surface: Surface = "auto",
        text: bool = False,
        token: str = "",
        client: Client | None = None,
        deadline_seconds: float | None = None,
        poll_seconds: float = 3.0,
    ) -> None:
        self._url = url
        self._surface: Surface = surface
        self._deadline_seconds = deadline_seconds
        self._poll_seconds = poll_seconds
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._line = Line(TITLE, url, headers=headers, client=client or client_for(url), secrets=(token,))
        if text:
            self.kinds = frozenset({"text", "image"})

    def ready(self) -> str:
        """The sentence why not, where no server is configured."""
        return "" if self._url else "No Hunyuan3D server is configured (HUNYUAN_URL)."

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """What will be asked for, of which kind of server; refuses by name what that kind does not honour."""
        if reason := self.ready():
            raise EngineError(reason, code="not_configured")
        rising = Rising(report)
        rising(0.0, "Asking which Hunyuan3D this is")
        surface = self._found(rising.tick)
        self._check(brief, surface)
        seeded = surface != "api-2.1"
        warnings = [_TERRITORY_WORDS]
        if not seeded:
            warnings.append("This server ignores the seed: the same wish makes another model each time.")
            if not brief.parameters.get("texture"):
                warnings.append("This server always adds a texture.")
        rising(1.0, "Wish read")
        return {
            "kind": "hunyuan3d",
            "surface": surface,
            "prompt": brief.prompt,
            "parameters": dict(brief.parameters),
            "warnings": warnings,
            "made_by": inputs.made_by(
                TITLE,
                model="Hunyuan3D-2.1" if surface == "api-2.1" else "Hunyuan3D-2",
                licence=LICENCE,
                territory_limits=TERRITORY,
                seed_honoured=seeded,
            ),
        }

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """One task of the server; `model.glb` in the brief's folder."""
        if reason := self.ready():
            raise EngineError(reason, code="not_configured")
        rising = Rising(report)
        specification = brief.specification or {}
        surface = text(specification.get("surface")) or self._found(rising.tick)
        self._check(brief, surface)
        rising(0.0, "Asking Hunyuan3D")
        textured = bool(brief.parameters.get("texture")) or surface == "api-2.1"
        seconds = self._deadline_seconds or (TEXTURE_SECONDS if textured else SHAPE_SECONDS)
        if surface == "gradio":
            app = GradioApp(self._line, title=TITLE)
            return [app.model(self._gradio(brief), _picture(brief), brief, rising, seconds=seconds)]
        server = ApiServer(self._line, self._body(brief, surface), brief.folder, title=TITLE, seconds=seconds)
        task = follow(
            server,
            "model",
            notes=Notes.of(brief),
            rising=rising,
            progress=rising.part(0.05, 0.9),
            manners=Manners(seconds, self._poll_seconds),
        )
        rising(0.9, "Copying the model")
        piece = server.model(task)
        rising(1.0, "Model ready")
        return [piece]

    def _found(self, tick: Tick) -> Surface:
        """Which surface answers there; asked once a plan, because servers are exchanged under one address."""
        if self._surface != "auto":
            return self._surface
        config = self._probe("/config", tick)
        if isinstance(config.get("dependencies"), list):
            return "gradio"
        if "status" in self._probe("/health", tick):  # 2.0 has no such path
            return "api-2.1"
        if self._probe("/status/nexus-probe", tick).get("status") == "processing":  # so it answers to every name
            return "api-2.0"
        raise EngineError("The configured address does not answer as Hunyuan3D does.", code="provider_unknown")

    def _probe(self, path: str, tick: Tick) -> dict[str, Any]:
        try:
            answer = self._line.ask("GET", path, tick=tick, seconds=10.0, most=16 * 2**20)
        except OutboundError as error:
            raise self._line.unreached(error) from error
        if answer.status in (401, 403) or answer.status >= 500:
            raise self._line.refusal(answer)
        return table(json_in(answer.body)) if answer.status == 200 else {}

    def _check(self, brief: Brief, surface: str) -> None:
        if brief.kind == "text" and not (surface == "gradio" and "text" in self.kinds):
            raise EngineError(
                "This Hunyuan3D server makes models from pictures only; give a picture.", code="kind_not_supported"
            )
        if brief.kind == "image":
            inputs.media_type(inputs.picture(brief, title=TITLE).read_bytes()[:16])
        given = brief.parameters
        refused = sorted(
            name for name in _IGNORED.get(surface, frozenset()) if given.get(name, _USUAL[name]) != _USUAL[name]
        )
        if refused:
            raise EngineError(
                f"This Hunyuan3D server ignores {', '.join(refused)}; leave it out.", code="parameter_not_honoured"
            )

    def _body(self, brief: Brief, surface: str) -> dict[str, Any]:
        """The request of an API server; never with `text`, on which 2.0 waits for ever."""
        values = {**_USUAL, **{name: value for name, value in brief.parameters.items() if name in _USUAL}}
        body: dict[str, Any] = {
            "image": inputs.plain_base64(inputs.picture(brief, title=TITLE)),
            "seed": brief.seed,
            "texture": bool(values["texture"]),
            "octree_resolution": int(values["octree_resolution"]),
            "num_inference_steps": min(int(values["steps"]), 20) if surface == "api-2.1" else int(values["steps"]),
            "guidance_scale": float(values["guidance_scale"]),
            "face_count": int(values["face_count"]),
        }
        return body | ({"type": "glb"} if surface == "api-2.0" else {})

    def _gradio(self, brief: Brief) -> dict[str, Any]:
        """The app's parameters by their own names."""
        values = {**_USUAL, **{name: value for name, value in brief.parameters.items() if name in _USUAL}}
        return {
            "caption": brief.prompt if brief.kind == "text" else None,
            "steps": int(values["steps"]),
            "guidance_scale": float(values["guidance_scale"]),
            "seed": brief.seed % 10_000_001,
            "octree_resolution": int(values["octree_resolution"]),
            "check_box_rembg": True,
            "num_chunks": 8000,
            "randomize_seed": False,
            "texture": bool(values["texture"]),
        }


def _picture(brief: Brief) -> Any:
    return inputs.picture(brief, title=TITLE) if brief.kind == "image" else None
