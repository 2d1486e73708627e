"""P10: Shap-E at its full size with random weights: stock diffusers, one prompt at a time, against ours.

Speed does not hang on the values of the weights, so nothing is downloaded. Only the surface would: random weights make
noise, so both sides ask their networks in full and then take a fixed lump's values instead of the answers.
"""

import copy
import time
from collections.abc import Callable
from typing import Any

import torch

from bench.figures import Line, keep
from generation.engines.device import decoding, sampling, shap_e_models
from tests.tiny import shap_e as plans

ROUNDS = 3
GRID = 128
FULL = {"tokens": 1024, "width": 1024, "heads": 16, "layers": 24, "hidden": 256}
WORDS = {"clip": 768, "clip_heads": 12, "clip_layers": 12, "words": 49408}
PROMPT = "a small wooden chair with four legs"
CPU_STEPS, GPU_STEPS, GUIDANCE = 16, 64, 15.0
SHORT = 2  # steps of a measured CPU run: 2 x 2 - 1 = 3 doubled calls
PART = 8  # the stock side of the CPU form asks an eighth of the grid; the number of points is known, so the rest is too
FP32_TIMES, FP16_TIMES, CPU_TIMES = 8, 2.5, 1.5


def built() -> Any:
    """The full-size pipeline; filled without the libraries' own slow ways of drawing numbers."""
    empty = {kind: kind.reset_parameters for kind in (torch.nn.Linear, torch.nn.Embedding)}
    for kind in empty:
        kind.reset_parameters = lambda _self: None  # type: ignore[method-assign]
    try:
        pipe = plans.text_pipeline(**WORDS, **FULL)
    finally:
        for kind, method in empty.items():
            kind.reset_parameters = method  # type: ignore[method-assign]
    torch.manual_seed(0)
    with torch.no_grad():
        for part in (pipe.prior, pipe.text_encoder, pipe.shap_e_renderer):
            for name, weight in part.named_parameters():
                if weight.dim() > 1:
                    weight.uniform_(-0.05, 0.05)
                elif name.endswith("bias"):
                    weight.zero_()
    pipe.set_progress_bar_config(disable=True)
    return pipe


def lump(places: torch.Tensor) -> torch.Tensor:
    """A closed bumpy thing of some 50,000 triangles, positive inside, at places (..., 3)."""
    return 0.62 - places.norm(dim=-1) + 0.12 * torch.sin(7 * places).prod(dim=-1)


class Lumped:
    """A network that is asked in full and answers with the lump."""

    def __init__(self, network: Any) -> None:
        self.network = network
        self.asked = 0

    def __call__(self, places: torch.Tensor) -> torch.Tensor:
        heads = self.network(places)
        self.asked += heads.shape[0] * heads.shape[1]
        heads[..., 0] = heads[..., 0] * 0 + lump(places)
        return heads

    def of(self, number: int) -> "Lumped":
        return Lumped(self.network.of(number))


def timed(work: Callable[[], Any], on: torch.device) -> tuple[float, Any]:
    def now() -> float:
        if on.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter()

    started = now()
    result = work()
    return now() - started, result


def stock_latents(pipe: Any, seed: int, steps: int) -> torch.Tensor:
    return pipe(
        PROMPT, num_inference_steps=steps, guidance_scale=GUIDANCE, output_type="latent",
        generator=torch.Generator("cpu").manual_seed(seed),
    ).images  # fmt: skip


@torch.inference_mode()
def our_latents(pipe: Any, prior: Any, seeds: list[int], steps: int, forward: Any = None) -> torch.Tensor:
    condition = shap_e_models.words(pipe, PROMPT, prior.device)
    wishes = [sampling.Wish(condition, seed, GUIDANCE) for seed in seeds]
    found = sampling.latents(prior, pipe.scheduler, wishes, steps=steps, forward=forward)
    return torch.stack([found[number] for number in range(len(seeds))])


def our_shapes(pipe: Any, latents: torch.Tensor) -> tuple[Lumped, list[Any]]:
    ask = Lumped(decoding.Network.made(pipe.shap_e_renderer, latents))
    return ask, decoding.shapes(ask, objects=len(latents), grid=GRID, on=latents.device)


def agree(pipe: Any, on: torch.device) -> None:
    """Both sides make the same latents of the same seed in the same precision, or nothing here is worth a figure."""
    _, theirs = timed(lambda: stock_latents(pipe, 1, SHORT), on)
    ours = our_latents(pipe, pipe.prior, [1], SHORT)
    apart = float((ours - theirs).abs().max())
    if apart > 1e-3:
        raise RuntimeError(f"the latents of both sides differ by {apart}")


def on_cpu() -> None:
    on = torch.device("cpu")
    pipe = built()
    agree(pipe, on)
    prior = copy.deepcopy(pipe.prior)
    if shap_e_models.loading.halves_well(on):
        prior = prior.to(torch.bfloat16)
    calls = 2 * SHORT - 1
    ours: dict[str, list[float]] = {"call": [], "mesh": [], "objects": []}
    theirs: dict[str, list[float]] = {"call": [], "mesh": [], "objects": []}
    asked = 0
    for seed in range(ROUNDS):
        stock, latents = timed(lambda s=seed: stock_latents(pipe, s, SHORT), on)
        mesh, _ = timed(lambda z=latents: stock_queries(pipe.shap_e_renderer, z), on)
        record(theirs, stock / calls, mesh * PART)
        mine, latents = timed(lambda s=seed: our_latents(pipe, prior, [s], SHORT), on)
        mesh, (ask, _) = timed(lambda z=latents: our_shapes(pipe, z), on)
        record(ours, mine / calls, mesh)
        asked = ask.asked
    keep(
        "P10",
        f"Shap-E, full size, random weights, CPU, from {calls} calls of {2 * CPU_STEPS - 1} a round",
        [
            Line(f"Shap-E on the CPU, objects a minute, {CPU_STEPS} steps", "", ours["objects"], theirs["objects"],
                 judged="ratio", least=CPU_TIMES),
            Line("one doubled call of the prior", "s", ours["call"], theirs["call"]),
            Line(f"the surface at {GRID}³", "s", ours["mesh"], theirs["mesh"]),
        ],
        [
            f"ours: prior in {str(prior.dtype).removeprefix('torch.')}, network in float32, {asked:,} of {GRID**3:,} points asked",
            f"the other side's surface is {PART} times its queries of an eighth of the grid, without its marching cubes",
            "objects a minute are reckoned from these two figures: no object was made from start to end",
        ],
    )  # fmt: skip


def record(side: dict[str, list[float]], call: float, mesh: float) -> None:
    side["call"].append(call)
    side["mesh"].append(mesh)
    side["objects"].append(60 / ((2 * CPU_STEPS - 1) * call + mesh))


@torch.inference_mode()
def stock_queries(renderer: Any, latents: torch.Tensor) -> None:
    """What decode_to_mesh asks before it looks for the surface, for every eighth of its batches of 4,096 points."""
    made = renderer.params_proj(latents)
    for name, parameter in renderer.mlp.state_dict().items():
        if f"nerstf.{name}" in made:
            parameter.copy_(made[f"nerstf.{name}"].squeeze(0))
    across = torch.linspace(-1, 1, GRID)
    places = torch.cartesian_prod(across, across, across)[None]
    for start in range(0, places.shape[1] // PART, 4096):
        renderer.mlp(
            position=places[:, start : start + 4096], direction=None, ts=None, nerf_level="fine", rendering_mode="stf"
        )


def on_gpu() -> None:
    on = torch.device("cuda")
    torch.set_float32_matmul_precision("highest")
    pipe = built().to(on)
    agree(pipe, on)
    half = copy.deepcopy(pipe).to(torch.float16)
    half.set_progress_bar_config(disable=True)
    prior = copy.deepcopy(pipe.prior).to(torch.bfloat16)
    compiled = torch.compile(prior, dynamic=False)
    for one in (pipe, half):
        lumped_decoder(one.shap_e_renderer.mesh_decoder)
        stock_object(one, 0, 2)
    sizes = (1, 4, 16)
    ours: dict[tuple[str, int], list[float]] = {(way, size): [] for way in ("eager", "compiled") for size in sizes}
    for way, size in ours:  # warm, and compiled once
        our_objects(pipe, prior, size, 2, compiled if way == "compiled" else None)
    stock32, stock16 = [], []
    for seed in range(ROUNDS):
        stock32.append(60 / timed(lambda s=seed: stock_object(pipe, s, GPU_STEPS), on)[0])
        stock16.append(60 / timed(lambda s=seed: stock_object(half, s, GPU_STEPS), on)[0])
        for (way, size), figures in ours.items():
            forward = compiled if way == "compiled" else None
            took, _ = timed(lambda n=size, f=forward: our_objects(pipe, prior, n, GPU_STEPS, f), on)
            figures.append(60 * size / took)
    best = max(ours, key=lambda key: sorted(ours[key])[ROUNDS // 2])
    lines = [
        Line(f"Shap-E on a GPU, objects a minute, {GPU_STEPS} steps, stock fp32", "", ours[best], stock32,
             judged="ratio", least=FP32_TIMES),
        Line(f"Shap-E on a GPU, objects a minute, {GPU_STEPS} steps, stock fp16", "", ours[best], stock16,
             judged="ratio", least=FP16_TIMES),
        *(Line(f"ours {way}, {size} at once", "", figures) for (way, size), figures in ours.items()),
    ]  # fmt: skip
    notes = [
        f"{torch.cuda.get_device_name()}; the two ratios are of “{best[0]}, {best[1]} at once”, latents and surface"
    ]
    keep("P10", "Shap-E, full size, random weights, GPU, whole objects", lines, notes)


def lumped_decoder(decoder: Any) -> None:
    """The stock marching cubes get the lump, after the network was asked at every point."""
    whole = decoder.forward

    def forward(field: torch.Tensor, *box: Any) -> Any:
        across = torch.linspace(-1, 1, field.shape[0] - 2, device=field.device)
        places = torch.stack(torch.meshgrid(across, across, across, indexing="ij"), dim=-1)
        inner = field[1:-1, 1:-1, 1:-1] * 0 + lump(places)
        return whole(torch.nn.functional.pad(inner, (1,) * 6, value=-1.0), *box)

    decoder.forward = forward


def stock_object(pipe: Any, seed: int, steps: int) -> Any:
    latents = stock_latents(pipe, seed, steps)
    return pipe.shap_e_renderer.decode_to_mesh(latents, latents.device, grid_size=GRID).verts.cpu()


def our_objects(pipe: Any, prior: Any, count: int, steps: int, forward: Any) -> Any:
    return our_shapes(pipe, our_latents(pipe, prior, list(range(count)), steps, forward))[1]


if __name__ == "__main__":
    if torch.cuda.is_available():
        on_gpu()
    else:
        on_cpu()
