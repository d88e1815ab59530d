"""Sobol indices of independent inputs from a sparse polynomial emulator, with its error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.results.sensitivity.basis import Fitted, crossed
from exclusim.results.sensitivity.forms import explained, quadratic, unseen
from exclusim.results.sensitivity.noise import Noise
from exclusim.results.sensitivity.problem import Estimate

__all__ = ["emulated_sobol"]


def _forms(fit: Fitted, inputs: int) -> dict[str, NDArray[np.float64]]:
    size = len(fit.terms)
    first, total = np.zeros((inputs, size, size)), np.zeros((inputs, size, size))
    for place, term in enumerate(fit.terms):
        for column in set(term):
            total[column, place, place] = 1.0
            if len(set(term)) == 1:
                first[column, place, place] = 1.0
    return {"first": first, "total": total}


def emulated_sobol(
    names: tuple[str, ...], points: NDArray[np.float64], y: NDArray[np.float64], noise: Noise, seed: int
) -> Estimate:
    """First-order and total indices of the expected outcome, from a random sample of runs, with 90 % intervals.

    What the emulator does not reproduce belongs to nobody: indices then sum to less than one.
    """
    fits = crossed(points, y, seed)
    floor = unseen(points, y, noise)
    forms = [_forms(fit, len(names)) for fit in fits]
    return Estimate(
        names,
        quadratic(fits, forms, noise, floor, seed),
        explained(fits, float(y.var(ddof=1)), noise.parameters),
    )
