"""What registers and surveys would see of one simulated population.

Two populations are simulated. The *cohort* is followed from January of the year it turns 16 through the year it turns
65; read across, it is a stationary population in which every age has the same size before deaths (age weights are
equal). It holds the native-born and those who came before 16. The *newcomers* arrive as adults and are followed for
seven years; only statistics about newcomers read them.

Everything is counted in one pass over the histories (``scan.py``); rules add up what they need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.measures import LOW_INCOME_MONTHS, PARENTAL_MONTHS
from exclusim.calibration.targets.scan import (
    FIRST_AGE,
    LFS_STATES,
    UNEMPLOYED_FOR,
    YEAR_COUNTS,
    YEARS,
    Counts,
    scan,
)
from exclusim.calibration.targets.who import FRAILTIES, Who
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, Spells, simulate
from exclusim.model.parameters import Draw
from exclusim.model.population import Group
from exclusim.model.vocabulary import BURDENS, STATUSES
from exclusim.model.world import FAMILIES, World

__all__ = ["NEWCOMER_MONTHS", "OLDEST", "PERSONS", "YOUNGEST", "Register", "make_register"]

PERSONS = 20_000
YOUNGEST, OLDEST = FIRST_AGE, FIRST_AGE + YEARS - 1
NEWCOMER_MONTHS = 84
_NEWCOMER_SHARE = 0.2  # newcomers simulated per person of the cohort
_NEWCOMER_AGES = (20, 58)  # 65 when their seven years have passed; published for 20–64
_FIRST_NEWCOMER = 1 << 30  # identities that no cohort reaches
_CAUSES_OF_DEATH = ("mortality", "mortality_hump")
_STATUS = {status.name: index for index, status in enumerate(STATUSES)}


@dataclass(frozen=True)
class Register:
    """Counts of one simulated population; shapes in :class:`~exclusim.calibration.targets.scan.Counts`.

    Args:
        counts: the cohort.
        group: group of cells of each person of the cohort, shape (persons,).
        newcomers: histories of the newcomers.
        newcomer_group: group of cells of each newcomer.
    """

    counts: Counts
    group: NDArray[np.uint8]
    newcomers: Spells
    newcomer_group: NDArray[np.uint8]
    _cache: dict[tuple[str, object], NDArray[np.float64]] = field(default_factory=dict, repr=False)

    def months(self, who: Who, age_from: int, age_to: int) -> NDArray[np.float64]:
        """Person-months by status, shape (statuses,)."""
        return self._sum("status", self.counts.status, who, age_from, age_to)

    def labour_force(self, who: Who, age_from: int, age_to: int) -> dict[str, float]:
        """Person-months by labour force state (:data:`~exclusim.calibration.targets.scan.LFS_STATES`)."""
        found = self._sum("lfs", self.counts.lfs, who, age_from, age_to)
        return dict(zip(LFS_STATES, found.tolist(), strict=True))

    def unemployed_months(self, who: Who, age_from: int, age_to: int) -> dict[int, float]:
        """Person-months in unemployment of at least 3, 6 and 12 completed months."""
        found = self._sum("unemployed_for", self.counts.unemployed_for, who, age_from, age_to)
        return dict(zip(UNEMPLOYED_FOR, found.tolist(), strict=True))

    def flows(self, who: Who, age_from: int, age_to: int) -> NDArray[np.float64]:
        """Pairs of months a quarter apart by labour force state, shape (from, to)."""
        return self._sum("flows", self.counts.flows, who, age_from, age_to)

    def years(self, who: Who, age_from: int, age_to: int) -> dict[str, float]:
        """Person-years by what happened in them (:data:`~exclusim.calibration.targets.scan.YEAR_COUNTS`)."""
        found = self._sum("years", self.counts.years, who, age_from, age_to)
        return dict(zip(YEAR_COUNTS, found.tolist(), strict=True))

    def deaths(self, who: Who, age_from: int, age_to: int) -> tuple[float, float]:
        """Expected deaths given the lives lived, and person-years."""
        found = self._sum("deaths", self.counts.expected_deaths, who, age_from, age_to)
        living = self.months(who, age_from, age_to)[: _STATUS["dead/none"]].sum()
        return float(found), float(living) / 12

    def persons(self, who: Who) -> NDArray[np.bool_]:
        """Which persons of the cohort have the traits (records are not fixed), shape (persons,)."""
        return np.asarray(who.groups()[self.group])

    def alive_at(self, age: int) -> NDArray[np.bool_]:
        """Who lives in the country at the end of the year of ``age``, shape (persons,)."""
        return np.asarray(self._gone >= (age - YOUNGEST + 1) * 12)

    @cached_property
    def _gone(self) -> NDArray[np.uint16]:
        return np.minimum(*(self.counts.first_month[:, _STATUS[name]] for name in ("dead/none", "emigrated/none")))

    def first_month(self, status: str) -> NDArray[np.uint16]:
        """Month in which each person is first seen in a status; :data:`~…scan.NEVER` if never."""
        return np.asarray(self.counts.first_month[:, _STATUS[status]])

    def first_burden(self, burden: str) -> NDArray[np.uint16]:
        """Month in which each person first has a burden; :data:`~…scan.NEVER` if never."""
        return np.asarray(self.counts.first_burden[:, BURDENS.index(burden)])

    def _sum(self, name: str, table: NDArray[np.float64], who: Who, age_from: int, age_to: int) -> NDArray[np.float64]:
        key = (name, (who.traits, who.records, age_from, age_to))
        if key not in self._cache:
            ages = table[:, :, age_from - YOUNGEST : age_to - YOUNGEST + 1].sum(axis=2)
            self._cache[key] = ages[who.groups()][:, who.record_mask()].sum(axis=(0, 1))
        return self._cache[key]


def _monthly_mortality(
    plan: RunPlan, draw: Draw
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    tables = plan.tables(draw)
    causes = [FAMILIES.index(family) for family in _CAUSES_OF_DEATH]
    base = np.zeros((len(STATUSES), len(causes)))
    for status in range(len(STATUSES)):
        events = tables.events[int(tables.event_ptr[status]) : int(tables.event_ptr[status + 1])]
        base[status] = [events["base"][events["family"] == family].sum() for family in causes]
    bands = tables.band_of_age[YOUNGEST : OLDEST + 1]
    by_age = np.ascontiguousarray(tables.cell_age[:, bands][:, :, causes])
    by_state = np.ascontiguousarray(tables.state[:, causes])
    return base, by_age, by_state


def make_register(
    draw: Draw,
    seed: int,
    persons: int = PERSONS,
    labour_market: NDArray[np.float64] | None = None,
    *,
    world: World | None = None,
    threads: int = 1,
) -> Register:
    """Simulate one population and count it.

    Args:
        draw: parameter values.
        seed: of the lives; the same (draw, seed, persons) gives the same register.
        persons: size of the cohort; newcomers are a fifth of it.
        labour_market: level by month of the cohort's life, shape (600,); None for the average.
        world: the declarations; the shipped world by default.
        threads: the result does not depend on it.
    """
    world = world or default_world()
    plan = RunPlan(world, (Group("cohort", persons),), YEARS * 12, labour_market)
    run = simulate(plan, draw, seed, histories=True, threads=threads)
    assert run.spells is not None
    newcomers = Group(
        "newcomers", max(1, round(persons * _NEWCOMER_SHARE)), 0, *_NEWCOMER_AGES, first_person=_FIRST_NEWCOMER
    )
    arrived = simulate(RunPlan(world, (newcomers,), NEWCOMER_MONTHS), draw, seed, histories=True)
    assert arrived.spells is not None
    counts = scan(run.spells, run.people.cell, _monthly_mortality(plan, draw), LOW_INCOME_MONTHS, PARENTAL_MONTHS)
    return Register(
        counts,
        (run.people.cell // FRAILTIES).astype(np.uint8),
        arrived.spells,
        (arrived.people.cell // FRAILTIES).astype(np.uint8),
    )
