"""The preview picture with tiny pipelines of true classes: the same seed the same picture, cancelled, one at a time."""

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generation.engines.base import Brief, Cancelled, Engine, EngineError
from generation.engines.device import owner
from generation.engines.diffusion import DiffusionPreview
from tests.tiny import painters, shap_e

pytestmark = pytest.mark.timeout(600)  # the first one trains the tiny model
SMALL = {"steps": 6, "width": 64, "height": 64}
PIPELINES = {"stable diffusion": painters.stable_folder, "latent consistency": painters.consistent_folder}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


def engine(folder: Path | None = None) -> DiffusionPreview:
    return DiffusionPreview(path=str(folder or painters.stable_folder()), device="cpu", precision="fp32")


def brief(folder: Path, prompt: str = "a red cone", seed: int = 5, **parameters: Any) -> Brief:
    folder.mkdir(parents=True, exist_ok=True)
    return Brief("picture", prompt, SMALL | parameters, seed, folder)


def quiet(_progress: float, _message: str) -> None:
    return None


def painted(on: DiffusionPreview, folder: Path, **more: Any) -> bytes:
    (piece,) = on.run(brief(folder, **more), quiet)
    assert piece.kind == "png"
    return piece.path.read_bytes()


def test_it_is_an_engine() -> None:
    assert isinstance(engine(), Engine)
    assert engine().ready() == ""
    assert DiffusionPreview().ready() == "PREVIEW_MODEL_PATH names no folder."


@pytest.mark.parametrize("name", PIPELINES)
def test_the_same_seed_paints_the_same_picture_and_other_words_another(tmp_path: Path, name: str) -> None:
    on = engine(PIPELINES[name]())
    one, same = painted(on, tmp_path), painted(on, tmp_path)
    other, reworded = painted(on, tmp_path, seed=6), painted(on, tmp_path, prompt="seven blue rings")

    assert one == same
    assert len({one, other, reworded}) == 3
    with Image.open(BytesIO(one)) as picture:
        assert (picture.format, picture.size, picture.mode, picture.info) == ("PNG", (64, 64), "RGB", {})
    assert [path.name for path in tmp_path.iterdir()] == ["picture.png"]


def test_steps_size_guidance_and_negative_words_are_honoured(tmp_path: Path) -> None:
    on = engine()
    pictures = [
        painted(on, tmp_path, **more)
        for more in ({}, {"steps": 7}, {"guidance": 2.0}, {"negative_prompt": "blue"}, {"width": 128})
    ]

    assert len(set(pictures)) == len(pictures)
    with Image.open(BytesIO(pictures[-1])) as picture:
        assert picture.size == (128, 64)


def test_what_a_pipeline_has_no_word_for_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="takes no negative prompt") as refused:
        painted(engine(painters.consistent_folder()), tmp_path, negative_prompt="blue")

    assert refused.value.code == "invalid"
    assert list(tmp_path.iterdir()) == []


def test_a_pipeline_that_paints_nothing_from_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="a ShapEImg2ImgPipeline, does not paint from words"):
        painted(engine(shap_e.image_folder()), tmp_path)


def test_no_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="There are no words to paint"):
        painted(engine(), tmp_path, prompt="  ")


def test_a_folder_with_a_program_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(painters.stable_folder(), tmp_path / "model"))
    (folder / "unet" / "my_unet.py").write_text("print('hello')")

    assert engine(folder).ready() == (
        "PREVIEW_MODEL_PATH: It contains a program, unet/my_unet.py, and no model here runs programs."
    )


def test_progress_rises_with_the_steps(tmp_path: Path) -> None:
    on = engine()
    painted(on, tmp_path)
    heard: list[float] = []
    slowly(on, 0.03)
    on.run(brief(tmp_path, steps=10), lambda share, _words: heard.append(share))

    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(set(heard)) >= 10


def slowly(on: DiffusionPreview, seconds: float) -> None:
    """Make every step of an engine that has painted before take this long at least."""
    assert on._painter is not None
    on._painter._pipeline.unet.register_forward_pre_hook(lambda _m, _g: time.sleep(seconds))


@pytest.mark.parametrize("name", PIPELINES)
def test_cancelling_takes_less_than_two_seconds_and_frees_the_device(tmp_path: Path, name: str) -> None:
    on = engine(PIPELINES[name]())
    before = painted(on, tmp_path / "before")
    slowly(on, 0.4)  # 50 steps: 20 seconds
    started = time.monotonic()
    wished: list[float] = []

    def report(_progress: float, _message: str) -> None:
        if time.monotonic() - started > 1.0:
            wished.append(time.monotonic())
            raise Cancelled

    with pytest.raises(Cancelled):
        on.run(brief(tmp_path / "long", steps=50), report)
    returned = time.monotonic() - started
    on._owner.ask("next", None, lambda seats: [None for _ in seats], quiet)

    assert returned < 2.0
    assert time.monotonic() - wished[0] < 2.0
    assert list((tmp_path / "long").iterdir()) == []
    assert "progress_bar" not in vars(on._painter._pipeline)  # type: ignore[union-attr]
    assert painted(on, tmp_path / "after") == before  # the pipeline is as it was


class NoOwner:
    """The control: the same work in the caller's own thread, nothing kept apart."""

    def ask(self, _key: Any, wish: Any, work: Any, _report: Any, **_most: Any) -> Any:
        seat = owner.Seat(wish)
        return work([seat])[0]


def both(on: DiffusionPreview, folder: Path) -> list[bytes | Exception]:
    """Two pictures asked for at once, by two threads."""
    results: list[bytes | Exception] = [b"", b""]
    barrier = threading.Barrier(2)

    def one(number: int) -> None:
        barrier.wait()
        try:
            results[number] = painted(on, folder / str(number), seed=number)
        except Exception as failure:  # noqa: BLE001 - it is the result
            results[number] = failure

    threads = [threading.Thread(target=one, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.fault
def test_two_threads_get_what_they_would_get_alone_and_control_without_an_owner_they_do_not(tmp_path: Path) -> None:
    on = engine()
    alone = [painted(on, tmp_path / "alone", seed=number) for number in range(2)]
    slowly(on, 0.02)

    assert both(on, tmp_path) == alone
    on._owner = NoOwner()  # type: ignore[assignment]
    assert both(on, tmp_path) != alone


def test_pictures_and_things_wait_for_one_another(tmp_path: Path) -> None:
    """One device, two engines: what the one does is never inside what the other does."""
    on, other = engine(), DiffusionPreview(path=str(painters.consistent_folder()), device="cpu", precision="fp32")
    busy: list[str] = []
    overlaps: list[str] = []

    def watched(name: str, of: DiffusionPreview) -> None:
        ask = of._owner.ask

        def call(key: Any, wish: Any, work: Callable[[Sequence[Any]], Any], report: Any, **more: Any) -> Any:
            def inside(seats: Sequence[Any]) -> Any:
                overlaps.extend(busy)
                busy.append(name)
                time.sleep(0.1)
                try:
                    return work(seats)
                finally:
                    busy.remove(name)

            return ask(key, wish, inside, report, **more)

        of._owner = type("Watched", (), {"ask": staticmethod(call)})()  # type: ignore[assignment]

    watched("one", on)
    watched("other", other)
    threads = [threading.Thread(target=painted, args=(of, tmp_path / str(n))) for n, of in enumerate((on, other, on))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert overlaps == []
    assert all((tmp_path / str(n) / "picture.png").exists() for n in range(3))
