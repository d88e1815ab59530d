"""What every method asks of a model: inputs on the scale of normal scores, and lives by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

__all__ = ["Estimate", "Problem", "Runs", "normal_scores", "sampled"]

type Model = Callable[[NDArray[np.float64], NDArray[np.int64]], NDArray[np.float64]]

_TAIL = 1e-9


@dataclass(frozen=True)
class Problem:
    """A model with uncertain inputs.

    Args:
        names: of the inputs, d of them.
        groups: group of each input.
        model: from points, shape (n, d), and the number of each point's lives, shape (n,), to outcomes, shape (n, k).
            A point has the normal scores of its inputs: input *i* stands at its quantile Φ(x_i).
        correlation: of the normal scores, shape (d, d); None where inputs are independent.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    model: Model
    correlation: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Runs:
    """Finished runs: points (n, d), outcomes (n, k), and pairs of runs at one point with different lives (m, 2, k).

    ``random`` says which points are a random sample of the inputs, for averages over them.
    """

    points: NDArray[np.float64]
    outcomes: NDArray[np.float64]
    pairs: NDArray[np.float64]
    count: int
    random: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))


@dataclass(frozen=True)
class Estimate:
    """Indices of one outcome: index → (value, low, high) by factor, shape (3, factors), and what was used.

    ``explained`` is the share of the variance between parameter values that an emulator reproduces; None without one.
    """

    factors: tuple[str, ...]
    indices: dict[str, NDArray[np.float64]]
    explained: float | None = None


def normal_scores(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normal quantiles of cumulative probabilities, kept finite."""
    return np.asarray(ndtri(np.clip(u, _TAIL, 1 - _TAIL)))


def sampled(problem: Problem, count: int, pairs: int, seed: int) -> Runs:
    """A Latin hypercube of ``count`` points, each with its own lives; the first ``pairs`` points run a second time.

    Correlated inputs get their correlation by a linear map of independent normal scores.
    """
    d = len(problem.names)
    points = normal_scores(qmc.LatinHypercube(d, rng=np.random.default_rng([seed, 811])).random(count))
    if problem.correlation is not None:
        points = points @ np.linalg.cholesky(problem.correlation).T
    again = points[:pairs]
    lives = np.arange(count + pairs, dtype=np.int64)
    found = problem.model(np.vstack([points, again]), lives)
    both = np.stack([found[:pairs], found[count:]], axis=1)
    return Runs(points, found[:count], both, count + pairs, np.ones(count, dtype=np.bool_))
