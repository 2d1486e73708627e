"""Shap-E's loaded folders and what the device's owner does with them: encode, sample, decode, for a batch of seats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from generation.engines.base import EngineError
from generation.engines.device import decoding, loading, sampling, watch
from generation.engines.device.owner import Abandoned, Seat

_COMPILE_AFTER = 1  # batches of a size that are worked before it is compiled: the first answer is not kept waiting
_NOISE = "The model made noise instead of a thing. Another seed, more steps or a simpler wish may help."


@dataclass(eq=False)
class Loaded:
    """One folder on the device; `met` counts the batches of each size."""

    pipeline: Any
    met: dict[int, int] = field(default_factory=dict)
    forward: Callable[..., Any] | None = None


class Models:
    """The folders of one engine. Not for several threads: the owner's alone calls it."""

    def __init__(self, *, on: torch.device, dtype: torch.dtype, grid: int, compiled: bool) -> None:
        self._on, self._dtype, self._grid, self._compiled = on, dtype, grid, compiled
        self._folders: dict[Path, Loaded] = {}

    def make(self, folder: Path, kind: str, seats: Sequence[Seat]) -> list[Any]:
        """A decoding.Shape for each seat, or the exception for it. Halves the batch where memory does not hold it."""
        for seat in seats:
            seat.tell(0.0, "Loading the model")
        loaded = self._load(folder)
        try:
            return self._made(loaded, kind, seats)
        except torch.OutOfMemoryError as failure:
            # The traceback holds the tensors: halves are tried once it is gone.
            failure.__traceback__ = None
        if self._on.type == "cuda":
            torch.cuda.empty_cache()
        if len(seats) == 1:
            raise EngineError(f"The memory of {self._on} is too small for this model.", code="out_of_memory")
        half = len(seats) // 2
        return self.make(folder, kind, seats[:half]) + self.make(folder, kind, seats[half:])

    def _load(self, folder: Path) -> Loaded:
        if folder not in self._folders:
            pipeline = loading.pipeline(folder, torch.float32)
            _judge(pipeline)
            # Only the diffusion gains from fewer bits; the encoder's answer and the surface are kept exact.
            pipeline.prior.to(self._dtype)
            self._folders[folder] = Loaded(loading.placed(pipeline, self._on))
        return self._folders[folder]

    @torch.inference_mode()
    def _made(self, loaded: Loaded, kind: str, seats: Sequence[Seat]) -> list[Any]:
        pipeline = loaded.pipeline
        encode = words if kind == "text" else picture
        wishes = []
        with watch.checked(_layers(pipeline), lambda: _stop(seats)):
            for seat in seats:
                seat.tell(0.02, "Reading the wish")
                condition = encode(pipeline, seat.wish.prompt if kind == "text" else seat.wish.image, self._on)
                wishes.append(sampling.Wish(condition, seat.wish.seed, seat.wish.guidance))
        found = sampling.latents(
            pipeline.prior,
            pipeline.scheduler,
            wishes,
            steps=seats[0].wish.steps,
            gone=lambda number: seats[number].gone,
            told=lambda share: _tell(seats, 0.05 + 0.8 * share, "Shaping"),
            forward=self._forward(loaded, len(seats)),
        )
        numbers = sorted(found)
        ask = decoding.Network.made(pipeline.shap_e_renderer, torch.stack([found[number] for number in numbers]))
        shapes = decoding.shapes(
            ask,
            objects=len(numbers),
            grid=self._grid,
            on=self._on,
            told=lambda share: _tell(seats, 0.85 + 0.15 * share, "Finding the surface"),
        )
        made = dict(zip(numbers, shapes, strict=True))
        return [_answer(made.get(number)) for number in range(len(seats))]

    def _forward(self, loaded: Loaded, objects: int) -> Callable[..., Any] | None:
        size = sampling.size_for(objects)
        loaded.met[size] = loaded.met.get(size, 0) + 1
        if not self._compiled or loaded.met[size] <= _COMPILE_AFTER:
            return None
        if loaded.forward is None:
            loaded.forward = torch.compile(loaded.pipeline.prior, dynamic=False)
        return loaded.forward


def _judge(pipeline: Any) -> None:
    """Raise EngineError where a folder's parts come from different models and would fail in the middle of a run."""
    prior, renderer = pipeline.prior.config, pipeline.shap_e_renderer.config
    needed = sum(vectors for vectors, _ in renderer.param_shapes)
    if prior.embedding_dim != renderer.d_latent or prior.num_embeddings < needed:
        raise EngineError("The model folder's prior and renderer do not belong together.", code="not_ready")


def _layers(pipeline: Any) -> list[Any]:
    """The encoder's blocks, between which it can be stopped."""
    encoder = getattr(pipeline, "text_encoder", None) or pipeline.image_encoder
    return [one for name, one in encoder.named_modules() if name.rpartition(".")[0].endswith("encoder.layers")]


def words(pipeline: Any, prompt: str, on: torch.device) -> torch.Tensor:
    """What the prior hears of a prompt, (c,) float32: each alone, so that it is the same in any batch.

    Follows ShapEPipeline._encode_prompt of diffusers 0.42: padded with token 0, normalised, then scaled to unit
    variance.
    """
    tokenizer = pipeline.tokenizer
    tokenizer.pad_token_id = 0
    tokens = tokenizer(
        prompt, padding="max_length", max_length=tokenizer.model_max_length, truncation=True, return_tensors="pt"
    )
    heard = pipeline.text_encoder(tokens.input_ids.to(on)).text_embeds[0].float()
    scaled: torch.Tensor = heard / torch.linalg.vector_norm(heard) * len(heard) ** 0.5
    return scaled


def picture(pipeline: Any, path: Path, on: torch.device) -> torch.Tensor:
    """What the prior sees of a picture, (t, c) float32: on white and squared first, so that nothing is cut off.

    Follows ShapEImg2ImgPipeline._encode_image of diffusers 0.42.
    """
    with Image.open(path) as opened:
        drawn = opened.convert("RGBA")
    side = max(drawn.size)
    ground = Image.new("RGB", (side, side), "white")
    ground.paste(drawn, ((side - drawn.width) // 2, (side - drawn.height) // 2), drawn)
    pixels = pipeline.image_processor(ground, return_tensors="pt").pixel_values
    seen = pipeline.image_encoder(pixels.to(on, pipeline.image_encoder.dtype)).last_hidden_state
    tokens: torch.Tensor = seen[0, 1:].float()
    return tokens


def _stop(seats: Sequence[Seat]) -> None:
    if all(seat.gone for seat in seats):
        raise Abandoned


def _tell(seats: Sequence[Seat], share: float, words_: str) -> None:
    _stop(seats)
    for seat in seats:
        seat.tell(share, words_)


def _answer(made: decoding.Shape | decoding.Noise | None) -> Any:
    if made is None:
        return Abandoned()
    return EngineError(_NOISE, code="shapeless") if isinstance(made, decoding.Noise) else made
