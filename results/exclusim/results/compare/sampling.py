"""Draws until the headline is known well enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.compare.draws import EFFECT_MONTHS, Draws, Outcome, outcomes
from exclusim.results.compare.options import CompareOptions
from exclusim.results.run.amounts import Yearly, yearly_of
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate
from exclusim.results.run.threads import in_order

__all__ = ["Sample", "Sampled", "sampled"]

_BATCH = 100


@dataclass(frozen=True)
class Sample:
    """One scenario over all draws; arrays as in :class:`Outcome` with the draws first, and ``curve`` without them.

    ``curve`` is the mean present value by month, shape (months, A).
    """

    net: NDArray[np.float64]
    cost: NDArray[np.float64]
    yearly: NDArray[np.float64]
    nominal: NDArray[np.float64]
    spent: NDArray[np.float64]
    terms: NDArray[np.float64]
    year_one: NDArray[np.float64]
    cashable: NDArray[np.float64]
    capacity: NDArray[np.float64]
    avoided_years: NDArray[np.float64]
    measured_years: NDArray[np.float64]
    reached: NDArray[np.float64]
    success: NDArray[np.float64]
    avoided_by: NDArray[np.float64]
    effect: Mapping[str, NDArray[np.float64]]  # (draws, 2)
    curve: NDArray[np.float64]


@dataclass(frozen=True)
class Sampled:
    """All draws of one plan: the draws themselves, the baseline's cost (draws, A) and each scenario."""

    draws: tuple[Draw, ...]
    baseline: NDArray[np.float64]
    scenarios: Mapping[str, Sample]
    standard_error: float  # largest of the headline over scenarios
    wanted: float  # what was asked for
    amounts: Mapping[str, Yearly]  # what the totals are made of, means over the draws, by scenario and the baseline

    @property
    def count(self) -> int:
        return len(self.draws)


def sampled(plan: CasePlan, options: CompareOptions, progress: Callable[[float], None]) -> Sampled:
    """Draw at least ``options.draws`` times, then in batches until precise enough or ``options.most_draws``."""
    column = REPORTED.index(options.actor)
    found: list[Draws] = []
    curves: dict[str, NDArray[np.float64]] = {}
    amounts: dict[str, Yearly] = {}

    def draw(index: int) -> tuple[Draws, dict[str, Yearly]]:
        one = replicate(plan, index, options.seed)
        return outcomes(plan, one, options.bought), yearly_of(plan, one)

    def more(count: int) -> None:
        begun = len(found)
        for one, yearly in in_order(lambda i: draw(begun + i), count, options.threads):
            for name, part in yearly.items():
                amounts[name] = amounts[name] + part if name in amounts else part
            for name, outcome in one.outcomes.items():
                curves[name] = curves.get(name, 0.0) + outcome.monthly
            found.append(_light(one))
            progress(min(len(found) / options.draws, 1.0))

    more(options.draws)
    while (error := _error(found, column)) > (wanted := _wanted(found, column, options)):
        left = options.most_draws - len(found)
        if left <= 0:
            break
        needed = int(np.ceil(len(found) * (error / wanted) ** 2)) - len(found)
        more(min(max(needed, 1), _BATCH, left))
    samples = {name: _sample(name, found, curve / len(found)) for name, curve in curves.items()}
    return Sampled(
        tuple(one.draw for one in found),
        np.array([one.baseline for one in found]),
        samples,
        error,
        wanted,
        {name: total / len(found) for name, total in amounts.items()},
    )


def _light(one: Draws) -> Draws:
    """Without the monthly amounts, which only their sum is kept of."""
    empty = np.empty((0, 0))
    return Draws(
        one.draw,
        one.baseline,
        {name: Outcome(**{**vars(outcome), "monthly": empty}) for name, outcome in one.outcomes.items()},
    )


def _error(found: list[Draws], column: int) -> float:
    net = np.array([[outcome.net[column] for outcome in one.outcomes.values()] for one in found])
    return float(net.std(axis=0, ddof=1).max() / np.sqrt(len(found)))


def _wanted(found: list[Draws], column: int, options: CompareOptions) -> float:
    if options.standard_error is not None:
        return options.standard_error
    spread = float(np.std([one.baseline[column] for one in found], ddof=1))
    return options.precision * spread if spread > 0 else np.inf


def _sample(name: str, found: list[Draws], curve: NDArray[np.float64]) -> Sample:
    own = [one.outcomes[name] for one in found]

    def stacked(field: str) -> NDArray[np.float64]:
        return np.array([getattr(outcome, field) for outcome in own], dtype=np.float64)

    names = [field for field in Sample.__dataclass_fields__ if field not in ("effect", "curve")]
    effect = {key: np.array([outcome.effect[key] for outcome in own]) for key in EFFECT_MONTHS}
    return Sample(**{field: stacked(field) for field in names}, effect=effect, curve=curve)
