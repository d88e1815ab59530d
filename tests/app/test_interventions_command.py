"""``exclusim interventions`` from the command line: the list, one logic model, and a case to run."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import interventions_command
from exclusim.model.errors import ExclusimError
from exclusim.scenarios.interventions_library import interventions
from exclusim.scenarios.loading import parse


def _interventions(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    interventions_command.register(app)
    return CliRunner().invoke(app, words)


def test_the_list_names_every_intervention_with_its_converted_effect_and_evidence() -> None:
    answer = _interventions()
    assert answer.exit_code == 0
    assert all(entry.name in answer.stdout for entry in interventions())
    for words in ("job_finding ×1.84", "strong, negative", "weak, null", "IPS-META-RR"):
        assert words in answer.stdout
    assert max(map(len, answer.stdout.splitlines())) <= 160


def test_one_intervention_is_shown_with_its_conversion_costs_traps_and_threats() -> None:
    answer = _interventions("supported_employment", "--case", "newcomers")
    assert answer.exit_code == 0
    assert "HR = ln(1 − 0.26)/ln(1 − 0.16) = 1.73" in answer.stdout
    for words in ("56,250 SEK (28,000–112,000) per person", "traps", "threats", "indicators", "activity compensation"):
        assert words in answer.stdout


def test_json_tells_which_fit_a_case() -> None:
    found = {item["name"]: item for item in json.loads(_interventions("--json", "--case", "newcomers").stdout)}
    assert found["ips"]["fits"] is True
    assert found["tutoring"]["misfit"].startswith("it is for pupils")
    assert found["ny_giv"]["converted"]["published"][0]["ratio"] == 1


def test_a_case_with_the_intervention_is_printed_ready_to_run() -> None:
    case = parse(_interventions("ips", "--add-to", "genomsnittskommun").stdout)
    assert "ips" in case.scenarios
    assert case.scenarios["ips"].interventions[0].starts == 72


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ipss",), "did you mean 'ips'"),
        (("tutoring", "--add-to", "newcomers"), "does not fit the case newcomers"),
        (("--add-to", "newcomers"), "needs the NAME"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(words: tuple[str, ...], message: str) -> None:
    answer = _interventions(*words)
    assert isinstance(answer.exception, ExclusimError)
    assert message in str(answer.exception)
