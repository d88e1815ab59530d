"""What is read off sequences, observed and simulated alike: shares, transitions, survival of spells, re-entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import MISSING

__all__ = [
    "Spells",
    "returns_of",
    "spells_of",
    "state_shares",
    "survival",
    "transition_counts",
    "transition_rates",
]

type Float = NDArray[np.float64]


def state_shares(codes: NDArray[np.int8], weights: Float, states: int) -> Float:
    """Weighted share of each state among those observed, shape (T, S); nan in a month nobody is observed."""
    flat = np.where(codes == MISSING, states, codes) + (states + 1) * np.arange(codes.shape[1])
    sums = np.bincount(
        flat.ravel(), np.repeat(weights, codes.shape[1]), minlength=(states + 1) * codes.shape[1]
    ).reshape(-1, states + 1)[:, :states]
    total = sums.sum(axis=1, keepdims=True)
    return np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)


def transition_counts(codes: NDArray[np.int8], weights: Float, states: int) -> Float:
    """Weighted pairs of months, shape (S, S): from, to; staying is on the diagonal."""
    before, after = codes[:, :-1].astype(np.int64), codes[:, 1:]
    known = (before != MISSING) & (after != MISSING)
    weight = np.broadcast_to(weights[:, None], known.shape)[known]
    return np.bincount((before * states + after)[known], weight, minlength=states * states).reshape(states, states)


def transition_rates(counts: Float) -> Float:
    """Monthly transition probabilities, rows summing to one; nan for a state in which nobody was at risk."""
    total = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)


@dataclass(frozen=True)
class Spells:
    """One row a spell."""

    person: NDArray[np.int64]
    state: NDArray[np.int64]
    first: NDArray[np.int64]  # month it is first seen
    length: NDArray[np.int64]  # months it is seen
    ended: NDArray[np.bool_]  # followed by another state; else censored, at the end or by a gap
    truncated: NDArray[np.bool_]  # already going on in the first month observed, or after a gap


def spells_of(codes: NDArray[np.int8]) -> Spells:
    """Spells in order of person and month."""
    padded = np.pad(codes, ((0, 0), (1, 1)), constant_values=MISSING)
    changed = padded[:, 1:] != padded[:, :-1]  # column t: whether month t differs from month t − 1
    person, start = np.nonzero(changed[:, :-1] & (codes != MISSING))
    ends_person, end = np.nonzero(changed[:, 1:] & (codes != MISSING))
    assert np.array_equal(person, ends_person)
    return Spells(
        person,
        codes[person, start].astype(np.int64),
        start,
        end - start + 1,
        padded[person, end + 2] != MISSING,
        padded[person, start] == MISSING,
    )


def survival(length: NDArray[np.int64], ended: NDArray[np.bool_], weight: Float, at: NDArray[np.int64]) -> Float:
    """Weighted Kaplan–Meier share of spells longer than each of the months ``at``; nan where nobody is left at risk.

    Once the estimate is 0 it stays 0; where the last at risk are censored before a month, it is unknown.
    """
    most = int(max(at.max(initial=0), length.max(initial=0)))
    deaths = np.bincount(length[ended], weight[ended], minlength=most + 1)[: most + 1]
    all_ends = np.bincount(length, weight, minlength=most + 1)[: most + 1]
    at_risk = np.cumsum(all_ends[::-1])[::-1]
    kept = np.divide(at_risk - deaths, at_risk, out=np.ones(most + 1), where=at_risk > 1e-9)
    curve = np.cumprod(np.clip(kept, 0.0, 1.0))
    known = (at_risk[np.minimum(at, most)] > 1e-9) | (curve[at] < 1e-12)
    return np.where(known, curve[at], np.nan)


def returns_of(codes: NDArray[np.int8], spells: Spells) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For each spell that ended: months until the state is entered again, and whether it is.

    Where it is not, the months are those until observation ends or breaks (censored). Both of shape (ended spells,).
    """
    months = codes.shape[1]
    left = np.flatnonzero(spells.ended)
    away = spells.first[left] + spells.length[left]  # first month elsewhere
    next_in = np.full((int(codes.max(initial=0)) + 1, codes.shape[0]), months * 2, np.int64)
    unseen = np.full(codes.shape[0], months, np.int64)
    again = np.empty((2, left.size), np.int64)
    by_month = np.argsort(-away, kind="stable")
    position = 0
    for month in range(months - 1, -1, -1):
        missing = codes[:, month] == MISSING
        unseen[missing] = month
        seen = np.flatnonzero(~missing)
        next_in[codes[seen, month], seen] = month
        while position < left.size and away[by_month[position]] > month:
            position += 1
        last = position + int(np.searchsorted(-away[by_month[position:]], -month, side="right"))
        now = by_month[position:last]
        people = spells.person[left[now]]
        again[0, now], again[1, now] = next_in[spells.state[left[now]], people], unseen[people]
        position = last
    returned = again[0] < again[1]
    return np.where(returned, again[0], again[1]) - away, returned
