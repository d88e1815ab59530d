"""A case that changes rules, from the command line: JSON, page and workbook."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook
from tests.app.conftest import CommandLine

CASE = """\
exclusim: 1
case: regler
title: Regler
summary: Prov
population: {kind: cohort, place: Prov, births: 480, start_year: 2024, follow_to_age: 24 år}
appraisal: {years: 5 år, discount_rate: 4 %, price_year: 2024}
scenarios:
  tidigt:
    label: Tidigt
    rules:
      agency.samordningsforbund.age_gate: {value: 16 år, source: assumption}
"""
RULE = "Samordningsförbundet: lägsta ålder"


def test_a_case_with_rules_is_run_and_written(exclusim: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "regler.yaml"
    file.write_text(CASE, encoding="utf-8")
    answer = exclusim("run", file, "--persons", 100, "--replicates", 2, "--out", "ut", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["rules"]["tidigt"]["changes"][0]["label"] == RULE
    assert RULE in Path("ut/report.html").read_text(encoding="utf-8")
    sheet = load_workbook("ut/results.xlsx")["Regler"]
    assert RULE in [cell.value for cell in sheet["A"]]


def test_a_misspelt_rule_is_an_error_with_its_place(exclusim: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "regler.yaml"
    file.write_text(CASE.replace("age_gate", "age_gat"), encoding="utf-8")
    answer = exclusim("run", file)
    assert answer.code == 2
    assert "regler.yaml:11:7: scenarios.tidigt.rules.agency.samordningsforbund.age_gat" in answer.err
    assert "did you mean 'agency.samordningsforbund.age_gate'?" in answer.err
