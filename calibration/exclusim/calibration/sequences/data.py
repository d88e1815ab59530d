"""Monthly sequences as arrays, and their division between training and held-out persons."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["MISSING", "Sequences", "shuffled"]

MISSING = -1


@dataclass(frozen=True)
class Sequences:
    """Everybody's states by month; n persons, T months, p covariate columns.

    Args:
        ids: shape (n,).
        states: names of the states; codes are positions in it.
        codes: shape (n, T); :data:`MISSING` before the first, after the last and in gaps between observed months.
        labels: name of each month, shape (T,).
        weights: shape (n,), mean 1.
        covariates: shape (n, p), centred and scaled.
        covariate_names: shape (p,).
        calendar: calendar month (0 = January) of the first month; None where the labels do not say.
    """

    ids: tuple[str, ...]
    states: tuple[str, ...]
    codes: NDArray[np.int8]
    labels: tuple[str, ...]
    weights: NDArray[np.float64]
    covariates: NDArray[np.float64]
    covariate_names: tuple[str, ...] = ()
    calendar: int | None = None

    @property
    def persons(self) -> int:
        return int(self.codes.shape[0])

    @property
    def months(self) -> int:
        return int(self.codes.shape[1])

    @property
    def observed(self) -> NDArray[np.bool_]:
        """Months with a known state, shape (n, T)."""
        return np.asarray(self.codes != MISSING)

    @property
    def first_month(self) -> NDArray[np.int64]:
        """First observed month of each person, shape (n,)."""
        return np.argmax(self.observed, axis=1)

    def take(self, rows: NDArray[np.int64]) -> Sequences:
        """Some of the persons; weights are kept as they are."""
        return Sequences(
            tuple(self.ids[row] for row in rows),
            self.states,
            self.codes[rows],
            self.labels,
            self.weights[rows],
            self.covariates[rows],
            self.covariate_names,
            self.calendar,
        )

    def halves(self, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of the training and the held-out half, chosen by hash of seed and id, not by order in the file."""
        order = shuffled(self.ids, f"half {seed}")
        middle = (order.size + 1) // 2
        return np.sort(order[:middle]), np.sort(order[middle:])


def shuffled(ids: tuple[str, ...], salt: str) -> NDArray[np.int64]:
    """Positions of the ids in the order of their salted hash."""
    digests = [hashlib.blake2b(f"{salt}:{name}".encode(), digest_size=8).digest() for name in ids]
    return np.array(sorted(range(len(ids)), key=lambda row: (digests[row], ids[row])), np.int64)
