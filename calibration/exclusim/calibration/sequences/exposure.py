"""Who was at risk of leaving which state, when, after how long, and what happened: rows for the likelihood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import Sequences
from exclusim.model.compiled import SLOTS
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["HISTORIES", "ORDERS", "Exposure", "exposures", "previous_classes"]

PREVIOUS = len(RECORDS)  # 0: first spell; 1, 2: the two states most often left; 3: another state
ORDERS = ATTEMPTS  # first, second, third or later spell
HISTORIES = PREVIOUS * ORDERS  # as the kernel numbers them: record × attempts


@dataclass(frozen=True)
class Exposure:
    """Person-months at risk in one state, those alike put together; R rows, S states.

    Args:
        cell: covariate pattern, shape (R,).
        month: month into which the move would be, shape (R,).
        duration: completed months in the state, 36 for more, shape (R,).
        history: class of the previous state × :data:`ORDERS` + order of the spell, shape (R,).
        counts: weighted person-months by the state they led to, shape (R, S); the own state means "stayed".
    """

    state: int
    cell: NDArray[np.int64]
    month: NDArray[np.int64]
    duration: NDArray[np.int64]
    history: NDArray[np.int64]
    counts: NDArray[np.float64]


def previous_classes(codes: NDArray[np.int8], states: int) -> NDArray[np.int64]:
    """Class of a state as a previous state, shape (S,): 1 and 2 for the two most often left, 3 for the rest."""
    before, after = codes[:, :-1], codes[:, 1:]
    moved = (before >= 0) & (after >= 0) & (before != after)
    left = np.bincount(before[moved], minlength=states)
    classes = np.full(states, PREVIOUS - 1, np.int64)
    classes[np.argsort(-left, kind="stable")[:2]] = [1, 2][: min(2, states)]
    return classes


def exposures(sequences: Sequences, cells: NDArray[np.int64], classes: NDArray[np.int64]) -> Iterator[Exposure]:
    """The person-months at risk, state by state.

    A person's first month, and the month after a gap, begin a spell whose true beginning is unknown (left
    truncation): its duration counts from there, and its history is that of a first spell.

    Args:
        cells: covariate pattern of each person, shape (n,).
        classes: from :func:`previous_classes`.
    """
    codes, states = sequences.codes.astype(np.int64), len(sequences.states)
    duration = np.zeros(sequences.persons, np.int64)
    history = np.zeros(sequences.persons, np.int64)
    keys, weights = [], []
    sizes = (states, int(cells.max(initial=0)) + 1, sequences.months, SLOTS, HISTORIES, states)
    for month in range(1, sequences.months):
        before, after = codes[:, month - 1], codes[:, month]
        duration = np.where(before >= 0, np.minimum(duration + 1, SLOTS - 1), 0)
        history[before < 0] = 0
        at_risk = np.flatnonzero((before >= 0) & (after >= 0))
        index = (before[at_risk], cells[at_risk], month, duration[at_risk], history[at_risk], after[at_risk])
        keys.append(np.ravel_multi_index(np.broadcast_arrays(*index), sizes))
        weights.append(sequences.weights[at_risk])
        moved = at_risk[before[at_risk] != after[at_risk]]
        order = np.minimum(history[moved] % ORDERS + 1, ORDERS - 1)
        history[moved] = classes[before[moved]] * ORDERS + order
        duration[moved] = 0
    key, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    weight = np.bincount(inverse, np.concatenate(weights), minlength=key.size)
    state, cell, at, stayed, past, target = np.unravel_index(key, sizes)
    for origin in range(states):
        rows = np.flatnonzero(state == origin)
        new = np.ones(rows.size, bool)
        new[1:] = key[rows[1:]] // states != key[rows[:-1]] // states
        row = np.cumsum(new) - 1
        counts = np.zeros((int(new.sum()), states))
        counts[row, target[rows]] = weight[rows]
        kept = rows[new]
        yield Exposure(origin, cell[kept], at[kept], stayed[kept], past[kept], counts)
