"""Several callers of one device: each gets what it would get alone, joins a batch, and leaves it when it is cancelled."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generation.engines.base import Brief, Cancelled, EngineError
from generation.engines.device import decoding, loading, owner, sampling, shap_e_models
from generation.engines.shap_e import ShapE
from tests.tiny import shap_e as tiny

pytestmark = pytest.mark.timeout(600)  # the first one trains the tiny model
CPU = torch.device("cpu")
THINGS = ("a red cone", "a blue ring", "a grey cube")


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def stock() -> Any:
    """The stock pipeline with the trained weights."""
    return loading.pipeline(tiny.text_folder(), torch.float32)


def quiet(_progress: float, _message: str) -> None:
    return None


def engine(**options: Any) -> ShapE:
    return ShapE(**({"text_path": str(tiny.text_folder()), "device": "cpu", "precision": "fp32", "grid": 40} | options))


def brief(folder: Path, prompt: str, steps: int = 6) -> Brief:
    folder.mkdir(parents=True, exist_ok=True)
    return Brief("text", prompt, {"steps": steps, "guidance": 3.0}, 5, folder)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Each call's result or exception, all called at the same moment in threads of their own."""
    results: list[Any] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def one(number: int, call: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[number] = call()
        except Exception as failure:  # noqa: BLE001 - it is the result
            results[number] = failure

    threads = [threading.Thread(target=one, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def wishes(pipe: Any) -> list[sampling.Wish]:
    with torch.inference_mode():
        return [
            sampling.Wish(shap_e_models.words(pipe, prompt, CPU), seed, guidance)
            for prompt, seed, guidance in zip(THINGS, (5, 6, 7), (3.0, 4.5, 2.0), strict=True)
        ]


def sampled(pipe: Any, some: Sequence[sampling.Wish], **more: Any) -> dict[int, torch.Tensor]:
    return sampling.latents(pipe.prior, pipe.scheduler, some, steps=6, **more)


# --- the same maths ---------------------------------------------------------------------------------------------------


def test_latents_are_those_of_the_stock_pipeline(stock: Any) -> None:
    ours = sampled(stock, wishes(stock)[:1])[0]
    theirs = stock(
        THINGS[0], num_inference_steps=6, guidance_scale=3.0, output_type="latent",
        generator=torch.Generator().manual_seed(5),
    ).images[0]  # fmt: skip

    assert float((ours - theirs).abs().max()) < 1e-4


def test_latents_are_the_same_alone_and_in_a_batch(stock: Any) -> None:
    some = wishes(stock)
    together = sampled(stock, some)  # three are worked as four

    assert sorted(together) == [0, 1, 2]
    for number, wish in enumerate(some):
        assert float((together[number] - sampled(stock, [wish])[0]).abs().max()) < 1e-4


def test_the_network_answers_as_the_stock_renderer_does(stock: Any) -> None:
    found = sampled(stock, wishes(stock))
    latents = torch.stack([found[number] for number in range(3)])
    places = torch.rand((1, 500, 3), generator=torch.Generator().manual_seed(1)) * 2 - 1
    ours = decoding.Network.made(stock.shap_e_renderer, latents)

    for number in range(3):
        theirs = stock_answer(stock.shap_e_renderer, latents[number : number + 1], places)
        for some in (ours(places)[number : number + 1], ours.of(number)(places)):
            assert float((torch.tanh(some[..., :1]) - theirs).abs().max()) < 1e-5


@torch.inference_mode()
def stock_answer(renderer: Any, latent: torch.Tensor, places: torch.Tensor, pause: float = 0.0) -> torch.Tensor:
    """What decode_to_mesh of diffusers asks its one shared network, after writing the object's weights into it."""
    made = renderer.params_proj(latent)
    for name, parameter in renderer.mlp.state_dict().items():
        if f"nerstf.{name}" in made:
            parameter.copy_(made[f"nerstf.{name}"].squeeze(0))
    time.sleep(pause)
    said = renderer.mlp(position=places, direction=None, ts=None, nerf_level="fine", rendering_mode="stf")
    return said.signed_distance


def test_ours_may_be_asked_by_two_threads_and_control_the_stock_renderer_may_not(stock: Any) -> None:
    found = sampled(stock, wishes(stock)[:2])
    latents = [found[number][None] for number in range(2)]
    places = torch.rand((1, 500, 3), generator=torch.Generator().manual_seed(1)) * 2 - 1

    def ours(number: int) -> torch.Tensor:
        network = decoding.Network.made(stock.shap_e_renderer, latents[number])
        time.sleep(0.2)
        return torch.tanh(network(places)[..., :1])

    alone = [stock_answer(stock.shap_e_renderer, latent, places) for latent in latents]
    together = at_once(lambda: ours(0), lambda: ours(1))
    stocks = at_once(
        *(lambda n=n: stock_answer(stock.shap_e_renderer, latents[n], places, pause=0.2) for n in range(2))
    )

    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(alone, together, strict=True))
    assert not all(torch.allclose(one, other, atol=1e-2) for one, other in zip(alone, stocks, strict=True))


# --- leaving a batch --------------------------------------------------------------------------------------------------


def test_who_leaves_is_dropped_and_the_others_get_what_they_would_get_alone(stock: Any) -> None:
    some = wishes(stock)
    steps = 0
    sizes = []
    hook = stock.prior.transformer_blocks[0].register_forward_pre_hook(lambda _m, given: sizes.append(len(given[0])))

    def told(_share: float) -> None:
        nonlocal steps
        steps += 1

    try:
        left = sampled(stock, some, gone=lambda number: steps >= 3 and number != 1, told=told)
    finally:
        hook.remove()

    assert list(left) == [1]
    assert float((left[1] - sampled(stock, [some[1]])[0]).abs().max()) < 1e-4
    assert (sizes[0], sizes[-1]) == (8, 2)  # doubled for the guidance: four rows, then one


def test_a_batch_that_everybody_left_stops_within_a_block(stock: Any) -> None:
    blocks = 0

    def count(_module: Any, _given: Any) -> None:
        nonlocal blocks
        blocks += 1

    hooks = [block.register_forward_pre_hook(count) for block in stock.prior.transformer_blocks]
    try:
        with pytest.raises(owner.Abandoned):
            sampled(stock, wishes(stock), gone=lambda _number: blocks >= 3)
    finally:
        for hook in hooks:
            hook.remove()

    assert blocks == 3
    assert not any(block._forward_pre_hooks for block in stock.prior.transformer_blocks)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[ShapE]:
    """An engine whose model takes 0.2 s a block, as a patient CPU does: 100 steps are 80 seconds."""
    made = engine(at_once=2)
    made.run(brief(tmp_path / "warm", "a red cone", steps=2), quiet)
    assert made._models is not None
    (loaded,) = made._models._folders.values()
    hooks = [
        block.register_forward_pre_hook(lambda _m, _g: time.sleep(0.2))
        for block in loaded.pipeline.prior.transformer_blocks
    ]
    yield made
    for hook in hooks:
        hook.remove()


def test_cancelling_takes_less_than_two_seconds_and_frees_the_device(slow: ShapE, tmp_path: Path) -> None:
    started = time.monotonic()
    wished = 0.0

    def report(_progress: float, _message: str) -> None:
        nonlocal wished
        if time.monotonic() - started > 1.0:
            wished = wished or time.monotonic()
            raise Cancelled

    with pytest.raises(Cancelled):
        slow.run(brief(tmp_path / "long", "a red cone", steps=100), report)
    returned = time.monotonic() - started
    slow._owner.ask("next", None, lambda seats: [None for _ in seats], quiet)
    freed = time.monotonic() - wished

    assert returned < 2.0
    assert freed < 2.0
    assert list((tmp_path / "long").iterdir()) == []


def test_one_of_two_in_a_batch_is_cancelled_and_the_other_finishes(slow: ShapE, tmp_path: Path) -> None:
    alone = [piece.path.read_bytes() for piece in engine().run(brief(tmp_path / "alone", "a blue ring", 4), quiet)]
    words = []

    def cancel(progress: float, _message: str) -> None:
        if progress > 0.1:
            raise Cancelled

    def stay() -> list[bytes]:
        made = slow.run(brief(tmp_path / "stays", "a blue ring", 4), lambda _p, said: words.append(said))
        return [piece.path.read_bytes() for piece in made]

    gone, stayed = at_once(lambda: slow.run(brief(tmp_path / "goes", "a red cone", 4), cancel), stay)

    assert isinstance(gone, Cancelled)
    assert len(stayed[0]) == pytest.approx(len(alone[0]), rel=0.02)
    assert words[-1] == "Model ready"


# --- one owner --------------------------------------------------------------------------------------------------------


def test_two_threads_share_one_batch_and_get_what_they_would_get_alone(tmp_path: Path) -> None:
    shared = engine(at_once=4)
    alone = [made(shared, tmp_path / f"alone{n}", thing) for n, thing in enumerate(THINGS)]
    sizes: list[int] = []
    ask = shared._owner.ask

    def watched(key: Any, wish: Any, work: Any, report: Any, *, most: int) -> Any:
        return ask(key, wish, lambda seats: sizes.append(len(seats)) or work(seats), report, most=most)

    shared._owner = type("Watched", (), {"ask": staticmethod(watched)})()  # type: ignore[assignment]
    together = at_once(*(lambda n=n, t=t: made(shared, tmp_path / f"both{n}", t) for n, t in enumerate(THINGS)))

    assert max(sizes) > 1
    for one, other in zip(alone, together, strict=True):
        assert other.shape == pytest.approx(one.shape, rel=0.02)
        np.testing.assert_allclose(other.mean(axis=0), one.mean(axis=0), atol=1e-3)
        np.testing.assert_allclose(other.max(axis=0), one.max(axis=0), atol=1e-3)


def made(on: ShapE, folder: Path, thing: str) -> np.ndarray[Any, Any]:
    from generation.mesh import gate, read

    data = on.run(brief(folder, thing), quiet)[0].path.read_bytes()
    return read.model(gate.open_glb(data)).meshes[0].primitives[0].positions


def counted(most: int = 8) -> tuple[list[int], owner.Owner, Callable[[int], Any]]:
    """The sizes of an owner's batches, the owner, and how to have it double a number; odd ones are an error."""
    sizes: list[int] = []
    mine = owner.Owner("test")

    def work(seats: Sequence[owner.Seat]) -> list[Any]:
        sizes.append(len(seats))
        return [ValueError("odd") if seat.wish % 2 else seat.wish * 2 for seat in seats]

    return sizes, mine, lambda wish: mine.ask(wish % 4 > 1, wish, work, quiet, most=most)


def occupied(mine: owner.Owner, waiting: int) -> threading.Thread:
    """Keep an owner busy until this many wishes stand in its line."""

    def work(seats: Sequence[owner.Seat]) -> list[Any]:
        until = time.monotonic() + 10
        while len(mine._line) < waiting and time.monotonic() < until:
            time.sleep(0.01)
        return [None for _ in seats]

    thread = threading.Thread(target=lambda: mine.ask("busy", 0, work, quiet))
    thread.start()
    while mine._line or mine._thread is None:
        time.sleep(0.01)
    return thread


def test_equal_wishes_of_the_line_become_one_batch_and_each_gets_its_own_answer() -> None:
    sizes, mine, ask = counted()
    busy = occupied(mine, 6)
    answers = at_once(*(lambda wish=wish: ask(wish) for wish in (0, 4, 8, 12, 2, 6)))
    busy.join(5)

    assert answers == [0, 8, 16, 24, 4, 12]
    assert sorted(sizes) == [2, 4]


def test_an_idle_device_waits_a_moment_for_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "LINGER", 5.0)
    sizes, _, ask = counted(most=3)
    started = time.monotonic()
    at_once(*(lambda wish=wish: ask(wish) for wish in (0, 4, 8)))

    assert sizes == [3]
    assert time.monotonic() - started < 4  # a full batch waits for nobody


def test_an_answer_that_is_an_exception_is_raised_for_its_caller_alone() -> None:
    _, _, ask = counted()
    good, bad = at_once(lambda: ask(4), lambda: ask(5))

    assert good == 8
    assert isinstance(bad, ValueError)


def test_a_batch_holds_no_more_than_allowed() -> None:
    sizes, mine, ask = counted(most=2)
    busy = occupied(mine, 5)
    at_once(*(lambda wish=wish: ask(wish) for wish in (0, 4, 8, 12, 16)))
    busy.join(5)

    assert sorted(sizes) == [1, 2, 2]


def test_who_leaves_the_line_is_not_worked() -> None:
    busy = threading.Event()
    mine = owner.Owner("busy")
    done: list[Any] = []

    def work(seats: Sequence[owner.Seat]) -> list[Any]:
        busy.wait(5)
        done.extend(seat.wish for seat in seats)
        return [None for _ in seats]

    def leave(_progress: float, words: str) -> None:
        assert words == owner.WAITING
        raise Cancelled

    first = threading.Thread(target=lambda: mine.ask("a", 1, work, quiet))
    first.start()
    time.sleep(0.1)
    with pytest.raises(Cancelled):
        mine.ask("b", 2, work, leave)
    busy.set()
    first.join(5)
    mine.ask("c", 3, work, quiet)

    assert done == [1, 3]


def test_a_work_that_fails_fails_for_all_and_the_owner_goes_on() -> None:
    mine = owner.Owner("failing")

    def fail(_seats: Sequence[owner.Seat]) -> list[Any]:
        raise EngineError("The device is gone.")

    for _ in range(2):
        with pytest.raises(EngineError, match="The device is gone"):
            mine.ask("a", 1, fail, quiet)
    assert mine.ask("a", 1, lambda seats: [7 for _ in seats], quiet) == 7


def test_all_engines_of_a_device_have_one_owner() -> None:
    from generation.engines.diffusion import DiffusionPreview

    assert engine()._owner is engine()._owner is DiffusionPreview(device="cpu")._owner
    assert owner.of("cpu") is not owner.of("cuda:1")


def test_a_batch_too_large_for_the_memory_is_halved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sizes: list[int] = []
    whole = shap_e_models.Models._made

    def small(self: Any, loaded: Any, kind: str, seats: Sequence[owner.Seat]) -> list[Any]:
        sizes.append(len(seats))
        if len(seats) > 1:
            raise torch.OutOfMemoryError
        return whole(self, loaded, kind, seats)

    monkeypatch.setattr(shap_e_models.Models, "_made", small)
    shared = engine(at_once=4)
    together = at_once(*(lambda n=n: made(shared, tmp_path / f"{n}", THINGS[n]) for n in range(2)))

    assert sizes[:3] == [2, 1, 1]
    assert all(len(one) for one in together)
