"""Terms of a sparse polynomial in normal scores, chosen on one half of the runs and estimated on the other.

Hermite polynomials of independent normal scores are uncorrelated with variance 1, so squared coefficients are shares
of variance (polynomial chaos; Sudret, *Reliability Engineering & System Safety* 93, 2008, 964–979). Terms enter one at
a time by their correlation with what is left; products only of inputs that are in already. What is chosen on one half
owes nothing to the luck of the other, so the coefficients are unbiased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

__all__ = ["Fitted", "Term", "columns_of", "crossed", "predicted"]

type Term = tuple[int, ...]
"""Inputs of a term, each as often as its degree: (3,) is linear, (3, 3) its square, (3, 7) a product."""

_MOST, _FALSE = 60, 2.0  # terms, and useless terms let in on average


@dataclass(frozen=True)
class Fitted:
    """One half's estimate: terms, coefficients (t,), their covariance (t, t), and the rows' design and residuals."""

    terms: tuple[Term, ...]
    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    design: NDArray[np.float64]
    outcome: NDArray[np.float64]
    unexplained: float  # mean squared leave-one-out error

    def resampled(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Coefficients on a bootstrap sample of the rows, shape (t,)."""
        rows = rng.integers(len(self.outcome), size=len(self.outcome))
        return np.asarray(np.linalg.lstsq(self.design[rows], self.outcome[rows], rcond=None)[0][1:])


def _hermite(x: NDArray[np.float64], degree: int) -> NDArray[np.float64]:
    if degree == 1:
        return x
    if degree == 2:
        return np.asarray((x**2 - 1) / np.sqrt(2))
    return np.asarray((x**3 - 3 * x) / np.sqrt(6))


def columns_of(x: NDArray[np.float64], terms: Sequence[Term]) -> NDArray[np.float64]:
    """Values of terms at points ``x`` (n, d), shape (n, terms)."""
    found = np.ones((len(x), len(terms)))
    for place, term in enumerate(terms):
        for column in set(term):
            found[:, place] *= _hermite(x[:, column], term.count(column))
    return found


def _chosen(x: NDArray[np.float64], y: NDArray[np.float64], degree: int) -> list[Term]:
    d = x.shape[1]
    candidates: list[Term] = [(i,) * power for power in range(1, degree + 1) for i in range(d)]
    values = columns_of(x, candidates)
    threshold = -ndtri(min(_FALSE / 2 / max(len(candidates), 4), 0.25)) / np.sqrt(len(y))
    basis, chosen = np.ones((len(y), 1)), list[Term]()
    while len(chosen) < min(_MOST, len(y) // 10):
        q, _ = np.linalg.qr(basis)
        left = y - q @ (q.T @ y)
        if left.std() <= 1e-12 * max(float(np.abs(y).max()), 1e-300):
            break
        spread = values - values.mean(axis=0)
        size = np.sqrt((spread**2).sum(axis=0))
        strength = np.abs(spread.T @ left) / np.where(size > 0, size, np.inf) / np.sqrt((left**2).sum())
        strength[[place for place, term in enumerate(candidates) if term in chosen]] = 0.0
        best = int(strength.argmax())
        if strength[best] < threshold:
            break
        chosen.append(candidates[best])
        basis = np.column_stack([basis, values[:, best]])
        if degree > 1:
            known = set(candidates)
            inputs = sorted({column for term in chosen for column in term})
            fresh = [pair for pair in combinations_with_replacement(inputs, 2) if pair not in known]
            if fresh:
                candidates += fresh
                values = np.column_stack([values, columns_of(x, fresh)])
    return chosen


def crossed(x: NDArray[np.float64], y: NDArray[np.float64], seed: int, degree: int = 3) -> tuple[Fitted, Fitted]:
    """Two fits: each chosen on one half of the rows and estimated on the other. ``degree`` 1 keeps it linear."""
    order = np.random.default_rng([seed, 813]).permutation(len(y))
    halves = order[: len(y) // 2], order[len(y) // 2 :]
    first, second = (
        _fitted(x[other], y[other], _chosen(x[own], y[own], degree)) for own, other in (halves, halves[::-1])
    )
    return first, second


def _fitted(x: NDArray[np.float64], y: NDArray[np.float64], terms: list[Term]) -> Fitted:
    design = np.column_stack([np.ones(len(y)), columns_of(x, terms)])
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ y
    residual = y - design @ coefficients
    leverage = np.clip(((design @ inverse) * design).sum(axis=1), 0.0, 1.0 - 1e-9)
    # Robust (HC3): the luck of lives is larger where more people are excluded.
    outside = residual / (1.0 - leverage)
    covariance = inverse @ (design.T * outside**2) @ design @ inverse
    return Fitted(tuple(terms), coefficients[1:], covariance[1:, 1:], design, y, float((outside**2).mean()))


def predicted(fits: Sequence[Fitted], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Expected outcome at points ``x`` (n, d): the mean of the fits, shape (n,)."""
    found = np.zeros(len(x))
    for fit in fits:
        centre = fit.outcome.mean() - fit.design[:, 1:].mean(axis=0) @ fit.coefficients
        found += (centre + columns_of(x, fit.terms) @ fit.coefficients) / len(fits)
    return found
