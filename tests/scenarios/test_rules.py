"""Scenarios that change rules: what a file may say, what a chain of scenarios means, and what is refused where."""

from __future__ import annotations

import json

import jsonschema
import pytest

from exclusim.model.institutions.faults import FAULTS, removing
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.json_schema import json_schema
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import digest, dump, parse
from exclusim.scenarios.rules import rule_parameters
from exclusim.scenarios.source import read_text

FILE = """\
exclusim: 1
case: regler
extends: genomsnittskommun
scenarios:
  tidigt:
    label: Tidigare
    rules:
      agency.samordningsforbund.age_gate: {value: 16 år, source: assumption}
      case.caseload: {value: 0.5, source: CASELOAD-DE}
    without: [late_entry]
    starts: 24 mån
    reform: none
  langre:
    label: Längre program
    baseline: tidigt
    rules: {limit.establishment: {value: 3 år, source: M12}}
"""


def refused(old: str, new: str) -> str:
    assert old in FILE
    with pytest.raises(ScenarioError) as caught:
        parse(FILE.replace(old, new), file="r.yaml")
    return str(caught.value)


def test_a_rule_is_read_in_the_unit_of_its_parameter() -> None:
    changes = parse(FILE).scenarios["langre"].own_changes
    assert changes == {"limit.establishment": 36.0}
    assert parse(FILE).scenarios["tidigt"].own_changes["agency.samordningsforbund.age_gate"] == 16.0


def test_a_rule_goes_before_a_removed_fault_of_the_same_scenario() -> None:
    assert removing(["late_entry"])["agency.samordningsforbund.age_gate"] == 0.0
    assert parse(FILE).rule_changes("tidigt")[24]["agency.samordningsforbund.age_gate"] == 16.0


def test_a_scenario_inherits_the_rules_of_its_baseline_from_the_month_they_hold() -> None:
    case = parse(FILE)
    assert case.rule_changes("baseline") == {0: {}}
    assert case.rule_changes("tidigt")[0] == {}
    assert case.rule_changes("langre")[0] == {"limit.establishment": 36.0}
    assert case.rule_changes("langre")[24] == case.rule_changes("tidigt")[24] | {"limit.establishment": 36.0}


def test_the_last_scenario_that_changes_a_rule_decides_what_the_reform_costs() -> None:
    case = parse(FILE)
    assert (case.reform_of("baseline"), case.reform_of("tidigt"), case.reform_of("langre")) == (
        None,
        "tidigt",
        "langre",
    )
    free = case.scenarios["tidigt"].reform
    assert free is not None
    assert free.costs_nothing


def test_a_case_without_rules_needs_no_agencies() -> None:
    assert not load("trelleborg").changes_rules
    assert load("systemfel").changes_rules


def test_rules_survive_writing_and_reading() -> None:
    case = parse(FILE)
    assert parse(dump(case)).scenarios == case.scenarios
    assert digest(parse(dump(case))) == digest(case)
    assert digest(case) != digest(parse(FILE.replace("16 år", "17 år")))


def test_the_json_schema_accepts_rules_and_refuses_a_reform_that_is_a_number() -> None:
    schema = json_schema()
    values = read_text(FILE, "r.yaml").values
    jsonschema.validate(json.loads(json.dumps(values)), schema)
    values["scenarios"]["tidigt"]["reform"] = 3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values["scenarios"]["tidigt"], {**schema["$defs"]["Scenario"], "$defs": schema["$defs"]})


def test_only_rules_can_be_changed_and_not_what_help_is_worth_or_costs() -> None:
    names = list(rule_parameters())
    assert "case.joint_budget" in names
    assert "limit.establishment" in names
    assert not [name for name in names if name.startswith("unmet.") or name.endswith(".cost")]


CASELOAD = "case.caseload: {value: 0.5, source: CASELOAD-DE}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            CASELOAD,
            "case.caselaod: {value: 0.5, source: x}",
            "r.yaml:9:7: scenarios.tidigt.rules.case.caselaod: expected the name of a rule (agency.…, case.… or "
            "limit.…); did you mean 'case.caseload'?",
        ),
        (CASELOAD, "job_finding.sex.woman: {value: 1, source: x}", "r.yaml:9:7: "),
        (CASELOAD, "case.caseload: {value: 0.5}", "r.yaml:9:7: scenarios.tidigt.rules.case.caseload.source: expected"),
        (CASELOAD, "case.caseload: {value: 0, source: x}", "expected a ratio above 0 (got 0)"),
        (CASELOAD, "case.no_diagnosis: {value: 6 mån, source: x}", "expected a value in probability"),
        (CASELOAD, "case.no_diagnosis: {value: 150 %, source: x}", "expected a probability from 0 to 1 (got '150 %')"),
        (CASELOAD, "case.handover_months: {value: -1, source: x}", "expected zero or more months (got -1)"),
        ("{value: 3 år", "{value: 0.5", "expected a whole number of months, at least one (got 0.5)"),
        ("late_entry", "late_entri", "did you mean 'late_entry'? (got 'late_entri')"),
        ("[late_entry]", "[late_entry, late_entry]", "r.yaml:10:27: scenarios.tidigt.without[1]: expected each fault"),
        ("reform: none", "reform: nej", "expected none, or a mapping with months, performance and source (got 'nej')"),
        (
            "reform: none",
            "reform: {months: 6 mån, performance: 0 %, source: x}",
            "expected a share above 0 % (got '0 %')",
        ),
        ("reform: none", "reform: {month: 6 mån, performance: 9 %, source: x}", "unknown field; did you mean 'months'"),
        ("24 mån", "90 år", "scenarios.tidigt.starts: expected a start within the 600 months followed"),
        (
            "    rules: {limit.establishment: {value: 3 år, source: M12}}\n",
            "",
            "expected at least one of interventions",
        ),
        (
            "    rules: {limit.establishment: {value: 3 år, source: M12}}\n",
            "    starts: 12 mån\n    interventions: [{name: a, label: A, lasts: 12 mån}]\n",
            "scenarios.langre.starts: expected no start in a scenario that changes no rule",
        ),
    ],
)
def test_a_wrong_rule_is_refused_at_its_place(old: str, new: str, message: str) -> None:
    assert message in refused(old, new)


def test_a_reform_needs_a_rule_that_is_changed() -> None:
    text = (
        "exclusim: 1\ncase: x\nextends: genomsnittskommun\nscenarios:\n  a:\n    label: A\n    reform: none\n"
        "    interventions: [{name: a, label: A, lasts: 12 mån}]\n"
    )
    with pytest.raises(ScenarioError, match=r"scenarios\.a\.reform: expected no reform in a scenario that changes no"):
        parse(text)


def test_the_shipped_case_removes_every_fault_the_model_knows() -> None:
    assert set(load("systemfel").scenarios["inga_systemfel"].without) == {fault.name for fault in FAULTS}
