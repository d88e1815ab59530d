"""The kernel lives every life exactly as the plain reference does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.model.reference import Life, hazards_of, live_one_life, occasion_of
from tests.model.worlds import cohort, eventful

from exclusim.model.columns import Columns
from exclusim.model.engine import Run, RunPlan, Simulation, simulate
from exclusim.model.parameters import Draw
from exclusim.model.population import make_people
from exclusim.model.randomness import TO_UNIT


def _start(plan: RunPlan, draw: Draw, seed: int) -> Columns:
    return make_people(plan.groups, draw, seed, [s.name for s in plan.world.statuses], plan.reaches)


def _assert_same_lives(plan: RunPlan, draw: Draw, seed: int, run: Run) -> None:
    tables, start, spells = plan.compile(draw), _start(plan, draw, seed), run.spells
    assert spells is not None
    for row in range(plan.persons):
        history = live_one_life(tables, start, row, seed, plan.months)
        changes = [
            (month, now.status, now.burdens, now.record)
            for month, (now, before) in enumerate(zip(history, [None, *history], strict=False))
            if now is not None
            and (
                before is None
                or (now.status, now.burdens, now.record) != (before.status, before.burdens, before.record)
            )
        ]
        rows = slice(spells.first[row], spells.first[row + 1])
        told = list(
            zip(
                *(column[rows].tolist() for column in (spells.month, spells.status, spells.burdens, spells.record)),
                strict=True,
            )
        )
        assert told == changes
        last = history[-1]
        assert last is not None
        people = run.people
        assert (last.status, last.burdens, last.record, last.attempts, last.since, last.switches) == tuple(
            int(column[row])
            for column in (
                people.status,
                people.burdens,
                people.record,
                people.attempts,
                people.since,
                people.switches,
            )
        )


@pytest.mark.parametrize("index", [-1, 0, 1])
def test_everybody_lives_the_life_of_the_plain_reference(index: int) -> None:
    plan = eventful(100)
    draw = plan.world.parameters.central() if index < 0 else plan.world.parameters.draw(index, 5)
    _assert_same_lives(plan, draw, 11 + index, simulate(plan, draw, 11 + index, histories=True))


def test_a_life_from_16_to_42_is_that_of_the_plain_reference() -> None:
    plan = cohort(40, 324)
    draw = plan.world.parameters.draw(7, 1)
    _assert_same_lives(plan, draw, 3, simulate(plan, draw, 3, histories=True))


def test_the_bound_is_never_below_the_exact_probability_and_no_occasion_comes_unannounced() -> None:
    plan = eventful(60)
    draw = plan.world.parameters.draw(2, 9)
    simulation = Simulation.start(plan, draw, 4)
    tables, checked = plan.compile(draw), 0
    for month in range(plan.months - 1):
        simulation.run(month + 1)
        people = simulation.people
        for row in np.flatnonzero(people.enter <= month):
            life = Life(
                status=int(people.status[row]),
                burdens=int(people.burdens[row]),
                record=int(people.record[row]),
                attempts=int(people.attempts[row]),
                since=int(people.since[row]),
                switches=0,
            )
            if tables.absorbing[life.status] or people.due[row] == month + 1:
                continue  # computed exactly in the coming month, whatever the bound
            age = int(people.age0[row]) + (month + 1) // 12
            assert occasion_of(tables, life, age, month + 1) is None
            # Numbers of people reached by interventions are read against the baseline, so both bounds count.
            for reached in {0, int(people.reached[row])}:
                total = sum(hazards_of(tables, life, int(people.cell[row]), reached, age, month + 1))
                assert int(people.bound[row]) * TO_UNIT >= 1 - math.exp(-total)
            checked += 1
    assert checked > 5000
