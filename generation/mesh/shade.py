"""Light on surfaces for our own rasteriser: the studio's light blurred for each roughness, a key light, ACES."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from generation.mesh import studio

Doubles = NDArray[np.float64]

_ROUGHNESSES = (0.15, 0.3, 0.45, 0.65, 1.0)
_ROWS = 32
# Set so that a white and a mid-grey ball come out as bright as filly draws them.
EXPOSURE = 0.62
KEY = 1.05


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What is seen at pixels: unit `normals` and `views` (towards the camera) (p, 3), linear `colours` (p, 3),
    `metallic`, `roughness` (p,), `lit` 0..1 (what reaches the key light) and `open_sky` 0..1 (p,).
    """

    normals: Doubles
    views: Doubles
    colours: Doubles
    metallic: Doubles
    roughness: Doubles
    lit: Doubles
    open_sky: Doubles


@cache
def _maps() -> tuple[Doubles, list[Doubles], Doubles]:
    """Diffuse map (h, 2h, 3), a map for each roughness, and the sharp one."""
    sharp = studio.environment(128).astype(np.float64)
    small = studio.environment(256).astype(np.float64).reshape(_ROWS, 256 // _ROWS, 2 * _ROWS, 256 // _ROWS, 3)
    small = small.mean(axis=(1, 3))
    ways, weight = studio.directions(_ROWS)
    near = np.clip(ways @ ways.T, 0, 1)
    light = small.reshape(-1, 3)

    def blurred(lobe: Doubles) -> Doubles:
        share = lobe * weight
        return np.asarray((share @ light / share.sum(axis=1, keepdims=True)).reshape(_ROWS, 2 * _ROWS, 3))

    glossy = [blurred(near ** max(1.0, 2 / rough**4 - 2)) for rough in _ROUGHNESSES]
    return blurred(near), glossy, sharp


def _looked_up(image: Doubles, ways: Doubles) -> Doubles:
    height, width = image.shape[:2]
    row = (0.5 - np.arcsin(np.clip(ways[:, 1], -1, 1)) / np.pi) * height - 0.5
    column = (np.arctan2(ways[:, 0], ways[:, 2]) / (2 * np.pi) + 0.5) * width - 0.5
    padded = np.concatenate([image[:, -1:], image, image[:, :1]], axis=1)
    place = np.stack([np.clip(row, 0, height - 1), column + 1])
    return np.stack(
        [ndimage.map_coordinates(padded[..., band], place, order=1, mode="nearest") for band in range(3)], axis=1
    )


def _reflected(ways: Doubles, roughness: Doubles) -> Doubles:
    _, glossy, sharp = _maps()
    levels = np.stack([_looked_up(sharp, ways), *(_looked_up(image, ways) for image in glossy)])
    place = np.interp(roughness, (0.0, *_ROUGHNESSES), np.arange(len(levels)))
    low = np.minimum(place.astype(int), len(levels) - 2)
    share = (place - low)[:, None]
    pixel = np.arange(len(ways))
    return np.asarray(levels[low, pixel] * (1 - share) + levels[low + 1, pixel] * share)


def lit(surfaces: Surfaces, towards_key: Doubles) -> Doubles:
    """Linear light (p, 3) that leaves the surfaces.

    Metallic-roughness as in glTF 2.0, appendix B: Lambert and GGX for the key light, blurred pictures of the studio
    for the rest with Karis' fit of the reflected share (2014).
    """
    normals, views = surfaces.normals, surfaces.views
    facing = np.clip(np.einsum("ij,ij->i", normals, views), 1e-3, 1)
    metal = surfaces.metallic[:, None]
    plain = surfaces.colours * (1 - metal)
    mirror = 0.04 * (1 - metal) + surfaces.colours * metal
    rough = np.clip(surfaces.roughness, 0.045, 1)

    diffuse = plain * _looked_up(_maps()[0], normals)
    bounce = 2 * facing[:, None] * normals - views
    one = 1 - rough
    fit = np.minimum(one * one, np.exp2(-9.28 * facing)) * one + (0.0425 - 0.0275 * rough)
    share_mirror, share_all = -1.04 * fit + (1.04 - 0.572 * rough), 1.04 * fit + (-0.04 + 0.022 * rough)
    glossy = _reflected(bounce, rough) * (mirror * share_mirror[:, None] + share_all[:, None])
    sky = surfaces.open_sky[:, None]
    around = diffuse * sky + glossy * (0.4 + 0.6 * sky)

    towards = np.broadcast_to(towards_key, normals.shape)
    slope = np.clip(np.einsum("ij,ij->i", normals, towards), 0, 1)
    half = views + towards
    half /= np.maximum(np.linalg.norm(half, axis=1, keepdims=True), 1e-9)
    on_half = np.clip(np.einsum("ij,ij->i", normals, half), 0, 1)
    wide = (rough * rough) ** 2
    lobe = wide / (np.pi * (on_half**2 * (wide - 1) + 1) ** 2)
    k = (rough + 1) ** 2 / 8
    visible = 1 / ((slope * (1 - k) + k) * (facing * (1 - k) + k) * 4)
    towards_half = np.clip(np.einsum("ij,ij->i", half, towards), 0, 1)
    fresnel = mirror + (1 - mirror) * ((1 - towards_half) ** 5)[:, None]
    key = (plain + np.pi * fresnel * np.minimum(lobe * visible, 30.0)[:, None]) * (slope * surfaces.lit)[:, None]
    return np.asarray(around + KEY * np.array(studio.KEY_COLOUR) * key)


_ACES_IN = np.array([[0.59719, 0.35458, 0.04823], [0.076, 0.90834, 0.01566], [0.0284, 0.13383, 0.83777]])
_ACES_OUT = np.array([[1.60475, -0.53108, -0.07367], [-0.10208, 1.10813, -0.00605], [-0.00327, -0.07276, 1.07602]])


def toned(light: Doubles) -> Doubles:
    """Linear light to sRGB 0..1 by ACES in Hill's fit, the curve that filly uses too."""
    held = (light * EXPOSURE) @ _ACES_IN.T
    held = (held * (held + 0.0245786) - 0.000090537) / (held * (0.983729 * held + 0.432951) + 0.238081)
    held = np.clip(held @ _ACES_OUT.T, 0, 1)
    return srgb(held)


def srgb(light: Doubles) -> Doubles:
    """Linear light 0..1 to sRGB (IEC 61966-2-1)."""
    return np.asarray(np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055))
