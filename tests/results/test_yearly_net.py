"""Each actor's net by year, its worst year, and intervals over longer horizons."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.results.example_document import example_document

from exclusim.calibration.costs import cost_book
from exclusim.model.money import PUBLIC
from exclusim.results.compare import CompareOptions, run_compare
from exclusim.results.compare.budgets import Limit
from exclusim.results.compare.page import render_compare
from exclusim.results.compare.worst import budget_of
from exclusim.results.document import Difference, Interval
from exclusim.results.labels import percent
from exclusim.results.report.yearly_net import horizons, yearly
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.sample import Replicate, replicate
from exclusim.results.run.summary import difference, scenario_result
from exclusim.results.yearly_net import YearlyNet
from exclusim.scenarios.library import load

DRAWS = 40
PREVENTION = "prevention"


@pytest.fixture(scope="module")
def plan() -> CasePlan:
    return case_plan(load("trelleborg"), "published", 480)


@pytest.fixture(scope="module")
def replicates(plan: CasePlan) -> list[Replicate]:
    return [replicate(plan, index, 7) for index in range(DRAWS)]


@pytest.fixture(scope="module")
def change(plan: CasePlan, replicates: list[Replicate]) -> Difference:
    return difference(plan, PREVENTION, replicates)


@pytest.fixture(scope="module")
def by_year(change: Difference) -> YearlyNet:
    assert change.by_year is not None
    return change.by_year


def test_the_years_of_an_actors_net_discounted_add_up_to_its_net(
    plan: CasePlan, change: Difference, by_year: YearlyNet
) -> None:
    factors = plan.valuation.factors.reshape(-1, 12)
    assert (factors == factors[:, :1]).all()  # every month of a year weighs the same here
    weights = factors[: len(by_year.years), 0]
    for actor, net in change.net.items():
        assert weights @ np.array(by_year.net[actor].mean) == pytest.approx(net.mean, abs=1)


def test_the_public_sectors_net_is_that_of_its_actors_in_every_year(by_year: YearlyNet) -> None:
    parts = np.sum([by_year.net[actor].mean for actor in PUBLIC], axis=0)
    np.testing.assert_allclose(by_year.net["public"].mean, parts, atol=1)


def test_no_year_is_worse_than_the_worst_and_it_lies_in_its_calendar_year(plan: CasePlan, by_year: YearlyNet) -> None:
    for actor, worst in by_year.worst.items():
        band, at = by_year.net[actor], by_year.years.index(worst.year)
        amount = worst.amount
        assert [amount.mean, amount.p5, amount.p95] == pytest.approx([min(band.mean), band.p5[at], band.p95[at]])
        assert worst.calendar == plan.case.population.start_year + at


def test_a_project_in_school_makes_its_payers_worst_year_one_of_those_it_is_paid_in(by_year: YearlyNet) -> None:
    assert by_year.years[0] == 16
    assert by_year.worst["kommun"].year < 20
    assert by_year.worst["kommun"].amount.p95 < 0


def test_the_annuitys_project_is_paid_in_its_first_year_and_the_rest_is_gain() -> None:
    document = run_case(load("trelleborg"), RunOptions(preset="flat-annuity", replicates=3)).document
    found = document.differences[PREVENTION].by_year
    assert found is not None
    net = found.net["society"].mean
    cost = document.scenarios[PREVENTION].intervention["society"].mean
    assert net[1] - net[0] == pytest.approx(cost)
    assert np.ptp(net[1:]) == pytest.approx(0, abs=1)
    assert found.worst["society"].calendar is None


def _width(value: Interval) -> float:
    return value.p95 - value.p5


def test_the_interval_of_a_cost_is_wider_the_longer_the_horizon(plan: CasePlan, replicates: list[Replicate]) -> None:
    """In kronor, for every actor and each next horizon.

    In 4 000 bootstrap samples of 40 out of 150 draws, no width failed to grow: an error rate below one in a thousand.
    As a share of the mean it is about as wide at 20 years as at one: the same uncertain numbers hold in every year.
    """
    lines = cost_book(plan.central(), plan.case.appraisal.price_year)
    found = scenario_result(plan, BASELINE, replicates, lines).horizons
    for short, long in pairwise(found.values()):
        for actor in ("society", "public", *PUBLIC):
            assert _width(short[actor]) < _width(long[actor])


def test_the_interval_of_a_net_is_wider_at_twenty_years_than_at_one(change: Difference) -> None:
    """Of society and the public sector; one bootstrap sample of 40 in 4 000 failed, for the public sector."""
    for actor in ("society", "public"):
        assert _width(change.horizons["1"][actor]) < _width(change.horizons["20"][actor])


def test_the_report_shows_when_each_actor_has_its_worst_year_and_what_it_loses_then() -> None:
    document = example_document()
    change = document.differences[PREVENTION]
    found = horizons(document, change)
    assert found is not None
    assert found.head[:3] == ("Mkr", "Sämsta år", "Netto det året")
    society = found.rows[0]
    assert (society[1].main, society[1].sub) == ("2027", "19\N{NO-BREAK SPACE}års ålder")
    assert society[2].tone == "loss"
    untouched = next(row for row in found.rows if row[0].main == "Arbetsförmedlingen")
    assert untouched[1].main == "inget år med förlust"  # it pays nothing of the project


def test_every_touched_actor_has_a_panel_and_a_column_of_its_years() -> None:
    document = example_document()
    figure = yearly(document, document.differences[PREVENTION])
    assert figure is not None
    assert len(figure.data.rows) == 27
    assert len(figure.data.head) == 1 + 9
    assert figure.wide.count("<circle") == 5  # the two sums and the project's three payers lose in some year


def test_a_document_of_old_without_years_keeps_its_table_of_horizons() -> None:
    document = example_document()
    old = document.differences[PREVENTION].model_copy(update={"by_year": None})
    assert yearly(document, old) is None
    found = horizons(document, old)
    assert found is not None
    assert found.head[:2] == ("Mkr", "1\N{NO-BREAK SPACE}år")


def test_a_budget_of_one_year_goes_before_that_of_every_year_and_all_payers_are_the_public_sector() -> None:
    limits = [Limit("kommun", 4e6, "each"), Limit("kommun", 1e6, 2030), Limit("all", 9e6, "each")]
    assert budget_of(limits, "kommun", 2030) == 1e6
    assert budget_of(limits, "kommun", 2031) == 4e6
    assert budget_of(limits, "public", 2031) == 9e6
    assert budget_of(limits, "region", 2031) is None
    assert budget_of([Limit("kommun", 4e6, "whole")], "kommun", 2030) is None


def test_a_payers_worst_year_is_set_against_its_budget() -> None:
    options = CompareOptions(
        draws=2, most_draws=2, side_draws=2, persons=60, threads=1, limits=(Limit("kommun", 4e5, "each"),)
    )
    document = run_compare([load("trelleborg")], options)
    scenario = document.scenarios[PREVENTION]
    worst = scenario.worst_year["kommun"]
    assert worst.amount.mean == pytest.approx(min(scenario.yearly["kommun"]))
    assert worst.limit == 4e5
    assert worst.share is not None
    assert worst.share == pytest.approx(worst.amount.mean / 4e5)
    assert scenario.worst_year["region"].share is None
    page = render_compare(document)
    assert "Andel av budgeten" in page
    assert percent(worst.share, 1) in page
