"""What `exclusim practice` says of a roll-out and of its risks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.results.practice import PracticeDocument, PracticeOptions, run_practice
from exclusim.results.practice.page import render_practice
from exclusim.results.report.page import render_report
from exclusim.results.report.risk_matrix import priority, risk_matrix
from exclusim.results.risks import ListedRisk
from exclusim.results.run import RunOptions, run_case
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

OPTIONS = PracticeOptions(replicates=12, persons=300, threads=1)


def short(**rollout: Any) -> Case:
    """The shipped case, followed to 30, with some of the roll-out otherwise."""
    case = load("inforande")
    scenario = case.scenarios["inforande"]
    (item,) = scenario.interventions
    assert item.rollout is not None
    item = item.model_copy(update={"rollout": item.rollout.model_copy(update=rollout)})
    return case.model_copy(
        update={
            "population": case.population.model_copy(update={"follow_to_age": 30}),
            "appraisal": case.appraisal.model_copy(update={"years": 14}),
            "scenarios": {"inforande": scenario.model_copy(update={"interventions": (item,)})},
        }
    )


@pytest.fixture(scope="module")
def document() -> PracticeDocument:
    return run_practice(short(), OPTIONS)


def test_years_go_from_pilot_over_waves_to_practice_and_after(document: PracticeDocument) -> None:
    assert [year.phase for year in document.years] == ["pilot", "waves", *["practice"] * 2, *["after"] * 2]
    assert [year.enrolled.mean > 0 for year in document.years] == [True, True, True, False, False, False]
    running = [year.running for year in document.years]
    assert all(0 <= later <= earlier <= 1 for earlier, later in pairwise(running))


def test_costs_change_payer_when_the_pilot_becomes_practice(document: PracticeDocument) -> None:
    first, _, third = document.years[:3]
    assert first.cost["arbetsformedlingen"].mean == pytest.approx(first.cost["kommun"].mean)
    assert [step.payer for step in document.steps][1:] == [{"kommun.arbetsmarknad": 1.0}] * 2
    assert third.cost["arbetsformedlingen"].mean < third.cost["kommun"].mean


def test_an_alternative_is_the_net_with_its_difference_added(document: PracticeDocument) -> None:
    assert [row.key for row in document.alternatives] == ["pilot_only", "no_loss", "never_closed", "no_risks"]
    for row in document.alternatives:
        for actor in REPORTED:
            total = document.net[actor].mean + row.difference[actor].mean
            assert row.net[actor].mean == pytest.approx(total, abs=1e-3)


def test_the_whole_effect_in_practice_is_the_end_of_the_break_even_curve(document: PracticeDocument) -> None:
    found = document.break_even
    assert found is not None
    no_loss = next(row for row in document.alternatives if row.key == "no_loss")
    assert found.net["society"][-1] == pytest.approx(no_loss.net["society"].mean)
    assert 0.3 < found.assumed < 0.55  # 42 % with its interval


def test_a_roll_out_without_loss_closure_or_risks_has_nothing_to_gain_from_their_absence() -> None:
    case = short(voltage_drop=None, discontinued=None)
    scenario = case.scenarios["inforande"].model_copy(update={"risks": ()})
    found = run_practice(case.model_copy(update={"scenarios": {"inforande": scenario}}), OPTIONS)
    assert [row.key for row in found.alternatives] == ["pilot_only", "no_loss"]
    assert all(value.mean == 0 for value in found.alternatives[1].difference.values())
    assert all(year.running == 1 for year in found.years)
    assert found.risks == []


def test_expected_loss_is_probability_times_loss_and_shares_of_spread_are_shares(document: PracticeDocument) -> None:
    simulated = [row for row in document.risks if row.loss is not None]
    assert simulated
    for row in simulated:
        assert row.loss is not None
        assert row.expected_loss is not None
        assert row.spread is not None
        assert row.expected_loss["society"] == pytest.approx(row.risk.probability * row.loss["society"].mean)
        assert all(0 <= share <= 1 for share in row.spread.values())
    (listed,) = [row for row in document.risks if row.risk.name == "stigma"]
    assert listed.happened is None
    assert listed.risk.event == ""


def test_the_same_seed_gives_the_same_document_whatever_the_threads(document: PracticeDocument) -> None:
    again = run_practice(short(), PracticeOptions(replicates=12, persons=300, threads=2))
    assert again.model_copy(update={"created": ""}) == document.model_copy(update={"created": ""})


def test_the_page_shows_steps_years_and_a_matrix_with_every_risk(document: PracticeDocument) -> None:
    page = render_practice(document)
    for words in ("Planens steg", "År för år", "Läggs aldrig ned i förtid", "Riskmatris", "Simulerade risker"):
        assert words in page
    assert all(row.risk.label in page and row.risk.owner in page for row in document.risks)
    assert "<script" not in page


def test_the_run_report_shows_the_roll_out_and_the_risk_matrix() -> None:
    record = run_case(short(), RunOptions(preset="published", persons=100, replicates=2, seed=1, threads=1))
    (model,) = record.document.logic_models
    assert len(model.risks) == 5
    assert any("ordinarie drift, Norra kommundelen" in line for line in model.rollout)
    page = render_report(record.document)
    assert "Riskmatris" in page
    assert "Från pilot till ordinarie drift" in page


@pytest.mark.parametrize(
    ("probability", "impact", "expected"), [(0.01, 1, "Låg"), (0.10, 3, "Medel"), (0.60, 5, "Hög"), (0.30, 4, "Hög")]
)
def test_priority_grows_with_probability_and_impact(probability: float, impact: int, expected: str) -> None:
    risk = ListedRisk(
        name="r", label="R", probability=probability, impact=impact, kind="economic", consequence="", action="",
        owner="", event="",
    )  # fmt: skip
    assert priority(risk) == expected
    drawn = str(risk_matrix([risk]).wide)
    assert all(drawn.count(f">{word}<") > 0 for word in ("Låg", "Medel", "Hög"))  # words, not only colours
    assert len(re.findall("<circle", drawn)) == 1


def test_a_scenario_without_roll_out_or_risks_is_refused() -> None:
    with pytest.raises(ExclusimError, match="has neither a rollout: nor risks:"):
        run_practice(load("genomsnittskommun"), OPTIONS)
    with pytest.raises(ExclusimError, match="did you mean 'inforande'"):
        run_practice(short(), PracticeOptions(scenario="inforand"))
