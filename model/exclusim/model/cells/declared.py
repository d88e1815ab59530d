"""What a model by cells consists of, as a researcher declares it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["CellModel", "CellPeople", "CellRun", "CostRow", "Leaving", "LimitedPlaces", "Transition"]


@dataclass(frozen=True)
class Transition:
    """A monthly competing risk.

    Args:
        source, target: states.
        probability: of one month, shape (bands, cells).
        by_month: factor by month, shape (months,); None for 1.
        by_duration: factor by months in the state, counted from 1, shape (any,), its last value holds from there on;
            None for 1.
    """

    source: str
    target: str
    probability: NDArray[np.float64]
    by_month: NDArray[np.float64] | None = None
    by_duration: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Leaving:
    """Everybody leaves a state after a number of months.

    Args:
        source: state.
        months: completed.
        ways: alternatives; their probabilities may not sum to more than one.
        otherwise: state of everybody else.
    """

    source: str
    months: int
    ways: tuple[Transition, ...]
    otherwise: str


@dataclass(frozen=True)
class LimitedPlaces:
    """A state with limited places, filled by lot from another.

    Args:
        source: state of the candidates.
        target: state of those who have a place.
        capacity: places.
        min_months: in the source before one is a candidate.
    """

    source: str
    target: str
    capacity: int
    min_months: int = 0


@dataclass(frozen=True)
class CostRow:
    """What a month in a state costs each payer.

    Args:
        name: of the row.
        state: whose months.
        price: per payer, shape (payers,), for a person of weight 1.
        cells: which cells, shape (cells,); None for all.
        from_months: months in the state, the present one included, from which the row holds.
    """

    name: str
    state: str
    price: NDArray[np.float64]
    cells: NDArray[np.bool_] | None = None
    from_months: int = 0


@dataclass(frozen=True)
class CellModel:
    """A whole model.

    Args:
        states: names.
        cells: number of covariate cells.
        bands: age in months at which each age band begins, the first 0.
        months: length of the run.
        transitions, leavings, places, costs: as declared; of two cost rows that hold, the later in the list does.
    """

    states: tuple[str, ...]
    cells: int
    bands: tuple[int, ...]
    months: int
    transitions: tuple[Transition, ...]
    leavings: tuple[Leaving, ...] = ()
    places: tuple[LimitedPlaces, ...] = ()
    costs: tuple[CostRow, ...] = ()

    def __post_init__(self) -> None:
        risks = [*self.transitions, *(way for leaving in self.leavings for way in leaving.ways)]
        named = [name for risk in risks for name in (risk.source, risk.target)]
        named += [name for place in self.places for name in (place.source, place.target)]
        named += [leaving.otherwise for leaving in self.leavings] + [row.state for row in self.costs]
        for name in named:
            if name not in self.states:
                raise ValueError(f"{name!r} is not a state")
        for risk in risks:
            if risk.probability.shape != (len(self.bands), self.cells):
                raise ValueError(f"{risk.source} to {risk.target}: probabilities must have shape (bands, cells)")
            if not ((risk.probability >= 0) & (risk.probability <= 1)).all():
                raise ValueError(f"{risk.source} to {risk.target}: probabilities must lie between 0 and 1")
            if risk.by_month is not None and risk.by_month.shape != (self.months,):
                raise ValueError(f"{risk.source} to {risk.target}: by_month must have shape (months,)")


@dataclass(frozen=True)
class CellPeople:
    """Who is followed, all of shape (persons,).

    Args:
        age: in months at the start, from the origin of the model's age bands.
        cell, state: numbers.
        weight: of the person's costs; None for 1. Kept to 1/65 536.
    """

    age: NDArray[np.int64]
    cell: NDArray[np.int64]
    state: NDArray[np.int64]
    weight: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class CellRun:
    """``counts`` of shape (months, states) and ``costs`` of shape (months, payers), at the beginning of each month."""

    counts: NDArray[np.int64]
    costs: NDArray[np.float64]
