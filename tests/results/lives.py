"""Histories written by hand, for tests that count by eye."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exclusim.model.engine import Spells
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.vocabulary import Answer, CaseState, Need
from exclusim.model.vocabulary import BURDENS, STATUSES

type Stay = tuple[str, int] | tuple[str, int, tuple[str, ...]]
type CaseRow = tuple[int, CaseState, int, Answer]  # month, state, agency, answer

_NAMES = [status.name for status in STATUSES]


def lives(*people: Sequence[Stay]) -> Spells:
    """One sequence of (status, months, burdens) a person; all must be equally long."""
    first, month, status, burdens = [0], [], [], []
    lengths = {sum(stay[1] for stay in person) for person in people}
    (months,) = lengths
    for person in people:
        at = 0
        for stay in person:
            carried = stay[2] if len(stay) == 3 else ()
            month.append(at)
            status.append(_NAMES.index(stay[0]))
            burdens.append(sum(1 << BURDENS.index(burden) for burden in carried))
            at += stay[1]
        first.append(len(month))
    return Spells(
        np.array(first, np.int64),
        np.array(month, np.uint16),
        np.array(status, np.uint8),
        np.array(burdens, np.uint8),
        np.zeros(len(month), np.uint8),
        months,
    )


def case_files(*written: list[CaseRow], months: int) -> CaseHistories:
    """Case files on people who need work and nothing else; the agency gave the answer itself."""
    rows = [row for person in written for row in person]
    month, state, agency, answer = (np.array(column) for column in zip(*rows, strict=True))
    first = np.cumsum([0, *(len(person) for person in written)]).astype(np.int64)
    needs, none = np.full(len(rows), Need.WORK, np.uint8), np.zeros(len(rows), np.uint8)
    return CaseHistories(
        first, month.astype(np.uint16), state.astype(np.uint8), agency.astype(np.uint8), answer.astype(np.uint8),
        agency.astype(np.uint8), needs, none, none, months,
    )  # fmt: skip
