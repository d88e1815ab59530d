"""The model as Mesa sees it gives the same lives as the engine, and its parts work."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.calibration.costs import cost_book, cost_parameters
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.ledger import CostBook
from exclusim.model.mesa_model import ExclusionModel, ExclusionScenario
from exclusim.model.population import Group

MONTHS = 60


@pytest.fixture(scope="module")
def model() -> ExclusionModel:
    world = default_world()
    draw = (world.parameters | cost_parameters()).central()
    plan = RunPlan(world, (Group("cohort", 300),), MONTHS)
    model = ExclusionModel(ExclusionScenario(rng=7, plan=plan, draw=draw, cost_lines=cost_book(draw, 2014)))
    model.run()
    return model


def test_stepping_month_by_month_gives_the_same_bits_as_one_call(model: ExclusionModel) -> None:
    run = simulate(model.plan, model.scenario.draw, 7, histories=True)
    for stepped, at_once in zip(model.simulation.panel, run.panel, strict=True):
        np.testing.assert_array_equal(stepped, at_once)


def test_the_data_collector_has_one_row_a_month_and_counts_everybody(model: ExclusionModel) -> None:
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table["month"]) == list(range(1, MONTHS + 1))
    assert (table["people"] == 300).all()
    assert table["studying"].iloc[0] == 300
    assert table["working"].iloc[-1] > 0


def test_what_institutions_pay_is_the_ledger(model: ExclusionModel) -> None:
    book = CostBook(model.scenario.cost_lines, model.plan.world.statuses)
    bill = book.amounts(model.simulation.panel)[-1]
    transfers = np.array([line.payee is not None for line in book.lines])
    # Payers and payees are all institutions (or individuals and employers), so only real costs remain in the sum.
    real = np.array([line.kind.value == "real" for line in book.lines])
    assert sum(i.spending for i in model.institutions) == pytest.approx(bill[real].sum())
    assert bill[transfers].sum() > 0


def test_every_case_has_at_most_one_holder(model: ExclusionModel) -> None:
    agencies = np.array([status.agency != "" for status in model.plan.world.statuses])
    held = model.simulation.panel.status[-1][agencies].sum()
    # Schools belong to kommun.skola, higher education to ovriga, folk high schools to the region.
    assert sum(i.caseload for i in model.institutions) == held


def test_one_person_can_be_read_as_an_object(model: ExclusionModel) -> None:
    view = model.person(5)
    assert view.person == 5
    assert view.age == 16 + (MONTHS - 1) // 12
    assert view.status in model.plan.world.status_index
    assert view.sex in ("man", "woman")


def test_the_month_has_an_order_that_can_be_printed(model: ExclusionModel) -> None:
    text = model.describe_month()
    assert [line.split(":")[0] for line in text.splitlines()] == ["1. calendar", "2. people", "3. ledger", "4. record"]


def test_a_finished_run_says_so(model: ExclusionModel) -> None:
    with pytest.raises(IndexError, match="is over"):
        model._begin_month()
