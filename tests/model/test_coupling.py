"""A scenario is read against its baseline: probabilities are exact, and lives part only where the intervention acts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.model.reference import read_against

from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.population import Group, Reach

GRID = (np.arange(4000) + 0.5) / 4000


@st.composite
def distributions(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    size = draw(st.integers(2, 6))
    weight = st.floats(0.0, 1.0)
    pair = [np.array(draw(st.lists(weight, min_size=size, max_size=size))) + 1e-3 for _ in range(2)]
    first, second = (list(weights / weights.sum()) for weights in pair)
    return first, second


@given(distributions())
@settings(max_examples=60, deadline=None)
def test_reading_against_the_baseline_gives_the_scenarios_own_probabilities(
    pair: tuple[list[float], list[float]],
) -> None:
    before, after = pair
    read = np.array([read_against(before, after, u) for u in GRID])
    shares = np.bincount(read, minlength=len(after)) / GRID.size
    np.testing.assert_allclose(shares, after, atol=(2 * len(after) + 2) / GRID.size)


@given(distributions())
@settings(max_examples=60, deadline=None)
def test_readings_differ_no_more_often_than_the_probabilities_force(
    pair: tuple[list[float], list[float]],
) -> None:
    before, after = pair
    plain = np.array([read_against(before, before, u) for u in GRID])
    read = np.array([read_against(before, after, u) for u in GRID])
    apart = 0.5 * np.abs(np.array(before) - np.array(after)).sum()
    assert (plain != read).mean() <= apart + 2 * len(after) / GRID.size


def test_lives_part_at_an_entry_to_exclusion_that_the_intervention_prevents() -> None:
    world, months, people = default_world(), 240, 3000
    draw = world.parameters.central()
    modifier = Modifier("entry_to_exclusion", np.full(months, np.log(0.75)), 0)
    plan = RunPlan(world, (Group("cohort", people),), months, modifiers=(modifier,), reaches=(Reach(0, 1.0),))
    base = RunPlan(world, plan.groups, months)
    there, here = (simulate(p, draw, 4, histories=True).spells for p in (plan, base))
    assert there is not None
    assert here is not None
    excluded = np.array([status.excluded for status in world.statuses])
    parted = 0
    for i in range(people):
        mine = [(here.month[r], here.status[r], here.burdens[r]) for r in range(here.first[i], here.first[i + 1])]
        other = [(there.month[r], there.status[r], there.burdens[r]) for r in range(there.first[i], there.first[i + 1])]
        split = next(
            (k for k, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b),
            min(len(mine), len(other)),
        )
        if split == len(mine) == len(other):
            continue
        parted += 1
        assert split < len(mine), "the scenario added an event that the baseline does not have"
        assert excluded[mine[split][1]]
        assert not excluded[mine[split - 1][1]]
    assert 0.2 * people < parted < 0.9 * people


def test_whom_an_intervention_with_ratio_one_reaches_lives_the_same_life_bit_for_bit() -> None:
    """30 000 people over 40 years: what held only to rounding would show in millions of months with events."""
    world, months = default_world(), 480
    draw = world.parameters.draw(3, 1)
    nothing = tuple(
        Modifier(on, np.zeros(months), bit) for bit, on in enumerate(("job_finding", "exit_from_exclusion"))
    )
    base = RunPlan(world, (Group("cohort", 30_000),), months)
    plan = RunPlan(world, base.groups, months, modifiers=nothing, reaches=(Reach(0, 1.0), Reach(1, 0.5)))
    there, here = (simulate(p, draw, 4) for p in (plan, base))
    for name in ("status", "since", "burdens", "record", "attempts", "switches"):
        np.testing.assert_array_equal(getattr(there.people, name), getattr(here.people, name))
    np.testing.assert_array_equal(there.panel.moves, here.panel.moves)
