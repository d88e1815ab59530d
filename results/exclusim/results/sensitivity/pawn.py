"""PAWN by SALib: how far the distribution of the outcome moves when an input is known to lie in a narrow slice.

A Kolmogorov–Smirnov distance of finite samples is never zero, so a made-up input is measured beside the real ones: an
index not above its 95th percentile is chance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import pawn as analysis

from exclusim.results.sensitivity.problem import Estimate

__all__ = ["pawn_estimate"]

_SLICES, _DUMMIES, _RESAMPLES, _SHOWN = 10, 40, 30, 12


def _medians(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    names = [str(i) for i in range(x.shape[1])]
    found = analysis.analyze({"num_vars": len(names), "names": names}, x, y, S=_SLICES)
    return np.asarray(found["median"], dtype=np.float64)


def pawn_estimate(
    names: tuple[str, ...],
    points: NDArray[np.float64],
    y: NDArray[np.float64],
    seed: int,
    *,
    resamples: int = _RESAMPLES,
) -> Estimate:
    """Median index by input, and ``excess`` over what made-up inputs reach in 95 cases of 100.

    Intervals (90 %, bootstrap) for the twelve largest; the others have that of made-up inputs around their value.
    """
    rng = np.random.default_rng([seed, 816])
    value = _medians(points, y)
    made_up = _medians(rng.normal(size=(len(y), _DUMMIES)), y)
    floor = float(np.quantile(made_up, 0.95))
    low, high = value - (floor - np.median(made_up)), value + (floor - np.median(made_up))
    top = np.argsort(-value)[:_SHOWN]
    again = []
    for _ in range(resamples):
        rows = rng.integers(len(y), size=len(y))
        again.append(_medians(points[np.ix_(rows, top)], y[rows]))
    if again:
        spread = np.array(again) - np.mean(again, axis=0)
        low[top] = value[top] + np.quantile(spread, 0.05, axis=0)
        high[top] = value[top] + np.quantile(spread, 0.95, axis=0)
    whole = np.array([value, low, high])
    return Estimate(names, {"pawn": np.maximum(whole, 0.0), "excess": np.maximum(whole - floor, 0.0)})
