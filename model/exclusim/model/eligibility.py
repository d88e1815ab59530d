"""Who is eligible when something begins: conditions on the columns of a person that change over life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exclusim.model.vocabulary import BURDENS, RECORDS, Status

if TYPE_CHECKING:  # a scenario file can be read without compiled code
    from exclusim.model.columns import Columns

__all__ = ["Eligible"]


@dataclass(frozen=True, slots=True)
class Eligible:
    """Conditions that must all hold at the beginning of one month; what is left out does not narrow.

    Args:
        age_from, age_to: ages attained in the calendar year, both included.
        statuses: names of the statuses that belong; None for all.
        months_from, months_to: completed months in the present status, both included.
        records: school records that belong; empty for all.
        burdens: at least one of them is held; empty for no condition.
        without_burdens: none of them is held.
    """

    age_from: int | None = None
    age_to: int | None = None
    statuses: tuple[str, ...] | None = None
    months_from: int | None = None
    months_to: int | None = None
    records: tuple[str, ...] = ()
    burdens: tuple[str, ...] = ()
    without_burdens: tuple[str, ...] = ()

    def holds(self, people: Columns, month: int, statuses: Sequence[Status]) -> NDArray[np.bool_]:
        """Who fulfils the conditions at the beginning of ``month``, shape (persons,).

        Nobody does who has not joined, has died or has emigrated.
        """
        belongs = np.array([not s.absorbing and (self.statuses is None or s.name in self.statuses) for s in statuses])
        fits = belongs[people.status] & (people.enter <= month)
        age = people.age0.astype(np.int64) + month // 12
        stayed = month - people.since.astype(np.int64)
        for values, low, high in ((age, self.age_from, self.age_to), (stayed, self.months_from, self.months_to)):
            if low is not None:
                fits &= values >= low
            if high is not None:
                fits &= values <= high
        if self.records:
            fits &= np.isin(people.record, [RECORDS.index(record) for record in self.records])
        if self.burdens:
            fits &= people.burdens & _mask(self.burdens) != 0
        if self.without_burdens:
            fits &= people.burdens & _mask(self.without_burdens) == 0
        return fits


def _mask(burdens: Sequence[str]) -> np.uint8:
    return np.uint8(sum(1 << BURDENS.index(burden) for burden in burdens))
