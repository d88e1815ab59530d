"""Empirical Bayes: a noisy small municipality is drawn towards the nation.

For municipality *m* and year *y* let d_my = logit(local) − logit(nation), with sampling variance
v_my = 1 / (n p (1 − p)) for *n* people in the denominator. The model is

  d_my = μ_m + e_my + ε_my,  μ_m ~ N(0, τ²),  e_my ~ N(0, ω²),  ε_my ~ N(0, v_my).

With D_m the mean of the k years at hand and V_m = (ω² + v̄_m) / k its variance, the shrunk difference is

  μ̂_m = B_m · D_m,  B_m = τ² / (τ² + V_m),  with posterior variance τ² (1 − B_m).

τ² and ω² are moment estimates over the shipped municipalities: ω² the pooled variance within municipalities less the
mean of v, τ² the mean of D_m² − V_m; both at least zero. The mean is zero by choice: without its own figures a
municipality is the nation.

A figure counted where the school lies also differs because pupils cross the border. Then D_m = μ_m + λ_m + …, with
variance λ² of what is not the residents' own, and B_m = τ² / (τ² + λ² + V_m). Only the sum τ² + λ² can be estimated; τ²
is taken from a figure of the same kind that pupils rarely cross a border for (an assumption).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Difference", "Shrunk", "Spread", "estimate_spread", "shrink"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One year's logit difference from the nation and its sampling variance."""

    year: int
    value: float
    variance: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Variances: ``between`` municipalities' residents τ², ``within`` from year to year ω², and λ² of ``location``."""

    between: float
    within: float
    location: float = 0.0

    def of_residents(self, between: float) -> Spread:
        """The same total spread, of which at most ``between`` is the residents' own."""
        own = min(self.between, between)
        return Spread(own, self.within, self.location + self.between - own)


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A municipality's difference: as observed, its standard error, the weight on it, and after shrinking."""

    observed: float
    se: float
    weight: float
    shrunk: float
    sd: float


def _mean_and_variance(differences: Sequence[Difference], within: float) -> tuple[float, float]:
    values = [d.value for d in differences]
    variance = within + float(np.mean([d.variance for d in differences]))
    return float(np.mean(values)), variance / len(values)


def estimate_spread(municipalities: Mapping[str, Sequence[Difference]]) -> Spread:
    """Moment estimates of τ² and ω².

    Raises:
        ValueError: no municipality has any difference.
    """
    groups = [group for group in municipalities.values() if group]
    if not groups:
        raise ValueError("no municipality to estimate from")
    degrees = sum(len(group) - 1 for group in groups)
    within = 0.0
    if degrees:
        squares = sum(float(np.var([d.value for d in group])) * len(group) for group in groups)
        noise = sum((len(group) - 1) * float(np.mean([d.variance for d in group])) for group in groups)
        within = max(0.0, (squares - noise) / degrees)
    moments: Iterable[tuple[float, float]] = (_mean_and_variance(group, within) for group in groups)
    return Spread(max(0.0, float(np.mean([mean**2 - variance for mean, variance in moments]))), within)


def shrink(differences: Sequence[Difference], spread: Spread) -> Shrunk:
    """The municipality's lasting difference from the nation.

    >>> even = Spread(between=0.04, within=0.0)
    >>> shrink([Difference(2019, 0.3, 0.04)], even).shrunk
    0.15
    """
    mean, variance = _mean_and_variance(differences, spread.within)
    weight = spread.between / (spread.between + spread.location + variance) if spread.between else 0.0
    return Shrunk(mean, variance**0.5, weight, weight * mean, (spread.between * (1 - weight)) ** 0.5)
