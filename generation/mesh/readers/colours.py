"""Colours between files and us: most formats keep them as a screen shows them (sRGB), ours are linear light."""

import numpy as np
from numpy.typing import NDArray


def linear(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From sRGB 0..1 to linear light (IEC 61966-2-1)."""
    values = np.clip(values, 0.0, 1.0)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def shown(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From linear light to sRGB 0..1 (IEC 61966-2-1)."""
    values = np.clip(values, 0.0, 1.0)
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)


def linear3(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """One sRGB colour as linear light, rounded so that the same colour is the same number everywhere."""
    found = linear(np.array([red, green, blue])).round(6)
    return float(found[0]), float(found[1]), float(found[2])
