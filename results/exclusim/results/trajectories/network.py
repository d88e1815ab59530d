"""The agency-switch network: counts of several draws as rates with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.results.document import Band, Interval

from .distribution import shares
from .document import AgencyNetwork, AgencyRow, Loop, Move
from .switches import ABSENT, SwitchCounts

__all__ = ["agency_network", "place_shares"]

_LOOPS = 12


def agency_network(draws: Sequence[SwitchCounts], places: Sequence[NDArray[np.int16]]) -> AgencyNetwork:
    """Rates per person and per person-year, the most common loops, and what comes after the cases.

    Args:
        draws: counts of at least one draw, all with the same agencies.
        places: where each person is at each time, draw by draw, as in
            :meth:`~exclusim.results.trajectories.switches.AgencyMonths.places`.
    """
    names = draws[0].places
    return AgencyNetwork(
        places=list(names),
        share=place_shares(names, places),
        ever=_over(draws, lambda c: float((c.agencies > 0).mean())),
        agencies_per_person=_over(draws, lambda c: _mean(c.agencies[c.agencies > 0])),
        switches_per_person=_over(draws, lambda c: _mean(c.switches[c.agencies > 0])),
        looped=_over(draws, lambda c: _mean(c.looped[c.agencies > 0] > 0)),
        moves=[
            _move(draws, a, b)
            for a in range(len(names))
            for b in range(len(names))
            if any(counts.moves[a, b] for counts in draws)
        ],
        loops=_loops(draws),
        rows=[_row(draws, a) for a in range(len(draws[0].names)) if any(counts.ever[a + 1] for counts in draws)],
    )


def place_shares(names: Sequence[str], places: Sequence[NDArray[np.int16]]) -> dict[str, Band]:
    """Share of all people in each place at each time; ``names`` as in :attr:`SwitchCounts.places`."""
    by_draw = np.stack([shares((place % (len(names) + 1)).astype(np.uint8), len(names) + 1) for place in places])
    return {
        name: Band.of(by_draw[:, :, index])
        for index, name in enumerate((*names, ABSENT))  # −1 counts as the last
        if by_draw[:, :, index].any()
    }


def _over(draws: Sequence[SwitchCounts], measure: Callable[[SwitchCounts], float]) -> Interval:
    return Interval.of([measure(counts) for counts in draws])


def _mean(values: NDArray[np.int64] | NDArray[np.bool_]) -> float:
    return float(values.mean()) if values.size else 0.0


def _ratio(part: float, whole: float) -> float:
    """0 where there is nothing to divide by: nobody was there, so nothing happened."""
    return float(part) / float(whole) if whole else 0.0


def _move(draws: Sequence[SwitchCounts], a: int, b: int) -> Move:
    return Move(
        source=draws[0].places[a],
        target=draws[0].places[b],
        per_person=_over(draws, lambda c: _ratio(c.moves[a, b], c.agencies.size)),
        per_year=_over(draws, lambda c: _ratio(12 * c.moves[a, b], c.person_months[a])),
    )


def _loops(draws: Sequence[SwitchCounts]) -> list[Loop]:
    """The most common; the share without progress is of all loops of a draw that has any."""
    total = np.sum([counts.loops for counts in draws], axis=0)
    found = []
    for flat in np.argsort(-total, axis=None, kind="stable")[:_LOOPS]:
        a, b = (int(index) for index in np.unravel_index(flat, total.shape))
        if total[a, b] == 0:
            break
        some = [counts for counts in draws if counts.loops[a, b]]
        found.append(
            Loop(
                agency=draws[0].names[a],
                by=draws[0].names[b],
                per_person=_over(draws, lambda c, a=a, b=b: _ratio(c.loops[a, b], c.agencies.size)),  # type: ignore[misc]
                without_progress=_over(some, lambda c, a=a, b=b: _ratio(c.idle_loops[a, b], c.loops[a, b])),  # type: ignore[misc]
            )
        )
    return found


def _row(draws: Sequence[SwitchCounts], a: int) -> AgencyRow:
    place, others = a + 1, [b + 1 for b in range(len(draws[0].names)) if b != a]
    return AgencyRow(
        agency=draws[0].names[a],
        ever=_over(draws, lambda c: _ratio(c.ever[place], c.agencies.size)),
        cases=_over(draws, lambda c: _ratio(c.cases[a], c.ever[place])),
        months=_over(draws, lambda c: _ratio(c.person_months[place], c.ever[place])),
        lasting=_over(draws, lambda c: _ratio(c.lasting[a], c.followed[a])),
        passed_on=_over(draws, lambda c: _ratio(int(c.moves[place, others].sum()), int(c.moves[place].sum()))),
        back=_over(draws, lambda c: _ratio(c.back[a], c.followed_back[a])),
    )
