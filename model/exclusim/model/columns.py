"""What a run keeps: people's columns, the counts by month, and what only some runs keep beside them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["LOOK_AGAIN", "Accounts", "Books", "Columns", "Panel", "Places", "SpellLog", "no_books"]

LOOK_AGAIN = np.uint32(0xFFFFFFFF)
"""A bound that holds for whoever has just met something new: everything is computed exactly this month."""


class Columns(NamedTuple):
    """The people, one array a property, all of shape (persons,)."""

    person: NDArray[np.uint32]
    cell: NDArray[np.uint8]
    age0: NDArray[np.int16]  # age attained in the calendar year of month 0
    enter: NDArray[np.uint16]  # month in which the person joins the run
    reached: NDArray[np.uint8]  # bit mask of interventions
    situation: NDArray[np.uint8]  # row of Tables.situation: what agencies do or leave undone; 0 where nothing is amiss
    status: NDArray[np.uint8]
    burdens: NDArray[np.uint8]
    record: NDArray[np.uint8]
    attempts: NDArray[np.uint8]
    since: NDArray[np.uint16]  # month in which the present status was entered
    switches: NDArray[np.uint8]  # moves from one agency to another
    bound: NDArray[np.uint32]
    due: NDArray[np.uint16]
    stirred: NDArray[np.uint8]  # something changed since casework last looked


class Panel(NamedTuple):
    """What a run counts, T months: people after the month's moves."""

    status: NDArray[np.int64]  # (T, S)
    burden: NDArray[np.int64]  # (T, burdens)
    moves: NDArray[np.int32]  # (T, S, S) from, to


class SpellLog(NamedTuple):
    """Every change of status, burden or record, in order of month; ``used[0]`` rows are filled."""

    row: NDArray[np.int32]  # position of the person in the columns
    month: NDArray[np.uint16]
    status: NDArray[np.uint8]
    burdens: NDArray[np.uint8]
    record: NDArray[np.uint8]
    used: NDArray[np.int64]


class Accounts(NamedTuple):
    """Sums of people's weights by row, changed by moves; rows of length 0 where none are kept."""

    row: NDArray[np.int16]  # (S, C, R) account of a status, cell and record
    weight: NDArray[np.int32]  # (persons,) fixed point
    total: NDArray[np.int64]  # (rows,) now
    panel: NDArray[np.int64]  # (T, rows) after the month's moves


class Places(NamedTuple):
    """Limited places, filled by lot after the month's moves. P kinds of place; of length 0 where there are none."""

    source: NDArray[np.uint8]  # (P,) status of the candidates
    records: NDArray[np.uint8]  # (P,) bit mask of theirs
    target: NDArray[np.uint8]  # (P,) status of those who have a place
    capacity: NDArray[np.int64]  # (P,)
    keys: NDArray[np.uint32]  # (T, 2) keys of ``Purpose.PLACES``
    waiting: NDArray[np.int64]  # (P,) how many candidates are listed
    listed: NDArray[np.uint32]  # (P, persons) candidates, and some who are no longer
    lots: NDArray[np.uint64]  # (persons,) scratch


class Books(NamedTuple):
    """What only some models keep beside the counts."""

    accounts: Accounts
    places: Places


def no_books() -> Books:
    """Neither accounts nor places."""
    none = np.empty(0, np.int64)
    small = np.empty(0, np.uint8)
    return Books(
        Accounts(np.empty((0, 0, 0), np.int16), np.empty(0, np.int32), none, np.empty((0, 0), np.int64)),
        Places(
            small, small, small, none, np.empty((0, 2), np.uint32), none, np.empty((0, 0), np.uint32),
            np.empty(0, np.uint64),
        ),
    )  # fmt: skip
