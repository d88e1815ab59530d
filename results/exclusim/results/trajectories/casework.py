"""Who works with each person, month by month, from the agencies' case files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.vocabulary import CaseState
from exclusim.model.vocabulary import Status

from .switches import AgencyMonths, footing_of

__all__ = ["helping_agencies"]


def helping_agencies(cases: CaseHistories, spells: Spells, statuses: Sequence[Status], until: int) -> AgencyMonths:
    """The agency that helps each person before month ``until``; a place in a queue is no help.

    A case is closed in the month after the person has found work or studies. Until then the person is at the agency
    and on their own footing.
    """
    months = min(until, spells.months)
    rows = np.flatnonzero(cases.state == CaseState.HELPED)
    begin = cases.month[rows].astype(np.int64)
    end = np.minimum(begin + cases.lasts()[rows], months)
    code = np.zeros((spells.first.size - 1, months), np.uint8)
    _fill(code, cases.person()[rows], begin, end, cases.agency[rows])
    return AgencyMonths(tuple(agency.name for agency in AGENCIES), code, footing_of(spells, statuses, months))


@njit(cache=True, nogil=True)
def _fill(
    code: NDArray[np.uint8],
    person: NDArray[np.int64],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    agency: NDArray[np.uint8],
) -> None:
    for row in range(person.size):
        for month in range(begin[row], end[row]):
            code[person[row], month] = agency[row] + 1
