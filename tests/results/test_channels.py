"""Tap, mop and loops: what is counted in a life, and that the parts are exactly the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.model.worlds import COHORT, STEADY, tiny_world
from tests.results.lives import lives

from exclusim.model.engine import RunPlan, simulate
from exclusim.model.parameters import Parameter
from exclusim.model.population import Group
from exclusim.model.vocabulary import STATUSES, Status
from exclusim.model.world import Hazard
from exclusim.results.report import render_report
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.channels import Passage, channels, divided
from exclusim.results.run.histories import count
from exclusim.scenarios.library import load

WORK, OUTSIDE = "permanent_job/wage", "outside/none"
BENEFIT, SICK = "unemployed/social_assistance", "sickness_benefit/sickness_benefit"


def test_excluded_months_of_different_kinds_in_a_row_are_one_spell() -> None:
    found = count(lives([(WORK, 5), (BENEFIT, 4), (SICK, 3), (OUTSIDE, 2), (WORK, 6)]), STATUSES, 0, 20)
    assert (found.entered, found.spells, found.excluded_months) == (1, 1, 9)


def test_somebody_who_comes_back_has_two_spells_and_has_entered_once() -> None:
    found = count(lives([(WORK, 5), (BENEFIT, 4), (WORK, 1), (OUTSIDE, 10)]), STATUSES, 0, 20)
    assert (found.entered, found.spells, found.excluded_months) == (1, 2, 14)


def test_a_new_burden_does_not_end_a_spell() -> None:
    found = count(lives([(BENEFIT, 4), (BENEFIT, 4, ("crime",)), (WORK, 12)]), STATUSES, 0, 20)
    assert (found.spells, found.excluded_months, found.burdened_months) == (1, 8, 4)


def test_a_spell_under_way_when_the_horizon_begins_counts_as_one_that_begins_there() -> None:
    history = lives([(BENEFIT, 10), (WORK, 10)], [(BENEFIT, 4), (WORK, 16)])
    found = count(history, STATUSES, 6, 20)
    assert (found.entered, found.spells, found.excluded_months) == (1, 1, 4)


def test_months_after_the_horizon_do_not_count() -> None:
    found = count(lives([(WORK, 8), (BENEFIT, 12)], [(WORK, 12), (BENEFIT, 8)]), STATUSES, 0, 10)
    assert (found.entered, found.spells, found.excluded_months) == (1, 1, 2)


def test_a_chain_of_two_statuses_gives_the_entries_and_months_of_the_formula() -> None:
    """Months of 20 000 people against the exact chain, each within five standard deviations (error below 1e-5)."""
    people, months, enter, leave = 20_000, 60, 0.02, 0.15
    outside = Status("outside", "none", excluded=True)
    world = tiny_world(
        (COHORT, outside),
        (
            Hazard(COHORT.name, outside.name, "job_loss", "in"),
            Hazard(outside.name, COHORT.name, "job_finding", "out"),
        ),
        Parameter("in", enter, "per month"),
        Parameter("out", leave, "per month"),
    )
    plan = RunPlan(world, (Group("cohort", people),), months)
    run = simulate(plan, world.parameters.central(), 3, histories=True)
    assert run.spells is not None
    found = count(run.spells, world.statuses, 0, months)
    p, q = 1 - np.exp(-enter), 1 - np.exp(-leave)  # a person joins in month 0 and may first move in month 1
    inside = p / (p + q) * (1 - (1 - p - q) ** np.arange(months))
    ever = 1 - (1 - p) ** (months - 1)
    entries = ((1 - inside[:-1]) * p).sum()
    root = np.sqrt(people)
    assert abs(found.entered / people - ever) < 5 * 0.5 / root
    assert abs(found.spells / people - entries) < 5 * np.sqrt(entries) / root  # entries repel: less than Poisson
    assert abs(found.excluded_months / people - inside.sum()) < 5 * (months / 2) / root
    assert found.excluded_months == run.panel.status[:, 1].sum()


FACTORS = st.lists(st.floats(1e-3, 1e6), min_size=4, max_size=4)


@given(FACTORS, FACTORS)
@STEADY
def test_the_parts_add_up_to_the_change_and_change_sign_with_the_direction(one: list[float], two: list[float]) -> None:
    before, after = np.array([one]), np.array([two])
    there, back = divided(before, after), divided(after, before)
    change = after.prod() - before.prod()
    scale = max(np.abs(there).max(), before.prod(), after.prod())
    assert abs(there.sum() - change) < 1e-9 * scale
    np.testing.assert_allclose(there, -back, rtol=1e-9, atol=1e-9 * scale)


@given(FACTORS, st.integers(0, 3), st.floats(0.1, 10))
@STEADY
def test_a_change_of_one_factor_alone_is_all_its_own(one: list[float], which: int, ratio: float) -> None:
    before = np.array([one])
    after = before.copy()
    after[0, which] *= ratio
    parts = divided(before, after)[0]
    others = np.delete(parts, which)
    assert np.all(others == 0)
    assert parts[which] == pytest.approx(after.prod() - before.prod(), rel=1e-6, abs=1e-9 * before.prod())


def test_two_scenarios_that_hardly_differ_lose_no_digits() -> None:
    before = np.array([[400.0, 2.5, 12.0]])
    after = before * np.array([[1 + 1e-12, 1 - 2e-12, 1 + 3e-12]])
    np.testing.assert_allclose(divided(before, after), [[1.2e-8, -2.4e-8, 3.6e-8]], rtol=1e-3)


def _passages(*numbers: tuple[float, float, float, float]) -> list[Passage]:
    return [Passage(*row) for row in numbers]


def test_where_nobody_enters_any_more_the_tap_has_done_it_all() -> None:
    found = channels(_passages((10, 20, 240, 5e6)), _passages((0, 0, 0, 1e6)))
    assert found.months["inflow"].mean == found.months["total"].mean == 240
    assert found.money["inflow"].mean == found.money["total"].mean == 4e6
    assert found.months["loops"].mean == found.months["outflow"].mean == found.money["price"].mean == 0


def test_a_group_in_which_nobody_is_ever_excluded_avoids_nothing() -> None:
    found = channels(_passages((0, 0, 0, 0)), _passages((0, 0, 0, 0)))
    assert all(part.mean == 0 for part in (*found.months.values(), *found.money.values()))


def test_half_as_many_who_enter_is_all_tap_and_half_as_long_is_all_mop() -> None:
    tap = channels(_passages((10, 20, 240, 2.4e6)), _passages((5, 10, 120, 1.2e6)))
    mop = channels(_passages((10, 20, 240, 2.4e6)), _passages((10, 20, 120, 1.2e6)))
    loops = channels(_passages((10, 20, 240, 2.4e6)), _passages((10, 10, 120, 1.2e6)))
    for found, channel in ((tap, "inflow"), (mop, "outflow"), (loops, "loops")):
        assert found.months[channel].mean == pytest.approx(120)
        assert found.money[channel].mean == pytest.approx(1.2e6)
        assert sum(abs(found.months[key].mean) for key in ("inflow", "loops", "outflow")) == pytest.approx(120)


def _parts(values: dict[str, float]) -> NDArray[np.float64]:
    return np.array([value for key, value in values.items() if key != "total"])


def test_the_parts_of_a_run_add_up_to_its_avoided_months_and_money() -> None:
    document = run_case(load("trelleborg"), RunOptions(replicates=5, seed=2)).document
    difference = document.differences["prevention"]
    found = difference.channels
    assert found is not None
    months = {key: value.mean for key, value in found.months.items()}
    money = {key: value.mean for key, value in found.money.items()}
    assert _parts(months).sum() == pytest.approx(months["total"], abs=1e-6)
    assert months["total"] == pytest.approx(-difference.outcomes["excluded_months"].mean, abs=1e-6)
    assert _parts(money).sum() == pytest.approx(money["total"], abs=1.0)
    assert money["total"] == pytest.approx(difference.parts["exclusion"]["society"], abs=1.0)
    assert "Kranen, golvet och rundgången" in render_report(document)
