"""One picture with a model seen from all sides, frame beside frame: what a card plays when it is pointed at."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from generation.mesh import bounds, camera, draw, facing, gate, read, render
from generation.mesh.camera import LENS_DEGREES, TURN_DEGREES, Camera, Stage

FRAMES, COLUMNS, SIDE = 24, 6, 256
PLAIN_FRAMES, PLAIN_SIDE = 12, 192  # where our own renderer draws: it takes a second a picture
MOST_BYTES = 220_000


@dataclass(frozen=True, slots=True)
class Sprite:
    """A WebP of so many pixels; its frames are squares, six beside each other."""

    data: bytes
    width: int
    height: int


def sprite(data: bytes | memoryview) -> Sprite:
    """A WebP of 24 views, 6 beside each other and 4 below, 256 pixels each, the first one the usual view.

    All frames share one distance, so that the thing turns and does not pulse. `data` is a GLB, best the preview mesh.
    Where Filament does not run there are 12 frames of 192 pixels, 6 beside each other and 2 below. At most 220 kB but
    for the wildest surfaces. The same bytes for the same input. Raises Refused where the gate refuses.
    """
    renderer = render.choose()
    if isinstance(renderer, render.FillyRenderer):
        try:
            return _packed(_by_filly(data, renderer))
        except renderer.trouble as error:
            render.log.warning("filly cannot turn a file (%s); it is turned by our own renderer", error)
    return _packed(_by_raster(data))


def _views(stage: Stage, frames: int) -> list[Camera]:
    """Cameras around the upright axis of the stage, all as far away as the farthest needs."""
    usual = camera.three_quarter(stage)
    above = float(np.degrees(np.arcsin(usual.back[1])))
    turns = [TURN_DEGREES + 360.0 * number / frames for number in range(frames)]
    fitted = [camera.fitted(stage.points, turn_degrees=turn, above_degrees=above) for turn in turns]
    middle = (stage.low + stage.high) / 2
    distance = max(float((one.position - middle) @ one.back) for one in fitted)
    return [
        Camera(
            position=middle + one.back * distance,
            target=middle,
            right=one.right,
            up=one.up,
            back=one.back,
            near=distance * 0.05,
            far=distance * 4,
            lens_degrees=LENS_DEGREES,
        )
        for one in fitted
    ]


def _by_filly(data: bytes | memoryview, renderer: render.FillyRenderer) -> list[Image.Image]:
    opened = gate.open_glb(data)
    model = read.model(opened)
    stage = camera.stage(model)
    shown = facing.faced(data, model)
    if shown is data:
        shown = bounds.corrected(data, opened)
    views = _views(stage, FRAMES)
    drawn = renderer.draw_many(bytes(shown), stage, views, SIDE * 2, samples=1)  # shrinking smooths them
    return [
        render.compose(one, model, stage, view, size=SIDE, background=None, shadow=False)
        for one, view in zip(drawn, views, strict=True)
    ]


def _by_raster(data: bytes | memoryview) -> list[Image.Image]:
    model = read.glb(data)
    stage = camera.stage(model)
    return [
        render.compose(
            draw.drawn(model, stage, view, PLAIN_SIDE),
            model,
            stage,
            view,
            size=PLAIN_SIDE,
            background=None,
            shadow=False,
        )
        for view in _views(stage, PLAIN_FRAMES)
    ]


def _packed(frames: list[Image.Image]) -> Sprite:
    side, rows = frames[0].width, len(frames) // COLUMNS
    sheet = Image.new("RGBA", (side * COLUMNS, side * rows))
    for number, frame in enumerate(frames):
        sheet.paste(frame, (number % COLUMNS * side, number // COLUMNS * side))
    for quality in (80, 70, 58, 44, 30):
        file = io.BytesIO()
        sheet.save(file, "WEBP", quality=quality, alpha_quality=80, method=4)
        if file.tell() <= MOST_BYTES:
            break
    return Sprite(file.getvalue(), sheet.width, sheet.height)
