"""How unlike two lives are: a dynamic Hamming distance whose costs are differences between futures.

Two lives are compared at the same ages, time by time (Hamming). The alternative, optimal matching, may shift one life
along the other; that hides *when* something happens, and when is what an early or a late intervention is about.

Being in different places at one time costs something between 0 and 1: how differently people go on from there,

  C_t(a, b) = mean over u = 1 … h of ½ Σ_s |P(in s at t + u | in a at t) − P(in s at t + u | in b at t)|,

with the probabilities estimated from the simulated lives themselves. So two kinds of jobs are near each other, a job
and a disability pension far apart, and nobody has to invent a table of costs. Lesnard (2010, Sociological Methods &
Research 38:389–419) introduced costs that vary over time in this way, from single transition rates; costs as
differences between futures are discussed by Studer & Ritschard (2016, J. R. Stat. Soc. A 179:481–511).

A sum of absolute differences is the square of a Euclidean distance in a space of many dimensions. Therefore
Ward's method is exact on the square root of these distances, and clusters have centres.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["HORIZON", "costs", "distances", "to_profiles"]

HORIZON = 6
"""Half-years ahead over which futures are compared: three years, the spell that counts as long-term exclusion."""

_POOLED = 2  # transition rates at t rest on the moves of t ± 2 times, as rare groups have few


def costs(grid: NDArray[np.uint8], groups: int, horizon: int = HORIZON) -> NDArray[np.float64]:
    """Cost of being in group a rather than b at each time, shape (times, groups, groups), between 0 and 1.

    Args:
        grid: group of each person at each time, shape (persons, times).
        groups: number of groups.
        horizon: times ahead over which futures are compared.
    """
    times = grid.shape[1]
    rates = _rates(grid, groups)
    found = np.zeros((times, groups, groups))
    for t in range(times):
        ahead = np.eye(groups)
        for u in range(horizon):
            ahead = ahead @ rates[min(t + u, times - 2)]
            found[t] += np.abs(ahead[:, None] - ahead[None]).sum(axis=2)
    return found / (2 * horizon)


def _rates(grid: NDArray[np.uint8], groups: int) -> NDArray[np.float64]:
    """Transition probabilities from each time to the next; who is never anywhere would stay there."""
    steps = grid.shape[1] - 1
    cell = (np.arange(steps) * groups + grid[:, :-1]) * groups + grid[:, 1:]
    moves = np.bincount(cell.ravel(), minlength=steps * groups**2).reshape(steps, groups, groups).astype(float)
    pooled = np.stack([moves[max(t - _POOLED, 0) : t + _POOLED + 1].sum(axis=0) for t in range(steps)])
    leaving = pooled.sum(axis=2, keepdims=True)
    return np.where(leaving > 0, pooled / np.maximum(leaving, 1), np.eye(groups))


def distances(grid: NDArray[np.uint8], cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of the costs over time between each two lives, shape (persons, persons).

    Args:
        grid: group of each person at each time, shape (persons, times).
        cost: as :func:`costs` gives it.
    """
    return np.asarray(_distances(grid, cost))


@njit(cache=True, nogil=True)
def _distances(grid: NDArray[np.uint8], cost: NDArray[np.float64]) -> NDArray[np.float64]:
    persons, times = grid.shape
    found = np.zeros((persons, persons))
    for i in range(persons):
        for j in range(i):
            total = 0.0
            for t in range(times):
                total += cost[t, grid[i, t], grid[j, t]]
            found[i, j] = found[j, i] = total
    return found


def to_profiles(
    grid: NDArray[np.uint8], cost: NDArray[np.float64], profiles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean distance of each life to the lives behind each profile, shape (persons, profiles).

    Args:
        grid: group of each person at each time, shape (persons, times).
        cost: as :func:`costs` gives it.
        profiles: share of a profile's lives in each group at each time, shape (profiles, times, groups).
    """
    # by_place[t, a, c]: mean cost, at time t, of being in a for somebody compared with the lives behind profile c
    by_place = np.einsum("tab,ctb->tac", cost, profiles)
    return np.asarray(_summed(grid, by_place))


@njit(cache=True, nogil=True)
def _summed(grid: NDArray[np.uint8], by_place: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.zeros((grid.shape[0], by_place.shape[2]))
    for i in range(grid.shape[0]):
        for t in range(grid.shape[1]):
            for c in range(by_place.shape[2]):
                found[i, c] += by_place[t, grid[i, t], c]
    return found
