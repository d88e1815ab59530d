"""New people for a fitted model, simulated by the engine's own monthly kernel.

The fitted hazard is a product of factors, so it *is* a set of the engine's tables: every pair of states is a family of
its own, covariate patterns are cells, years since the start are age bands, the order of the spell is the count of
attempts, the class of the previous state is the record, and effects of time are the month series of a modifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.exposure import HISTORIES
from exclusim.calibration.sequences.hazards import Hazards
from exclusim.model.columns import Columns, Panel, SpellLog, no_books
from exclusim.model.compiled import EVENT, LOOKAHEAD, NONE, OCCASION, OUTCOME, SLOTS, Tables
from exclusim.model.kernel import advance, room_for_hits
from exclusim.model.randomness import Purpose, month_keys
from exclusim.model.rates import rates_of
from exclusim.model.vocabulary import BURDENS

__all__ = ["Beginning", "simulate_sequences", "tables_of"]

_MOST_CELLS = 255  # the kernel's cell number is one byte
_AGES = 200


@dataclass(frozen=True)
class Beginning:
    """Where simulated people begin, each array of shape (n,)."""

    cell: NDArray[np.int64]  # covariate pattern
    month: NDArray[np.int64]  # first month
    state: NDArray[np.int64]


def tables_of(hazards: Hazards, cells: NDArray[np.int64], classes: NDArray[np.int64]) -> Tables:
    """The kernel's tables of a fitted model.

    Args:
        cells: covariate patterns of the model, at most 255; a person's ``cell`` is a position among them.
        classes: class of each state as a previous state.
    """
    design, states = hazards.design, hazards.states
    effects = hazards.effects(cells)
    months = design.year_of_month.size
    source, target = np.nonzero(~np.eye(states, dtype=bool))
    pairs = source.size

    def factor(name: str, levels: int) -> NDArray[np.float64]:
        """Multiplicative effects, shape (levels, pairs)."""
        return np.exp(effects[name][:, source, target]) if name in effects else np.ones((levels, pairs))

    events = np.zeros(pairs, EVENT)
    events["base"] = factor("", 1)[0]
    events["family"] = events["group"] = events["shape"] = np.arange(pairs)
    events["target"] = target
    events["record"] = classes[source]
    events["failed"] = 1
    by_year = factor("year_cell", cells.size * design.years).reshape(cells.size, design.years, pairs)
    cell_age = np.ones((cells.size, design.years, pairs + 1))
    cell_age[:, :, :pairs] = factor("cell", cells.size)[:, None, :] * by_year
    state = np.ones(((1 << len(BURDENS)) * HISTORIES, pairs + 1))
    state[:HISTORIES, :pairs] = factor("history", HISTORIES)
    shape = np.ascontiguousarray(factor("duration", SLOTS).T)
    modifier = factor("month", months)[None]
    band = np.concatenate([design.year_of_month[::12], np.full(_AGES, design.years - 1)])[:_AGES]
    return Tables(
        events=events,
        event_ptr=np.concatenate([[0], np.cumsum(np.bincount(source, minlength=states))]).astype(np.uint32),
        occasions=np.zeros(0, OCCASION),
        occasion_ptr=np.zeros(states + 1, np.uint32),
        outcomes=np.zeros(0, OUTCOME),
        cell_age=cell_age,
        state=state,
        shape=shape,
        shape_max=_coming_max(shape, axis=1),
        modifier=np.ascontiguousarray(modifier),
        modifier_max=_coming_max(modifier, axis=1),
        situation=np.ones((1, modifier.shape[2])),
        band_of_age=band.astype(np.uint16),
        absorbing=np.zeros(states, np.uint8),
        agency=np.zeros(states, np.uint8),
    )


def _coming_max(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Largest value over the coming look-ahead, as the kernel's bounds need it; beyond the end the last one holds."""
    size = values.shape[axis]
    ahead = np.minimum(np.arange(size)[:, None] + np.arange(LOOKAHEAD + 1), size - 1)
    return np.ascontiguousarray(np.take(values, ahead, axis=axis).max(axis=axis + 1))


def simulate_sequences(hazards: Hazards, classes: NDArray[np.int64], people: Beginning, seed: int) -> NDArray[np.int8]:
    """States by month, shape (n, T); −1 before the first month.

    The same seed gives the same sequences; a person's number is the position in ``people``.
    """
    months = hazards.design.year_of_month.size
    keys = month_keys(seed, Purpose.LIFE, months)
    codes = np.full((people.cell.size, months), -1, np.int8)
    for rows, some in _blocks(people.cell):
        tables = tables_of(hazards, some, classes)
        cell = np.searchsorted(some, people.cell[rows])
        columns = _columns(rows, cell, people.month[rows], people.state[rows])
        codes[rows] = _run(tables, columns, keys, months)
    return codes


def _blocks(cell: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Persons and the patterns they have, at most so many patterns at a time as the kernel can number."""
    used = np.unique(cell)
    for start in range(0, used.size, _MOST_CELLS):
        some = used[start : start + _MOST_CELLS]
        yield np.flatnonzero((cell >= some[0]) & (cell <= some[-1])), some


def _columns(
    person: NDArray[np.int64], cell: NDArray[np.int64], first: NDArray[np.int64], state: NDArray[np.int64]
) -> Columns:
    enter, none = first.astype(np.uint16), np.zeros(person.size, np.uint8)
    return Columns(
        person=person.astype(np.uint32),
        cell=cell.astype(np.uint8),
        age0=np.zeros(person.size, np.int16),
        enter=enter,
        reached=none.copy(),
        situation=none.copy(),
        status=state.astype(np.uint8),
        burdens=none.copy(),
        record=none.copy(),
        attempts=none.copy(),
        since=enter.copy(),
        switches=none.copy(),
        bound=np.zeros(person.size, np.uint32),
        due=enter.copy(),
        stirred=none.copy(),
    )


def _run(tables: Tables, people: Columns, keys: NDArray[np.uint32], months: int) -> NDArray[np.int8]:
    """Run the kernel a month at a time: after each, the people's statuses are the column of that month."""
    states = tables.absorbing.size
    panel = Panel(
        np.zeros((months, states), np.int64),
        np.zeros((months, len(BURDENS)), np.int64),
        np.zeros((months, states, states), np.int32),
    )
    none = np.empty(0, np.uint8)
    no_log = SpellLog(np.empty(0, np.int32), np.empty(0, np.uint16), none, none, none, np.zeros(1, np.int64))
    counts = np.zeros(states + len(BURDENS), np.int64)
    hits = room_for_hits()
    rates, books = rates_of(tables), no_books()
    codes = np.full((people.person.size, months), -1, np.int8)
    for month in range(months):
        advance(rates, people, keys, month, month + 1, panel, counts, no_log, hits, books)
        codes[:, month] = np.where(people.enter <= month, people.status, NONE).astype(np.uint8).view(np.int8)
    return codes
