"""One pass over a cohort's histories: what happens to people within the horizon that monthly counts cannot tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.vocabulary import BURDENS, Status

__all__ = ["STABLE_MONTHS", "Counts", "count", "handovers", "is_stable_support"]

STABLE_MONTHS = 12
_NO_TROUBLE = ("scarring",)  # marks a past spell without work; nothing that the person lives with


@dataclass(frozen=True, slots=True)
class Counts:
    """Simulated people, spells and person-months of one cohort within the horizon.

    Args:
        entered: people excluded in at least one month.
        spells: spells of consecutive months in excluded statuses, whichever. One that is under way when the horizon
            begins counts as a spell that begins there.
        excluded_months: person-months in excluded statuses.
        stable_months: person-months of at least :data:`STABLE_MONTHS` months in a row in one status of stable support;
            a stay is measured in full and counted within the horizon.
        burdened_months: person-months with at least one burden other than scarring.
    """

    entered: int
    spells: int
    excluded_months: int
    stable_months: int
    burdened_months: int


@njit(cache=True, nogil=True)
def _count(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    burdens: NDArray[np.uint8],
    months: int,
    excluded: NDArray[np.bool_],
    stable: NDArray[np.bool_],
    troubles: int,
    start: int,
    end: int,
) -> NDArray[np.int64]:
    out = np.zeros(5, np.int64)
    for i in range(first.size - 1):
        inside, entered = False, False
        since = 0
        for row in range(first[i], first[i + 1]):
            begin = int(month[row])
            ends = row + 1 == first[i + 1]
            until = months if ends else int(month[row + 1])
            here = min(until, end) - max(begin, start)
            if here > 0:
                if burdens[row] & troubles:
                    out[4] += here
                if excluded[status[row]]:
                    out[2] += here
                    out[1] += not inside
                    out[0] += not entered
                    entered = True
                inside = excluded[status[row]]
            # A row may only change a burden or the record: a stay goes on over rows of the same status.
            if row == first[i] or status[row] != status[row - 1]:
                since = begin
            if (ends or status[row + 1] != status[row]) and stable[status[row]] and until - since >= STABLE_MONTHS:
                out[3] += max(min(until, end) - max(since, start), 0)
    return out


def is_stable_support(status: Status) -> bool:
    """Somebody supports an excluded person who is neither outside every programme nor in an institution."""
    return status.excluded and status.support not in ("none", "care") and status.activity != "outside"


def count(spells: Spells, statuses: tuple[Status, ...], start: int, end: int) -> Counts:
    """Read ``spells`` within the months ``start`` … ``end`` − 1."""

    def members(belongs: Callable[[Status], bool]) -> NDArray[np.bool_]:
        return np.array([belongs(status) for status in statuses])

    troubles = sum(1 << bit for bit, name in enumerate(BURDENS) if name not in _NO_TROUBLE)
    found = _count(
        spells.first, spells.month, spells.status, spells.burdens, spells.months,
        members(lambda s: s.excluded), members(is_stable_support), troubles, start, end,
    )  # fmt: skip
    return Counts(*(int(number) for number in found))


@cache
def handovers(statuses: tuple[Status, ...]) -> NDArray[np.bool_]:
    """Which moves take a person from one agency that holds the case to another, shape (statuses, statuses)."""
    agency = [status.agency for status in statuses]
    return np.array([[bool(a) and bool(b) and a != b for b in agency] for a in agency])
