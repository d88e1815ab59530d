"""Roll-outs and risks that make no sense: one clear error each."""

from __future__ import annotations

import pytest

from exclusim.model.errors import ExclusimError
from exclusim.results.run.plan import case_plan
from exclusim.scenarios.interventions import Hazard
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.loading import parse

CASE = """\
exclusim: 1
case: min-kommun
title: Min kommun
summary: Ett exempel
population: {{kind: cohort, place: Storstad, births: 300, start_year: 2024{cohorts}}}
appraisal: {{years: 20 år, discount_rate: 4 %, price_year: 2024}}
scenarios:
  insats:
    label: En insats
    interventions:
      - name: annat
        label: Något annat
        lasts: 12 mån
      - name: insats
        label: Insats
        lasts: 12 mån
        rollout: {rollout}
    risks: {risks}
"""


def wrong(rollout: str = "{}", risks: str = "[]", cohorts: str = "") -> str:
    with pytest.raises(ScenarioError) as caught:
        parse(CASE.format(rollout=rollout, risks=risks, cohorts=cohorts))
    assert len(caught.value.issues) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("rollout", "expected"),
    [
        ("{waves: [{share: 60 %}, {starts: 12 mån, share: 50 %}]}", "waves of at most 100 % together, not 110 %"),
        (
            "{waves: [{starts: 12 mån, share: 30 %}, {starts: 6 mån, share: 30 %}]}",
            "a later start than the wave before",
        ),
        ("{waves: [{share: 60 %}, {starts: 12 mån, people: 5}]}", "shares in all waves, or people in all"),
        ("{waves: [{share: 60 %, people: 5}]}", "exactly one of share and people"),
        ("{enrolment: monthly}", "months of enrolment"),
        ("{open: 12 mån}", "months of enrolment"),
        ("{waves: [{starts: 60 år, share: 100 %}]}", "an end within the"),
        ("{competes_with: [anat]}", "did you mean 'annat'?"),
        ("{competes_with: [insats]}", "another intervention of the scenario or its baselines: annat"),
        ("{replaces: [{intervention: unknown, share: 50 %}]}", "another intervention"),
        ("{replaces: [{share: 50 %}]}", "exactly one of service and intervention"),
        ("{then_paid_by: {kommun: 60 %}}", "shares that sum to 100 %, not 60 %"),
        ("{then_paid_by: {komun: 100 %}}", "did you mean 'kommun'?"),
        ("{voltage_drop: {value: 20 %, low: 30 %, high: 40 %}}", "an interval around the value"),
        ("{voltage_drop: {value: 120 %}}", "voltage_drop.value"),
        ("{discontinued: {per_year: 0 %}}", "discontinued.per_year"),
    ],
)
def test_a_rollout_that_makes_no_sense_gets_one_error(rollout: str, expected: str) -> None:
    assert expected in wrong(rollout)


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        ("probability: 120 %, impact: 3", "risks[0].probability"),
        ("probability: -5 %, impact: 3", "risks[0].probability"),
        ("probability: 20 %, impact: 6", "risks[0].impact"),
        ("probability: 20 %, impact: 3, event: {}", "exactly one of delay, cost"),
        ("probability: 20 %, impact: 3, event: {delay: 6 mån, cost: 20 %}", "exactly one of delay, cost"),
        ("probability: 20 %, impact: 3, event: {delay: 6 mån, intervention: anat}", "did you mean 'annat'?"),
    ],
)
def test_a_risk_that_makes_no_sense_gets_one_error(risk: str, expected: str) -> None:
    assert expected in wrong(risks="[{name: r, label: Risk, " + risk + "}]")


def test_two_risks_of_one_name_are_refused() -> None:
    risk = "{name: r, label: Risk, probability: 20 %, impact: 3}"
    assert "a name used once among the risks" in wrong(risks=f"[{risk}, {risk}]")


def test_places_are_refused_where_cohorts_do_not_meet() -> None:
    assert "several cohorts" in wrong("{capacity: 5}", cohorts=", cohorts: 3")


def test_an_unknown_service_cannot_be_replaced() -> None:
    text = CASE.format(rollout="{replaces: [{service: Ekonomisk bistånd, share: 5 %}]}", risks="[]", cohorts="")
    with pytest.raises(ExclusimError, match=r"replaces\[0\]\.service: no service 'Ekonomisk bistånd' with a real cost"):
        case_plan(parse(text), "published", 50)


def test_a_scenario_with_more_waves_than_can_be_told_apart_says_so() -> None:
    case = parse(CASE.format(rollout="{enrolment: yearly, open: 8 år}", risks="[]", cohorts=""))
    with pytest.raises(ExclusimError, match="waves and years of enrolment"):
        case_plan(case, "published", 50)


def test_a_project_is_closed_in_the_month_of_its_lot_and_never_at_a_lot_of_one() -> None:
    assert Hazard.months_lived(0.1, 1.0) is None
    assert Hazard.months_lived(0.0, 0.5) is None
    assert Hazard.months_lived(1.2, 0.05) == 1
    assert Hazard.months_lived(1.2, 0.15) == 2  # 0.9 of a tenth a month has not been closed in the first
