"""Counter-based random numbers, keyed by (seed, purpose, month, person).

A number depends on its key alone, never on the order of calls: one more person, another thread count or another
scenario leaves every other number as it was. Two 32-bit multiply–xorshift rounds (the ``lowbias32`` constants) are
separated by a second key, so that neither two months nor two purposes share a sequence shifted along the people.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["Purpose", "hash32", "month_keys", "uniform"]

_MASK = (1 << 64) - 1
TO_UNIT = 2.0**-32


class Purpose(IntEnum):
    """What a random number decides. New purposes go last, so that old runs keep their numbers."""

    LIFE = 0  # the one event of a person's month
    TRAITS = 1  # background at the start; the "month" is the trait's number
    TREATMENT = 2  # who is reached; the "month" is the intervention's number
    CONTACT = 3  # casework from here on: who turns to an agency
    ASSESSMENT = 4  # which needs are seen, which door is pointed at
    ANSWER = 5  # what the agency says
    HANDOVER = 6  # when and whether a case arrives
    LINK = 7  # whether agencies act together
    MEASURE = 8  # whether a measure has content
    RELEASE = 9  # whether support follows out of care or prison
    PLACES = 10  # who gets a place when there are too few


def _splitmix64(state: int) -> int:
    state = (state + 0x9E3779B97F4A7C15) & _MASK
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
    return state ^ (state >> 31)


def month_keys(seed: int, purpose: Purpose, months: int) -> NDArray[np.uint32]:
    """Keys of shape (months, 2) for :func:`hash32`; month m of one seed and purpose is always the same key."""
    base = _splitmix64(_splitmix64(seed & _MASK) ^ (int(purpose) * 0xD1342543DE82EF95 & _MASK))
    word = _splitmix64_array(np.uint64(base) ^ (np.arange(months, dtype=np.uint64) * np.uint64(0xA0761D6478BD642F)))
    return np.stack([word & np.uint64(0xFFFFFFFF), word >> np.uint64(32)], axis=1).astype(np.uint32)


def _splitmix64_array(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    state = state + np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


@njit(inline="always")
def hash32(person: np.uint32, key1: np.uint32, key2: np.uint32) -> np.uint32:
    """A uniform 32-bit number for one person under one key pair."""
    x = np.uint32(np.uint32(person * np.uint32(0x9E3779B1)) + key1)
    x ^= x >> np.uint32(16)
    x = np.uint32(x * np.uint32(0x21F0AAAD))
    x = np.uint32(x + key2)
    x ^= x >> np.uint32(15)
    x = np.uint32(x * np.uint32(0xD35A2D97))
    return np.uint32(x ^ (x >> np.uint32(15)))


@njit(cache=True, nogil=True)
def _uniform(persons: NDArray[np.uint32], key1: np.uint32, key2: np.uint32) -> NDArray[np.float64]:
    out = np.empty(persons.size)
    for i in range(persons.size):
        out[i] = (hash32(persons[i], key1, key2) + 0.5) * TO_UNIT
    return out


def uniform(persons: NDArray[np.uint32], seed: int, purpose: Purpose, index: int = 0) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1), one a person, for anything outside the monthly kernel."""
    key1, key2 = month_keys(seed, purpose, index + 1)[index]
    return np.asarray(_uniform(persons, key1, key2))
