"""From Shap-E's latents to coloured surfaces: every object's own small network as one batch, asked only where it
matters.

The stock renderer copies an object's weights into one shared module and asks it at every grid point. Here nothing is
written anywhere, and a coarse grid says which cells the surface can cross.
"""

from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as f
from diffusers.pipelines.shap_e.renderer import encode_position

from generation.engines.device import cubes
from generation.engines.device.watch import Told

COARSE = 4  # fine steps between two coarse points
ROWS = {"cpu": 1 << 12, "cuda": 1 << 20}  # points times objects in one batch of the network
# A surface in a cell leaves at its corners no more than 1.5 times what the field changes from corner to corner nearby:
# half the cell's diagonal over its edge, times the diagonal again for a field that rises askew.
REACH = 1.5
MOST_TRIANGLES = 1_500_000


@dataclass(frozen=True, eq=False)
class Shape:
    """A closed coloured surface: `positions` (n, 3) in the model's box of ±1, Z up, front towards -Y; `triangles` (m,
    3) counter-clockwise from outside; `colours` (n, 3) linear.
    """

    positions: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.int64]
    colours: npt.NDArray[np.float32]


class Noise:
    """The field crosses zero nearly everywhere: noise, not a thing."""


class Ask(Protocol):
    """Some objects' fields."""

    def __call__(self, places: torch.Tensor) -> torch.Tensor:
        """The twelve heads (b, n, 12) at places (b, n, 3), or at the same places (1, n, 3) for all."""

    def of(self, number: int) -> "Ask":
        """One object's field alone."""


class Network:
    """The objects' networks, stateless: layers that a latent (b, tokens, width) decides, and those all objects share.

    Follows MLPNeRSTFModel.forward of diffusers 0.42 without a direction, whose share of the input is zero.
    """

    def __init__(self, layers: list[tuple[torch.Tensor, torch.Tensor]]) -> None:
        self._layers = layers

    @classmethod
    @torch.inference_mode()
    def made(cls, renderer: Any, latents: torch.Tensor) -> Self:
        """The networks of these latents."""
        decided = renderer.params_proj(latents.to(renderer.dtype))
        layers = []
        for number, layer in enumerate(renderer.mlp.mlp):
            weight = decided.get(f"nerstf.mlp.{number}.weight")
            if weight is None:
                weight = layer.weight[None].expand(len(latents), -1, -1)
            layers.append((weight.transpose(1, 2), layer.bias[None, None]))
        return cls(layers)

    @torch.inference_mode()
    def __call__(self, places: torch.Tensor) -> torch.Tensor:
        """The heads before their activations; head 0 is the distance, heads 3 to 5 are the colour."""
        # The highest band of a place is 2**14 x: in half precision that is chance.
        here: torch.Tensor = encode_position(places.float())
        here = here.expand(len(self._layers[0][0]), -1, -1)
        for number, (weight, bias) in enumerate(self._layers):
            here = torch.baddbmm(bias, here, weight[:, : here.shape[-1]])
            if number < len(self._layers) - 1:
                here = f.silu(here)
        return here

    def of(self, number: int) -> "Network":
        """One object's network."""
        return Network([(weight[number : number + 1], bias) for weight, bias in self._layers])


@torch.inference_mode()
def shapes(
    ask: Ask, *, objects: int, grid: int, on: torch.device, told: Told = lambda _share: None
) -> list[Shape | Noise]:
    """The surfaces of `objects` fields on a grid of `grid` points a side; the surface of an empty field has no
    triangles.

    `told` hears the share of the work and may raise.
    """
    found: list[Shape | Noise] = []
    rows = ROWS.get(on.type, ROWS["cpu"])
    for number, field in enumerate(
        fields(ask, objects=objects, grid=grid, on=on, told=lambda share: told(0.8 * share))
    ):
        closed = f.pad(field, (1, 1, 1, 1, 1, 1), value=-1.0)
        if cubes.count(closed) > MOST_TRIANGLES:
            found.append(Noise())
            continue
        steps, triangles = cubes.surface(closed)
        places = (steps - 1) * (2 / (grid - 1)) - 1
        mine = ask.of(number)
        tints = [mine(part[None])[0, :, 3:6].float() for part in torch.split(places, rows) if len(part)]
        told(0.8 + 0.2 * (number + 1) / objects)
        found.append(
            Shape(
                places.cpu().numpy(),
                triangles.cpu().numpy(),
                _linear(torch.sigmoid(torch.cat(tints) if tints else places)).cpu().numpy(),
            )
        )
    return found


def _linear(screen: torch.Tensor) -> torch.Tensor:
    """Light of a screen's values (IEC 61966-2-1)."""
    return torch.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4)


@torch.inference_mode()
def fields(
    ask: Ask, *, objects: int, grid: int, on: torch.device, told: Told = lambda _share: None
) -> list[torch.Tensor]:
    """Each object's field (grid, grid, grid), positive inside: exact in every cell that the surface crosses, and of the
    right sign elsewhere.

    A coarse cell is asked in full where its corners differ in sign, or are so near to zero that a thin part may pass
    between them; then the surface is followed into cells that were not foreseen.
    """

    def main(share: float) -> None:
        told(0.2 + 0.8 * share)

    def whole(_share: float) -> None:
        told(1.0)

    coarse = torch.unique(torch.cat([torch.arange(0, grid, COARSE), torch.tensor([grid - 1])])).to(on)
    fine = torch.arange(grid, device=on)
    # The coarse cell that begins at or before each fine point, and the one that ends there.
    begun = (torch.searchsorted(coarse, fine, right=True) - 1).clamp(max=len(coarse) - 2)
    ended = (torch.searchsorted(coarse, fine) - 1).clamp(min=0)
    first = torch.cartesian_prod(coarse, coarse, coarse)[None]
    raw = _asked(ask, _places(first, grid), objects, lambda share: told(0.2 * share))
    raw = raw.reshape(objects, len(coarse), len(coarse), len(coarse))
    values = [torch.tanh(one)[begun][:, begun][:, :, begun] for one in raw]
    cells = [near(one) for one in raw]
    known = [torch.zeros((grid, grid, grid), dtype=torch.bool, device=on) for _ in range(objects)]
    shared: Told = main
    while True:
        wanted = [(_corners(cell, begun, ended) & ~seen).nonzero() for cell, seen in zip(cells, known, strict=True)]
        longest = max(len(one) for one in wanted)
        if not longest:
            return values
        # Objects ask different points; a shorter list is filled up with the origin.
        lists = torch.stack([f.pad(one, (0, 0, 0, longest - len(one))) for one in wanted])
        got = torch.tanh(_asked(ask, _places(lists, grid), objects, shared))
        shared = whole
        for number, where in enumerate(wanted):
            x, y, z = where.T
            values[number][x, y, z] = got[number, : len(where)]
            known[number][x, y, z] = True
            met = cubes.crossed(values[number])[0]
            cells[number][begun[met[:, 0]], begun[met[:, 1]], begun[met[:, 2]]] = True


def _places(points: torch.Tensor, grid: int) -> torch.Tensor:
    return points.float() * (2 / (grid - 1)) - 1


def _asked(ask: Ask, places: torch.Tensor, objects: int, told: Told) -> torch.Tensor:
    """The distance head (objects, n) at places (1 or objects, n, 3), in batches that memory holds."""
    most = max(1, ROWS.get(places.device.type, ROWS["cpu"]) // objects)
    parts, done = [], 0
    for part in torch.split(places, most, dim=1):
        parts.append(ask(part)[..., 0].float())
        done += part.shape[1]
        told(done / places.shape[1])
    return torch.cat(parts, dim=1)


def near(corners: torch.Tensor) -> torch.Tensor:
    """Which cells (n - 1 a side) of a coarse field (n a side) a surface may cross, even between their corners."""
    field = corners[None, None]
    least = -f.max_pool3d(-field.abs(), 2, 1)
    mixed = f.max_pool3d((field > 0).float(), 2, 1) != -f.max_pool3d(-(field > 0).float(), 2, 1)
    changes = [field.diff(dim=axis).abs() for axis in (2, 3, 4)]
    windows = [(1, 2, 2), (2, 1, 2), (2, 2, 1)]
    steep = torch.stack([f.max_pool3d(one, window, 1) for one, window in zip(changes, windows, strict=True)]).amax(0)
    around = f.max_pool3d(steep, 3, 1, padding=1)
    found: torch.Tensor = (mixed | (least <= REACH * around))[0, 0]
    # What leaves the box is cut off at its rim: there a cell that is all inside is crossed as well.
    full = f.max_pool3d(field, 2, 1)[0, 0] > 0
    inner = torch.zeros_like(full)
    inner[1:-1, 1:-1, 1:-1] = True
    return found | (full & ~inner)


def _corners(cells: torch.Tensor, begun: torch.Tensor, ended: torch.Tensor) -> torch.Tensor:
    """Which fine points belong to a chosen coarse cell, its rim included."""
    points = cells[begun] | cells[ended]
    points = points[:, begun] | points[:, ended]
    return points[:, :, begun] | points[:, :, ended]
