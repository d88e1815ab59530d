"""Nobody is lost or doubled, and nobody's life depends on who else is simulated or how."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.model.worlds import STEADY, cohort, eventful

from exclusim.model.columns import SpellLog
from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.engine import Run, RunPlan, Simulation, Spells, simulate
from exclusim.model.expected import expected
from exclusim.model.kernel import CHUNK
from exclusim.model.population import Group, Reach

WORLD = default_world()
CENTRAL = WORLD.parameters.central()

groups = st.builds(
    lambda kind, size, enter, age, span, first: Group(kind, size, enter, age, age + span, first),
    st.sampled_from(["cohort", "newcomers"]),
    st.integers(1, 150),
    st.integers(0, 29),
    st.integers(16, 55),
    st.integers(0, 9),
    st.integers(0, 2**31),
)


def _by_month(spells: Spells, column: NDArray[np.uint8]) -> NDArray[np.int64]:
    """A column of the spells by person and month, −1 where no spell covers it; shape (persons, T)."""
    spread = np.full((spells.first.size - 1, spells.months), -1, np.int64)
    for person, start, end, value in zip(spells.person(), spells.month, spells.until(), column, strict=True):
        assert (spread[person, start:end] == -1).all(), "two spells cover the same month"
        spread[person, start:end] = value
    return spread


def _assert_same(one: Run, other: Run) -> None:
    for a, b in zip((*one.panel, *one.people), (*other.panel, *other.people), strict=True):
        np.testing.assert_array_equal(a, b)
    if one.spells is not None and other.spells is not None:
        for name in ("first", "month", "status", "burdens", "record"):
            np.testing.assert_array_equal(getattr(one.spells, name), getattr(other.spells, name))


@settings(STEADY, max_examples=25)
@given(st.lists(groups, min_size=1, max_size=3), st.integers(-1, 50), st.integers(0, 2**40))
def test_everybody_who_joined_is_in_exactly_one_status_and_every_change_is_a_move(
    joining: list[Group], index: int, seed: int
) -> None:
    plan = RunPlan(WORLD, tuple(joining), 48)
    panel = simulate(plan, CENTRAL if index < 0 else WORLD.parameters.draw(index, 1), seed).panel
    joined = np.zeros_like(panel.status)
    for group in joining:
        joined[group.enter, WORLD.status_index[group.start]] += group.size
    np.testing.assert_array_equal(panel.status.sum(axis=1), joined.sum(axis=1).cumsum())
    net = panel.moves.sum(axis=1) - panel.moves.sum(axis=2)
    np.testing.assert_array_equal(np.diff(panel.status, axis=0, prepend=0), joined + net)
    living = panel.status[:, [not status.absorbing for status in WORLD.statuses]].sum(axis=1)
    assert (panel.burden >= 0).all()
    assert (panel.burden <= living[:, None]).all()


def test_spells_cover_every_month_since_joining_once_and_add_up_to_the_panel() -> None:
    plan = eventful(400)
    run = simulate(plan, CENTRAL, 2, histories=True)
    assert run.spells is not None
    status, burdens = _by_month(run.spells, run.spells.status), _by_month(run.spells, run.spells.burdens)
    joined = np.arange(plan.months) >= run.people.enter[:, None]
    np.testing.assert_array_equal(status >= 0, joined)
    for s in range(len(WORLD.statuses)):
        np.testing.assert_array_equal((status == s).sum(axis=0), run.panel.status[:, s])
    for b in range(run.panel.burden.shape[1]):
        np.testing.assert_array_equal((joined & (burdens >> b & 1 == 1)).sum(axis=0), run.panel.burden[:, b])


@pytest.mark.parametrize("threads", [2, 3])
def test_the_number_of_threads_changes_no_bit(threads: int) -> None:
    plan = eventful(901)
    one, several = (simulate(plan, CENTRAL, 5, histories=True, threads=t) for t in (1, threads))
    _assert_same(one, several)


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1])
def test_people_simulated_in_two_parts_live_as_they_do_together(size: int) -> None:
    together = simulate(cohort(size, 30), CENTRAL, 8)
    cut = size // 3
    parts = [
        simulate(RunPlan(WORLD, (Group("cohort", n, first_person=first),), 30), CENTRAL, 8)
        for first, n in ((0, cut), (cut, size - cut))
    ]
    for name in together.panel._fields:
        first, second = (getattr(part.panel, name) for part in parts)
        np.testing.assert_array_equal(getattr(together.panel, name), first + second)
    for name in together.people._fields:
        first, second = (getattr(part.people, name) for part in parts)
        np.testing.assert_array_equal(getattr(together.people, name), np.concatenate([first, second]))


def test_a_run_stepped_by_months_is_the_run_at_once() -> None:
    plan = eventful(200)
    stepped = Simulation.start(plan, CENTRAL, 6, histories=True)
    for month in range(1, plan.months + 1):
        stepped.run(month)
    _assert_same(stepped.result(), simulate(plan, CENTRAL, 6, histories=True))


def test_a_spell_log_that_has_to_grow_loses_nothing() -> None:
    plan = cohort(300, 120)
    small = Simulation.start(plan, CENTRAL, 6, histories=True)
    small.log = SpellLog(
        row=np.empty(plan.persons, np.int32),
        month=np.empty(plan.persons, np.uint16),
        status=np.empty(plan.persons, np.uint8),
        burdens=np.empty(plan.persons, np.uint8),
        record=np.empty(plan.persons, np.uint8),
        used=np.zeros(1, np.int64),
    )
    small.run()
    _assert_same(small.result(), simulate(plan, CENTRAL, 6, histories=True))


def test_one_more_person_changes_nobody_elses_life() -> None:
    few, more = (simulate(cohort(n, 120), CENTRAL, 4) for n in (700, 701))
    for name in few.people._fields:
        np.testing.assert_array_equal(getattr(few.people, name), getattr(more.people, name)[:-1])


def test_another_cohort_changes_nobody_elses_life() -> None:
    alone = simulate(cohort(700, 60), CENTRAL, 4)
    joined = replace(cohort(700, 60), groups=(Group("cohort", 50, enter=12, first_person=9000), Group("cohort", 700)))
    together = simulate(joined, CENTRAL, 4)
    for name in alone.people._fields:
        np.testing.assert_array_equal(getattr(alone.people, name), getattr(together.people, name)[50:])


def _treated(share: float, log_ratio: float, bit: int = 0) -> RunPlan:
    return replace(
        cohort(3000, 96),
        modifiers=(Modifier("job_finding", np.full(96, log_ratio), bit),),
        reaches=(Reach(bit, share, (("sex", ("woman",)),)),),
    )


def test_a_hazard_ratio_of_one_changes_no_life() -> None:
    untreated = simulate(cohort(3000, 96), CENTRAL, 4)
    treated = simulate(_treated(1.0, 0.0), CENTRAL, 4)
    for a, b in zip(untreated.panel, treated.panel, strict=True):
        np.testing.assert_array_equal(a, b)


def test_an_intervention_changes_the_lives_of_those_it_reaches_only() -> None:
    untreated = simulate(cohort(3000, 96), CENTRAL, 4, histories=True)
    treated = simulate(_treated(0.4, np.log(2.0)), CENTRAL, 4, histories=True)
    assert untreated.spells is not None
    assert treated.spells is not None
    lives = [_by_month(run.spells, run.spells.status) for run in (untreated, treated) if run.spells is not None]
    differs = (lives[0] != lives[1]).any(axis=1)
    reached = treated.people.reached == 1
    assert not differs[~reached].any()
    assert differs[reached].any()


def test_the_first_thing_that_help_to_find_work_changes_in_a_life_is_that_work_is_found() -> None:
    lives = []
    for plan in (cohort(3000, 96), _treated(1.0, np.log(2.0))):
        spells = simulate(plan, CENTRAL, 4, histories=True).spells
        assert spells is not None
        lives.append([_by_month(spells, column) for column in (spells.status, spells.burdens, spells.record)])
    differs = np.any([a != b for a, b in zip(*lives, strict=True)], axis=0)
    changed = np.flatnonzero(differs.any(axis=1))
    assert changed.size > 100
    first = lives[1][0][changed, differs[changed].argmax(axis=1)]
    assert {WORLD.statuses[status].works for status in first} == {True}


def test_an_intervention_that_reaches_more_people_reaches_the_same_people_first() -> None:
    few, many = (simulate(_treated(share, 0.0), CENTRAL, 4).people.reached for share in (0.2, 0.5))
    assert 0 < few.sum() < many.sum()
    assert (many[few == 1] == 1).all()


def test_an_intervention_without_effect_marks_its_people_and_changes_no_life() -> None:
    untreated = simulate(cohort(3000, 96), CENTRAL, 4)
    paid_for = replace(cohort(3000, 96), reaches=(Reach(2, 0.5),))
    marked = simulate(paid_for, CENTRAL, 4)
    assert set(marked.people.reached) == {0, 4}
    for a, b in zip(untreated.panel, marked.panel, strict=True):
        np.testing.assert_array_equal(a, b)


def test_tables_compiled_for_a_shorter_run_are_refused() -> None:
    with pytest.raises(ValueError, match="compiled for 24 months, the run has 36"):
        simulate(cohort(10, 36), CENTRAL, 1, tables=cohort(10, 24).compile(CENTRAL))
    with pytest.raises(ValueError, match="compiled for 24 months, the run has 36"):
        expected(cohort(10, 36), CENTRAL, tables=cohort(10, 24).compile(CENTRAL))


def test_a_labour_market_that_ends_before_the_run_is_refused() -> None:
    with pytest.raises(ValueError, match="compiled for 24 months, the run has 36"):
        simulate(replace(cohort(10, 36), labour_market=np.ones(24)), CENTRAL, 1)
