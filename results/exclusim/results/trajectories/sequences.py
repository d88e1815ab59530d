"""From histories to sequences: what each person does at evenly spaced months, and for how long in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.vocabulary import Status

from .activities import GROUPS, groups_of

__all__ = ["HALF_YEAR", "Episode", "codes_by_month", "episodes", "months_in_groups", "sample_months", "sampled"]

HALF_YEAR = 6


@dataclass(frozen=True)
class Episode:
    """Consecutive months in one group: position in ``GROUPS``, first month, number of months."""

    group: int
    month: int
    months: int


def sample_months(months: int, step: int = HALF_YEAR) -> NDArray[np.int64]:
    """Months at which lives are looked at: the middle one of each ``step``, shape (times,).

    One month a half-year, not the most common activity of it: so that the shares are those of a register that asks
    on a certain day, and short spells count for as long as they last.

    >>> sample_months(24).tolist()
    [3, 9, 15, 21]
    """
    return np.arange(step // 2, months, step)


@njit(cache=True, nogil=True)
def _sampled(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    code: NDArray[np.uint8],
    at: NDArray[np.int64],
) -> NDArray[np.uint8]:
    out = np.empty((first.size - 1, at.size), np.uint8)
    for i in range(first.size - 1):
        row, last = first[i], first[i + 1] - 1
        for k in range(at.size):
            while row < last and month[row + 1] <= at[k]:
                row += 1
            out[i, k] = code[status[row]]
    return out


def sampled(spells: Spells, statuses: Sequence[Status], at: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Activity group of each person in the months ``at`` (ascending), shape (persons, times).

    Raises:
        ValueError: a month outside the histories.
    """
    return codes_by_month(spells, groups_of(statuses), at)


def codes_by_month(spells: Spells, code: NDArray[np.uint8], at: NDArray[np.int64] | None = None) -> NDArray[np.uint8]:
    """``code[status]`` of each person in the months ``at`` (every month by default), shape (persons, months).

    Raises:
        ValueError: a month outside the histories.
    """
    at = np.arange(spells.months) if at is None else at
    if at.size and (at[0] < 0 or at[-1] >= spells.months):
        raise ValueError(f"months {at[0]}–{at[-1]} asked for, the histories have 0–{spells.months - 1}")
    return np.asarray(_sampled(spells.first, spells.month, spells.status, code, at))


@njit(cache=True, nogil=True)
def _months_in(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    code: NDArray[np.uint8],
    codes: int,
    until: int,
) -> NDArray[np.uint16]:
    out = np.zeros((first.size - 1, codes), np.uint16)
    for i in range(first.size - 1):
        for row in range(first[i], first[i + 1]):
            end = until
            if row + 1 < first[i + 1] and month[row + 1] < until:
                end = int(month[row + 1])
            if end > month[row]:
                out[i, code[status[row]]] += end - int(month[row])
    return out


def months_in_groups(spells: Spells, statuses: Sequence[Status], until: int) -> NDArray[np.uint16]:
    """Months that each person spends in each activity group before month ``until``, shape (persons, groups)."""
    until = min(until, spells.months)
    return np.asarray(_months_in(spells.first, spells.month, spells.status, groups_of(statuses), len(GROUPS), until))


def episodes(spells: Spells, statuses: Sequence[Status], person: int, until: int) -> list[Episode]:
    """One person's life in activity groups before month ``until``; neighbours of the same group are one."""
    rows = slice(int(spells.first[person]), int(spells.first[person + 1]))
    edges = [int(month) for month in np.append(np.minimum(spells.month[rows], until), min(until, spells.months))]
    groups = [int(group) for group in groups_of(statuses)[spells.status[rows]]]
    found: list[Episode] = []
    for group, (start, end) in zip(groups, pairwise(edges), strict=True):
        if end <= start:
            continue
        if found and found[-1].group == group:
            before = found.pop()
            start = before.month
        found.append(Episode(group, start, end - start))
    return found
