"""PRIM: a box is peeled, a few points at a time, where failures are rarest, then pasted back where that helps.

The patient rule induction method (Friedman & Fisher, *Statistics and Computing* 9, 1999, 123–143) as scenario discovery
uses it (Bryant & Lempert 2010). Each peel takes away a share of the points at one end of one input; the one is taken
that leaves the highest density of failures for what it removes. The trajectory of boxes goes from all to few points;
the box chosen holds most of the failures for its density (the largest harmonic mean of coverage and density). Inputs
whose limits raise the density by less than chance would are then freed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.discovery.box import Limits, merit, pruned

__all__ = ["Peeled", "found_box", "peel"]

_ALPHA, _LEAST = 0.05, 0.02


@dataclass(frozen=True)
class Peeled:
    """One box of the trajectory, with its coverage, density and mass on the points that made it."""

    limits: Limits
    coverage: float
    density: float
    mass: float


def peel(points: NDArray[np.float64], fails: NDArray[np.bool_]) -> list[Peeled]:
    """The trajectory from all points to a box of two per cent of them."""
    n, every = len(points), max(int(fails.sum()), 1)
    within = np.ones(n, dtype=np.bool_)
    limits: Limits = {}
    found = [Peeled({}, 1.0, float(fails.mean()), 1.0)]
    while within.sum() > max(_LEAST * n, 10) and found[-1].density < 1:
        best: tuple[float, int, tuple[float, float], NDArray[np.bool_]] | None = None
        before = float(fails[within].mean())
        for column in range(points.shape[1]):
            values = points[within, column]
            low, high = np.quantile(values, [_ALPHA, 1 - _ALPHA])
            for kept, ends in (
                (within & (points[:, column] > low), (float(low), np.inf)),
                (within & (points[:, column] < high), (-np.inf, float(high))),
            ):
                if not kept.any() or kept.sum() == within.sum():
                    continue
                removed = int(within.sum() - kept.sum())
                gain = (float(fails[kept].mean()) - before) * kept.sum() / removed
                if best is None or gain > best[0]:
                    old = limits.get(column, (-np.inf, np.inf))
                    best = gain, column, (max(old[0], ends[0]), min(old[1], ends[1])), kept
        if best is None or best[0] <= 0:
            break
        _, column, ends, within = best
        limits = {**limits, column: ends}
        hits = int(fails[within].sum())
        found.append(Peeled(limits, hits / every, hits / max(int(within.sum()), 1), float(within.mean())))
    return found


def found_box(points: NDArray[np.float64], fails: NDArray[np.bool_], trials: int | None = None) -> Limits:
    """The best box: from the trajectory, pasted, and with the limits that chance explains taken away.

    ``trials`` is the number of inputs that these were chosen from, which chance had as many tries with.
    """
    tries = trials or points.shape[1]
    if fails.all() or not fails.any():
        return {}
    limits = max(peel(points, fails), key=lambda box: merit(points, fails, box.limits)).limits
    limits = pruned(points, fails, limits, tries)
    return _pasted(points, fails, limits)


def _pasted(points: NDArray[np.float64], fails: NDArray[np.bool_], limits: Limits) -> Limits:
    """Move each end a little outwards, or inwards, while the harmonic mean of coverage and density grows."""
    grid = {column: np.quantile(points[:, column], np.linspace(0.0, 1.0, 101)) for column in limits}
    best, better = merit(points, fails, limits), True
    while better:
        better = False
        for column, (low, high) in list(limits.items()):
            tried = [(float(end), high) for end in grid[column] if np.isfinite(low) and end < high]
            tried += [(low, float(end)) for end in grid[column] if np.isfinite(high) and end > low]
            for ends in tried:
                other = {**limits, column: (float(ends[0]), float(ends[1]))}
                value = merit(points, fails, other)
                if value > best + 1e-9:
                    limits, best, better = other, value, True
    return limits
