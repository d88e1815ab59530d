"""From a declared model by cells to the tables that the engine compiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.cells.books import MARKS
from exclusim.model.cells.declared import CellModel, Transition
from exclusim.model.compiled import EVENT, LOOKAHEAD, NEVER, NONE, OCCASION, OUTCOME, SLOTS, Tables
from exclusim.model.vocabulary import ATTEMPTS

__all__ = ["tables_of"]


def tables_of(model: CellModel, marks: list[list[int]], oldest: int) -> Tables:
    factors, shapes = _Rows(), _Rows()
    no_change, flat = np.ones(model.months), np.ones(SLOTS)
    factors.of(no_change)
    families: list[NDArray[np.float64]] = []
    events: list[tuple[float, ...]] = []
    occasions: list[tuple[int, ...]] = []
    outcomes: list[tuple[float, ...]] = []
    event_ptr, occasion_ptr = [0], [0]

    def group_of(risk: Transition) -> int:
        # The kernel moves people in the month after the one in which they were counted.
        return factors.of(no_change if risk.by_month is None else np.roll(risk.by_month, 1))

    def family_of(risk: Transition) -> int:
        families.append(risk.probability.T)
        return len(families) - 1

    for s, state in enumerate(model.states):
        anew = 0 if marks[s] else NONE
        for risk in (risk for risk in model.transitions if risk.source == state):
            form = shapes.of(flat if risk.by_duration is None else _stretched(risk.by_duration))
            target = model.states.index(risk.target)
            events.append((1.0, family_of(risk), group_of(risk), form, target, 0, 0, 0, anew, 0))
        event_ptr.append(len(events))
        for leaving in (leaving for leaving in model.leavings if leaving.source == state):
            first = len(outcomes)
            for way in leaving.ways:
                outcomes.append((1.0, family_of(way), group_of(way), model.states.index(way.target), anew, 0))
            outcomes.append((1.0, -1, 0, model.states.index(leaving.otherwise), anew, 0))
            always = (1 << MARKS) - 1
            occasions.append((first, len(outcomes), NEVER, 0, 0, 0, leaving.months, always))
        occasion_ptr.append(len(occasions))
    outcomes = [(*o[:1], len(families) if o[1] == -1 else o[1], *o[2:]) for o in outcomes]
    neutral = np.ones((model.cells, len(model.bands)))
    shape = np.array(shapes.rows or [flat])
    modifier = np.array(factors.rows)
    ages = np.arange(oldest + model.months + LOOKAHEAD + 2)
    return Tables(
        events=np.array(events, EVENT),
        event_ptr=np.array(event_ptr, np.uint32),
        occasions=np.array(occasions, OCCASION),
        occasion_ptr=np.array(occasion_ptr, np.uint32),
        outcomes=np.array(outcomes, OUTCOME),
        cell_age=np.ascontiguousarray(np.stack([*families, neutral], axis=-1)),
        state=np.ones((MARKS * ATTEMPTS, len(families) + 1)),
        shape=shape,
        shape_max=_largest_ahead(shape),
        modifier=np.ascontiguousarray(modifier.T[None]),
        modifier_max=np.ascontiguousarray(_largest_ahead(modifier).T[None]),
        situation=np.ones((1, len(factors.rows))),
        band_of_age=(np.searchsorted(model.bands, ages, side="right") - 1).astype(np.uint16),
        absorbing=np.zeros(len(model.states), np.uint8),
        agency=np.zeros(len(model.states), np.uint8),
    )


class _Rows:
    """Distinct rows in the order in which they were first asked for."""

    def __init__(self) -> None:
        self.rows: list[NDArray[np.float64]] = []

    def of(self, row: NDArray[np.float64]) -> int:
        for number, known in enumerate(self.rows):
            if np.array_equal(known, row):
                return number
        self.rows.append(row)
        return len(self.rows) - 1


def _stretched(by_duration: NDArray[np.float64]) -> NDArray[np.float64]:
    """Factors by completed months 0 … SLOTS − 1; nobody moves before the first month is over."""
    if by_duration.size >= SLOTS:
        raise ValueError(f"at most {SLOTS - 1} months in a state can be told apart")
    return np.concatenate([by_duration[:1], by_duration, np.full(SLOTS - 1 - by_duration.size, by_duration[-1])])


def _largest_ahead(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.concatenate([values, np.repeat(values[:, -1:], LOOKAHEAD, axis=1)], axis=1)
    return np.max([padded[:, ahead : ahead + values.shape[1]] for ahead in range(LOOKAHEAD + 1)], axis=0)
