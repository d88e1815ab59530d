"""What the kernel reads: the factors of a compiled world multiplied out event by event.

A monthly hazard is a product of factors by family (cell and age, state) and of factors by event (base, duration
shape). Here they lie by event, so that everything one person needs in a month is a few short runs of consecutive
numbers. The rows of a status are padded with impossible events to a multiple of :data:`LANES`.
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.compiled import NEVER, NONE, Tables
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["LANES", "Limits", "Rates", "no_limits", "rates_of"]

LANES = 4
_RECORDS = len(RECORDS)


class Limits(NamedTuple):
    """Rules that only some worlds have. S statuses, R records.

    Args:
        clock: months per step of age and whether rates are probabilities of one month, shape (2,).
        mark_at: completed months in the status at which somebody with the record gets another, or NEVER, shape (S, R).
        mark: that other record, shape (S, R).
    """

    clock: NDArray[np.int64]
    mark_at: NDArray[np.int32]
    mark: NDArray[np.uint8]


class Rates(NamedTuple):
    """Shapes: E padded events, A age bands, C cells, X states (burdens, record, attempts), S statuses.

    The last ten are those of :class:`~exclusim.model.compiled.Tables`.
    """

    hazard: NDArray[np.float32]  # (A, C, E) base × cell and age
    state: NDArray[np.float32]  # (X, E) factor of the state, 0 where the event is impossible in it
    shape: NDArray[np.float32]  # (SLOTS, E)
    shape_max: NDArray[np.float32]  # the same, largest over the coming look-ahead
    lack: NDArray[np.float32]  # (situations, E) what a situation does to the event; row 0 is all ones
    ptr: NDArray[np.int32]  # (S + 1,) events of status s at ptr[s]:ptr[s + 1]
    group: NDArray[np.int32]  # (E,)
    change: NDArray[np.uint8]  # (E, 4) target, record, failed, burden bit
    limits: Limits
    occasions: NDArray[np.void]
    occasion_ptr: NDArray[np.uint32]
    outcomes: NDArray[np.void]
    cell_age: NDArray[np.float64]
    state_factor: NDArray[np.float64]
    modifier: NDArray[np.float64]
    modifier_max: NDArray[np.float64]
    situation: NDArray[np.float64]
    band_of_age: NDArray[np.uint16]
    absorbing: NDArray[np.uint8]
    agency: NDArray[np.uint8]


def no_limits(statuses: int) -> Limits:
    """Ages in years, hazards, and no marks."""
    return Limits(
        np.array([12, 0]), np.full((statuses, _RECORDS), NEVER, np.int32), np.zeros((statuses, _RECORDS), np.uint8)
    )


@njit(cache=True, nogil=True)
def _fill(events, event_ptr, ptr, cell_age, state, shape, shape_max, hazard, by_state, by_slot, by_slot_max):  # type: ignore[no-untyped-def]
    for s in range(ptr.size - 1):
        for k in range(event_ptr[s + 1] - event_ptr[s]):
            event, e = events[event_ptr[s] + k], ptr[s] + k
            for band in range(hazard.shape[0]):
                for cell in range(hazard.shape[1]):
                    hazard[band, cell, e] = event.base * cell_age[cell, band, event.family]
            for x in range(by_state.shape[0]):
                burdens = x // (_RECORDS * ATTEMPTS)
                held = burdens & event.bit
                possible = event.bit == 0 or (held == 0) == (event.onset == 1)
                if possible and (burdens & event.requires) == event.requires:
                    by_state[x, e] = state[x, event.family]
            for slot in range(by_slot.shape[0]):
                by_slot[slot, e] = shape[event.shape, slot]
                by_slot_max[slot, e] = shape_max[event.shape, slot]


class _Events(NamedTuple):
    """The part of the rates that no intervention and no situation touches."""

    hazard: NDArray[np.float32]
    state: NDArray[np.float32]
    shape: NDArray[np.float32]
    shape_max: NDArray[np.float32]
    ptr: NDArray[np.int32]
    group: NDArray[np.int32]
    change: NDArray[np.uint8]


def _events_of(tables: Tables) -> _Events:
    sizes = np.diff(tables.event_ptr.astype(np.int64))
    ptr = np.concatenate([[0], np.cumsum(-(-sizes // LANES) * LANES)]).astype(np.int32)
    events = int(ptr[-1])
    cells, bands = tables.cell_age.shape[:2]
    hazard = np.zeros((bands, cells, events), np.float32)
    state = np.zeros((tables.state.shape[0], events), np.float32)
    shape = np.zeros((tables.shape.shape[1], events), np.float32)
    shape_max = np.zeros_like(shape)
    _fill(
        tables.events, tables.event_ptr, ptr, tables.cell_age, tables.state, tables.shape, tables.shape_max,
        hazard, state, shape, shape_max,
    )  # fmt: skip
    group, change = np.zeros(events, np.int32), np.zeros((events, 4), np.uint8)
    change[:, :2] = NONE
    for s, first in enumerate(ptr[:-1]):
        of_status = tables.events[int(tables.event_ptr[s]) : int(tables.event_ptr[s + 1])]
        rows = slice(int(first), int(first) + of_status.size)
        group[rows] = of_status["group"]
        for column, name in enumerate(("target", "record", "failed", "bit")):
            change[rows, column] = of_status[name]
    return _Events(hazard, state, shape, shape_max, ptr, group, change)


class _Latest(threading.local):
    """What this thread multiplied out last: scenarios of one draw share everything but their modifiers."""

    sources: tuple[NDArray[Any], ...] = ()
    found: _Events | None = None

    def of(self, tables: Tables) -> _Events:
        sources = (tables.events, tables.cell_age, tables.state, tables.shape)
        same = len(self.sources) == len(sources) and all(a is b for a, b in zip(self.sources, sources, strict=True))
        if self.found is None or not same:
            self.sources, self.found = sources, _events_of(tables)
        return self.found


_latest = _Latest()


def rates_of(tables: Tables, limits: Limits | None = None) -> Rates:
    """Multiply a compiled world out. Takes a few milliseconds and about 3 MB for the declared world."""
    events = _latest.of(tables)
    lack = np.ascontiguousarray(tables.situation[:, events.group], np.float32)
    hazard, state, shape, shape_max, ptr, group, change = events
    return Rates(
        hazard, state, shape, shape_max, lack, ptr, group, change, limits or no_limits(tables.absorbing.size),
        tables.occasions, tables.occasion_ptr, tables.outcomes, tables.cell_age, tables.state, tables.modifier,
        tables.modifier_max, tables.situation, tables.band_of_age, tables.absorbing, tables.agency,
    )  # fmt: skip
