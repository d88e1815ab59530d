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
_NOBODY = 255  # more burdens than there are: what an impossible event requires
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
    two_bands: NDArray[np.uint16]  # by age: at which age the band after the next one begins
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
def _multiply(base, family, cell_age, hazard):  # type: ignore[no-untyped-def]
    for band in range(hazard.shape[0]):
        for cell in range(hazard.shape[1]):
            factor, into = cell_age[cell, band], hazard[band, cell]
            for e in range(base.size):
                into[e] = base[e] * factor[family[e]]


@njit(cache=True, nogil=True)
def _possible(family, bit, onset, requires, state, by_state):  # type: ignore[no-untyped-def]
    for x in range(by_state.shape[0]):
        burdens = np.uint8(x // (_RECORDS * ATTEMPTS))
        factor, into = state[x], by_state[x]
        for e in range(family.size):
            held = (burdens & bit[e]) != 0
            possible = ((bit[e] == 0) | (held != onset[e])) & ((burdens & requires[e]) == requires[e])
            into[e] = factor[family[e]] if possible else 0.0


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
    declared = tables.events
    first = tables.event_ptr.astype(np.int64)
    sizes = first[1:] - first[:-1]
    ptr = np.concatenate([[0], np.cumsum(-(-sizes // LANES) * LANES)]).astype(np.int32)
    at = np.arange(declared.size) + np.repeat(ptr[:-1] - first[:-1], sizes)

    def padded(column: str, kind: type[np.generic], fill: int = 0) -> NDArray[Any]:
        found = np.full(int(ptr[-1]), fill, kind)
        found[at] = declared[column]
        return found

    family, base = padded("family", np.uint16), padded("base", np.float64)
    hazard = np.empty((tables.cell_age.shape[1], tables.cell_age.shape[0], base.size), np.float32)
    state = np.empty((tables.state.shape[0], base.size), np.float32)
    _multiply(base, family, tables.cell_age, hazard)
    bit, onset, failed = (padded(column, np.uint8) for column in ("bit", "onset", "failed"))
    _possible(family, bit, onset, padded("requires", np.uint8, _NOBODY), tables.state, state)
    form = declared["shape"]
    shape, shape_max = (np.zeros((tables.shape.shape[1], base.size), np.float32) for _ in range(2))
    shape[:, at], shape_max[:, at] = tables.shape.T[:, form], tables.shape_max.T[:, form]
    target, record = (padded(column, np.uint8, NONE) for column in ("target", "record"))
    change = np.stack([target, record, failed, bit], axis=1)
    return _Events(hazard, state, shape, shape_max, ptr, padded("group", np.int32), change)


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
    band = tables.band_of_age
    two_bands = np.searchsorted(band, band + 1, side="right").astype(np.uint16)
    lack = np.ascontiguousarray(tables.situation[:, events.group], np.float32)
    hazard, state, shape, shape_max, ptr, group, change = events
    return Rates(
        hazard, state, shape, shape_max, lack, ptr, group, change, two_bands,
        limits or no_limits(tables.absorbing.size),
        tables.occasions, tables.occasion_ptr, tables.outcomes, tables.cell_age, tables.state, tables.modifier,
        tables.modifier_max, tables.situation, band, tables.absorbing, tables.agency,
    )  # fmt: skip
