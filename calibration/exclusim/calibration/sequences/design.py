"""What a hazard may depend on: blocks of a log-linear predictor, each a Gaussian random effect of its own size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import Sequences
from exclusim.calibration.sequences.exposure import HISTORIES, ORDERS, PREVIOUS
from exclusim.model.compiled import SLOTS

__all__ = ["COMPONENTS", "Basis", "Design", "Patterns", "design_of", "patterns_of"]

COMPONENTS: dict[str, str] = {
    "covariates": "fixed covariates",
    "covariates_by_year": "effects of covariates that differ between years since the start",
    "duration": "smooth effect of months in the state",
    "duration_months": "each number of months in the state by itself",
    "season": "month of the year",
    "trend": "smooth effect of time since the start",
    "months": "each month since the start by itself",
    "order": "first, second or later spell",
    "previous": "state before the present one",
}
_MOST_YEARS = 8
_TREND_MONTHS, _DURATION_LOGS = 9.0, 0.7  # length scales of the smooth effects: months, and log months


@dataclass(frozen=True)
class Patterns:
    """Distinct rows of covariates; C patterns."""

    values: NDArray[np.float64]  # (C, p)
    of_person: NDArray[np.int64]  # (n,)


def patterns_of(sequences: Sequences) -> Patterns:
    """The covariate patterns of a set of persons."""
    if not sequences.covariates.shape[1]:
        return Patterns(np.zeros((1, 0)), np.zeros(sequences.persons, np.int64))
    values, of_person = np.unique(sequences.covariates, axis=0, return_inverse=True)
    return Patterns(values, of_person.reshape(-1).astype(np.int64))


@dataclass(frozen=True)
class Basis:
    """Columns of the predictor that depend on one property of a person-month."""

    component: str
    factor: str  # cell, year_cell, month, duration or history
    values: NDArray[np.float64]  # (levels of the factor, columns)


@dataclass(frozen=True)
class Design:
    """The blocks of a model, in order. ``columns[b]`` are those of block b; column 0 is the constant."""

    blocks: tuple[Basis, ...]
    year_of_month: NDArray[np.int64]  # (T,), group of years for covariates_by_year

    @property
    def years(self) -> int:
        return int(self.year_of_month.max()) + 1

    @property
    def columns(self) -> tuple[slice, ...]:
        ends = np.cumsum([1, *(block.values.shape[1] for block in self.blocks)]).tolist()
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @property
    def width(self) -> int:
        return 1 + sum(int(block.values.shape[1]) for block in self.blocks)


def design_of(components: frozenset[str], patterns: Patterns, months: int) -> Design:
    """The blocks of the chosen components for given covariate patterns and months."""
    years = min(_MOST_YEARS, max(1, -(-months // 12)))
    year_of_month = np.minimum(np.arange(months) // 12, years - 1)
    covariates = patterns.values
    month, slot = np.arange(months), np.arange(SLOTS)
    order = np.tile(np.arange(ORDERS), PREVIOUS)
    previous = np.repeat(np.arange(PREVIOUS), ORDERS)
    blocks: dict[str, tuple[str, NDArray[np.float64]]] = {
        "covariates": ("cell", covariates),
        "covariates_by_year": ("year_cell", np.asarray(np.kron(covariates, np.eye(years)), np.float64)),
        "duration": ("duration", _smooth(np.log(np.maximum(slot, 1)), _DURATION_LOGS)),
        "duration_months": ("duration", np.eye(SLOTS)[:, 1:]),
        "season": ("month", np.asarray(np.eye(12)[month % 12])),
        "trend": ("month", _smooth(month.astype(float), _TREND_MONTHS)),
        "months": ("month", np.eye(months)[:, 1:]),
        "order": ("history", np.eye(ORDERS)[order]),
        "previous": ("history", np.eye(PREVIOUS)[previous][:, 1:]),
    }
    assert blocks["order"][1].shape[0] == HISTORIES
    chosen = [Basis(name, *blocks[name]) for name in COMPONENTS if name in components]
    return Design(tuple(block for block in chosen if block.values.shape[1]), year_of_month)


def _smooth(at: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Columns whose independent normal coefficients make a Gaussian process with squared-exponential kernel."""
    kernel = np.exp(-0.5 * ((at[:, None] - at[None, :]) / scale) ** 2)
    values, vectors = np.linalg.eigh(kernel)
    kept = values > 1e-3 * values.max()
    return np.asarray(vectors[:, kept] * np.sqrt(values[kept]))
