"""What the outcome is on average where one parameter is low and where it is high, the others as they come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.results.compare.regression import natural_spline
from exclusim.results.sensitivity.methods import Design
from exclusim.results.sensitivity.problem import Estimate

__all__ = ["ENDS", "leaders", "swing"]

ENDS = (-1.6449, 1.6449)
"""Normal scores of the 5th and the 95th percentile."""

_TAIL = 0.05


def leaders(design: Design, estimate: Estimate, index: str, column: int, most: int) -> list[int]:
    """Inputs that lead: by the index, or by their correlation with the outcome where factors are groups."""
    names = design.problem.names
    if not design.grouped:
        order = np.argsort(-estimate.indices[index][0], kind="stable")
        return [int(i) for i in order[:most] if estimate.indices[index][0][i] > 0]
    if design.method == "morris":
        return []
    chosen = [i for i, name in enumerate(names) if design.factors[i] == name]
    points, y = design.runs.points[design.runs.random], design.runs.outcomes[design.runs.random, column]
    if y.std() == 0:
        return []
    strength = np.abs((points - points.mean(axis=0)).T @ (y - y.mean())) / points.std(axis=0)
    order = np.argsort(-strength, kind="stable")
    return [int(i) for i in order if not chosen or int(i) in chosen][:most]


def swing(design: Design, estimate: Estimate, column: int, place: int) -> tuple[float, float]:
    """Mean outcome at the 5th and at the 95th percentile of an input.

    From a curve through the random runs; under Morris' design, where those are few, half a mean step to either side.
    """
    random = design.runs.random
    y = design.runs.outcomes[random, column]
    if design.method == "morris":
        step = float(estimate.indices["mu"][0][place])
        return float(y.mean()) - step / 2, float(y.mean()) + step / 2
    return _curve_ends(design.runs.points[random, place], y)


def _curve_ends(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    basis = np.column_stack([np.ones(y.size), natural_spline(x)])
    fitted = basis @ np.linalg.lstsq(basis, y, rcond=None)[0]
    order = np.argsort(x, kind="stable")
    low, high = (float(fitted[order[round(q * (order.size - 1))]]) for q in (_TAIL, 1 - _TAIL))
    return low, high
