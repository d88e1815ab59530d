"""Sensitivity of a case: what is varied, what is read, and what the document and the page say."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.model.errors import ExclusimError
from exclusim.results.compare.information import GROUPS
from exclusim.results.run.plan import case_plan
from exclusim.results.sensitivity import SensitivityDocument, SensitivityOptions, run_sensitivity
from exclusim.results.sensitivity.case_model import case_model
from exclusim.results.sensitivity.inputs import inputs_of_plan
from exclusim.results.sensitivity.measured import measured, only
from exclusim.results.sensitivity.page import render_sensitivity
from exclusim.results.sensitivity.tables import write_tables
from exclusim.scenarios.library import load


@pytest.fixture(scope="module")
def document() -> SensitivityDocument:
    options = SensitivityOptions(
        method="sobol", scenario="prevention", outcomes=("society", "payback", "excluded"), runs=100, persons=100,
        threads=1,
    )  # fmt: skip
    return run_sensitivity(load("trelleborg"), options)


def test_every_uncertain_parameter_of_the_case_is_an_input() -> None:
    plan = case_plan(only(load("trelleborg"), "prevention"), "published")
    inputs = inputs_of_plan(plan, "priors")
    assert set(inputs.names) == {name for name, item in plan.parameters.items() if not item.is_fixed}
    assert len(inputs.names) >= 40
    assert inputs.correlation is None
    middle = {n: i.prior.quantile(0.5, i.value) for n, i in plan.parameters.items()}
    assert inputs.draw(np.zeros(len(inputs.names))).values == pytest.approx(middle)
    name = inputs.names[3]
    item = plan.parameters[name]
    assert inputs.value(name, 1.6448536) == pytest.approx(item.prior.quantile(0.95, item.value))


def test_points_of_the_posterior_have_its_mean_spread_and_correlation() -> None:
    plan = case_plan(only(load("trelleborg"), "prevention"), "published")
    inputs = inputs_of_plan(plan, "posterior")
    assert plan.posterior is not None
    assert inputs.correlation is not None
    # All at their centre: the calibrated central draw, for what is fitted and what is not.
    centre = inputs.draw(np.zeros(len(inputs.names)))
    central = plan.central()
    fitted = inputs.names[: inputs.fitted]
    z = plan.posterior.posterior.z
    error = 4 / np.sqrt(len(z))  # of a mean of that many draws, in standard deviations of the prior
    for name in fitted[:50]:
        item = plan.parameters[name]
        low, high = sorted(item.prior.quantile(u, central[name]) for u in (0.5 - 0.4 * error, 0.5 + 0.4 * error))
        assert low <= centre[name] <= high
    free = [plan.parameters[name] for name in inputs.names[inputs.fitted :]]
    assert all(centre[item.name] == pytest.approx(item.prior.quantile(0.5, item.value)) for item in free)
    interval = plan.posterior.interval(fitted[0])
    assert interval is not None
    spread = inputs.value(fitted[0], 1.6449) - inputs.value(fitted[0], -1.6449)
    assert abs(spread) == pytest.approx(interval[1] - interval[0], rel=0.35)
    off = inputs.correlation[: inputs.fitted, : inputs.fitted] - np.eye(inputs.fitted)
    assert np.abs(off).max() > 0.05
    assert np.linalg.eigvalsh(inputs.correlation).min() > 0
    assert np.all(inputs.correlation[: inputs.fitted, inputs.fitted :] == 0)


def test_outcomes_are_those_of_the_run_itself() -> None:
    model = case_model(
        load("trelleborg"), "prevention", ("society", "kommun", "payback", "excluded", "long_term"), "priors",
        persons=1_500, threads=1,
    )  # fmt: skip
    neutral = np.zeros((1, len(model.inputs.names)))
    place = model.inputs.names.index("effect.prevention.gymnasiestod.0")
    neutral[0, place] = 8.0  # a hazard ratio far above any that was meant
    helped = neutral.copy()
    helped[0, place] = 0.0
    y = model.run(np.vstack([neutral, helped, helped]), np.array([3, 3, 3]))
    assert np.array_equal(y[1], y[2]), "the same parameters and lives"
    assert np.all(y[:, 2] <= load("trelleborg").appraisal.years + 7)
    assert y[0, 0] != y[1, 0]
    base = case_model(load("trelleborg"), "baseline", ("society", "excluded"), "priors", persons=200, threads=1)
    cost, share = base.run(np.zeros((1, len(base.inputs.names))), np.array([3]))[0]
    assert cost > 0
    assert 0 < share < 0.5


def test_the_document_says_everything_that_was_asked(document: SensitivityDocument) -> None:
    assert document.parameters >= 40
    assert document.runs == 100
    for outcome in ("society", "payback", "excluded"):
        rows = [row for row in document.indices if row.outcome == outcome]
        assert {row.index for row in rows} == {"first", "total"}
        assert len(rows) == 2 * document.parameters
        assert all(0 <= row.ci_low <= row.ci_high <= 1 for row in rows)
        assert all(row.group in GROUPS for row in rows)
    assert 0 <= document.replicate_noise_share <= 1
    # 100 people: what the project does to a dozen of them is luck, and the real group of 480 has less of it.
    first = document.outcomes[0]
    assert first.replicate_noise_share > 0.5
    assert first.noise_share_real_group <= first.replicate_noise_share
    assert [row.outcome for row in document.convergence] == ["society", "payback", "excluded"]
    assert all(row.runs == sorted(row.runs) for row in document.convergence)
    assert SensitivityDocument.model_validate_json(document.model_dump_json()) == document


def test_the_page_answers_first_and_needs_no_network(
    document: SensitivityDocument, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = render_sensitivity(document)
    for words in ("Vad resultatet beror på", "slumpen i enskilda liv", "Konvergens", "ersättningsmodell"):
        assert words in page
    assert "http" not in page.replace("http-equiv", "")
    folder = tmp_path_factory.mktemp("tables")
    write_tables(document, folder)
    lines = (folder / "indices.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "parameter,group,outcome,index,value,ci_low,ci_high"
    assert len(lines) == 1 + len(document.indices)


@pytest.mark.parametrize("method", ["morris", "shapley"])
def test_groups_cover_every_parameter(method: str) -> None:
    origin = "posterior" if method == "shapley" else "priors"
    options = SensitivityOptions(method=method, groups=True, origin=origin, runs=80, persons=60, threads=1)  # type: ignore[arg-type]
    found = run_sensitivity(load("trelleborg"), options)
    assert {row.parameter for row in found.indices} == set(GROUPS) - {"interventions"}
    assert found.scenario == "baseline"
    assert any("korrelerade" in note for note in found.notes) == (origin == "posterior")
    assert "<figure>" in render_sensitivity(found)


def test_sobol_indices_of_correlated_parameters_are_refused() -> None:
    for method in ("sobol", "morris"):
        with pytest.raises(ExclusimError, match="independent"):
            SensitivityOptions(method=method, origin="posterior")  # type: ignore[arg-type]
    with pytest.raises(ExclusimError, match="--direct"):
        SensitivityOptions(method="pawn", direct=True)
    with pytest.raises(ExclusimError, match="runs must be between"):
        SensitivityOptions(runs=3)
    with pytest.raises(ExclusimError, match="did you mean 'society'"):
        measured("societi", "prevention")
    with pytest.raises(ExclusimError, match="payback belongs to a scenario"):
        measured("payback", "baseline")
