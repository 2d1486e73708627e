"""Shap-E's diffusion for several objects at once: the stock pipeline's maths, with a seed and a guidance for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import HeunDiscreteScheduler

from generation.engines.device import watch
from generation.engines.device.owner import Abandoned

SIZES = (1, 2, 4, 8, 16)  # batches have one of these sizes, so that a GPU meets few shapes


@dataclass(frozen=True, eq=False)
class Wish:
    """What one object starts from: the encoder's answer (c,) or (t, c), its seed and how strongly it is followed."""

    condition: torch.Tensor
    seed: int
    guidance: float


def noise(prior: Any, seed: int) -> torch.Tensor:
    """The starting noise of a seed, (tokens, width) float32: drawn on the CPU, so that every device starts alike."""
    config = prior.config
    drawn = torch.randn(
        (1, config.num_embeddings * config.embedding_dim), generator=torch.Generator("cpu").manual_seed(seed)
    )
    return drawn.reshape(config.num_embeddings, config.embedding_dim)


def size_for(count: int) -> int:
    """The least batch size that holds `count` objects."""
    return next(size for size in SIZES if size >= count)


@torch.inference_mode()
def latents(
    prior: Any,
    scheduler: Any,
    wishes: Sequence[Wish],
    *,
    steps: int,
    gone: Callable[[int], bool] = lambda _number: False,
    told: watch.Told = lambda _share: None,
    forward: Callable[..., Any] | None = None,
) -> dict[int, torch.Tensor]:
    """Latents (tokens, width) float32 by the wish's number, for those that nobody gave up; `steps` - 1 doubled calls.

    Follows ShapEPipeline.__call__ of diffusers 0.42: Heun's method, classifier-free guidance against an empty
    condition. The state stays float32 whatever the prior computes in. A wish that is `gone` leaves the batch as soon as
    the rest fits a smaller one; when all are gone, Abandoned is raised within one block of the prior. `forward` stands
    in for the prior where it was compiled; it has no hooks, and its calls are short.
    """
    on, dtype = prior.device, prior.dtype
    # It holds the run's state: a new one for every run.
    heun: Any = HeunDiscreteScheduler.from_config(scheduler.config)
    heun.set_timesteps(steps, device=on)
    rows = _padded(range(len(wishes)))
    guided = any(wish.guidance > 1 for wish in wishes)
    state = torch.stack([noise(prior, wish.seed) for wish in wishes])[rows].to(on) * heun.init_noise_sigma
    conditions = torch.stack([wish.condition for wish in wishes]).to(on, dtype)
    strengths = torch.tensor([wish.guidance for wish in wishes], device=on)[:, None, None]

    model, hooked = (prior, prior.transformer_blocks) if forward is None else (forward, ())

    def stop_when_all_left() -> None:
        if all(gone(number) for number in set(rows)):
            raise Abandoned

    with watch.checked(hooked, stop_when_all_left):
        for number, time in enumerate(heun.timesteps):
            stop_when_all_left()
            left = [row for row in dict.fromkeys(rows) if not gone(row)]
            if heun.state_in_first_order and size_for(len(left)) < len(rows):
                # Between two whole steps Heun remembers nothing of a row, so rows may go.
                kept = _padded(left)
                state = state[[rows.index(row) for row in kept]]
                rows = kept
            state = _call(model, heun, time, state, conditions[rows], strengths[rows] if guided else None)
            told((number + 1) / len(heun.timesteps))
    return {row: state[place] for place, row in enumerate(rows) if rows.index(row) == place}


def _padded(numbers: Sequence[int] | range) -> list[int]:
    """The numbers, the last one repeated up to a batch size; repeated rows are worked and dropped."""
    return [*numbers] + [numbers[-1]] * (size_for(len(numbers)) - len(numbers))


def _call(
    forward: Any,
    heun: Any,
    time: torch.Tensor,
    state: torch.Tensor,
    condition: torch.Tensor,
    strength: torch.Tensor | None,
) -> torch.Tensor:
    seen = state
    if strength is not None:
        seen, condition = torch.cat([state, state]), torch.cat([torch.zeros_like(condition), condition])
    scaled = heun.scale_model_input(seen, time).to(condition.dtype)
    answer = forward(scaled, timestep=time, proj_embedding=condition).predicted_image_embedding
    answer = answer[..., : state.shape[-1]].float()  # the other half is a variance that Heun's method has no use for
    if strength is not None:
        free, led = answer.chunk(2)
        answer = free + strength * (led - free)
    after: torch.Tensor = heun.step(answer, timestep=time, sample=state).prev_sample
    return after
