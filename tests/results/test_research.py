"""The researchers' library: the same numbers as a run, labelled, and the same bits for the same seed."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from exclusim.model.errors import ExclusimError
from exclusim.model.money import PUBLIC
from exclusim.results import research
from exclusim.results.research.ensemble import Ensemble
from exclusim.results.run import RunOptions
from exclusim.results.store import RunRecord

DRAWS, PERSONS, SEED = 3, 40, 4
HEAVY = ("numba", "pandas", "xarray", "sqlalchemy", "scipy")


@pytest.fixture(scope="module")
def runs() -> Ensemble:
    return research.simulate(
        research.load("newcomers"), draws=DRAWS, replicates=2, persons=PERSONS, seed=SEED, threads=1
    )


@pytest.fixture(scope="module")
def data(runs: Ensemble) -> xr.Dataset:
    return runs.dataset()


@pytest.fixture(scope="module")
def record() -> RunRecord:
    options = RunOptions(persons=PERSONS, replicates=DRAWS, seed=SEED, threads=1)
    return research.run(research.load("newcomers"), options)


def test_importing_the_stable_names_loads_nothing_heavy_and_takes_less_than_a_second() -> None:
    program = (
        "import sys, time; begun = time.perf_counter(); from exclusim.results.research import *; "
        f"assert time.perf_counter() - begun < 1; assert not set({HEAVY!r}) & set(sys.modules), sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_stable_name_is_there_and_says_what_it_does() -> None:
    for name in research.__all__:
        assert getattr(research, name).__doc__


def test_the_data_set_has_the_dimensions_of_the_question_and_every_variable_a_unit(data: xr.Dataset) -> None:
    assert data.exclusion.dims == ("draw", "replicate", "scenario", "month", "actor", "kind")
    assert dict(data.sizes) | {"draw": DRAWS, "replicate": 2, "kind": 4} == dict(data.sizes)
    assert data.scenario.values[0] == "baseline"
    assert all(variable.attrs["units"] for variable in data.data_vars.values())
    assert data.exclusion.attrs["units"] == f"SEK of {data.attrs['price_year']}, undiscounted"


def test_the_first_replicate_summed_over_the_horizon_is_the_run_of_the_same_seed(
    data: xr.Dataset, record: RunRecord
) -> None:
    first = data.sel(replicate=0)
    present = (first.exclusion.sum("kind") * data.weight).sum("month").mean("draw")
    for name, result in record.document.scenarios.items():
        amounts = present.sel(scenario=name)
        assert float(amounts.sum("actor")) == pytest.approx(result.total["society"].mean, rel=1e-9)
        for actor in (*PUBLIC, "production"):
            assert float(amounts.sel(actor=actor)) == pytest.approx(result.total[actor].mean, rel=1e-9, abs=1e-3)
        kinds = (first.exclusion.sel(scenario=name) * data.weight).sum(["month", "actor"]).mean("draw")
        assert float(kinds.sel(kind="real")) == pytest.approx(result.by_kind["real"].mean, rel=1e-9)
        assert float(kinds.sel(kind="transfer")) == pytest.approx(0.0, abs=1e-3), "what one pays another receives"


@pytest.mark.parametrize("case", ["newcomers", "genomsnittskommun"])
def test_the_net_of_a_scenario_is_its_accounts_against_the_baseline(case: str) -> None:
    options = RunOptions(persons=PERSONS, replicates=1, seed=SEED, threads=1)
    document = research.run(research.load(case), options).document
    runs = research.simulate(research.load(case), draws=1, persons=PERSONS, seed=SEED, threads=1)
    data = runs.dataset().isel(draw=0, replicate=0)
    data = data.isel(month=slice(int(np.flatnonzero(data.weight).max()) + 1))  # what happens before the horizon counts
    cost = (data.exclusion + data.ordinary).sum(["actor", "kind"]) + data.project_cost.sel(payer="society")
    for name, found in document.differences.items():
        lost = data.displacement.sel(scenario=name, payer="society")
        net = ((cost.sel(scenario=found.baseline) - cost.sel(scenario=name) - lost) * data.factor).sum("month")
        assert float(net) == pytest.approx(found.net["society"].mean, rel=1e-9, abs=1e-3)


def test_everybody_is_in_exactly_one_status_every_month(data: xr.Dataset) -> None:
    np.testing.assert_allclose(data.people.sum("status"), 10.0)  # the real group has ten people


def test_replicates_share_the_parameters_and_differ_in_their_lives(data: xr.Dataset) -> None:
    one, two = (data.people.sel(replicate=replicate) for replicate in (0, 1))
    assert not one.equals(two)
    assert data.value.dims == ("draw", "parameter")
    assert (data.value.std("draw") > 0).sum() > 100


def test_the_frame_holds_the_same_money_in_tidy_rows(runs: Ensemble) -> None:
    frame = runs.frame()
    assert list(frame.columns[:6]) == ["draw", "replicate", "scenario", "month", "actor", "kind"]
    assert not frame.duplicated(list(frame.columns[:6])).any()
    assert frame["exclusion"].sum() == pytest.approx(runs.exclusion.sum(), rel=1e-9)
    by_scenario = frame.groupby("scenario", observed=True)["ordinary"].sum()
    np.testing.assert_allclose(by_scenario, runs.ordinary.sum(axis=(0, 1, 3, 4, 5)), rtol=1e-9)


def test_the_number_of_threads_changes_no_bit(runs: Ensemble) -> None:
    again = research.simulate(
        research.load("newcomers"), draws=DRAWS, replicates=2, persons=PERSONS, seed=SEED, threads=3
    )
    np.testing.assert_array_equal(runs.exclusion, again.exclusion)
    np.testing.assert_array_equal(runs.people, again.people)
    pd.testing.assert_frame_equal(runs.parameters, again.parameters)


def test_a_model_called_with_a_joint_draw_gives_the_run_of_that_draw(record: RunRecord) -> None:
    f = research.model(research.load("newcomers"), persons=PERSONS)
    point = f.sample(1, seed=SEED).iloc[0]
    outcome = f(point, seed=SEED)
    one = research.run(research.load("newcomers"), RunOptions(persons=PERSONS, replicates=1, seed=SEED, threads=1))
    for row, (name, result) in enumerate(one.document.scenarios.items()):
        assert f.scenarios[row] == name
        expected = [result.total[actor].mean for actor in f.actors]
        np.testing.assert_allclose(outcome.cost[row], expected, rtol=1e-12)
    for row, found in enumerate(one.document.differences.values()):
        np.testing.assert_allclose(outcome.net[row], [found.net[actor].mean for actor in f.actors], rtol=1e-12)


def test_a_model_is_a_function_the_same_arguments_give_the_same_bits() -> None:
    f = research.model(research.load("newcomers"), persons=PERSONS)
    one, again, other = (f({}, seed=seed).cost for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
    name = next(name for name in f.uncertain if name.startswith("job_finding."))
    assert not np.array_equal(one, f({name: 3 * f.central[name]}, seed=1).cost)


def test_outcomes_have_names_for_tools_that_want_a_vector() -> None:
    f = research.model(research.load("newcomers"), persons=PERSONS)
    outcome = f({})
    named = outcome.named()
    assert named["cost.baseline.society"] == outcome.cost[0, 0]
    assert named[f"net.{f.scenarios[1]}.public"] == outcome.net[0, 1]
    assert len(named) == len(f.scenarios) * (len(f.actors) + 2) + (len(f.scenarios) - 1) * len(f.actors)


def test_an_unknown_parameter_is_an_error_with_a_guess() -> None:
    f = research.model(research.load("newcomers"), persons=PERSONS)
    with pytest.raises(ExclusimError, match=r"did you mean 'population\.woman'"):
        f({"population.women": 0.5})
    with pytest.raises(ExclusimError, match="must be a finite number"):
        f({"population.woman": float("nan")})


def test_what_has_no_monthly_data_of_one_cohort_is_refused() -> None:
    several = research.parse("{exclusim: 1, case: two, extends: genomsnittskommun, population: {cohorts: 2}}")
    with pytest.raises(ExclusimError, match="follows 2 cohorts"):
        research.simulate(several)
    with pytest.raises(ExclusimError, match="simulates nobody"):
        research.simulate(research.load("trelleborg"), preset="flat-annuity")
    with pytest.raises(ExclusimError, match="replicates must be between 1 and 100"):
        research.simulate(research.load("newcomers"), replicates=0)


def test_parameters_are_listed_with_unit_prior_and_source() -> None:
    table = research.parameters(research.load("newcomers"))
    assert table.index.is_unique
    assert not table[["unit", "prior", "source"]].isna().any(axis=None)
    assert (table["source"] == "assumption").equals(table["assumption"])


def test_the_examples_of_the_documentation_run() -> None:
    page = Path(__file__).parents[2] / "docs" / "library.md"
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (found.failed, found.attempted > 8) == (0, True)
