"""Runs in which agencies act: when they do, what a changed rule changes, what a reform costs, and what is written."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.calibration.evidence import source_text
from exclusim.calibration.prices import price_index
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.agencies import AGENCIES, ASSOCIATION
from exclusim.model.institutions.costs import PRICE_YEAR
from exclusim.model.institutions.declared import case_parameters
from exclusim.results.document import RunDocument
from exclusim.results.report import render_report
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.agencies import Agencies, start_agencies
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import Account, Replicate, replicate
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import parse

PEOPLE = 1_500
HEAD = """\
exclusim: 1
case: regler
title: Regler
summary: Prov
population: {kind: cohort, place: Prov, births: 480, start_year: 2024, follow_to_age: 28 år}
appraisal: {years: 10 år, discount_rate: 4 %, price_year: 2024}
scenarios:
"""
AS_TODAY = "rules: {agency.samordningsforbund.age_gate: {value: 20 år, source: assumption}}"
FROM_16 = """\
    rules:
      agency.samordningsforbund.age_gate: {value: 16 år, source: assumption}
      agency.samordningsforbund.months_gate: {value: 0, source: assumption}
"""


def planned(scenarios: str, persons: int = PEOPLE) -> CasePlan:
    return case_plan(parse(HEAD + scenarios), "published", persons)


def accounts(scenarios: str, index: int = 0) -> dict[str, Account]:
    return replicate(planned(scenarios), index, 1).accounts


def same(one: Account, other: Account) -> bool:
    return bool((one.status == other.status).all() and (one.moves == other.moves).all())


def test_a_case_without_rules_has_no_agency_and_as_many_people_as_the_group() -> None:
    plan = case_plan(load("trelleborg"), "published")
    assert plan.rules is None
    assert plan.persons == 480
    assert not set(case_parameters()) & set(plan.parameters)
    assert case_plan(load("systemfel"), "published").persons == PEOPLE


def test_lives_without_rules_are_the_same_whether_or_not_another_case_has_some() -> None:
    """The parameters of agencies change no other draw."""
    plain = case_plan(load("genomsnittskommun"), "published")
    with_rules = planned(f"  a:\n    label: A\n    {AS_TODAY}\n")
    one, other = plain.draw(3, 1).values, with_rules.draw(3, 1).values
    common = set(one) & set(other)
    assert len(common) > 300
    assert all(one[name] == other[name] for name in common)


def test_rules_equal_to_todays_change_nothing_whenever_they_start() -> None:
    found = accounts(
        f"  now:\n    label: A\n    reform: none\n    {AS_TODAY}\n"
        f"  later:\n    label: B\n    reform: none\n    starts: 50 mån\n    {AS_TODAY}\n",
        index=-1,
    )
    for name in ("now", "later"):
        assert same(found["baseline"], found[name])
        given = found[name].help
        assert given is not None
        assert np.abs(given.cost).max() < 1e-3  # SEK


def test_todays_system_has_the_flows_of_the_calibrated_model() -> None:
    """Excluded months with and without agencies, within 5 %: the anchor's own Monte-Carlo error is below 2 %."""
    plan = planned(f"  a:\n    label: A\n    {AS_TODAY}\n")
    plain = planned("  a: {label: A, interventions: [{name: a, label: A, lasts: 1 mån}]}\n")
    acting, alone = (replicate(p, -1, 1).accounts["baseline"].excluded_years for p in (plan, plain))
    assert acting == pytest.approx(alone, rel=0.05)


def test_an_entry_age_of_16_lets_the_association_help_teenagers() -> None:
    plan = planned(f"  tidigt:\n    label: A\n    reform: none\n{FROM_16}")
    helped = {name: _helped(plan, name) for name in ("baseline", "tidigt")}
    under_20 = slice(0, 48)
    assert helped["baseline"][under_20, ASSOCIATION].sum() == 0
    assert helped["tidigt"][under_20, ASSOCIATION].sum() > 0


def _helped(plan: CasePlan, scenario: str) -> NDArray[np.int64]:
    draw = plan.central()
    agencies = start_agencies(plan, draw, 1, [plan.group(0).compile(draw)])
    assert isinstance(agencies, Agencies)
    agencies.run(scenario, 0, plan.group(0))
    return agencies.kept[scenario][0].offices.helped


def test_a_reform_costs_first_and_nothing_once_it_is_done() -> None:
    """Only the reform differs, so nobody leaves exclusion sooner; later differences are of those who stayed longer."""
    found = accounts(f"  a:\n    label: A\n    starts: 60 mån\n    {AS_TODAY}\n", index=-1)
    excluded = {name: _excluded(account) for name, account in found.items()}
    extra = excluded["a"] - excluded["baseline"]
    assert (extra[:5] == 0).all()
    assert extra[5:7].sum() > 0
    assert extra[6] > extra[-1]


def _excluded(account: Account) -> NDArray[np.float64]:
    plan = planned(f"  a:\n    label: A\n    {AS_TODAY}\n")
    return account.status[:, [s.excluded for s in plan.base.world.statuses]].sum(axis=1)


def test_a_reform_is_uncertain_and_can_be_switched_off_or_given() -> None:
    usual = planned(f"  en-dorr:\n    label: A\n    {AS_TODAY}\n").parameters
    assert (usual["reform.en_dorr.months"].source, usual["reform.en_dorr.performance"].is_assumption) == (
        "NAV-REFORM",
        True,
    )
    assert usual["reform.en_dorr.months"].prior.describe(18) == "uniform 12–24"
    none = planned(f"  a:\n    label: A\n    reform: none\n    {AS_TODAY}\n").parameters
    assert not [name for name in none if name.startswith("reform.")]
    own = "reform: {months: 6 mån, performance: 80 %, source: S0171}"
    assert planned(f"  a:\n    label: A\n    {own}\n    {AS_TODAY}\n").parameters["reform.a.performance"].value == 0.8


def test_half_the_cases_a_worker_cost_twice_as_much_for_the_same_help() -> None:
    found = accounts(
        "  a:\n    label: A\n    reform: none\n    rules: {case.caseload: {value: 0.5, source: CASELOAD-DE}}\n"
        "  b:\n    label: B\n    reform: none\n    without: [waiting]\n",
        index=-1,
    )
    price = {agency.name: case_parameters()[f"agency.{agency.name}.cost"].value for agency in AGENCIES}
    today = found["baseline"].help
    fewer, open_ = found["a"].help, found["b"].help
    assert today is not None
    assert fewer is not None
    assert open_ is not None
    assert (today.cost == 0).all()
    months = 13 * 12
    usual = sum(price[agency.name] * today.helped[a] for a, agency in enumerate(AGENCIES)) * months
    extra = fewer.cost[:, 0].sum() / price_index().convert(usual, PRICE_YEAR, 2024)
    assert extra == pytest.approx(1.0, abs=0.1)  # not quite: those who are helped leave sooner
    assert open_.waiting.sum() == 0
    assert open_.cost[:, 0].sum() > 0


def test_shorter_queues_slow_the_reform_that_visible_failure_drives() -> None:
    """The symptom-cleaning paradox: places for everybody take away the pressure to change the answers."""
    learns = (
        "  learns:\n    label: A\n    reform: none\n    rules: {case.reform_rate: {value: 0.5, source: assumption}}\n"
    )
    repaired = "  repaired:\n    label: B\n    baseline: learns\n    reform: none\n    without: [waiting]\n"
    found = accounts(learns + repaired, index=-1)
    strength = {name: account.help.strength for name, account in found.items() if account.help is not None}
    assert strength["baseline"] == 1.0
    assert strength["learns"] < 0.9
    assert strength["repaired"] == 1.0


def test_a_longer_establishment_programme_keeps_newcomers_in_it_into_the_third_year() -> None:
    plan = case_plan(load("etablering"), "published", 300)
    found = replicate(plan, -1, 1).accounts
    programme = [s.activity == "establishment_programme" for s in plan.base.world.statuses]
    third = {name: found[name].status[2, programme].sum() for name in ("baseline", "langre_program")}
    assert third["baseline"] == 0
    assert third["langre_program"] > 0


def test_two_cohorts_meet_a_reform_in_calendar_time() -> None:
    text = HEAD.replace("births: 480", "births: 480, cohorts: 2")
    rules = f"  a:\n    label: A\n    starts: 6 mån\n    reform: none\n    {AS_TODAY}\n"
    plan = case_plan(parse(text + rules), "published", 300)
    assert plan.rules is not None
    assert [month for month, _ in plan.rules.phases("a", plan.central())] == [0, 6]
    assert [month for month, _ in plan.rules.phases("a", plan.central(), 12)] == [0]
    found: Replicate = replicate(plan, -1, 1)
    assert same(found.accounts["baseline"], found.accounts["a"])


def test_the_flat_annuity_refuses_a_case_with_rules() -> None:
    text = f"exclusim: 1\ncase: x\nextends: trelleborg\nscenarios:\n  a:\n    label: A\n    {AS_TODAY}\n"
    with pytest.raises(ExclusimError, match="nobody acts in a flat annuity"):
        run_case(parse(text), RunOptions(preset="flat-annuity", replicates=2))


@pytest.fixture(scope="module")
def document() -> RunDocument:
    return run_case(load("systemfel"), RunOptions(persons=200, replicates=2, threads=2)).document


def test_a_net_gain_is_the_sum_of_its_parts_casework_among_them(document: RunDocument) -> None:
    for difference in document.differences.values():
        assert "casework" in difference.parts
        for actor, net in difference.net.items():
            assert sum(part[actor] for part in difference.parts.values()) == pytest.approx(net.mean, abs=1.0)
            cost = difference.parts["intervention"][actor] + difference.parts["casework"][actor]
            assert difference.gain[actor].mean + cost == pytest.approx(net.mean, abs=1.0)


def test_the_document_lists_changed_rules_with_sources_and_says_what_is_assumed(document: RunDocument) -> None:
    assert set(document.rules) == set(document.scenarios)
    assert document.rules["baseline"].changes == []
    inherited = {change.parameter: change for change in document.rules["fran_16_fler"].changes}
    age = inherited["agency.samordningsforbund.age_gate"]
    assert (age.today, age.value, age.unit, age.assumption) == (20, 16, "years", True)
    assert len(inherited) == 4
    assert document.rules["en_dorr"].changes[0].starts == 36
    reform = document.rules["en_dorr"].reform
    assert reform is not None
    assert (reform.starts, reform.months, reform.source) == (36, 18, "NAV-REFORM")
    assert document.rules["halva_arenden"].reform is None
    assert any("antaganden utan" in warning for warning in document.warnings)


def test_the_report_shows_the_rules_only_where_some_are_changed(document: RunDocument) -> None:
    assert "Regler som ändras" in render_report(document)
    assert "Regler som ändras" not in render_report(document.model_copy(update={"rules": {}}))


@pytest.mark.parametrize("name", ["systemfel", "etablering"])
def test_every_source_of_a_shipped_rule_exists(name: str) -> None:
    case = load(name)
    for scenario in case.scenarios.values():
        named = [rule.source for rule in scenario.rules.values()]
        named += [scenario.reform.source] if scenario.reform is not None else []
        assert all(source_text(source) for source in named)


def test_a_scenario_may_stand_before_the_one_it_builds_on() -> None:
    child = "  b:\n    label: B\n    baseline: a\n    without: [waiting]\n"
    found = replicate(planned(f"{child}  a:\n    label: A\n    {AS_TODAY}\n", 100), -1, 1)
    assert list(found.accounts) == ["baseline", "a", "b"]
