"""Handles on a case change what they say and nothing else; what is drawn is what the ledger says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from exclusim.model.errors import ExclusimError
from exclusim.results.explore import Bench, ExploreModel, Settings
from exclusim.results.explore.figures import cost_figure, excluded_figure, status_figure
from exclusim.results.explore.texts import now_text, plan_text
from exclusim.results.explore.view import view
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.scenarios.library import load

PERSONS = 400
PROJECT = "Stöd i gymnasiet"


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(load("trelleborg"))


def run(bench: Bench, months: int = 180, **handles: Any) -> ExploreModel:
    model = ExploreModel(bench, **{"persons": PERSONS, **handles})
    for _ in range(months):
        model.step()
    return model


def excluded_months(model: ExploreModel, *, reference: bool = False) -> int:
    panel = model.bench.reference(model.settings) if reference else model.simulation.panel
    excluded = [status.excluded for status in model.plan.world.statuses]
    return int(panel.status[: model.month, excluded].sum())


@pytest.mark.parametrize("agencies", [False, True])
def test_with_all_handles_at_one_lives_are_those_of_the_case_to_the_bit(bench: Bench, agencies: bool) -> None:
    model = run(bench, agencies=agencies)
    reference = bench.reference(model.settings)
    np.testing.assert_array_equal(model.simulation.panel.moves[:180], reference.moves[:180])


@pytest.mark.parametrize("handles", [{"reach": 0.0}, {"effect": 0.0}])
def test_a_project_without_reach_or_without_effect_changes_no_life(bench: Bench, handles: dict[str, Any]) -> None:
    model = run(bench, investment=PROJECT, **handles)
    np.testing.assert_array_equal(model.simulation.panel.moves[:180], bench.reference(model.settings).moves[:180])
    assert (view(model).reached > 0) == ("effect" in handles)


def test_half_the_reach_reaches_about_half(bench: Bench) -> None:
    whole, half = (int((run(bench, 1, investment=PROJECT, reach=r).people.reached != 0).sum()) for r in (1.0, 0.5))
    assert whole > 0
    assert abs(half - whole / 2) <= 3.3 * (whole / 4) ** 0.5 + 1  # one in a thousand by chance


@pytest.mark.parametrize(
    ("handle", "better", "worse"),
    [("job_finding", 2.0, 0.5), ("labour_market", 1.4, 0.6), ("school_completion", 3.0, 1 / 3)],
)
def test_better_chances_mean_fewer_months_outside(bench: Bench, handle: str, better: float, worse: float) -> None:
    few, many = (run(bench, **dict[str, Any]({handle: value})) for value in (better, worse))
    assert excluded_months(few) < excluded_months(few, reference=True) < excluded_months(many)


def test_without_places_nobody_goes_from_unemployment_to_a_programme(bench: Bench) -> None:
    model = run(bench, programme_entry=0.0)
    activity = np.array([status.activity for status in model.plan.world.statuses])
    entered = np.ix_(activity == "unemployed", activity == "labour_market_programme")
    before = bench.reference(model.settings).moves[:180].sum(axis=0)[entered].sum()
    after = model.simulation.panel.moves[:180].sum(axis=0)[entered].sum()
    assert after < 0.2 * before  # the end of unemployment insurance still leads there


def test_a_removed_fault_acts_only_where_agencies_do(bench: Bench) -> None:
    name, text = next((name, text) for name, text in bench.faults.items() if name == "waiting")
    assert bench.draw(Settings(fault=name)).values == bench.draw(Settings()).values
    model = run(bench, 60, agencies=True, fault=text)
    assert model.casework is not None
    assert model.casework.offices.waiting[:60].sum() == 0


def test_charts_hold_the_account_of_the_same_run(bench: Bench) -> None:
    """Exclusion account and project cost, month by month and actor by actor, as `exclusim run` finds them."""
    seen = view(run(bench, 600, investment=PROJECT))
    plan = bench.plan(PERSONS)
    accounts = with_draw(plan, plan.central(), replicate_seed(1, 0)).accounts
    np.testing.assert_allclose(seen.cost, accounts["prevention"].exclusion, atol=1e-6)
    np.testing.assert_allclose(seen.reference_cost, accounts["baseline"].exclusion, atol=1e-6)
    np.testing.assert_allclose(seen.project, accounts["prevention"].intervention, atol=1e-6)
    np.testing.assert_allclose(np.sum([values for _, values in seen.groups], axis=0), 1.0)


def test_a_run_stops_by_itself_at_its_end() -> None:
    model = run(Bench(load("newcomers")), 300, persons=20)
    assert model.month == model.plan.months == 240
    assert not model.running


def test_scenarios_that_change_rules_are_not_offered() -> None:
    assert list(Bench(load("systemfel")).scenarios) == ["baseline"]


@pytest.mark.parametrize("months", [0, 1, 30])
@pytest.mark.parametrize("case", ["trelleborg", "newcomers"])
def test_everything_drawn_is_well_formed_and_comes_from_nowhere_else(case: str, months: int) -> None:
    model = run(Bench(load(case)), months, persons=50, agencies=months == 1)
    seen = view(model)
    parts = [status_figure(seen), excluded_figure(seen), cost_figure(seen)]
    for part in (*parts, now_text(seen, model.settings), plan_text(model)):
        ET.fromstring(str(part))
        assert "http" not in part
        assert "nan" not in part


def test_the_text_names_the_handles_that_are_moved(bench: Bench) -> None:
    model = ExploreModel(bench, job_finding=1.5, persons=PERSONS)
    assert "Hitta arbete ×\N{NO-BREAK SPACE}1,50." in now_text(view(model), model.settings)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"effect": 9.0}, "effect must be between 0 and 3"),
        ({"job_finding": float("nan")}, "job_finding must be between"),
        ({"persons": 0}, "persons must be between 1 and 20000"),
        ({"seed": -1}, "seed must be 0 or more"),
    ],
)
def test_a_handle_outside_its_bounds_is_told(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        replace(Settings(), **change)


def test_an_unknown_project_is_told_with_those_there_are(bench: Bench) -> None:
    with pytest.raises(ExclusimError, match="there are Nuläge, Stöd i gymnasiet"):
        ExploreModel(bench, investment="Stöd")
    with pytest.raises(ExclusimError, match="there are baseline, prevention"):
        bench.scenario(Settings(scenario="stod"))


def test_a_handle_that_a_browser_moved_back_to_one_is_at_one(bench: Bench) -> None:
    model = ExploreModel(bench, job_finding=0.25 + 15 * 0.05 + 1e-12, reach=3.0000000000000004, persons=PERSONS)
    assert model.settings == Settings(reach=3.0, persons=PERSONS)
