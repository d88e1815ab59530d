"""The part of the variance that is the luck of single lives: what is left when all parameters are held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Noise", "noise_of"]

_RESAMPLES = 400


@dataclass(frozen=True)
class Noise:
    """Variance of one run given its parameters, its share of all variance with a 90 % interval, and the rest.

    ``parameters`` is the variance of the expected outcome between parameter values, never below zero.
    """

    variance: float
    share: float
    low: float
    high: float
    parameters: float

    @property
    def doubt(self) -> tuple[float, float]:
        """Factors on a share of ``parameters``, when that variance is as large, and as small, as it may be."""
        kept = 1.0 - self.share
        return kept / max(1.0 - self.low, 1e-9), (kept / (1.0 - self.high) if self.high < 1 else np.inf)


def noise_of(outcomes: NDArray[np.float64], pairs: NDArray[np.float64], seed: int) -> Noise:
    """A nested estimate from ``pairs`` of runs at one point, shape (m, 2), and all ``outcomes``, shape (n,).

    Half the mean squared difference of a pair is an unbiased estimate of the variance within points, whatever the
    distribution of points.
    """
    total = float(outcomes.var(ddof=1)) if outcomes.size > 1 else 0.0
    halves = (pairs[:, 0] - pairs[:, 1]) ** 2 / 2
    if total <= 0 or not halves.size:
        return Noise(0.0, 0.0, 0.0, 0.0, total)
    rng = np.random.default_rng([seed, 812])
    shares = []
    for _ in range(_RESAMPLES):
        own = halves[rng.integers(halves.size, size=halves.size)].mean()
        every = outcomes[rng.integers(outcomes.size, size=outcomes.size)].var(ddof=1)
        shares.append(own / every if every > 0 else 0.0)
    low, high = np.clip(np.quantile(shares, [0.05, 0.95]), 0.0, 1.0)
    variance = float(halves.mean())
    share = min(variance / total, 1.0)
    return Noise(variance, share, float(low), float(high), max(total - variance, 0.0))
