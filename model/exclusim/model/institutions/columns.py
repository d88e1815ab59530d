"""What casework keeps: one case a person, the agencies' offices, and the case log."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES, NOBODY
from exclusim.model.institutions.rules import SITUATIONS, Rules

__all__ = [
    "CASE",
    "INSIDE",
    "NEVER",
    "NO_MONTH",
    "UNKNOWN_STATUS",
    "CaseLog",
    "Desk",
    "Offices",
    "new_cases",
    "new_desk",
    "new_log",
    "new_offices",
]

NO_MONTH = 65535
UNKNOWN_STATUS = 255
NEVER = 65535  # no review until something happens, to somebody whom no agency follows
INSIDE = 65534  # the same in care or prison, whose end will concern agencies


CASE = np.dtype(
    [
        ("state", np.uint8),  # CaseState
        ("agency", np.uint8),  # that helps, has the person in its queue, or is to receive the case
        ("answer", np.uint8),  # Answer: the last one
        ("by", np.uint8),  # agency that gave it
        ("needs", np.uint8),  # Need mask
        ("unseen", np.uint8),  # needs that the assessment missed
        ("marks", np.uint8),  # Mark mask
        ("linked", np.uint8),  # the association has been asked
        ("target", np.uint8),  # this month only: the agency turned to, or NOBODY for "wherever it fits"
        ("sender", np.uint8),  # this month only: the agency that sends the case on, or NOBODY
        ("visited", np.uint16),  # agencies asked since the person came outside, bit mask
        ("since", np.uint16),  # month in which the present state of the case began
        ("outside", np.uint16),  # month in which the person came outside
        ("released", np.uint16),  # month of leaving care or prison, or NO_MONTH
    ],
    align=True,
)
"""One case a person, narrow: reviewing everybody is bound by memory."""


class Desk(NamedTuple):
    """This month's lists, and what spares reviewing everybody. n persons.

    Those who ask the association stand at the end of ``wanted``: a person is a candidate of one agency at most.
    """

    turning: NDArray[np.uint32]  # (n,) who turns to an agency or is sent on
    wanted: NDArray[np.int64]  # (n,) candidates
    concerned: NDArray[np.uint32]  # (n,) whose case is to be settled
    used: NDArray[np.int64]  # (4,) how many turn, are candidates, ask the association, are concerned
    first: NDArray[np.int64]  # (A + 1,) where each agency's candidates begin
    wake: NDArray[np.uint16]  # (n,) month of the next review, unless something stirs the person before
    known: NDArray[np.uint8]  # (n,) status at the last review
    helped: NDArray[np.int64]  # (A,) people who are helped and not reviewed
    noted: NDArray[np.int32]  # (n,) row of the case log that holds, or −1; of length 0 where no log is kept


class Offices(NamedTuple):
    """The agencies' state and what is counted about them. T months, A agencies, S statuses, K situations."""

    capacity: NDArray[np.float64]  # (T, A) people helped at the same time
    budget: NDArray[np.float64]  # (T / 12, A) new composite cases a year
    link: NDArray[np.float64]  # (A, A) collaboration: probability that two act together
    pairs: NDArray[np.int64]  # (3, A, A) this year: composite cases of a pair, joint ones, pushes
    admitted: NDArray[np.int64]  # (A,) composite cases taken in this year
    bite: NDArray[np.float64]  # (1,) strength of the rules that reform wears down, 1 at the start
    helped: NDArray[np.int64]  # (T, A) people helped
    waiting: NDArray[np.int64]  # (T, A) people in the queue after admission
    arrived: NDArray[np.int64]  # (T, A) who joined the queue or were taken in directly
    taken: NDArray[np.int64]  # (T, A) taken in
    composite: NDArray[np.int64]  # (T, A) of them with composite needs
    situations: NDArray[np.int64]  # (S, K) person-months by status and situation; whoever rests is counted to the end
    links: NDArray[np.float64]  # (T / 12, A, A) collaboration by year


class CaseLog(NamedTuple):
    """Every change of a case; ``used[0]`` rows are filled."""

    row: NDArray[np.int32]
    month: NDArray[np.uint16]
    state: NDArray[np.uint8]
    agency: NDArray[np.uint8]
    answer: NDArray[np.uint8]
    by: NDArray[np.uint8]
    needs: NDArray[np.uint8]
    unseen: NDArray[np.uint8]
    marks: NDArray[np.uint8]
    used: NDArray[np.int64]


def new_cases(persons: int) -> NDArray[np.void]:
    """No cases yet, shape (persons,)."""
    cases = np.zeros(persons, CASE)
    for column in ("agency", "by", "target", "sender"):
        cases[column] = NOBODY
    cases["released"] = NO_MONTH
    return cases


def new_desk(persons: int, *, histories: bool) -> Desk:
    """Empty lists; joining the run stirs everybody."""
    return Desk(
        np.empty(persons, np.uint32),
        np.empty(persons, np.int64),
        np.empty(persons, np.uint32),
        np.zeros(4, np.int64),
        np.zeros(len(AGENCIES) + 1, np.int64),
        np.full(persons, NEVER, np.uint16),
        np.full(persons, UNKNOWN_STATUS, np.uint8),
        np.zeros(len(AGENCIES), np.int64),
        np.full(persons if histories else 0, -1, np.int32),
    )


def new_offices(
    rules: Rules, months: int, statuses: int, capacity: NDArray[np.float64], budget: NDArray[np.float64]
) -> Offices:
    """Offices before the first month, with the capacity and budget of each month and year."""
    agencies, years = len(AGENCIES), -(-months // 12)

    def counts(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, np.int64)

    return Offices(
        np.ascontiguousarray(capacity, np.float64),
        np.ascontiguousarray(budget, np.float64),
        np.full((agencies, agencies), float(rules.numbers["link_at_start"][0])),
        counts(3, agencies, agencies),
        counts(agencies),
        np.ones(1),
        counts(months, agencies),
        counts(months, agencies),
        counts(months, agencies),
        counts(months, agencies),
        counts(months, agencies),
        counts(statuses, SITUATIONS),
        np.zeros((years, agencies, agencies)),
    )


def new_log(rows: int) -> CaseLog:
    """An empty log with room for ``rows`` changes."""
    small = [np.empty(rows, np.uint8) for _ in range(7)]
    return CaseLog._make([np.empty(rows, np.int32), np.empty(rows, np.uint16), *small, np.zeros(1, np.int64)])
