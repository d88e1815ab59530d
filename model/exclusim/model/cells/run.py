"""One run of a model by cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from exclusim.model.cells.books import WEIGHT, accounts_of, limits_of, marks_of, places_of
from exclusim.model.cells.declared import CellModel, CellPeople, CellRun
from exclusim.model.cells.tables import tables_of
from exclusim.model.columns import Books, Columns, Panel, SpellLog
from exclusim.model.kernel import advance, room_for_hits
from exclusim.model.randomness import Purpose, month_keys
from exclusim.model.rates import rates_of

__all__ = ["simulate_cells"]


def simulate_cells(model: CellModel, people: CellPeople, seed: int) -> CellRun:
    """Run a model; a pure function of its arguments, exact whatever the order of people."""
    marks = [marks_of(model, state) for state in model.states]
    rates = rates_of(tables_of(model, marks, int(people.age.max())), limits_of(marks))
    columns = _columns(people)
    books = Books(accounts_of(model, marks, people), places_of(model, marks, people.age.size, seed))
    states, months = len(model.states), model.months
    panel = Panel(
        np.zeros((months, states), np.int64),
        np.zeros((months, 0), np.int64),
        np.zeros((months, states, states), np.int32),
    )
    small = np.empty(0, np.uint8)
    no_log = SpellLog(np.empty(0, np.int32), np.empty(0, np.uint16), small, small, small, np.zeros(1, np.int64))
    keys = month_keys(seed, Purpose.LIFE, months)
    hits = room_for_hits()
    advance(rates, columns, keys, 0, months, panel, np.zeros(states, np.int64), no_log, hits, books)
    if not model.costs:
        return CellRun(panel.status, np.zeros((months, 0)))
    weights = books.accounts.panel[:, : len(model.costs)] / WEIGHT
    return CellRun(panel.status, weights @ np.array([row.price for row in model.costs]))


def _columns(people: CellPeople) -> Columns:
    n = people.age.size

    def zeros(kind: type[np.generic]) -> NDArray[Any]:
        return np.zeros(n, kind)

    return Columns(
        person=np.arange(n, dtype=np.uint32),
        cell=people.cell.astype(np.uint8),
        age0=(people.age - 1).astype(np.int16),
        enter=zeros(np.uint16),
        reached=zeros(np.uint8),
        situation=zeros(np.uint8),
        status=people.state.astype(np.uint8),
        burdens=zeros(np.uint8),
        record=zeros(np.uint8),
        attempts=zeros(np.uint8),
        since=zeros(np.uint16),
        switches=zeros(np.uint8),
        bound=zeros(np.uint32),
        due=zeros(np.uint16),
        stirred=zeros(np.uint8),
    )
