"""Quarterly flows, and what the factor says of a slump that it has not seen."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.calibration.macro import FLOW_STATES, SlumpPrediction, published_matrix, slump_prediction
from exclusim.calibration.macro import slump as slump_module
from exclusim.calibration.macro.flows import unemployment, yearly_flows
from exclusim.calibration.targets.register import make_register
from exclusim.calibration.targets.scan import LFS_STATES
from exclusim.calibration.targets.who import Who
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.parameters import Draw
from exclusim.model.population import Group

CENTRAL = default_world().parameters.central()
MONTHS = 600


def test_published_rows_sum_to_one_without_self_employment() -> None:
    for matrix in (published_matrix("average"), published_matrix("slump")):
        assert matrix.sum(axis=1) == pytest.approx(np.ones(4))
    origin = FLOW_STATES.index("unemployed")
    assert published_matrix("average")[origin, 1] == pytest.approx(0.2072 / 0.99, rel=1e-3)


def test_flows_are_those_that_the_calibration_targets_count() -> None:
    run = simulate(RunPlan(default_world(), (Group("cohort", 2_000),), MONTHS), CENTRAL, 5, histories=True)
    found = yearly_flows(run, MONTHS, 0).sum(axis=0)
    counted = make_register(CENTRAL, 5, 2_000).flows(Who(), 16, 64)
    ours = [FLOW_STATES.index(name if name in FLOW_STATES else FLOW_STATES[-1]) for name in LFS_STATES[: len(counted)]]
    together = np.zeros((4, 4))
    for i, origin in enumerate(ours):
        for j, target in enumerate(ours):
            together[origin, target] += counted[i, j]
    assert found == pytest.approx(together)


def test_unemployment_is_a_share_of_the_labour_force() -> None:
    flows = np.zeros((4, 4), np.int64)
    flows[0] = [80, 10, 10, 900]
    assert unemployment(flows) == pytest.approx(0.1)


def test_a_flat_labour_market_predicts_the_average_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slump_module, "measured_response", lambda draw, seed: 1.0)
    flat = {name: 0.0 for name in CENTRAL.values if name.endswith(".labour_market")}
    found = slump_prediction([Draw(-1, {**CENTRAL.values, **flat})], persons=16_000)
    for cell in found.cells:
        assert cell.predicted.mean == pytest.approx(cell.published_average, rel=0.25, abs=0.004)


@pytest.fixture(scope="module")
def prediction() -> SlumpPrediction:
    parameters = default_world().parameters
    return slump_prediction([parameters.draw(index, 1) for index in range(4)], persons=8_000)


def test_a_slump_makes_jobs_harder_to_find_and_easier_to_lose(prediction: SlumpPrediction) -> None:
    cells = {(c.origin, c.target): c for c in prediction.cells}
    assert prediction.level.p95 < 1 < prediction.unemployment_odds_ratio.mean
    for job in ("permanent_job", "temporary_job"):
        found, lost = cells["unemployed", job], cells[job, "unemployed"]
        assert found.predicted.mean < found.published_average
        assert lost.predicted.mean > lost.published_average
        assert found.right_direction
        assert lost.right_direction


def test_the_prediction_is_the_same_whatever_the_slump_was(
    prediction: SlumpPrediction, monkeypatch: pytest.MonkeyPatch
) -> None:
    average = published_matrix("average")
    monkeypatch.setattr(slump_module, "published_matrix", lambda period: average)
    parameters = default_world().parameters
    again = slump_prediction([parameters.draw(index, 1) for index in range(4)], persons=8_000)
    assert [c.predicted for c in again.cells] == [c.predicted for c in prediction.cells]
    assert [c.published_slump for c in again.cells] != [c.published_slump for c in prediction.cells]


def test_at_least_one_draw_is_needed() -> None:
    with pytest.raises(ValueError, match="at least one draw"):
        slump_prediction([])
