"""The narrow mission: months in which at least two of the four main actors have a task for the same person.

That definition, and :data:`TASKS` with it, is an assumption: no source says who a shared client is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.ledger import CostBook, actor_view
from exclusim.model.vocabulary import BURDENS, Status
from exclusim.results.missions import MAIN_ACTORS, NarrowMission
from exclusim.results.run.plan import CasePlan

__all__ = [
    "TASKS",
    "Exposure",
    "Shared",
    "narrow_mission",
    "shared_exposure",
    "shared_months",
    "shared_states",
]

TASKS: Mapping[str, tuple[str, ...]] = {
    "agency:arbetsformedlingen": ("arbetsformedlingen",),
    "agency:forsakringskassan": ("forsakringskassan",),
    "agency:kommun.skola": ("kommun",),
    "agency:kommun.socialtjanst": ("kommun",),
    "agency:ovriga": (),
    "agency:rattsvasende": (),
    "agency:region": ("region",),
    "burden:crime": (),
    "burden:homelessness": ("kommun",),
    "burden:mental_ill_health": ("region",),
    "burden:scarring": (),
    "burden:substance_misuse": ("region", "kommun"),
}
"""Which main actors have a task where an agency holds the case (:attr:`Status.agency`), and where a burden holds."""

_FOUR = 1 << len(MAIN_ACTORS)


@dataclass(frozen=True, slots=True)
class Shared:
    """Shared clients of one scenario, all cohorts, scaled to the real group.

    Args:
        people: who are shared clients in at least one month of the horizon.
        months: their shared person-months within the horizon.
        cost: exclusion account in shared months over the horizon, SEK of present value by main actor.
        whole: both accounts in shared months from the first month to the end of the horizon, by main actor.
    """

    people: float
    months: float
    cost: tuple[float, ...]
    whole: tuple[float, ...]


class Exposure(NamedTuple):
    """Weighted shared person-months of one cohort and the events that begin one, W weights side by side.

    ``status`` has shape (statuses, W), ``burden`` (burdens, W), ``moves`` (from, to, W), ``joined`` (statuses, W).
    """

    people: int
    months: int
    status: NDArray[np.float64]
    burden: NDArray[np.float64]
    moves: NDArray[np.float64]
    joined: NDArray[np.float64]


@lru_cache(maxsize=16)
def shared_states(statuses: tuple[Status, ...]) -> NDArray[np.bool_]:
    """In which statuses with which sets of burdens a person is a shared client, shape (statuses, sets of burdens)."""
    holds = [_bits(f"agency:{status.agency}") for status in statuses]
    carries = [_bits(f"burden:{burden}") for burden in BURDENS]
    called = np.zeros(1 << len(BURDENS), np.int64)
    for bit, actors in enumerate(carries):
        called[np.arange(called.size) >> bit & 1 == 1] |= actors
    several = np.array([actors.bit_count() >= 2 for actors in range(_FOUR)])
    found = several[np.array(holds)[:, None] | called]
    found[[status.absorbing for status in statuses]] = False
    found.flags.writeable = False
    return np.asarray(found)


def _bits(reason: str) -> int:
    return sum(1 << MAIN_ACTORS.index(actor) for actor in TASKS.get(reason, ()))


@njit(cache=True, nogil=True)
def _exposure(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    burdens: NDArray[np.uint8],
    months: int,
    shared: NDArray[np.bool_],
    weights: NDArray[np.float64],
    start: int,
    end: int,
    stays: NDArray[np.float64],
    carried: NDArray[np.float64],
    moves: NDArray[np.float64],
    joined: NDArray[np.float64],
) -> tuple[int, int]:
    kinds = weights.shape[1]
    cumulated = np.zeros((months + 1, kinds))
    for t in range(months):
        for w in range(kinds):
            cumulated[t + 1, w] = cumulated[t, w] + weights[t, w]
    people, person_months = 0, 0
    for i in range(first.size - 1):
        ever = False
        for row in range(first[i], first[i + 1]):
            if not shared[status[row], burdens[row]]:
                continue
            begin = int(month[row])
            until = months if row + 1 == first[i + 1] else int(month[row + 1])
            here = min(until, end) - max(begin, start)
            if here > 0:
                person_months += here
                people += not ever
                ever = True
            for w in range(kinds):
                stay = cumulated[until, w] - cumulated[begin, w]
                stays[status[row], w] += stay
                for b in range(carried.shape[0]):
                    if burdens[row] >> b & 1:
                        carried[b, w] += stay
                if row == first[i]:
                    joined[status[row], w] += weights[begin, w]
                elif status[row] != status[row - 1]:
                    moves[status[row - 1], status[row], w] += weights[begin, w]
    return people, person_months


def shared_exposure(
    spells: Spells, shared: NDArray[np.bool_], weights: NDArray[np.float64], start: int, end: int
) -> Exposure:
    """One pass over a cohort's histories.

    Args:
        spells: of the cohort.
        shared: see :func:`shared_states`.
        weights: of each month, shape (months, W).
        start, end: people and months are counted from month ``start`` to ``end`` − 1, unweighted.
    """
    statuses, kinds = len(shared), weights.shape[1]
    status, burden = np.zeros((statuses, kinds)), np.zeros((len(BURDENS), kinds))
    moves, joined = np.zeros((statuses, statuses, kinds)), np.zeros((statuses, kinds))
    people, months = _exposure(
        spells.first, spells.month, spells.status, spells.burdens, spells.months, shared,
        np.ascontiguousarray(weights), start, end, status, burden, moves, joined,
    )  # fmt: skip
    return Exposure(int(people), int(months), status, burden, moves, joined)


def _by_line(book: CostBook, found: Exposure) -> NDArray[np.float64]:
    """Weighted SEK of each line, shape (W, lines)."""
    money = found.status.T @ book.held + found.burden.T @ book.carried
    if book.event_lines.size:
        money[:, book.event_lines] += np.tensordot(found.moves, book.entered, axes=((0, 1), (0, 1)))
        money[:, book.event_lines] += found.joined.T @ book.on_joining
    return np.asarray(money)


def shared_months(plan: CasePlan, book: CostBook, histories: Sequence[Spells], youth: int) -> Shared:
    """What the four main actors' shared clients are, and cost the four.

    Args:
        plan: of the case.
        book: lines of one draw.
        histories: one of each cohort; the first month of a later one falls a year after that of the one before.
        youth: months before lost work and taxes count, see :meth:`CasePlan.youth`.
    """
    valuation, view = plan.valuation, actor_view(book.lines, MAIN_ACTORS)
    shared = shared_states(tuple(plan.base.world.statuses))
    spans = [valuation.weights(valuation.end), valuation.weights(valuation.end, 0)]
    people, months, cost = 0, 0, np.zeros((2, len(MAIN_ACTORS)))
    for cohort, spells in enumerate(histories):
        joins = 12 * cohort
        grown = np.arange(spells.months) >= youth
        own = [span[joins : joins + spells.months] for span in spans]
        weights = np.stack([*own, *(span * grown for span in own)], axis=1)
        found = shared_exposure(spells, shared, weights, max(valuation.start - joins, 0), max(valuation.end - joins, 0))
        lines = _by_line(book, found)
        money = np.where(book.of_work, lines[2:], lines[:2])
        money[0, ~book.in_exclusion] = 0.0
        people, months, cost = people + found.people, months + found.months, cost + money @ view
    within, whole = (cost * plan.scale).tolist()
    return Shared(people * plan.scale, months * plan.scale, tuple(within), tuple(whole))


def narrow_mission() -> NarrowMission:
    """The definition as documents tell it."""
    declared: dict[str, dict[str, list[str]]] = {"agency": {}, "burden": {}}
    for reason, actors in TASKS.items():
        word, _, name = reason.partition(":")
        declared[word][name] = list(actors)
    return NarrowMission(actors=list(MAIN_ACTORS), of_agency=declared["agency"], of_burden=declared["burden"])
