"""The state in a person's first month, by covariates: a ridge-penalised multinomial logit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from exclusim.calibration.sequences.data import Sequences, shuffled

__all__ = ["FirstMonth", "choose_first_month", "fit_first_month"]

_PENALTIES = (1.0, 5.0, 25.0, 1e6)  # the last is a distribution without covariates
_FOLDS = 4
_PSEUDO = 0.5  # persons added to every state


@dataclass(frozen=True)
class FirstMonth:
    """A fitted first month: constants of shape (S,), effects of shape (p, S)."""

    constants: NDArray[np.float64]
    effects: NDArray[np.float64]
    penalty: float

    def log_probabilities(self, covariates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (n, S), for covariates of shape (n, p)."""
        eta = self.constants + covariates @ self.effects
        return np.asarray(eta - logsumexp(eta, axis=1, keepdims=True))

    def log_likelihood(self, sequences: Sequences) -> float:
        """Weighted log-likelihood of everybody's first observed state."""
        rows = np.arange(sequences.persons)
        first = sequences.codes[rows, sequences.first_month]
        return float(sequences.weights @ self.log_probabilities(sequences.covariates)[rows, first])

    def drawn(self, covariates: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
        """A state for each row of covariates, shape (n,)."""
        cumulative = np.cumsum(np.exp(self.log_probabilities(covariates)), axis=1)
        chosen = (rng.random((covariates.shape[0], 1)) * cumulative[:, -1:] > cumulative).sum(axis=1)
        return np.asarray(np.minimum(chosen, cumulative.shape[1] - 1), np.int64)


def fit_first_month(sequences: Sequences, penalty: float) -> FirstMonth:
    """Fit with a given penalty on squared effects."""
    states, width = len(sequences.states), sequences.covariates.shape[1]
    first = sequences.codes[np.arange(sequences.persons), sequences.first_month]
    observed = np.zeros((sequences.persons, states))
    observed[np.arange(sequences.persons), first] = sequences.weights
    totals = observed.sum(axis=0) + _PSEUDO
    design = np.hstack([np.ones((sequences.persons, 1)), sequences.covariates])
    ridge = np.concatenate([[0.0], np.full(width, penalty)])[:, None]

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        beta = flat.reshape(-1, states)
        eta = design @ beta
        log = eta - logsumexp(eta, axis=1, keepdims=True)
        base = beta[0] - logsumexp(beta[0])
        value = -(observed * log).sum() - _PSEUDO * base.sum() + 0.5 * (ridge * beta**2).sum()
        expected = np.exp(log) * sequences.weights[:, None]
        gradient = design.T @ (expected - observed) + ridge * beta
        gradient[0] += _PSEUDO * (states * np.exp(base) - 1)
        return float(value), gradient.ravel()

    start = np.zeros((width + 1, states))
    start[0] = np.log(totals / totals.sum())
    found = minimize(objective, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    beta = found.x.reshape(-1, states)
    return FirstMonth(beta[0], beta[1:], penalty)


def choose_first_month(sequences: Sequences, seed: int, penalties: Sequence[float] = _PENALTIES) -> FirstMonth:
    """Fit with the penalty that predicts left-out persons best."""
    if not sequences.covariates.shape[1]:
        return fit_first_month(sequences, penalties[-1])
    fold = np.argsort(shuffled(sequences.ids, f"first {seed}")) % _FOLDS

    def score(penalty: float) -> float:
        return sum(
            fit_first_month(sequences.take(np.flatnonzero(fold != k)), penalty).log_likelihood(
                sequences.take(np.flatnonzero(fold == k))
            )
            for k in range(_FOLDS)
        )

    return fit_first_month(sequences, max(penalties, key=score))
