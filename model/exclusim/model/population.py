"""People as columns, and one person as an object.

A :class:`Group` says who joins the run and when: a birth cohort at the start of the year it turns 16, or newcomers on
arrival. Traits are drawn with hashed numbers keyed by person, so a larger group begins with the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.columns import Columns
from exclusim.model.compiling import FRAILTY_WEIGHTS
from exclusim.model.eligibility import Eligible
from exclusim.model.parameters import Draw
from exclusim.model.randomness import Purpose, uniform
from exclusim.model.vocabulary import BURDENS, CELLS, RECORDS, TRAITS, Status, cell_levels

__all__ = ["Group", "Reach", "cell_shares", "make_people", "start_distribution"]

COHORT_AGE = 16
_BURDENS_AT_START = (
    ("mental_ill_health", "population.mental_ill_health", "mental_onset"),
    ("crime", "population.crime", "crime_onset"),
)
_FRAILTY_NODES = np.array([-1.0, 0.0, 1.0]) / np.sqrt(2 * FRAILTY_WEIGHTS[0])  # variance one
_STEPS = 1 << 10  # a power of two, so that each step begins at an exact number
_MOST_AT_START = 0.95  # share of a cell that has a burden already; no draw comes near it


@dataclass(frozen=True, slots=True)
class Group:
    """People who join together.

    Args:
        kind: ``cohort`` (in compulsory school, January of the year they turn 16) or ``newcomers`` (in the
            establishment programme, spread evenly over the ages).
        size: number of people.
        enter: month of the run in which they join.
        age_from, age_to: ages attained in the year of joining (newcomers).
        first_person: identity of the first of them; identities decide all random numbers.
    """

    kind: Literal["cohort", "newcomers"]
    size: int
    enter: int = 0
    age_from: int = COHORT_AGE
    age_to: int = COHORT_AGE
    first_person: int = 0

    @property
    def start(self) -> str:
        """Status in the month of joining."""
        if self.kind == "cohort":
            return "compulsory_school/none"
        return "establishment_programme/establishment_allowance"

    def ages(self) -> range:
        return range(self.age_from, self.age_to + 1)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom one intervention reaches: a share of those whose traits match and who are eligible when it begins.

    Args:
        bit: number of the intervention (0, 1, …).
        share: of the group that is reached.
        target: trait and its levels, for the traits that matter.
        eligible: conditions that change over life; None where background says it all.
        month: in which they are looked at.
        lot: number of the intervention whose lot decides, where a part of one has its own target; None for its own.
    """

    bit: int
    share: float
    target: tuple[tuple[str, tuple[str, ...]], ...] = ()
    eligible: Eligible | None = None
    month: int = 0
    lot: int | None = None

    def matches(self) -> NDArray[np.bool_]:
        """Which covariate cells belong to the target group, shape (cells,)."""
        names = [trait.name for trait in TRAITS]
        return np.array(
            [all(cell[names.index(trait)] in levels for trait, levels in self.target) for cell in cell_levels()]
        )

    @property
    def drawn_by(self) -> int:
        """The number that keys the lot."""
        return self.bit if self.lot is None else self.lot

    def marks(self, person: NDArray[np.uint32], cell: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
        """The bit, for the people whom lot and background let in, and 0 for the others; shape (persons,)."""
        lot = uniform(person, seed, Purpose.TREATMENT, self.drawn_by)
        return ((lot < self.share) & self.matches()[cell]).astype(np.uint8) << np.uint8(self.bit)

    def enrols(self, people: Columns, month: int, statuses: Sequence[Status], seed: int) -> NDArray[np.uint8]:
        """The bit, for those who are let in at the beginning of ``month``, and 0 for the others; shape (persons,)."""
        marks = self.marks(people.person, people.cell, seed)
        if self.eligible is not None:
            marks[~self.eligible.holds(people, month, statuses)] = 0
        return marks


@cache
def _level_of(trait: str) -> NDArray[np.intp]:
    """Which level of a trait each covariate cell has, shape (cells,)."""
    position = [known.name for known in TRAITS].index(trait)
    return np.array([TRAITS[position].levels.index(cell[position]) for cell in cell_levels()])


def _each_cell(trait: str, by_level: Mapping[str, float]) -> NDArray[np.float64]:
    """A number for each covariate cell from a number for each level of a trait, shape (cells,)."""
    (levels,) = (known.levels for known in TRAITS if known.name == trait)
    return np.array([by_level[level] for level in levels])[_level_of(trait)]


def cell_shares(draw: Draw, kind: Literal["cohort", "newcomers"]) -> NDArray[np.float64]:
    """Joint distribution of background traits over covariate cells, shape (cells,), summing to one."""
    cohort = kind == "cohort"
    woman = draw["population.woman"] if cohort else draw["population.newcomer_woman"]
    foreign = draw["population.foreign_born"] if cohort else 0.0
    origins = {"native": 1 - foreign, "foreign_born": foreign, "newcomer": 0.0}
    share = _each_cell("sex", {"woman": woman, "man": 1 - woman})
    share = share * _each_cell("origin", origins if cohort else {**dict.fromkeys(origins, 0.0), "newcomer": 1.0})
    share = share * np.where(_level_of("origin") == 0, *(_parents(draw, group) for group in ("native", "foreign_born")))
    condition = {sex: draw[f"population.neuropsychiatric.{sex}"] for sex in ("man", "woman")}
    with_it = _each_cell("sex", condition)
    share = share * np.where(_level_of("neuropsychiatric") == 1, with_it, 1 - with_it)
    return np.asarray(share * np.array(FRAILTY_WEIGHTS)[_level_of("frailty")])


def _parents(draw: Draw, background: str) -> NDArray[np.float64]:
    """Share of those of a background whose parents have the cell's education, shape (cells,)."""
    low = draw[f"population.parents_compulsory.{background}"]
    high = draw[f"population.parents_post_secondary.{background}"] * (1 - low)
    shares = {"compulsory": low, "post_secondary": high, "upper_secondary": 1 - low - high}
    return _each_cell("parental_education", shares)


def _susceptibility(draw: Draw, family: str) -> NDArray[np.float64]:
    """What background traits do to a family's hazards, shape (cells,)."""
    sd = draw["population.frailty_sd"]
    ratio = np.ones(CELLS)
    for trait in TRAITS[:-1]:
        by_level = {level: draw.values.get(f"{family}.{trait.name}.{level}", 1.0) for level in trait.levels}
        ratio = ratio * _each_cell(trait.name, by_level)
    loading = draw.values.get(f"{family}.frailty", 0.0)
    return np.asarray(ratio * np.exp(loading * sd * _FRAILTY_NODES)[_level_of("frailty")])


def start_distribution(
    draw: Draw, kind: Literal["cohort", "newcomers"]
) -> tuple[tuple[int, ...], NDArray[np.float64], dict[int, float]]:
    """Burdens and school records at the start.

    Who already carries a burden differs between backgrounds as the hazard of getting it does; the parameter is the
    share of all.

    Returns:
        masks of burdens, their shares by covariate cell of shape (cells, masks), and shares of school records.
    """
    people = cell_shares(draw, kind)
    masks, shares = np.zeros(1, np.int64), np.ones((people.size, 1))
    for burden, parameter, family in _BURDENS_AT_START:
        ratio = _susceptibility(draw, family)
        p = np.minimum(draw[parameter] * ratio / (people @ ratio), _MOST_AT_START)[:, None]
        masks = np.concatenate([masks, masks | 1 << BURDENS.index(burden)])
        shares = np.hstack([shares * (1 - p), shares * p])
    found = tuple(int(mask) for mask in masks)
    if kind == "cohort":
        return found, shares, {0: 1.0}
    known = [draw[f"population.newcomer_record_{record}"] for record in RECORDS[:-1]]
    scale = max(1.0, sum(known))
    of_records = [share / scale for share in known]
    return found, shares, dict(enumerate([*of_records, 1 - sum(of_records)]))


def _pick(shares: NDArray[np.float64], u: NDArray[np.float64]) -> NDArray[np.intp]:
    """The share that each number from 0 up to 1 falls on, shape (persons,)."""
    cumulative = np.cumsum(shares)
    # Most steps of a fine scale lie within one share; only numbers on the others have to be searched for.
    edges = np.searchsorted(cumulative, np.arange(_STEPS + 1) / _STEPS * cumulative[-1], side="right")
    step = (u * _STEPS).astype(np.intp)
    found = edges[step]
    unsure = np.flatnonzero((edges[1:] != edges[:-1])[step])
    found[unsure] = np.searchsorted(cumulative, u[unsure] * cumulative[-1], side="right")
    return np.asarray(np.minimum(found, len(shares) - 1))


def make_people(
    groups: Sequence[Group], draw: Draw, seed: int, statuses: Sequence[str], reaches: Sequence[Reach]
) -> Columns:
    """The columns of all groups, before their first month."""
    parts = []
    for group in groups:
        person = np.arange(group.first_person, group.first_person + group.size, dtype=np.uint32)
        u = [uniform(person, seed, Purpose.TRAITS, index) for index in range(4)]
        cell = _pick(cell_shares(draw, group.kind), u[0]).astype(np.uint8)
        masks, carried, records = start_distribution(draw, group.kind)
        chosen = np.zeros(group.size, np.intp)
        for upto in np.cumsum(carried, axis=1).T[:-1]:
            chosen += u[1] >= upto[cell]
        burdens = np.array(masks, np.uint8)[chosen]
        record = np.array(list(records), np.uint8)[_pick(np.array(list(records.values())), u[2])]
        ages = group.age_from + (u[3] * len(group.ages())).astype(np.int16)
        reached = np.zeros(group.size, np.uint8)
        for reach in reaches:
            if reach.eligible is None:  # the others are let in when the time comes
                reached |= reach.marks(person, cell, seed)
        enter = np.full(group.size, group.enter, np.uint16)
        parts.append(
            Columns(
                person=person,
                cell=cell,
                age0=(ages - group.enter // 12).astype(np.int16),
                enter=enter,
                reached=reached,
                situation=np.zeros(group.size, np.uint8),
                status=np.full(group.size, statuses.index(group.start), np.uint8),
                burdens=burdens,
                record=record,
                attempts=np.zeros(group.size, np.uint8),
                since=enter.copy(),
                switches=np.zeros(group.size, np.uint8),
                bound=np.zeros(group.size, np.uint32),
                due=enter.copy(),
                stirred=np.zeros(group.size, np.uint8),
            )
        )
    return Columns(*(np.concatenate(column) for column in zip(*parts, strict=True)))
