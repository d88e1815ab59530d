"""One run: people, tables and kernel put together; a pure function of (world, draw, groups, seed, modifiers)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.columns import LOOK_AGAIN, Books, Columns, Panel, SpellLog, no_books
from exclusim.model.compiled import Modifier, Tables
from exclusim.model.compiling import compile_world
from exclusim.model.errors import ExclusimError
from exclusim.model.kernel import advance, room_for_hits
from exclusim.model.parameters import Draw
from exclusim.model.population import Group, Reach, make_people
from exclusim.model.randomness import Purpose, month_keys
from exclusim.model.rates import Rates, rates_of
from exclusim.model.vocabulary import BURDENS
from exclusim.model.world import World

__all__ = ["Run", "RunPlan", "Simulation", "Spells", "simulate", "with_room"]


@dataclass(frozen=True)
class RunPlan:
    """What is simulated, apart from the draw and the seed.

    Args:
        world: the declarations.
        groups: who joins and when.
        months: length of the run.
        labour_market: level by month, 1.0 = average, shape (months,); None for average throughout.
        modifiers: effects of interventions by month.
        reaches: whom each intervention reaches.
    """

    world: World
    groups: tuple[Group, ...]
    months: int
    labour_market: NDArray[np.float64] | None = None
    modifiers: tuple[Modifier, ...] = ()
    reaches: tuple[Reach, ...] = ()

    @property
    def persons(self) -> int:
        return sum(group.size for group in self.groups)

    def compile(self, draw: Draw) -> Tables:
        market = np.ones(self.months) if self.labour_market is None else self.labour_market
        return compile_world(self.world, draw, market, self.modifiers)

    def tables(self, draw: Draw, given: Tables | None = None) -> Tables:
        """``given``, if it reaches to the end of the run, or the compiled plan.

        Raises:
            ValueError: the tables end before the run, where compiled code would read past their end.
        """
        tables = given or self.compile(draw)
        compiled = tables.modifier.shape[1]
        if compiled < self.months:
            raise ValueError(f"the tables are compiled for {compiled} months, the run has {self.months}")
        return tables


@dataclass(frozen=True)
class Spells:
    """Histories: one row for each change of status, burdens or record, sorted by person and month.

    ``first[i]:first[i + 1]`` are the rows of the i-th person; a row holds from ``month`` until the next row's month.
    """

    first: NDArray[np.int64]
    month: NDArray[np.uint16]
    status: NDArray[np.uint8]
    burdens: NDArray[np.uint8]
    record: NDArray[np.uint8]
    months: int

    def until(self) -> NDArray[np.int64]:
        """Month in which each row ends (exclusive), shape (rows,)."""
        end = np.empty(self.month.size, np.int64)
        end[:-1] = self.month[1:]
        end[self.first[1:] - 1] = self.months
        return end

    def person(self) -> NDArray[np.int64]:
        """Position of each row's person, shape (rows,)."""
        return np.repeat(np.arange(self.first.size - 1), np.diff(self.first))


@dataclass(frozen=True)
class Run:
    """Result of one run: exact integer counts and, where asked for, histories."""

    panel: Panel
    people: Columns
    spells: Spells | None = None


@dataclass
class Simulation:
    """A run in progress; :class:`~exclusim.model.mesa_model.ExclusionModel` steps it month by month."""

    plan: RunPlan
    rates: Rates
    people: Columns
    keys: NDArray[np.uint32]
    panel: Panel
    counts: NDArray[np.int64]
    log: SpellLog
    seed: int = 0
    month: int = 0
    hits: NDArray[np.uint32] = field(default_factory=room_for_hits)
    books: Books = field(default_factory=no_books)

    @classmethod
    def start(
        cls, plan: RunPlan, draw: Draw, seed: int, *, histories: bool = False, tables: Tables | None = None
    ) -> Simulation:
        """People before their first month. ``tables`` may be shared between runs of the same draw."""
        names = [status.name for status in plan.world.statuses]
        people = make_people(plan.groups, draw, seed, names, plan.reaches)
        return cls._of(plan, rates_of(plan.tables(draw, tables)), people, seed, histories)

    @classmethod
    def _of(cls, plan: RunPlan, rates: Rates, people: Columns, seed: int, histories: bool) -> Simulation:
        statuses, months, n = len(plan.world.statuses), plan.months, people.person.size
        keys = month_keys(seed, Purpose.LIFE, months)
        panel = Panel(
            np.zeros((months, statuses), np.int64),
            np.zeros((months, len(BURDENS)), np.int64),
            np.zeros((months, statuses, statuses), np.int32),
        )
        rows = n * 24 + 1024 if histories else 0
        return cls(plan, rates, people, keys, panel, np.zeros(statuses + len(BURDENS), np.int64), _log(rows), seed)

    def run(self, until: int | None = None) -> None:
        """Advance to month ``until`` (the end by default)."""
        last = self.plan.months if until is None else min(until, self.plan.months)
        while self.month < last:
            pause = self.let_in(last)
            self.month = advance(
                self.rates, self.people, self.keys, self.month, pause, self.panel, self.counts, self.log, self.hits,
                self.books,
            )  # fmt: skip
            if self.month < last:
                self.log = with_room(self.log, self.plan.persons)

    def let_in(self, until: int) -> int:
        """Mark whom interventions that begin this month reach; returns the month of the next one, or ``until``."""
        people, pause = self.people, until
        for reach in self.plan.reaches:
            if reach.eligible is None or reach.month < self.month:
                continue
            if reach.month > self.month:
                pause = min(pause, reach.month)
                continue
            marks = reach.enrols(people, self.month, self.plan.world.statuses, self.seed)
            people.reached[:] |= marks
            # The bounds on their hazards were found without the intervention.
            people.due[marks != 0] = self.month
            people.bound[marks != 0] = LOOK_AGAIN
        return pause

    def result(self) -> Run:
        spells = _spells(self.log, self.people.person.size, self.plan.months) if self.log.row.size else None
        return Run(self.panel, self.people, spells)


def _log(rows: int) -> SpellLog:
    return SpellLog(
        np.empty(rows, np.int32),
        np.empty(rows, np.uint16),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
        np.zeros(1, np.int64),
    )


def with_room[Log: NamedTuple](log: Log, rows: int) -> Log:
    """The same log (columns, and last the number of rows used) with room for ``rows`` more; one of no rows stays so."""
    *columns, used = log
    if columns[0].size == 0 or columns[0].size - used[0] >= rows:
        return log
    larger: list[Any] = [np.concatenate([column, np.empty_like(column)]) for column in columns]
    return with_room(log._make([*larger, used]), rows)


def _spells(log: SpellLog, persons: int, months: int) -> Spells:
    used = int(log.used[0])
    first, order = _by_person(log.row[:used], persons)
    return Spells(
        first, log.month[:used][order], log.status[:used][order], log.burdens[:used][order], log.record[:used][order],
        months,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _by_person(row: NDArray[np.int32], persons: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each person's rows begin, shape (persons + 1,), and the rows in the order of people, earliest first.

    Rows are logged month by month, so that counting them sorts them.
    """
    first = np.zeros(persons + 1, np.int64)
    for i in row:
        first[i + 1] += 1
    for i in range(persons):
        first[i + 1] += first[i]
    free, order = first[:-1].copy(), np.empty(row.size, np.int64)
    for k in range(row.size):
        order[free[row[k]]] = k
        free[row[k]] += 1
    return first, order


def simulate(
    plan: RunPlan,
    draw: Draw,
    seed: int,
    *,
    histories: bool = False,
    threads: int = 1,
    tables: Tables | None = None,
    device: Literal["cpu", "cuda"] = "cpu",
) -> Run:
    """Run ``plan`` to its end.

    The same (plan, draw, seed) gives the same bits whatever ``threads``: people share nothing but integer counts.

    Raises:
        ExclusimError: ``device="cuda"`` without a CUDA GPU, without numba-cuda, or with histories.
    """
    if device == "cuda":
        if histories:
            raise ExclusimError("a run on a GPU keeps no histories", hint="use device='cpu'")
        from exclusim.model.gpu import simulate_on_gpu  # it is the GPU's engine that rests on this one

        return simulate_on_gpu(plan, draw, seed, tables=tables)
    whole = Simulation.start(plan, draw, seed, histories=histories, tables=tables)
    if threads == 1 or plan.persons < 2 * threads:
        whole.run()
        return whole.result()
    edges = np.linspace(0, plan.persons, threads + 1).astype(int)
    parts = [Simulation._of(plan, whole.rates, _slice(whole.people, a, b), seed, histories) for a, b in pairwise(edges)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda part: part.run(), parts))
    for part in parts:
        whole.panel.status[:] += part.panel.status
        whole.panel.burden[:] += part.panel.burden
        whole.panel.moves[:] += part.panel.moves
    spells = _joined([_spells(part.log, part.people.person.size, plan.months) for part in parts]) if histories else None
    return Run(whole.panel, whole.people, spells)


def _joined(parts: Sequence[Spells]) -> Spells:
    offsets = np.cumsum([0, *(part.month.size for part in parts)])
    first = np.concatenate([part.first[:-1] + offset for part, offset in zip(parts, offsets[:-1], strict=True)])
    return Spells(
        np.append(first, offsets[-1]),
        np.concatenate([part.month for part in parts]),
        np.concatenate([part.status for part in parts]),
        np.concatenate([part.burdens for part in parts]),
        np.concatenate([part.record for part in parts]),
        parts[0].months,
    )


def _slice(people: Columns, first: int, last: int) -> Columns:
    """Views of some people's columns."""
    columns: list[Any] = [column[first:last] for column in people]
    return Columns(*columns)
