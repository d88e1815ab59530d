"""Outcomes an evaluation can measure, all turned so that more is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.vocabulary import Status
from exclusim.results.evaluation.lives import months_in, status_at

__all__ = ["OUTCOMES", "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """One thing that is measured.

    Args:
        label: Swedish, what a positive effect means.
        good: the statuses in which it goes well.
        count: measured as months since enrolment instead of the status at one time.
    """

    label: str
    good: Callable[[Status], bool]
    count: bool = False

    @property
    def unit(self) -> str:
        return "months" if self.count else "share"

    def flags(self, statuses: tuple[Status, ...]) -> NDArray[np.bool_]:
        return np.array([self.good(status) for status in statuses])

    def measure(self, spells: Spells, statuses: tuple[Status, ...], enrolled: int, month: int) -> NDArray[np.float64]:
        """Each person's outcome at the end of ``month``, shape (persons,).

        A share is 0 or 1; a count is good months since ``enrolled``.
        """
        good = self.flags(statuses)
        if self.count:
            return months_in(spells, good, enrolled, month + 1).astype(np.float64)
        return good[status_at(spells, month)].astype(np.float64)

    def year(self, spells: Spells, statuses: tuple[Status, ...], before: int) -> NDArray[np.float64]:
        """Mean outcome of the twelve months before ``before``, on the scale of :meth:`measure`, shape (persons,)."""
        first = max(before - 12, 0)
        return months_in(spells, self.flags(statuses), first, before) / max(before - first, 1)


def _supported(status: Status) -> bool:
    return status.support in ("wage", "study_aid", "parental_benefit", "none") and not status.absorbing


OUTCOMES: dict[str, Outcome] = {
    "excluded": Outcome("färre i utanförskap", lambda s: not s.excluded and not s.absorbing),
    "work": Outcome("fler i arbete", lambda s: s.works),
    "study": Outcome("fler i studier", lambda s: s.studies),
    "work-or-study": Outcome("fler i arbete eller studier", lambda s: s.works or s.studies),
    "support": Outcome("färre som lever på bidrag eller ersättning", _supported),
    "excluded-months": Outcome("färre månader i utanförskap", lambda s: not s.excluded and not s.absorbing, count=True),
}
"""By the name the command line knows. Somebody dead or emigrated has no good outcome."""
