"""Pictures: transparent, square, fitted, small, the same every time, and never drawn from a path."""

import io

import numpy as np
import pytest
from PIL import Image

from generation.mesh import camera, draw, raster, read, render, studio
from generation.mesh.gate import Refused
from tests.unit.generation.mesh.files import bad, ball, changed, good


@pytest.fixture(scope="module", params=["own", "best"])
def renderer(request: pytest.FixtureRequest) -> render.Renderer:
    return render.RasterRenderer() if request.param == "own" else render.choose()


def cover(image: Image.Image) -> np.ndarray:
    return np.asarray(image)[..., 3] / 255


def test_a_picture_is_square_transparent_and_shows_the_colour(renderer: render.Renderer) -> None:
    image = renderer.still(ball(), size=256)
    assert image.size == (256, 256)
    assert image.mode == "RGBA"
    red, green, blue, alpha = np.asarray(image)[128, 128]
    assert alpha == 255
    assert red > 130
    assert max(green, blue) < 110
    corners = np.asarray(image)[[0, 0, -1, -1], [0, -1, 0, -1], 3]
    assert corners.tolist() == [0, 0, 0, 0]


def test_the_thing_fills_86_hundredths_of_the_frame(renderer: render.Renderer) -> None:
    solid = cover(renderer.still(ball(), size=256)) > 0.9
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    assert np.ptp(columns) / 256 == pytest.approx(0.86, abs=0.02)
    assert abs((rows[0] + rows[-1]) / 2 - 127.5) < 4


def test_millimetres_and_kilometres_look_the_same(renderer: render.Renderer) -> None:
    small = np.asarray(renderer.still(ball(radius=0.002), size=128), float)
    large = np.asarray(renderer.still(ball(radius=2000.0), size=128), float)
    assert np.abs(small - large).mean() < 1.0


def test_the_shadow_lies_on_the_ground_and_is_never_darker_than_allowed(renderer: render.Renderer) -> None:
    image = np.asarray(renderer.still(good("table.glb"), size=256))
    alpha = image[..., 3] / 255
    shadow = (alpha > 0.02) & (alpha < 0.5) & (image[..., :3].max(axis=-1) < 40)
    assert shadow.sum() > 2000
    assert shadow[128:].sum() > shadow[:128].sum()
    assert studio.SHADOW_STRENGTH <= 0.55


def test_a_background_is_laid_under_it(renderer: render.Renderer) -> None:
    image = renderer.still(ball(), size=64, background=(10, 200, 30))
    assert image.mode == "RGB"
    assert image.getpixel((0, 0)) == (10, 200, 30)


def test_the_same_bytes_give_the_same_picture(renderer: render.Renderer) -> None:
    one, other = (renderer.still(good("table.glb"), size=128) for _ in range(2))
    assert np.array_equal(np.asarray(one), np.asarray(other))


def test_a_refused_file_is_not_drawn(renderer: render.Renderer) -> None:
    for name in ("external_path.glb", "texture_bomb.glb", "nodes_cycle.glb"):
        with pytest.raises(Refused):
            renderer.still(bad(name))


def test_light_comes_from_the_upper_left(renderer: render.Renderer) -> None:
    image = np.asarray(renderer.still(ball(), size=256), float)[..., 0]
    assert image[80, 80] > image[176, 176] + 10


def test_both_renderers_agree() -> None:
    if render.choose().name != "filly":
        pytest.skip("filly does not start on this machine")
    for data in (good("table.glb"), ball()):
        one = np.asarray(render.RasterRenderer().still(data, size=128), float)
        other = np.asarray(render.choose().still(data, size=128), float)
        assert np.abs(one[..., 3] - other[..., 3]).mean() < 4
        assert np.abs(one - other).mean() < 12


def test_what_filly_cannot_take_our_own_renderer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = render.choose()
    if not isinstance(chosen, render.FillyRenderer):
        pytest.skip("filly does not start on this machine")

    def fails(*_: object, **__: object) -> list[np.ndarray]:
        raise chosen.trouble("broken on purpose")

    monkeypatch.setattr(chosen, "draw_many", fails)
    assert cover(render.still(ball(), size=64))[32, 32] == 1.0


def test_webp_is_transparent_and_within_25_and_52_kilobytes() -> None:
    for size, most in ((512, 25_000), (1024, 52_000)):
        data = render.still_webp(good("table.glb"), size)
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.mode, image.size) == ("WEBP", "RGBA", (size, size))
        assert len(data) <= most


def test_a_noisy_picture_is_pressed_into_its_limit() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (512, 512, 3), dtype=np.uint8)
    noise[::2] = 128
    assert len(render.webp(Image.fromarray(noise))) < 160_000
    ramp = np.add.outer(np.arange(512) // 3, np.arange(512) // 5).astype(np.uint8)
    assert len(render.webp(Image.fromarray(np.dstack([ramp] * 3)))) <= 25_000


def test_the_picture_for_links_stands_on_the_stage_and_stays_under_100_kilobytes() -> None:
    with Image.open(io.BytesIO(render.shared(render.still(ball(), size=render.LARGE)))) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1200, 630))
        corner, middle = image.getpixel((2, 2)), image.getpixel((600, 300))
        assert max(abs(a - b) for a, b in zip(corner, render.STAGE, strict=True)) <= 2
        assert middle[0] > middle[1] + 60
    noise = np.random.default_rng(3).integers(0, 255, (1024, 1024, 4), dtype=np.uint8)
    assert len(render.shared(Image.fromarray(noise, "RGBA"))) <= render.SHARED_BYTES


def test_png_is_png() -> None:
    with Image.open(io.BytesIO(render.still_png(good("table.glb"), 128))) as image:
        assert (image.format, image.mode) == ("PNG", "RGBA")


def test_flat_things_are_seen_from_higher_up() -> None:
    def height(scale: list[float]) -> float:
        found = camera.stage(read.glb(changed(ball(), "nodes", 0, "scale", to=scale)))
        return float(np.degrees(np.arcsin(camera.three_quarter(found).back[1])))

    assert height([1, 1, 1]) == pytest.approx(15)
    assert height([1, 0.05, 1]) == pytest.approx(34)


def test_the_stage_has_its_longest_side_one_and_its_foot_on_the_ground() -> None:
    found = camera.stage(read.glb(changed(ball(), "nodes", 0, "translation", to=[50, -7, 3])))
    assert (found.high - found.low).max() == pytest.approx(1)
    assert found.low[1] == pytest.approx(0)
    assert found.high[0] == pytest.approx(-found.low[0])


def test_the_nearer_of_two_triangles_is_seen() -> None:
    near, far = [[-1, -1, 0], [1, -1, 0], [0, 1, 0]], [[-1, -1, 0.5], [1, -1, 0.5], [0, 1, 0.5]]
    clip = np.concatenate([np.array(far + near, float), np.ones((6, 1))], axis=1)
    triangles = np.array([[0, 1, 2], [3, 4, 5]], np.uint32)
    found = raster.seen(clip, triangles, 32)
    assert set(found.triangles.tolist()) == {1}
    assert len(found.pixels) == pytest.approx(32 * 32 / 2, rel=0.05)
    assert np.allclose(found.weights.sum(axis=1), 1)
    behind = raster.seen(clip, triangles[:1], 32, behind=np.zeros(32 * 32))
    assert len(behind.pixels) == 0


def test_glass_lets_what_is_behind_it_through() -> None:
    glass = ball(alphaMode="BLEND")
    glass = changed(glass, "materials", 0, "pbrMetallicRoughness", "baseColorFactor", to=[1, 1, 1, 0.3])
    model = read.glb(glass)
    stage = camera.stage(model)
    image = draw.drawn(model, stage, camera.three_quarter(stage), 64)
    assert image[32, 32, 3] == pytest.approx(0.3, abs=0.01)


def test_an_unreadable_picture_is_left_out() -> None:
    data = bytearray(good("table.glb"))
    at = data.index(b"IDAT") + 4
    data[at : at + 60] = b"\xff" * 60
    model = read.glb(bytes(data))
    stage = camera.stage(model)
    assert draw.drawn(model, stage, camera.three_quarter(stage), 64)[..., 3].max() == 1.0
