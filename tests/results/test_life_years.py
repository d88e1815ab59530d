"""Typical lives by year: what is paid in which year, by whom, beside the mean of everybody."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.example_document import example_document

from exclusim.model.money import PUBLIC
from exclusim.results.document import Life
from exclusim.results.report.life_years import mean_cost, years_of
from exclusim.results.report.lives import view
from exclusim.results.run.lives import typical_lives
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.scenarios.library import load

ROUNDING = 30.0  # SEK: every year is rounded to a krona


@pytest.fixture(scope="module")
def plan() -> CasePlan:
    return case_plan(load("trelleborg"), "published", 480)


@pytest.fixture(scope="module")
def lives(plan: CasePlan) -> list[Life]:
    return typical_lives(plan, 1)


def test_the_years_of_a_life_add_up_to_its_spells(lives: list[Life]) -> None:
    for life in lives:
        for actor, amounts in life.yearly.items():
            assert len(amounts) == len(life.years)
            assert sum(amounts) == pytest.approx(
                sum(s.cost[actor] for s in life.spells), abs=ROUNDING + len(life.spells)
            )


def test_the_years_of_the_horizon_discounted_are_the_lifes_cost(plan: CasePlan, lives: list[Life]) -> None:
    weights = plan.valuation.weights(plan.valuation.end).reshape(-1, 12)[: len(plan.years), 0]
    for life in lives:
        for actor, cost in life.cost.items():
            assert weights @ np.array(life.yearly[actor]) == pytest.approx(cost, abs=ROUNDING)


def test_work_that_somebody_under_twenty_does_not_do_is_no_loss(lives: list[Life]) -> None:
    for life in lives:
        assert life.years[0] == 16
        assert life.yearly["production"][:4] == [0, 0, 0, 0]
    assert any(life.yearly["production"][4] > 0 for life in lives)


def test_the_lives_of_newcomers_count_years_since_arrival() -> None:
    plan = case_plan(load("newcomers"), "published", 60)
    for life in typical_lives(plan, 1):
        assert life.years[0] == 0


def test_bars_and_table_show_each_year_with_the_mean_of_the_cohort_beside() -> None:
    document = example_document()
    life = document.lives[1]
    base = document.scenarios["baseline"]
    same = life.model_copy(
        update={"years": base.years, "yearly": {a: v[-len(base.years) :] for a, v in life.yearly.items()}}
    )
    assert mean_cost(document, "public", life) is None  # the example's account begins at 23
    mean = mean_cost(document, "public", same)
    assert mean is not None
    assert mean[0] == pytest.approx(base.yearly["public"].mean[0] / 480)
    figure = years_of(document, same)
    assert figure is not None
    assert len(figure.data.rows) == len(base.years)
    assert figure.data.head[-2:] == ("Medel per person", "Produktionsbortfall")
    assert figure.wide.count('class="segment"') == 2  # two payers
    assert figure.wide.count("Z") == 2 * len(base.years)


def test_a_life_of_old_or_one_that_costs_nobody_anything_has_no_figure_of_years() -> None:
    document = example_document()
    for yearly in ({}, dict.fromkeys(PUBLIC, [0.0] * 27)):
        life = document.lives[1].model_copy(update={"yearly": yearly})
        assert years_of(document, life) is None
        shown = view(document, life)
        assert shown is not None
        assert shown.by_year is None
