"""Durations that matter, cost accounts and limited places of a model by cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exclusim.model.cells.declared import CellModel, CellPeople
from exclusim.model.columns import Accounts, Places
from exclusim.model.compiled import NEVER
from exclusim.model.randomness import Purpose, month_keys
from exclusim.model.rates import Limits
from exclusim.model.vocabulary import RECORDS

__all__ = ["MARKS", "WEIGHT", "accounts_of", "limits_of", "marks_of", "places_of"]

WEIGHT = 1 << 16  # a person's cost weight is kept in this fixed point: exact sums, whatever their order
MARKS = len(RECORDS)


def marks_of(model: CellModel, state: str) -> list[int]:
    """Completed months at which something begins to hold for people in a state; each opens the next record."""
    # A cost row counts the month just begun, a candidate those completed.
    from_costs = {row.from_months - 1 for row in model.costs if row.state == state and row.from_months > 1}
    from_places = {place.min_months for place in model.places if place.source == state and place.min_months > 0}
    marks = sorted(from_costs | from_places)
    if len(marks) >= MARKS:
        raise ValueError(f"{state}: at most {MARKS - 1} different durations can matter")
    return marks


def limits_of(marks: list[list[int]]) -> Limits:
    at, to = np.full((len(marks), MARKS), NEVER, np.int32), np.zeros((len(marks), MARKS), np.uint8)
    for s, of_state in enumerate(marks):
        at[s, : len(of_state)] = of_state
        to[s, : len(of_state)] = np.arange(1, len(of_state) + 1)
    return Limits(np.array([1, 1]), at, to)


def _records_from(marks: list[int], months: int) -> list[int]:
    """Records of people who have completed at least so many months in a state with such marks."""
    return list(range(sum(mark <= months for mark in marks) if months else 0, len(marks) + 1))


def accounts_of(model: CellModel, marks: list[list[int]], people: CellPeople) -> Accounts:
    free = len(model.costs)  # the account of months that cost nothing
    row = np.full((len(model.states), model.cells, MARKS), free, np.int16)
    for number, cost in enumerate(model.costs):
        s = model.states.index(cost.state)
        cells = np.arange(model.cells) if cost.cells is None else np.flatnonzero(cost.cells)
        row[s, cells[:, None], _records_from(marks[s], max(cost.from_months - 1, 0))] = number
    weight = np.ones(people.age.size) if people.weight is None else people.weight
    return Accounts(
        row,
        np.round(weight * WEIGHT).astype(np.int32),
        np.zeros(free + 1 if free else 0, np.int64),
        np.zeros((model.months if free else 0, free + 1), np.int64),
    )


def places_of(model: CellModel, marks: list[list[int]], persons: int, seed: int) -> Places:
    def column(values: Iterable[int], kind: type[np.generic]) -> NDArray[Any]:
        return np.array(list(values), kind)

    source = [model.states.index(place.source) for place in model.places]
    masks = [
        sum(1 << record for record in _records_from(marks[s], place.min_months))
        for s, place in zip(source, model.places, strict=True)
    ]
    return Places(
        column(source, np.uint8),
        column(masks, np.uint8),
        column((model.states.index(place.target) for place in model.places), np.uint8),
        column((place.capacity for place in model.places), np.int64),
        month_keys(seed, Purpose.PLACES, model.months),
        np.zeros(len(model.places), np.int64),
        np.empty((len(model.places), persons), np.uint32),
        np.empty(persons if model.places else 0, np.uint64),
    )
