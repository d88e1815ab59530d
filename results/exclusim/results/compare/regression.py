"""What uncertain inputs explain of a result: additive natural splines, chosen by leave-one-out error.

A draw has hundreds of inputs and there are some hundred draws, so a regression on all of them would explain chance.
Inputs therefore enter one at a time, the most useful first, and only while the leave-one-out error (PRESS) falls by
more than chance would make it. The choice is made on normal scores of the result: gains from a few rare lives have
heavy tails, and a test on the kronor themselves would take a lucky life for a cause. An input that matters little may
be left out: what is explained is a lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution
from scipy.stats import norm, rankdata

__all__ = ["Fit", "explain", "natural_spline"]

_KNOTS = (0.05, 0.5, 0.95)  # quantiles: a line bent once in the middle, straight outside
_MOST_TERMS = 6
_CHANCE = 0.05  # of letting in any useless input, over all candidates (Bonferroni)
_SHORTLIST = 12  # candidates tried at each step, by their correlation with what is left


@dataclass(frozen=True)
class Fit:
    """Fitted values, shape (draws,), the inputs' columns in the order they entered, and the explained share."""

    fitted: NDArray[np.float64]
    chosen: tuple[int, ...]
    share: float


def natural_spline(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Basis of a natural cubic spline of one input with three knots, without the constant, shape (n, 2).

    The second column is cubic between the knots and linear outside (Hastie, Tibshirani & Friedman, *The Elements of
    Statistical Learning*, 2nd ed., eq. 5.4–5.5). An input with fewer than three distinct knots stays a line.
    """
    spread = x.std()
    z = (x - x.mean()) / spread if spread > 0 else np.zeros_like(x)
    low, middle, high = np.quantile(z, _KNOTS)
    if not low < middle < high:
        return z[:, None]

    def d(knot: float) -> NDArray[np.float64]:
        return np.asarray((np.maximum(z - knot, 0) ** 3 - np.maximum(z - high, 0) ** 3) / (high - knot))

    return np.column_stack([z, d(low) - d(middle)])


def _press(basis: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, NDArray[np.float64], float]:
    """Leave-one-out error, fitted values and residual sum of squares of a least-squares fit."""
    q, _ = np.linalg.qr(basis)
    fitted = q @ (q.T @ y)
    leverage = np.clip((q**2).sum(axis=1), 0.0, 1.0 - 1e-9)
    residual = y - fitted
    return float(((residual / (1.0 - leverage)) ** 2).sum()), fitted, float((residual**2).sum())


def explain(inputs: NDArray[np.float64], y: NDArray[np.float64], columns: Sequence[int] | None = None) -> Fit:
    """Fit ``y`` (draws,) on the useful ones among the ``columns`` of ``inputs`` (draws, inputs); None: on all."""
    candidates = list(range(inputs.shape[1]) if columns is None else columns)
    n, total = y.size, float(((y - y.mean()) ** 2).sum())
    none = Fit(np.full(n, y.mean()), (), 0.0)
    candidates = [c for c in candidates if inputs[:, c].std() > 0]
    if n < 20 or total == 0 or not candidates:
        return none
    basis, chosen, scores = np.ones((n, 1)), list[int](), _normal_scores(y)
    press, fitted, rss = _press(basis, scores)
    standard = inputs[:, candidates]
    standard = (standard - standard.mean(axis=0)) / standard.std(axis=0)
    while len(chosen) < min(_MOST_TERMS, n // 20):
        strength = np.abs(standard.T @ (scores - fitted))
        order = [candidates[i] for i in np.argsort(-strength) if candidates[i] not in chosen][:_SHORTLIST]
        best = None
        for column in order:
            wider = np.column_stack([basis, natural_spline(inputs[:, column])])
            found = _press(wider, scores)
            if best is None or found[0] < best[1][0]:
                best = column, found, wider
        if best is None or best[1][0] >= press or not _beyond_chance(rss, best[1][2], basis, best[2], len(candidates)):
            break
        basis, (press, fitted, rss) = best[2], best[1]
        chosen.append(best[0])
    if not chosen:
        return none
    _, fitted, rss = _press(basis, y)
    return Fit(fitted, tuple(chosen), 1.0 - rss / total)


def _normal_scores(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normal quantiles of the ranks, equal values sharing theirs."""
    return np.asarray(norm.ppf((rankdata(y) - 0.5) / y.size))


def _beyond_chance(
    rss: float, smaller: float, basis: NDArray[np.float64], wider: NDArray[np.float64], candidates: int
) -> bool:
    """An F test of the new columns, corrected for the number of candidates they were chosen from."""
    n, extra = wider.shape[0], wider.shape[1] - basis.shape[1]
    left = n - wider.shape[1]
    if smaller <= 0:
        return True
    statistic = (rss - smaller) / extra / (smaller / left)
    return float(f_distribution.sf(statistic, extra, left)) < _CHANCE / candidates
