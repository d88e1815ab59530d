"""Case histories: what stands in everybody's case file, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.columns import CaseLog
from exclusim.model.institutions.vocabulary import Mark

__all__ = ["CaseHistories"]


@dataclass(frozen=True)
class CaseHistories:
    """One row for each change of a case, sorted by person and month; ``first[i]:first[i + 1]`` are the i-th person's.

    A row holds from ``month`` until the next row's month. Columns have the meaning of
    :class:`~exclusim.model.institutions.columns.Cases`.
    """

    first: NDArray[np.int64]
    month: NDArray[np.uint16]
    state: NDArray[np.uint8]
    agency: NDArray[np.uint8]
    answer: NDArray[np.uint8]
    by: NDArray[np.uint8]
    needs: NDArray[np.uint8]
    unseen: NDArray[np.uint8]
    marks: NDArray[np.uint8]
    months: int

    @classmethod
    def of(cls, log: CaseLog, persons: int, months: int) -> CaseHistories:
        """Histories of a finished run from its log."""
        used = int(log.used[0])
        order = np.argsort(log.row[:used], kind="stable")
        first = np.concatenate([[0], np.cumsum(np.bincount(log.row[:used], minlength=persons))])
        return cls(
            first.astype(np.int64), log.month[:used][order], log.state[:used][order], log.agency[:used][order],
            log.answer[:used][order], log.by[:used][order], log.needs[:used][order], log.unseen[:used][order],
            log.marks[:used][order], months,
        )  # fmt: skip

    def person(self) -> NDArray[np.int64]:
        """Position of each row's person, shape (rows,)."""
        return np.repeat(np.arange(self.first.size - 1), np.diff(self.first))

    def lasts(self) -> NDArray[np.int64]:
        """Months each row holds, shape (rows,)."""
        end = np.empty(self.month.size, np.int64)
        end[:-1] = self.month[1:]
        end[self.first[1:][np.diff(self.first) > 0] - 1] = self.months
        return end - self.month

    def known(self) -> NDArray[np.uint8]:
        """Needs that the assessment saw, shape (rows,)."""
        return self.needs & ~self.unseen

    def composite(self) -> NDArray[np.bool_]:
        """Whether more than one need was known, shape (rows,)."""
        return np.bitwise_count(self.known()) >= 2

    def has(self, mark: Mark) -> NDArray[np.bool_]:
        """Whether the case carries a mark, shape (rows,)."""
        return (self.marks & np.uint8(mark)) > 0

    def mandate(self) -> NDArray[np.uint8]:
        """Needs that the agency of each row may act on; nothing where there is no agency, shape (rows,)."""
        mandates = np.zeros(256, np.uint8)
        mandates[: len(AGENCIES)] = [agency.mandate for agency in AGENCIES]
        return np.asarray(mandates[self.agency])
