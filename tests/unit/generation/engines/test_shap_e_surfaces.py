"""The surface of a field: closed in every case, and found by asking a fraction of the points without losing a thin
part.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from manifold3d import Error, Manifold, Mesh

from generation.engines.device import cubes, decoding
from generation.mesh import topology

CPU = torch.device("cpu")
Field = Callable[[torch.Tensor], torch.Tensor]


class Drawn:
    """Fields by formula instead of a network; counts the points that it was asked for."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields
        self.asked = 0

    def __call__(self, places: torch.Tensor) -> torch.Tensor:
        places = places.expand(len(self.fields), -1, -1)
        self.asked += places.shape[0] * places.shape[1]
        distances = torch.stack([field(one) for field, one in zip(self.fields, places, strict=True)])
        return torch.nn.functional.pad(distances[..., None], (0, 11))

    def of(self, number: int) -> "Drawn":
        return Drawn(self.fields[number])


def ball(radius: float, *centre: float) -> Field:
    return lambda p: radius - (p - torch.tensor(centre or (0.0, 0.0, 0.0))).norm(dim=-1)


def box(*half: float, at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Field:
    return lambda p: (torch.tensor(half) - (p - torch.tensor(at)).abs()).amin(-1)


def ring(p: torch.Tensor) -> torch.Tensor:
    return 0.03 - torch.hypot(torch.hypot(p[..., 0], p[..., 1]) - 0.7, p[..., 2])


def both(*fields: Field) -> Field:
    return lambda p: torch.stack([field(p) for field in fields]).amax(0)


def rod(p: torch.Tensor) -> torch.Tensor:
    way = torch.tensor([0.6, 0.5, 0.6245])
    along = (p @ way)[..., None].clamp(-0.8, 0.8) * way
    return 0.018 - (p - along).norm(dim=-1)


def wavy(p: torch.Tensor) -> torch.Tensor:
    return 0.55 - p.norm(dim=-1) + 0.15 * torch.sin(9 * p[..., 0]) * torch.sin(8 * p[..., 1]) * torch.sin(7 * p[..., 2])


FIELDS: dict[str, Field] = {
    "a ball": ball(0.6),
    "a thin ring": ring,
    "a plate thinner than a coarse cell": box(0.8, 0.7, 0.011, at=(0.0, 0.0, 0.04)),
    "a slanted rod thinner than a coarse cell": rod,
    "a wavy lump": wavy,
    "a small ball between coarse points": ball(0.02, 0.06, 0.09, -0.33),
    "a table with thin legs": both(
        box(0.6, 0.6, 0.02, at=(0, 0, 0.3)),
        *(box(0.018, 0.018, 0.5, at=(x, y, -0.2)) for x in (-0.51, 0.51) for y in (-0.49, 0.53)),
    ),
    "a ball beside a far bead": both(ball(0.3, -0.5, 0.0, 0.0), ball(0.03, 0.8, 0.7, 0.7)),
    "something that leaves the box": ball(1.1),
}


def dense(field: Field, grid: int) -> torch.Tensor:
    across = torch.arange(grid).float() * (2 / (grid - 1)) - 1
    return torch.tanh(field(torch.cartesian_prod(across, across, across))).reshape(grid, grid, grid)


def closed(field: torch.Tensor) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    places, triangles = cubes.surface(torch.nn.functional.pad(field, (1,) * 6, value=-1.0))
    return places.numpy(), triangles.numpy()


def test_every_case_of_a_cube_is_closed_against_its_neighbours() -> None:
    chance = torch.Generator().manual_seed(3)
    met: set[int] = set()
    for _ in range(40):
        field = torch.rand((9, 9, 9), generator=chance) - 0.5
        rimmed = torch.nn.functional.pad(field, (1,) * 6, value=-1.0)
        met |= set(cubes.crossed(rimmed)[1].tolist())
        places, triangles = cubes.surface(rimmed)
        census = topology.census(places.numpy(), triangles.numpy().astype(np.uint32))
        assert (census.boundary_edges, census.winding_errors, census.degenerate_faces) == (0, 0, 0)
        assert len(triangles) == cubes.count(rimmed)

    assert met == set(range(1, 255))


def test_a_ball_faces_outwards_with_its_true_volume() -> None:
    places, triangles = closed(dense(ball(0.6), 64))
    body = Manifold(Mesh(places.astype(np.float32), triangles.astype(np.uint32)))

    assert body.status() == Error.NoError
    assert body.volume() * (2 / 63) ** 3 == pytest.approx(4 / 3 * np.pi * 0.6**3, rel=0.01)


@pytest.mark.parametrize("grid", [63, 96])
@pytest.mark.parametrize("name", FIELDS)
def test_coarse_to_fine_finds_what_asking_every_point_finds(name: str, grid: int) -> None:
    ask = Drawn(FIELDS[name])
    found = decoding.fields(ask, objects=1, grid=grid, on=CPU)[0]
    whole = dense(FIELDS[name], grid)

    assert bool(((found > 0) == (whole > 0)).all())
    for one, other in zip(closed(found), closed(whole), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-3)


def test_a_ball_costs_a_fifth_of_all_points() -> None:
    ask = Drawn(FIELDS["a ball"])
    decoding.fields(ask, objects=1, grid=128, on=CPU)

    assert ask.asked < 0.2 * 128**3


def test_control_looking_at_signs_alone_loses_the_thin_plate(monkeypatch: pytest.MonkeyPatch) -> None:
    field = FIELDS["a plate thinner than a coarse cell"]
    monkeypatch.setattr(decoding, "REACH", 0.0)
    found = decoding.fields(Drawn(field), objects=1, grid=96, on=CPU)[0]

    assert not bool((found > 0).any())
    assert bool((dense(field, 96) > 0).any())


def test_a_surface_is_followed_into_cells_that_were_not_foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    field = both(ball(0.3, -0.4, 0.0, 0.0), box(0.5, 0.012, 0.012, at=(0.3, 0.03, 0.04)))
    monkeypatch.setattr(decoding, "REACH", 0.0)
    found = decoding.fields(Drawn(field), objects=1, grid=96, on=CPU)[0]

    assert bool(((found > 0) == (dense(field, 96) > 0)).all())


def test_objects_of_one_batch_get_their_own_surfaces() -> None:
    names = list(FIELDS)
    together = decoding.fields(Drawn(*FIELDS.values()), objects=len(names), grid=64, on=CPU)

    for name, field in zip(names, together, strict=True):
        alone = decoding.fields(Drawn(FIELDS[name]), objects=1, grid=64, on=CPU)[0]
        assert torch.equal(field > 0, alone > 0), name
        for one, other in zip(closed(field), closed(alone), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-3)


def test_an_empty_field_has_no_triangles() -> None:
    shape = decoding.shapes(Drawn(lambda p: -1 - p.norm(dim=-1)), objects=1, grid=32, on=CPU)[0]

    assert isinstance(shape, decoding.Shape)
    assert len(shape.triangles) == 0


def test_noise_is_told_from_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_TRIANGLES", 20_000)
    rough = decoding.shapes(Drawn(lambda p: torch.sin(997 * p.sum(-1)), ball(0.5)), objects=2, grid=40, on=CPU)

    assert isinstance(rough[0], decoding.Noise)
    assert isinstance(rough[1], decoding.Shape)
