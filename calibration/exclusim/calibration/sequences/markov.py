"""The yardstick: a plain monthly Markov chain of the first order, one probability for each pair of states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import Sequences
from exclusim.calibration.sequences.measures import transition_counts

__all__ = ["fit_markov", "markov_log_likelihood"]


def fit_markov(sequences: Sequences) -> NDArray[np.float64]:
    """Transition probabilities, shape (S, S), with one added to every count so that none is zero."""
    counts = transition_counts(sequences.codes, sequences.weights, len(sequences.states)) + 1.0
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def markov_log_likelihood(probabilities: NDArray[np.float64], sequences: Sequences) -> float:
    """Weighted log-likelihood of the months after the first."""
    counts = transition_counts(sequences.codes, sequences.weights, len(sequences.states))
    return float((counts * np.log(probabilities)).sum())
