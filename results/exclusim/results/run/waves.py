"""Whom a wave of a roll-out lets in: a range of the lots, those not taken, and no more than there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.columns import Columns
from exclusim.model.population import Reach
from exclusim.model.randomness import Purpose, uniform
from exclusim.model.vocabulary import Status

__all__ = ["Places", "WaveReach"]


@dataclass(frozen=True, slots=True)
class Places:
    """At most ``most`` simulated people carry any bit of ``mask`` after an intake; the lowest lots come first."""

    most: int
    mask: int


@dataclass(frozen=True, slots=True)
class WaveReach(Reach):
    """One intake of one wave. ``share`` is the upper end of its range of lots.

    Args:
        above: lower end of the range; waves of one intervention share a lot and have disjoint ranges.
        taken: bits of those who are in it already, or with a competitor.
        within: bits of which one must be carried; 0 for no condition (parts of an intervention with a target of their
            own).
        places: limits on how many there can be.
        rolling: whether it is one of several intakes, so that a cohort that joins after it is not let in by it.
    """

    above: float = 0.0
    taken: int = 0
    within: int = 0
    places: tuple[Places, ...] = ()
    rolling: bool = False

    def late(self, month: int) -> bool:
        """Whether a cohort that joins in ``month`` comes after this intake and waits for the next."""
        return self.rolling and self.month < month

    def enrols(self, people: Columns, month: int, statuses: Sequence[Status], seed: int) -> NDArray[np.uint8]:
        """The bit, for those who are let in at the beginning of ``month``, and 0 for the others; shape (persons,)."""
        marks = Reach.enrols(self, people, month, statuses, seed)
        lot = uniform(people.person, seed, Purpose.TREATMENT, self.drawn_by)
        marks[(lot < self.above) | (people.reached & np.uint8(self.taken) != 0)] = 0
        if self.within:
            marks[people.reached & np.uint8(self.within) == 0] = 0
        if self.places:
            room = min(p.most - np.count_nonzero(people.reached & np.uint8(p.mask)) for p in self.places)
            chosen = np.flatnonzero(marks)
            marks[chosen[np.argsort(lot[chosen], kind="stable")[max(room, 0) :]]] = 0
        return marks
