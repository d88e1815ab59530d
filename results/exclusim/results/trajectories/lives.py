"""The lives of one draw: what is kept of a simulation to describe trajectories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.measures import ANY_AGE, LONG_TERM_AGES, long_term_excluded
from exclusim.model.engine import Spells
from exclusim.model.vocabulary import Status
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.today import today_of

from .activities import EXIT, GROUPS
from .casework import helping_agencies
from .sequences import months_in_groups, sample_months, sampled
from .switches import SwitchCounts, count_switches, paying_agencies

__all__ = ["Lives", "lives_of"]


@dataclass(frozen=True)
class Lives:
    """The lives of one draw. N people, T times, G groups.

    Args:
        grid: group of each person at each time, shape (N, T).
        months: months in each group, shape (N, G).
        long_term: who is long-term excluded, shape (N,).
        places: which agency helps each person at each time, or none, shape (N, T); see
            :meth:`~exclusim.results.trajectories.switches.AgencyMonths.places`.
        switches: moves between agencies that help.
        payer_names: agencies that pay; ``payers``: which one pays at each time, or none, shape (N, T), as ``places``.
        spells: the histories themselves.
        statuses: the world's statuses.
        until: length of the window in months.
    """

    grid: NDArray[np.uint8]
    months: NDArray[np.uint16]
    long_term: NDArray[np.bool_]
    places: NDArray[np.int16]
    switches: SwitchCounts
    payer_names: tuple[str, ...]
    payers: NDArray[np.int16]
    spells: Spells
    statuses: tuple[Status, ...]
    until: int

    @property
    def left(self) -> NDArray[np.bool_]:
        """Who died or left the country before the end of the window, shape (N,)."""
        return np.asarray(self.grid[:, -1] == EXIT)

    @property
    def excluded_months(self) -> NDArray[np.int64]:
        """Months in excluded groups, shape (N,)."""
        excluded = [index for index, group in enumerate(GROUPS) if group.excluded]
        return np.asarray(self.months[:, excluded].sum(axis=1, dtype=np.int64))


def lives_of(plan: CasePlan, index: int, seed: int) -> Lives:
    """Simulate a case under draw ``index`` with today's agencies, and look at its lives to the end of the horizon."""
    today = today_of(plan.base, plan.draw(index, seed), seed, replicate_seed(seed, index)).run(histories=True)
    spells, statuses = today.run.spells, plan.base.world.statuses
    assert spells is not None  # asked for
    assert today.cases is not None
    until = min(plan.valuation.end, plan.base.months)
    at = sample_months(until)
    helping = helping_agencies(today.cases, spells, statuses, until)
    paying = paying_agencies(spells, statuses, until)
    return Lives(
        sampled(spells, statuses, at),
        months_in_groups(spells, statuses, until),
        long_term_excluded(today.run, None, LONG_TERM_AGES if plan.is_cohort else ANY_AGE),
        helping.places(at),
        count_switches(helping),
        paying.names,
        paying.places(at),
        spells,
        statuses,
        until,
    )
