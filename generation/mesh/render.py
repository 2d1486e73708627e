"""Pictures of models: transparent, square, one light and one camera for all; filly where it runs, else our own."""

import io
import logging
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.mesh import bounds, camera, draw, facing, gate, read, studio, studio_light
from generation.mesh.camera import Camera, Stage
from generation.mesh.read import Model

Floats = NDArray[np.float32]
Colour = tuple[int, int, int]

SMALL, LARGE = 512, 1024
SHARED = (1200, 630)  # what other sites show of a link
SHARED_BYTES = 100_000
STAGE, FLOOR = (234, 238, 236), (227, 231, 229)  # the light stage of static/css/components/stage.css
Angle = tuple[float, float]  # degrees to the right of the front, and above the ground
View = str | Angle
VIEWS = {"usual": camera.three_quarter, "shelf": camera.beside_others}  # the shelf draws its own shadow
log = logging.getLogger(__name__)


def lens_of(view: View, stage: Stage) -> Camera:
    """The camera of a view: one of `VIEWS`, or an angle of one's own with the thing filling the frame as usual."""
    if isinstance(view, str):
        return VIEWS[view](stage)
    turn, above = view
    return camera.fitted(stage.points, turn_degrees=turn, above_degrees=above)


class Renderer(Protocol):
    """Draws a GLB that the gate has passed."""

    name: str

    def still(
        self, data: bytes | memoryview, *, size: int = SMALL, background: Colour | None = None, view: View = "usual"
    ) -> Image.Image:
        """A square picture of `size` pixels: RGBA with a transparent ground, or RGB on `background` (0..255).

        Raises Refused where the gate refuses. The same bytes give the same picture.
        """
        ...


class FillyRenderer:
    """Google Filament through filly: image-based light, shadows, ambient occlusion. Loads from bytes only, because
    from a path it would follow references out of the file.

    Keep one in a process: its first picture takes longer (the programs of its light), each later one some hundredths.
    """

    name = "filly"

    def __init__(self) -> None:
        import filly  # noqa: PLC0415 — a machine without it still has the other renderer

        filly.set_log_level("error")
        self.trouble: type[Exception] = filly.FillyError
        self._renderer = filly.Renderer()
        self._environment = self._renderer.load_environment_ktx(str(studio_light.FILE))

    def still(
        self, data: bytes | memoryview, *, size: int = SMALL, background: Colour | None = None, view: View = "usual"
    ) -> Image.Image:
        opened = gate.open_glb(data)
        model = read.model(opened)
        stage = camera.stage(model)
        lens = lens_of(view, stage)
        shown = facing.faced(data, model)
        if shown is data:
            shown = bounds.corrected(data, opened)
        drawn = self.draw_many(bytes(shown), stage, [lens], size * 2 if size <= LARGE // 2 else size)[0]
        return compose(drawn, model, stage, lens, size=size, background=background, shadow=view != "shelf")

    def draw_many(
        self, data: bytes, stage: Stage, views: Sequence[Camera], pixels: int, *, samples: int = 4
    ) -> list[Floats]:
        """The same thing from several sides, loaded once: premultiplied colour and cover (pixels, pixels, 4), 0..1.

        `data` has normals and true extents (see `still`); the key light goes round with the camera. `samples` a pixel
        smooth its edges; where no graphics card draws, four cost twice the time of one.
        """
        scene = self._renderer.create_scene()
        try:
            # Both are needed for a clear ground; everything below is off or linear unless it is asked for.
            scene.transparent, scene.background = True, (0, 0, 0, 0)
            scene.tone_mapping, scene.msaa, scene.antialiasing = "aces", samples, "fxaa"
            scene.ssao = scene.shadows = True
            # Noise against banding would double the size of every WebP.
            scene.dithering = False
            scene.environment, scene.environment_intensity = self._environment, studio.ENVIRONMENT_LUX
            scene.load(data).transform = stage.matrix.astype(np.float32)
            light = scene.add_directional_light(
                direction=tuple(map(float, studio.key_direction(views[0]))),
                intensity=studio.KEY_LUX,
                color=studio.KEY_COLOUR,
            )
            light.casts_shadows, light.shadow_map_size = True, 2048
            target = self._renderer.create_render_target(width=pixels, height=pixels)
            try:
                found: list[Floats] = []
                for view in views:
                    lens = self._renderer.create_camera()
                    lens.set_perspective(fov_y_deg=view.lens_degrees, aspect=1.0, near=view.near, far=view.far)
                    lens.position = tuple(map(float, view.position))
                    lens.look_at(tuple(map(float, view.target)))
                    scene.camera = lens
                    light.direction = tuple(map(float, studio.key_direction(view)))
                    self._renderer.render(scene, target)
                    self._renderer.finish()
                    found.append(np.asarray(target.read(), np.float32) / np.float32(255))
                return found
            finally:
                target.close()
        finally:
            scene.close()


class RasterRenderer:
    """Our own renderer in numpy: no graphics library, no reflections of other parts, half a second to two a picture."""

    name = "raster"

    def still(
        self, data: bytes | memoryview, *, size: int = SMALL, background: Colour | None = None, view: View = "usual"
    ) -> Image.Image:
        model = read.glb(data)
        stage = camera.stage(model)
        lens = lens_of(view, stage)
        drawn = draw.drawn(model, stage, lens, size * 2)
        return compose(drawn, model, stage, lens, size=size, background=background, shadow=view != "shelf")


@cache
def choose() -> Renderer:
    """The renderer of this process: filly where it is installed and starts, else our own. Made once."""
    try:
        return FillyRenderer()
    except ImportError:
        log.info("filly is not installed; pictures are drawn by our own renderer")
    except Exception as error:  # noqa: BLE001 — the graphics library's own errors have no common ground
        log.warning("filly does not start (%s); pictures are drawn by our own renderer", error)
    return RasterRenderer()


def still(
    data: bytes | memoryview, *, size: int = SMALL, background: Colour | None = None, view: View = "usual"
) -> Image.Image:
    """A picture of a GLB by the best renderer at hand; a file that filly cannot take is drawn by our own.

    Raises Refused where the gate refuses.
    """
    renderer = choose()
    if isinstance(renderer, FillyRenderer):
        try:
            return renderer.still(data, size=size, background=background, view=view)
        except renderer.trouble as error:
            log.warning("filly cannot draw a file (%s); it is drawn by our own renderer", error)
            renderer = RasterRenderer()
    return renderer.still(data, size=size, background=background, view=view)


def still_png(data: bytes | memoryview, size: int = SMALL, background: Colour | None = None) -> bytes:
    """The picture as PNG, transparent without a background. Raises Refused where the gate refuses."""
    file = io.BytesIO()
    still(data, size=size, background=background).save(file, "PNG", optimize=True)
    return file.getvalue()


def still_webp(data: bytes | memoryview, size: int = SMALL, view: View = "usual") -> bytes:
    """The picture as transparent WebP: at most 25 kB at 512 pixels and 52 kB at 1024, the same share elsewhere.

    Raises Refused where the gate refuses.
    """
    return webp(still(data, size=size, view=view))


def pictures(data: bytes | memoryview, *, view: View = "usual") -> dict[str, bytes]:
    """The pictures of a model, drawn once: large for its page, small for tiles, PNG for programs, one for the shelf,
    one for links on other sites. `view` is where all but the shelf's is seen from.

    Raises Refused where the gate refuses.
    """
    large = still(data, size=LARGE, view=view)
    # Shrunk with premultiplied colours, else the clear ground would bleed into the edge.
    small = large.convert("RGBa").resize((SMALL, SMALL), Image.Resampling.BOX).convert("RGBA")
    png = io.BytesIO()
    small.save(png, "PNG")
    return {
        "large.webp": webp(large),
        "still.webp": webp(small),
        "still.png": png.getvalue(),
        "shelf.webp": still_webp(data, view="shelf"),
        "og.jpg": shared(large),
    }


def shared(large: Image.Image) -> bytes:
    """The picture on the stage's ground, 1200 × 630, at most 100 kB: a JPEG, as some readers of links take no WebP."""
    width, height = SHARED
    down = np.clip((np.linspace(0, 1, height) - 0.64) / 0.36, 0, 1)[:, None]
    ground = np.repeat((np.array(STAGE) * (1 - down) + np.array(FLOOR) * down)[:, None], width, axis=1)
    image = Image.fromarray(ground.round().astype(np.uint8), "RGB")
    thing = large.convert("RGBa").resize((height, height), Image.Resampling.LANCZOS).convert("RGBA")
    image.paste(thing, ((width - height) // 2, 0), thing)
    for quality in (88, 80, 70, 55, 35):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= SHARED_BYTES:
            break
    return file.getvalue()


def webp(image: Image.Image) -> bytes:
    """A picture as WebP within its size's limit; below alpha quality 80 shadows show rings, so only colours give."""
    most = 25_000 * (image.width / SMALL) ** np.log2(52 / 25)
    for quality, alpha in ((88, 95), (82, 90), (76, 88), (70, 85), (62, 80), (54, 80), (44, 80), (32, 80)):
        file = io.BytesIO()
        # Method 6 takes thirty times as long on the alpha plane and saves a tenth.
        image.save(file, "WEBP", quality=quality, alpha_quality=alpha, method=4)
        if file.tell() <= most:
            break
    return file.getvalue()


def compose(
    drawn: Floats,
    model: Model,
    stage: Stage,
    view: Camera,
    *,
    size: int,
    background: Colour | None,
    shadow: bool = True,
) -> Image.Image:
    """Lay the drawn thing (premultiplied, any multiple of `size`) over its contact shadow and bring it to size."""
    factor = len(drawn) // size
    if factor > 1:
        drawn = drawn.reshape(size, factor, size, factor, 4).mean(axis=(1, 3))
    colour, alpha = drawn[..., :3], drawn[..., 3]
    if shadow:
        behind = studio.contact_shadow(model, stage, view, size).astype(np.float32) * (1 - alpha)
        colour, alpha = colour + behind[..., None] * np.array(studio.SHADOW_COLOUR, np.float32), alpha + behind
    if background is not None:
        flat = colour + (1 - alpha)[..., None] * (np.array(background, np.float32) / 255)
        return Image.fromarray(_bytes(flat), "RGB")
    straight = colour / np.maximum(alpha, 1e-4)[..., None]
    straight[alpha <= 1e-4] = 0
    return Image.fromarray(_bytes(np.concatenate([straight, alpha[..., None]], axis=-1)), "RGBA")


def _bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    return np.asarray((np.clip(values, 0, 1) * 255).round(), np.uint8)
