"""Agencies month by month, moves between them, and loops (*rundgång*).

Which agencies depends on the question: those that help (:mod:`exclusim.results.trajectories.casework`) or those that
pay (:func:`paying_agencies`). A *case* is a row of months at one agency. A *switch* is a case that follows one at
another agency with no month on one's own footing (work, studies, parental leave) in between. A *loop* a → b → a returns
to the first agency, by way of another one, within :data:`WINDOW` months of leaving it; it is *without progress* where
no month on one's own footing lies between. This is requirement R052; the outcomes of cases, beside their number, are
R167: results, not handled cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.vocabulary import Status

from .sequences import codes_by_month

__all__ = [
    "ABSENT",
    "LASTING",
    "NOBODY",
    "OWN_FOOTING",
    "WINDOW",
    "AgencyMonths",
    "SwitchCounts",
    "count_switches",
    "footing_of",
    "paying_agencies",
]

WINDOW = 24
"""Months within which coming back counts as a return or a loop."""

LASTING = 12
"""Months on one's own footing after a case for its result to count as lasting."""

NOBODY, OWN_FOOTING, ABSENT = "nobody", "own_footing", "absent"

_EXCLUDED, _OWN, _ABSENT = 0, 1, 2


@dataclass(frozen=True)
class AgencyMonths:
    """At which agency each person is, month by month.

    Args:
        names: agencies by code, from code 1.
        code: agency of each person and month, 0 = none, shape (persons, months).
        footing: 0 excluded, 1 on one's own footing, 2 dead or emigrated, shape (persons, months).

    Raises:
        ValueError: the shapes differ, or a code has no name.
    """

    names: tuple[str, ...]
    code: NDArray[np.integer[Any]]
    footing: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.code.shape != self.footing.shape or self.code.ndim != 2:
            raise ValueError(
                f"agency codes {self.code.shape} and footing {self.footing.shape} must be persons × months"
            )
        if self.code.size and not (self.code.min() >= 0 and self.code.max() <= len(self.names)):
            raise ValueError(f"agency codes must be 0 … {len(self.names)}")

    def places(self, at: NDArray[np.int64]) -> NDArray[np.int16]:
        """Where everybody is in the months ``at``, as :attr:`SwitchCounts.places` counts; −1 dead or emigrated."""
        return _places(self.code[:, at], self.footing[:, at], len(self.names))


def _places(code: NDArray[np.integer[Any]], footing: NDArray[np.uint8], agencies: int) -> NDArray[np.int16]:
    place = code.astype(np.int16)
    place[(place == 0) & (footing == _OWN)] = agencies + 1
    place[footing == _ABSENT] = -1
    return place


def footing_of(spells: Spells, statuses: Sequence[Status], until: int) -> NDArray[np.uint8]:
    """Excluded, on one's own footing or gone, as :attr:`AgencyMonths.footing` codes it, before month ``until``."""
    code = np.array([_ABSENT if s.absorbing else _EXCLUDED if s.excluded else _OWN for s in statuses], np.uint8)
    return codes_by_month(spells, code, np.arange(min(until, spells.months)))


def paying_agencies(spells: Spells, statuses: Sequence[Status], until: int) -> AgencyMonths:
    """Agencies that pay or are responsible as the statuses name them (:attr:`Status.agency`), before month ``until``.

    A school is not an agency here: who studies is on their own footing.
    """
    held = ["" if status.studies else status.agency for status in statuses]
    names = tuple(dict.fromkeys(name for name in held if name))
    code = np.array([names.index(name) + 1 if name else 0 for name in held], np.uint8)
    at = np.arange(min(until, spells.months))
    return AgencyMonths(names, codes_by_month(spells, code, at), footing_of(spells, statuses, until))


@dataclass(frozen=True)
class SwitchCounts:
    """Counts of one group of people. K agencies; K + 2 places: nobody, each agency, own footing.

    Args:
        names: agencies, in the order of the rows.
        person_months: months in each place, shape (K + 2,).
        moves: moves from one month to the next, shape (K + 2, K + 2).
        ever: people who were ever in each place, shape (K + 2,).
        cases: cases at each agency, shape (K,).
        followed: ended cases followed for :data:`LASTING` months, shape (K,); ``lasting``: those after which the
            person stood on their own footing all that time.
        followed_back: ended cases followed for :data:`WINDOW` months; ``back``: those back at the same agency by then.
        loops: loops a → b → a, shape (K, K); ``idle_loops``: those without progress.
        switches: switches of each person, shape (persons,); ``agencies``: different agencies; ``looped``: loops.
    """

    names: tuple[str, ...]
    person_months: NDArray[np.int64]
    moves: NDArray[np.int64]
    ever: NDArray[np.int64]
    cases: NDArray[np.int64]
    followed: NDArray[np.int64]
    lasting: NDArray[np.int64]
    followed_back: NDArray[np.int64]
    back: NDArray[np.int64]
    loops: NDArray[np.int64]
    idle_loops: NDArray[np.int64]
    switches: NDArray[np.int64]
    agencies: NDArray[np.int64]
    looped: NDArray[np.int64]

    @property
    def places(self) -> tuple[str, ...]:
        return (NOBODY, *self.names, OWN_FOOTING)


def count_switches(history: AgencyMonths) -> SwitchCounts:
    """Count moves, cases and loops, person by person."""
    agencies, persons = len(history.names), len(history.code)
    place = _places(history.code, history.footing, agencies)
    places = np.zeros((2, agencies + 2), np.int64)
    moves = np.zeros((agencies + 2, agencies + 2), np.int64)
    loops = np.zeros((2, agencies, agencies), np.int64)
    cases = np.zeros((5, agencies), np.int64)
    each = np.zeros((3, persons), np.int64)
    _count(place, history.footing, agencies, places, moves, loops, cases, each)
    return SwitchCounts(history.names, places[0], moves, places[1], *cases, *loops, *each)


@njit(cache=True, nogil=True)
def _count(place, footing, k, places, moves, loops, cases, each):  # type: ignore[no-untyped-def]
    persons, months = place.shape
    seen = np.zeros(k + 2, np.bool_)
    left = np.zeros(k + 1, np.int64)  # month in which the latest case at an agency ended; -1: never
    for i in range(persons):
        seen[:] = False
        left[:] = -1
        # The latest case's agency and its end, and the same of the latest case before it at another agency; months on
        # one's own footing since those ends.
        latest, latest_own, before, before_end, before_own = 0, 0, 0, 0, 0
        at = -1
        for t in range(months):
            now = place[i, t]
            if now >= 0:
                places[0, now] += 1
                seen[now] = True
            if now != at:
                if at >= 0 and now >= 0:
                    moves[at, now] += 1
                if 1 <= at <= k and now >= 0:
                    left[at] = t
                    latest_own = 0
                    if t + LASTING <= months:
                        cases[1, at - 1] += 1
                        lasts = True
                        for u in range(t, t + LASTING):
                            lasts = lasts and place[i, u] == k + 1
                        cases[2, at - 1] += lasts
                    cases[3, at - 1] += t + WINDOW < months
                if 1 <= now <= k:
                    cases[0, now - 1] += 1
                    if left[now] >= 0 and t - left[now] <= WINDOW and left[now] + WINDOW < months:
                        cases[4, now - 1] += 1
                    if latest != now:
                        if latest > 0:
                            if latest_own == 0:
                                each[0, i] += 1
                            if before == now and t - before_end <= WINDOW:
                                each[2, i] += 1
                                loops[0, now - 1, latest - 1] += 1
                                loops[1, now - 1, latest - 1] += before_own == 0
                            before, before_end, before_own = latest, left[latest], latest_own
                        latest = now
                at = now
            if footing[i, t] == _OWN:
                latest_own += 1
                before_own += 1
        for p in range(k + 2):
            places[1, p] += seen[p]
            if seen[p] and 1 <= p <= k:
                each[1, i] += 1
