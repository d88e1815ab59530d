"""State distributions (*chronograms*): how many are where, time by time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.results.document import Band

from .activities import GROUPS

__all__ = ["bands", "shares"]


def shares(grid: NDArray[np.uint8], groups: int = len(GROUPS)) -> NDArray[np.float64]:
    """Share of people in each group at each time, shape (times, groups); every row adds up to one.

    Args:
        grid: group of each person at each time, shape (persons, times), at least one person.
        groups: number of groups.
    """
    return np.asarray(_counts(grid, groups) / len(grid))


@njit(cache=True, nogil=True)
def _counts(grid: NDArray[np.uint8], groups: int) -> NDArray[np.int64]:
    found = np.zeros((grid.shape[1], groups), np.int64)
    for i in range(grid.shape[0]):
        for t in range(grid.shape[1]):
            found[t, grid[i, t]] += 1
    return found


def bands(samples: Sequence[NDArray[np.float64]]) -> dict[str, Band]:
    """Shares of the same times in several draws as bands by group; groups that never occur are left out."""
    stacked = np.stack(samples)
    return {
        group.key: Band.of(stacked[:, :, index]) for index, group in enumerate(GROUPS) if stacked[:, :, index].any()
    }
