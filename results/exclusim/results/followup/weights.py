"""Weights of draws: importance weights, how many draws carry them, tempering, and summaries under them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logsumexp

from exclusim.results.interval import Interval

__all__ = ["effective", "normalised", "tempered", "weighted", "weighted_quantiles"]


def normalised(log: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that sum to one from their logarithms.

    >>> normalised(np.array([0.0, np.log(3.0)])).tolist()
    [0.25, 0.75]
    """
    if not np.isfinite(log).any():
        return np.full(log.size, 1.0 / log.size)
    return np.asarray(np.exp(log - logsumexp(log)).round(15))


def effective(weights: NDArray[np.float64]) -> float:
    """Effective number of draws, 1 / Σw²: that many equally weighted draws would know as much.

    >>> effective(np.full(8, 0.125))
    8.0
    """
    return float(1.0 / (weights**2).sum())


def tempered(log: NDArray[np.float64], enough: float) -> tuple[NDArray[np.float64], float]:
    """Weights whose effective number is at least ``enough``, and the share of the information they use.

    The logarithms are multiplied by the largest share at which enough draws carry weight, 1 where they do as they are.
    """
    finite = np.where(np.isfinite(log), log, np.nan)
    if np.isnan(finite).all():
        return np.full(log.size, 1.0 / log.size), 0.0
    safe = np.where(np.isfinite(log), log, np.nanmin(finite) - 700.0)
    if effective(normalised(safe)) >= enough:
        return normalised(safe), 1.0

    def short(share: float) -> float:
        return effective(normalised(share * safe)) - enough

    share = float(brentq(short, 0.0, 1.0, xtol=1e-4)) if log.size > enough else 0.0
    return normalised(share * safe), share


def weighted_quantiles(
    values: NDArray[np.float64], weights: NDArray[np.float64], at: tuple[float, ...]
) -> NDArray[np.float64]:
    """Quantiles of weighted draws; those of ``numpy.quantile`` where all weights are equal.

    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.full(3, 1 / 3), (0.0, 0.5, 0.75)).tolist()
    [1.0, 2.0, 2.5]
    """
    order = np.argsort(values, kind="stable")
    mass = weights[order]
    # The first draw stands at 0 and the last at 1, as numpy's linear rule has it.
    middle = np.cumsum(mass) - mass / 2
    span = middle[-1] - middle[0]
    place = (middle - middle[0]) / span if span > 0 else np.linspace(0, 1, mass.size)
    return np.asarray(np.interp(at, place, values[order]))


def weighted(values: NDArray[np.float64], weights: NDArray[np.float64] | None) -> Interval:
    """Mean and 5th and 95th percentile; without weights exactly as everywhere else."""
    if weights is None:
        return Interval.of(values)
    low, high = weighted_quantiles(values, weights, (0.05, 0.95))
    return Interval(mean=float(weights @ values), p5=float(low), p95=float(high))
