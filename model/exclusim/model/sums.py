"""Sums over one person's competing risks. On the CPU those that most of a run's time goes to are taken four terms at a
time (``lanes.py``); here they are spelt out, as the GPU takes them and as the tests hold the others against.

All tables are flat, and ``h``, ``x``, ``d``, ``w`` are where the person's rows begin in them (hazards, state, duration,
own factors): unsigned, as signed positions would be tested for being negative, and rows taken out would be counted as
references. The order of the additions is fixed, and four run side by side.
"""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = [
    "ALMOST",
    "ORIGIN",
    "cumulate",
    "cumulate_outcomes",
    "of_month",
    "own_factors",
    "pick",
    "same_row",
    "surely_above",
    "total_beside",
    "total_of_hazards",
]

ORIGIN, _ONE, _TWO, _THREE, _FOUR = (np.uint64(k) for k in range(5))
_NOTHING = np.float32(0.0)
ALMOST = 1.0 - 2.0**-20  # keeps what falls on a sum below the sum when both are rounded


@njit(nogil=True)
def same_row(row, other):  # type: ignore[no-untyped-def]
    """Whether two rows hold the same numbers."""
    same = True
    for k in range(row.size):
        same &= row[k] == other[k]
    return same


@njit(nogil=True)
def of_month(group, modifier, shape, level, result):  # type: ignore[no-untyped-def]
    """Duration shapes times the month's modifiers where no intervention acts, flat like ``result``."""
    for e in range(group.size):
        level[e] = modifier[group[e]]
    for slot in range(shape.shape[0]):
        of_slot, into = shape[slot], result[slot * group.size : (slot + 1) * group.size]
        for e in range(group.size):
            into[e] = of_slot[e] * level[e]


@njit(nogil=True)
def own_factors(group, modifier, baseline, situation, first, last, own):  # type: ignore[no-untyped-def]
    """What interventions, against the baseline, and agencies do to the events of one person: exactly 1 for nothing."""
    for k in range(first, last):
        own[k] = modifier[group[k]] / baseline[group[k]] * situation[group[k]]


@njit(inline="always")
def surely_above(total):  # type: ignore[no-untyped-def]
    """No less than 1 − exp(−total), without the exponential."""
    return min(total * (1.0 - total * (0.5 - total * (1.0 / 6.0))), 1.0)


@njit(inline="always")
def total_of_hazards(hazard, state, shape, first, last, h, x, d):  # type: ignore[no-untyped-def]
    """Sum of one person's hazards; the order of the additions is fixed, and four run side by side.

    All tables are flat, and ``h``, ``x``, ``d`` are where the person's rows begin in them: unsigned, as signed
    positions would be tested for being negative, and rows taken out would be counted as references.
    """
    a, b, c, e = _NOTHING, _NOTHING, _NOTHING, _NOTHING
    for k in range(first, last, _FOUR):
        a += hazard[h + k] * state[x + k] * shape[d + k]
        b += hazard[h + k + _ONE] * state[x + k + _ONE] * shape[d + k + _ONE]
        c += hazard[h + k + _TWO] * state[x + k + _TWO] * shape[d + k + _TWO]
        e += hazard[h + k + _THREE] * state[x + k + _THREE] * shape[d + k + _THREE]
    return np.float64((a + b) + (c + e))


@njit(inline="always")
def total_beside(hazard, state, shape, factor, first, last, h, x, d, w):  # type: ignore[no-untyped-def]
    """Sum of the hazards of somebody whom something reaches."""
    a, b, c, e = _NOTHING, _NOTHING, _NOTHING, _NOTHING
    for k in range(first, last, _FOUR):
        i, j, o = k + _ONE, k + _TWO, k + _THREE
        a += hazard[h + k] * state[x + k] * shape[d + k] * factor[w + k]
        b += hazard[h + i] * state[x + i] * shape[d + i] * factor[w + i]
        c += hazard[h + j] * state[x + j] * shape[d + j] * factor[w + j]
        e += hazard[h + o] * state[x + o] * shape[d + o] * factor[w + o]
    return np.float64((a + b) + (c + e))


@njit(inline="always")
def cumulate(hazard, state, shape, factor, first, last, h, x, d, w, cumulative):  # type: ignore[no-untyped-def]
    """Cumulated hazards of one person's month; returns their sum."""
    total = 0.0
    for k in range(first, last):
        total += np.float64(hazard[h + k] * state[x + k] * shape[d + k] * factor[w + k])
        cumulative[k - first] = total
    return total


@njit(inline="always")
def pick(hazard, state, shape, first, last, h, x, d, threshold):  # type: ignore[no-untyped-def]
    """The event on which ``threshold``, a little below the sum of the hazards, falls; counted from the first."""
    reached, below = _NOTHING, np.float32(threshold * ALMOST)
    for k in range(first, last):
        reached += hazard[h + k] * state[x + k] * shape[d + k]
        if reached > below:
            return np.int64(k - first)
    return np.int64(last - first)


@njit(nogil=True)
def cumulate_outcomes(outcomes, first, last, cell_age, state, modifier, situation, cumulative):  # type: ignore[no-untyped-def]
    """Cumulated weights of the outcomes of an occasion; returns their sum."""
    total = 0.0
    for k in range(first, last):
        outcome = outcomes[k]
        total += (
            outcome.weight
            * cell_age[outcome.family]
            * state[outcome.family]
            * modifier[outcome.group]
            * situation[outcome.group]
        )
        cumulative[k - first] = total
    return total
