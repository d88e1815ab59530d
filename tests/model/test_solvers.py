"""Both solvers against closed forms, and against each other.

The number of simulated people in a status is binomial around the expected share, so the two solvers are
compared by exact binomial tails. Seeds are fixed; each test fails correct solvers with a probability of at
most ``ERROR`` over all its comparisons together (Bonferroni).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom
from tests.model.worlds import COHORT, DEAD, JOB, NEWCOMERS, tiny_world

from exclusim.model.columns import Panel
from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.expected import Expected, expected
from exclusim.model.parameters import Draw, Parameter
from exclusim.model.population import Group, Reach
from exclusim.model.vocabulary import BURDENS, cell_levels
from exclusim.model.world import Hazard, Occasion, Outcome, World

ERROR = 1e-4
WORLD = default_world()
CENTRAL = WORLD.parameters.central()
MONTH = np.arange(60)


def _rate(name: str, value: float) -> Parameter:
    return Parameter(name, value, "per month")


def _of(draw: Draw, **shares: float) -> Draw:
    """The draw with some shares of the population replaced."""
    return replace(draw, values={**draw.values, **{f"population.{k}": v for k, v in shares.items()}})


def _assert_agree(panel: Panel, exact: Expected, n: int) -> None:
    """Compare every count of people and of moves with its binomial distribution."""
    pairs = [
        (np.asarray(counted), np.clip(share / n, 0.0, 1.0))
        for counted, share in (
            (panel.status, exact.status),
            (panel.burden, exact.burden),
            (panel.moves, exact.moves),
        )
    ]
    counted, p = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    assert counted[p < 1e-14].sum() == 0, "somebody is where nobody can be"
    possible = (p >= 1e-14) & (p < 1 - 1e-14)
    counted, p = counted[possible], p[possible]
    tail = 2 * np.minimum(binom.cdf(counted, n, p), binom.sf(counted - 1, n, p))
    worst = tail.argmin()
    assert tail[worst] * tail.size >= ERROR, (
        f"{tail.size} comparisons, the least likely has p = {tail[worst]:.2e}: "
        f"{counted[worst]} people, expected {n * p[worst]:.2f}"
    )


def _both(world: World, exact: NDArray[np.float64], n: int = 100_000) -> None:
    """Check both solvers against exact shares by month and status, shape (T, S)."""
    plan = RunPlan(world, (Group("cohort", n),), exact.shape[0])
    draw = world.parameters.central()
    solved = expected(plan, draw)
    np.testing.assert_allclose(solved.status / n, exact, rtol=1e-11, atol=1e-13)
    _assert_agree(simulate(plan, draw, 1).panel, solved, n)


def test_under_a_constant_hazard_survival_is_geometric() -> None:
    rate = 0.03
    world = tiny_world((COHORT, DEAD), (Hazard(COHORT.name, DEAD.name, "mortality", "rate.d"),), _rate("rate.d", rate))
    alive = np.exp(-rate * MONTH)
    _both(world, np.stack([alive, 1 - alive], axis=1))


def test_moves_between_two_statuses_are_powers_of_the_markov_matrix() -> None:
    to_job, back = 0.2, 0.05
    world = tiny_world(
        (COHORT, JOB),
        (
            Hazard(COHORT.name, JOB.name, "job_finding", "rate.a"),
            Hazard(JOB.name, COHORT.name, "job_loss", "rate.b"),
        ),
        _rate("rate.a", to_job),
        _rate("rate.b", back),
    )
    a, b = 1 - np.exp(-to_job), 1 - np.exp(-back)
    matrix = np.array([[1 - a, a], [b, 1 - b]])
    _both(world, np.stack([np.linalg.matrix_power(matrix, month)[0] for month in MONTH]))


def test_competing_risks_share_the_events_in_proportion_to_their_hazards() -> None:
    world = tiny_world(
        (COHORT, JOB, DEAD),
        (
            Hazard(COHORT.name, JOB.name, "job_finding", "rate.a"),
            Hazard(COHORT.name, DEAD.name, "mortality", "rate.b"),
        ),
        _rate("rate.a", 0.09),
        _rate("rate.b", 0.03),
    )
    left = 1 - np.exp(-0.12 * MONTH)
    _both(world, np.stack([1 - left, 0.75 * left, 0.25 * left], axis=1))


def test_duration_dependence_changes_the_hazard_month_by_month_until_its_cap_and_at_a_long_spell() -> None:
    rate, slope, ratio = 0.05, -0.1, 0.5
    world = tiny_world(
        (COHORT, JOB),
        (Hazard(COHORT.name, JOB.name, "job_finding", "rate.a", min_months=3),),
        _rate("rate.a", rate),
        Parameter("job_finding.duration", slope, "per month of duration"),
        Parameter("job_finding.long_spell", ratio, "ratio"),
    )
    hazard = rate * np.exp(slope * np.minimum(MONTH, 24)) * np.where(MONTH >= 9, ratio, 1.0) * (MONTH >= 3)
    waiting = np.exp(-np.cumsum(hazard))
    _both(world, np.stack([waiting, 1 - waiting], axis=1))


def test_a_time_limit_ends_every_spell_in_its_month_and_takes_precedence_over_hazards() -> None:
    world = tiny_world(
        (COHORT, JOB, DEAD),
        (Hazard(COHORT.name, DEAD.name, "mortality", "rate.d"),),
        _rate("rate.d", 0.02),
        Parameter("limit.school", 40, "months"),
        occasions=(Occasion(COHORT.name, (Outcome(JOB.name),), at_months="limit.school"),),
    )
    alive = np.exp(-0.02 * np.minimum(MONTH, 39))
    _both(world, np.stack([alive * (MONTH < 40), alive * (MONTH >= 40), 1 - alive], axis=1))


def test_an_occasion_in_august_splits_people_by_the_odds_of_its_outcomes() -> None:
    world = tiny_world(
        (COHORT, JOB),
        (Hazard(COHORT.name, JOB.name, "job_finding", "rate.never"),),
        _rate("rate.never", 0.0),
        Parameter("school.leaves", 0.4, "share"),
        occasions=(
            Occasion(
                COHORT.name,
                (Outcome(JOB.name, "school.leaves", odds=True), Outcome(None)),
                calendar_month=7,
                ages=(17, 19),
            ),
        ),
    )
    augusts = np.clip((MONTH + 5) // 12 - 1, 0, 3)  # at 17, 18 and 19
    _both(world, np.stack([0.6**augusts, 1 - 0.6**augusts], axis=1))


def test_a_burden_comes_and_goes_as_a_two_state_chain_and_dies_with_its_bearer() -> None:
    onset, recovery, death = 0.02, 0.1, 0.01
    world = tiny_world(
        (COHORT, DEAD),
        (
            Hazard(COHORT.name, "+crime", "crime_onset", "rate.on"),
            Hazard(COHORT.name, "-crime", "crime_recovery", "rate.off"),
            Hazard(COHORT.name, DEAD.name, "mortality", "rate.d"),
        ),
        _rate("rate.on", onset),
        _rate("rate.off", recovery),
        _rate("rate.d", death),
    )
    draw = _of(world.parameters.central(), crime=0.0, mental_ill_health=0.0)
    n = 100_000
    plan = RunPlan(world, (Group("cohort", n),), MONTH.size)
    solved = expected(plan, draw)
    step = np.zeros((2, 2))
    for i, change in enumerate((onset, recovery)):
        happens = 1 - np.exp(-(change + death))
        step[i] = happens * change / (change + death)
        step[i, i] = 1 - happens
    exact = [np.linalg.matrix_power(step, month)[0, 1] for month in MONTH]
    np.testing.assert_allclose(solved.burden[:, BURDENS.index("crime")] / n, exact, rtol=1e-11)
    _assert_agree(simulate(plan, draw, 1).panel, solved, n)


def test_nobody_is_lost_from_the_expected_distribution() -> None:
    groups = (Group("cohort", 900, enter=5), Group("newcomers", 100, enter=13, age_from=20, age_to=20))
    plan = RunPlan(WORLD, groups, 40)
    one_kind = cell_levels().index(("woman", "native", "compulsory", "yes", "high"))
    newcomer = cell_levels().index(("man", "newcomer", "upper_secondary", "no", "low"))
    solved = expected(plan, CENTRAL, cells=[one_kind, newcomer])
    total = solved.status.sum(axis=1)
    assert (total[:5] == 0).all()
    np.testing.assert_allclose(total[5:13], total[5], rtol=1e-12)
    np.testing.assert_allclose(total[13:], total[13], rtol=1e-12)
    change = np.diff(solved.status, axis=0, prepend=0) - (solved.moves.sum(axis=1) - solved.moves.sum(axis=2))
    for group in groups:
        assert change[group.enter, WORLD.status_index[group.start]] > 0
        change[group.enter, WORLD.status_index[group.start]] = 0
    np.testing.assert_allclose(change, 0, atol=1e-10)


def test_the_expected_distribution_does_not_depend_on_threads_and_splits_by_cells() -> None:
    plan = RunPlan(WORLD, (Group("cohort", 1000),), 30)
    cells = list(range(12))
    one, two = (expected(plan, CENTRAL, cells=cells, threads=t) for t in (1, 2))
    np.testing.assert_array_equal(one.status, two.status)
    np.testing.assert_array_equal(one.moves, two.moves)
    parts = [expected(plan, CENTRAL, cells=part).status for part in (cells[:5], cells[5:])]
    np.testing.assert_allclose(one.status, parts[0] + parts[1], rtol=1e-12)


def test_agents_and_expected_agree_on_a_cohort_of_all_backgrounds_until_it_is_21() -> None:
    n = 200_000
    plan = RunPlan(WORLD, (Group("cohort", n),), 66)
    tables = plan.compile(CENTRAL)
    run = simulate(plan, CENTRAL, 20, threads=2, tables=tables)
    _assert_agree(run.panel, expected(plan, CENTRAL, tables=tables, threads=2), n)


def test_agents_and_expected_agree_on_the_vulnerable_until_they_are_42() -> None:
    n = 200_000
    alike = _of(
        WORLD.parameters.draw(4, 1),
        woman=0.0, foreign_born=0.0, **{"parents_compulsory.native": 1.0, "neuropsychiatric.man": 1.0},
    )  # fmt: skip
    plan = RunPlan(WORLD, (Group("cohort", n),), 324)
    tables = plan.compile(alike)
    run = simulate(plan, alike, 21, threads=2, tables=tables)
    _assert_agree(run.panel, expected(plan, alike, tables=tables, threads=2), n)


def test_agents_and_expected_agree_on_newcomers_under_interventions_and_a_slump() -> None:
    n, months = 200_000, 42
    month = np.arange(months)
    plan = RunPlan(
        WORLD,
        (Group("newcomers", n, enter=3, age_from=28, age_to=30),),
        months,
        labour_market=np.where(month > 20, 0.5, 1.0),
        modifiers=(
            Modifier("job_finding", np.where(month < 15, np.log(2.0), 0.0), 0),
            Modifier("exit_from_exclusion", np.linspace(0.5, 0.0, months), 1),
        ),
        reaches=(Reach(0, 0.5, (("sex", ("woman",)),)), Reach(1, 0.3), Reach(2, 0.5)),
    )
    some = _of(
        CENTRAL,
        **{
            "parents_compulsory.foreign_born": 1.0,
            "neuropsychiatric.man": 0.0,
            "neuropsychiatric.woman": 0.0,
        },
    )
    tables = plan.compile(some)
    run = simulate(plan, some, 22, threads=2, tables=tables)
    _assert_agree(run.panel, expected(plan, some, tables=tables, threads=2), n)


def test_the_comparison_of_solvers_notices_a_hazard_that_is_two_percent_wrong() -> None:
    n = 200_000
    world = tiny_world(
        (COHORT, JOB, NEWCOMERS),
        (Hazard(COHORT.name, JOB.name, "job_finding", "rate.a"),),
        _rate("rate.a", 0.05),
    )
    plan = RunPlan(world, (Group("cohort", n),), 24)
    wrong = world.parameters.with_value("rate.a", 0.051).central()
    with pytest.raises(AssertionError, match="the least likely"):
        _assert_agree(simulate(plan, world.parameters.central(), 1).panel, expected(plan, wrong), n)
