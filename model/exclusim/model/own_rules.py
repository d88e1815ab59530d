"""The slow lane: a rule of your own, in Python, for single people.

The month is the engine's; after it, the rule is asked about each person that it concerns. That costs microseconds a
question, hundreds of times the month itself, and :class:`RuledRun` says how much. A rule that can be said as a hazard,
a limit or a target belongs in the declarations instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.columns import LOOK_AGAIN, Columns
from exclusim.model.engine import Run, RunPlan, Simulation
from exclusim.model.parameters import Draw
from exclusim.model.vocabulary import BURDENS, RECORDS, TRAITS, cell_levels

__all__ = ["PersonNow", "RuledRun", "simulate_with_rule"]


@dataclass(frozen=True, slots=True)
class PersonNow:
    """What a rule may look at: one person after the month's moves.

    ``person`` identifies; ``months`` are those completed in the status; ``traits`` are named as in the vocabulary.
    """

    person: int
    age: int
    status: str
    months: int
    burdens: frozenset[str]
    record: str
    attempts: int
    traits: dict[str, str]


type Rule = Callable[[PersonNow, int], str | None]
"""A person and the month of the run to the name of the status that the person moves to; None to stay."""

type Concern = Callable[[Columns, int], NDArray[np.bool_]]
"""Columns and month to the people that the rule is about, shape (persons,)."""


@dataclass(frozen=True)
class RuledRun:
    """A run with a rule, and what the rule cost.

    Args:
        run: as :func:`~exclusim.model.engine.simulate` gives it.
        asked: how many times the rule was asked.
        seconds: in the rule, and in putting the questions.
        engine_seconds: in the engine.
    """

    run: Run
    asked: int
    seconds: float
    engine_seconds: float

    @property
    def ns_per_question(self) -> float:
        """Nanoseconds for one question."""
        return self.seconds / self.asked * 1e9 if self.asked else 0.0

    def cost(self) -> str:
        """One sentence on what the rule costs."""
        times = self.seconds / self.engine_seconds if self.engine_seconds else float("inf")
        return f"the rule was asked {self.asked:,} times, {self.ns_per_question:,.0f} ns each: {times:.0f} × the engine"


def simulate_with_rule(plan: RunPlan, draw: Draw, seed: int, rule: Rule, concerns: Concern | None = None) -> RuledRun:
    """Run ``plan`` with a rule asked at the end of every month.

    Args:
        plan, draw, seed: as for ``simulate``.
        rule: see :data:`Rule`. It should be a pure function of its arguments, or runs cannot be repeated.
        concerns: see :data:`Concern`; None for everybody who has joined and is neither dead nor gone.

    Raises:
        ValueError: the rule names no status.
    """
    simulation = Simulation.start(plan, draw, seed)
    index = plan.world.status_index
    names = [status.name for status in plan.world.statuses]
    levels = [dict(zip((trait.name for trait in TRAITS), cell, strict=True)) for cell in cell_levels()]
    gone = np.array([status.absorbing for status in plan.world.statuses])
    asked, in_rule, in_engine = 0, 0.0, 0.0
    for month in range(plan.months):
        begun = time.perf_counter()
        simulation.run(month + 1)
        moved = time.perf_counter()
        people = simulation.people
        about = (people.enter <= month) & ~gone[people.status]
        if concerns is not None:
            about &= concerns(people, month)
        for row in np.flatnonzero(about):
            target = rule(_person(people, int(row), month, names, levels), month)
            asked += 1
            if target is None or target == names[people.status[row]]:
                continue
            if target not in index:
                raise ValueError(f"{target!r} is not a status")
            _move(simulation, int(row), index[target], month)
        in_engine += moved - begun
        in_rule += time.perf_counter() - moved
    return RuledRun(simulation.result(), asked, in_rule, in_engine)


def _person(people: Columns, row: int, month: int, names: list[str], levels: list[dict[str, str]]) -> PersonNow:
    mask = int(people.burdens[row])
    return PersonNow(
        int(people.person[row]),
        int(people.age0[row]) + month // 12,
        names[people.status[row]],
        month - int(people.since[row]),
        frozenset(burden for bit, burden in enumerate(BURDENS) if mask >> bit & 1),
        RECORDS[people.record[row]],
        int(people.attempts[row]),
        levels[people.cell[row]],
    )


def _move(simulation: Simulation, row: int, target: int, month: int) -> None:
    people, panel, statuses = simulation.people, simulation.panel, simulation.plan.world.statuses
    source = int(people.status[row])
    for counted in (panel.status[month], simulation.counts):
        counted[source] -= 1
        counted[target] += 1
    panel.moves[month, source, target] += 1
    if statuses[source].agency != statuses[target].agency and people.switches[row] < 255:
        people.switches[row] += 1
    if statuses[target].absorbing:
        for bit in range(len(BURDENS)):
            held = int(people.burdens[row]) >> bit & 1
            panel.burden[month, bit] -= held
            simulation.counts[len(statuses) + bit] -= held
        people.burdens[row] = 0
    people.status[row], people.since[row] = target, month
    people.bound[row], people.due[row], people.stirred[row] = LOOK_AGAIN, month + 1, 1
