"""A loaded text-to-image pipeline and how the device's owner paints with it: own noise, told steps, stopped at any
block.
"""

import inspect
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from generation.engines.base import EngineError
from generation.engines.device import loading, watch
from generation.engines.device.owner import Abandoned, Seat

_NAMES = {
    "negative_prompt": "negative prompt",
    "guidance_scale": "guidance",
    "num_inference_steps": "number of steps",
    "width": "width",
    "height": "height",
}
_FIXED = {"output_type": "pil", "num_images_per_prompt": 1}


class Painter:
    """One folder on the device. Not for several threads: schedulers inside the pipeline hold the run's state."""

    def __init__(self, folder: Path, *, device: str, precision: str) -> None:
        """Load the folder; EngineError where it cannot be loaded or paints nothing from words."""
        on = loading.device(device)
        self.folder = folder
        self._pipeline = loading.placed(loading.pipeline(folder, loading.precision(precision, on)), on)
        self._words = inspect.signature(self._pipeline.__call__).parameters
        if "prompt" not in self._words or "generator" not in self._words or "image" in self._words:
            kind = type(self._pipeline).__name__
            raise EngineError(f"The preview model, a {kind}, does not paint from words.", code="not_ready")

    def paint(self, seat: Seat) -> bytes:
        """The picture of the seat's wish as PNG; the same seed gives the same starting noise on every device.

        Stopped by an exception of our own: some pipelines ignore diffusers' `_interrupt`, the others return half a
        picture.
        """
        wish = seat.wish
        for word in wish.settings:
            if word not in self._words:
                raise EngineError(f"The preview model takes no {_NAMES.get(word, word)}.", code="invalid")
        fixed = {word: value for word, value in _FIXED.items() if word in self._words}

        def stop_when_left() -> None:
            if seat.gone:
                raise Abandoned

        def told(share: float) -> None:
            stop_when_left()
            seat.tell(0.05 + 0.85 * share, "Painting")

        seat.tell(0.02, "Reading the wish")
        with watch.counted(self._pipeline, told), watch.checked(self._blocks(), stop_when_left):
            try:
                made = self._pipeline(
                    prompt=wish.prompt,
                    generator=torch.Generator("cpu").manual_seed(wish.seed),
                    **fixed,
                    **wish.settings,
                )
            except ValueError as failure:  # how pipelines refuse sizes and numbers that they cannot make
                raise EngineError(
                    f"The preview model refused the wish: {str(failure)[:200]}", code="invalid"
                ) from failure
            except torch.OutOfMemoryError as failure:
                raise EngineError(
                    "The picture is too large for the memory of this device.", code="out_of_memory"
                ) from failure
        return _png(made)

    def _blocks(self) -> list[Any]:
        """What lies in a list of layers, in every part of the pipeline: work between two of them is short."""
        parts = [part for part in self._pipeline.components.values() if isinstance(part, torch.nn.Module)]
        lists = [one for part in parts for one in part.modules() if isinstance(one, torch.nn.ModuleList)]
        return [block for one in lists for block in one]


def _png(made: Any) -> bytes:
    withheld = getattr(made, "nsfw_content_detected", None)
    if withheld and any(withheld):
        raise EngineError("The preview model withheld its picture. Other words may help.", code="withheld")
    picture = made.images[0]
    if not isinstance(picture, Image.Image):
        raise EngineError("The preview model made no picture.", code="engine_failed")
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()
