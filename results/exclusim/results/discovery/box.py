"""A box: limits on some inputs, how many failures it holds, and how sure each limit is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

__all__ = ["Box", "Limit", "Limits", "inside", "judged", "merit", "pruned"]

type Limits = dict[int, tuple[float, float]]
"""Column → (low, high); infinite ends do not limit."""

_SURE, _MOST = 0.05, 4


@dataclass(frozen=True)
class Limit:
    """Limits of one input (columns of the points); ``p`` is the quasi-p-value of restricting it at all.

    ``reproduced`` is the share of resamples in which the method restricts the input again; nan where it was not tried.
    """

    column: int
    low: float
    high: float
    p: float = 1.0
    reproduced: float = float("nan")


@dataclass(frozen=True)
class Box:
    """Limits with what they hold.

    ``coverage`` is the share of all failures inside, ``density`` the share of failures among what is inside, ``mass``
    the share of all points inside.
    """

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float


def inside(points: NDArray[np.float64], limits: Mapping[int, tuple[float, float]]) -> NDArray[np.bool_]:
    """Which points (n, d) lie within all limits, column → (low, high); infinite ends do not limit."""
    found = np.ones(len(points), dtype=np.bool_)
    for column, (low, high) in limits.items():
        found &= (points[:, column] >= low) & (points[:, column] <= high)
    return found


def judged(
    points: NDArray[np.float64],
    fails: NDArray[np.bool_],
    limits: Mapping[int, tuple[float, float]],
    reproduced: Mapping[int, float] | None = None,
) -> Box:
    """The box with its figures on these points, the surest limit first.

    The quasi-p-value of an input is the probability of at least as many failures in the box if points there failed as
    often as in the box without that input's limits (Bryant & Lempert, *Technological Forecasting and Social Change*
    77, 2010, 34–49). It is *quasi* because the same points chose the limits; give points that did not, where possible.
    """
    within = inside(points, limits)
    count, hits = int(within.sum()), int(fails[within].sum())
    found = []
    for column, (low, high) in limits.items():
        wider = inside(points, {other: ends for other, ends in limits.items() if other != column})
        rate = float(fails[wider].mean()) if wider.any() else 0.0
        p = float(binom.sf(hits - 1, count, rate)) if count else 1.0
        found.append(Limit(column, low, high, p, (reproduced or {}).get(column, float("nan"))))
    found.sort(key=lambda limit: limit.p)
    every = int(fails.sum())
    return Box(tuple(found), hits / every if every else 0.0, hits / count if count else 0.0, count / len(points))


def merit(points: NDArray[np.float64], fails: NDArray[np.bool_], limits: Limits) -> float:
    """The harmonic mean of coverage and density: what a box is chosen by."""
    within = inside(points, limits)
    hits = int(fails[within].sum())
    coverage, density = hits / max(int(fails.sum()), 1), hits / max(int(within.sum()), 1)
    return 2 * coverage * density / (coverage + density) if hits else 0.0


def pruned(points: NDArray[np.float64], fails: NDArray[np.bool_], limits: Limits, trials: int) -> Limits:
    """Free every end that the box is no worse without, then inputs that chance explains; at most four stay.

    ``trials`` is the number of inputs that chance had a try with (Bonferroni).
    """
    best, better = merit(points, fails, limits), True
    while better:
        better = False
        for column, (low, high) in list(limits.items()):
            for ends in ((-np.inf, high), (low, np.inf)):
                freed = {**limits, column: ends}
                if freed == limits or (value := merit(points, fails, freed)) < best:
                    continue
                limits, best, better = freed, value, True
                break
        limits = {column: ends for column, ends in limits.items() if np.isfinite(ends).any()}
    while limits:
        weakest = judged(points, fails, limits).limits[-1]
        if weakest.p <= _SURE / trials and len(limits) <= _MOST:
            break
        limits = {column: ends for column, ends in limits.items() if column != weakest.column}
    return limits
