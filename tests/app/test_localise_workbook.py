"""``exclusim localise --template`` and ``--workbook``: from an empty template to a scenario file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.app.conftest import CommandLine
from tests.results.filled_workbooks import filled

from exclusim.calibration.local import LocalDocument
from exclusim.scenarios.loading import load_file

SCHOOL = "cost.unit.upper_secondary_year"


def test_a_filled_in_template_becomes_a_scenario_file(exclusim: CommandLine) -> None:
    written = exclusim("localise", "--template", "egna.xlsx", "--municipality", "Skövde")
    assert (written.code, written.err) == (0, "")
    assert "exclusim localise --workbook egna.xlsx" in written.out
    template = Path("egna.xlsx").read_bytes()
    assert load_workbook("egna.xlsx")["Kommunen"]["B4"].value == "Skövde"
    values = {(SCHOOL, "own"): 141_500, (SCHOOL, "own_year"): 2021, (SCHOOL, "source"): "Bokslut"}
    Path("egna.xlsx").write_bytes(filled(values, template)[0])
    answer = exclusim("localise", "--workbook", "egna.xlsx", "--persons", 2000)
    assert answer.code == 0
    assert "Gymnasieskola, per elev" in answer.out
    case = load_file("exclusim-out/skovde-genomsnittskommun.yaml")
    assert float(case.parameters[SCHOOL].value) == 141_500
    assert case.parameters[SCHOOL].source == "Bokslut"
    assert "school.grade9_eligible" in case.parameters
    assert "Kommunens egna enhetskostnader: Gymnasieskola, per elev." in case.notes


def test_json_tells_what_each_cost_replaces(exclusim: CommandLine) -> None:
    place = {("name", ""): "Provköping", ("code", ""): 9999, ("births", ""): 300}
    values = {("cost.tax.municipal", "own"): 21.5, **place}
    Path("egna.xlsx").write_bytes(filled(values)[0])
    answer = exclusim("localise", "--workbook", "egna.xlsx", "--persons", 2000, "--json")
    document = LocalDocument.model_validate(json.loads(answer.out))
    assert (document.name, document.municipality, document.births.number) == ("Provköping", "9999", 300)
    costs = [(cost.label, cost.national, cost.local) for cost in document.costs]
    assert costs == [("Kommunalskatt", pytest.approx(0.2067), 0.215)]


def test_every_wrong_cell_is_a_line_and_the_exit_code_is_2(exclusim: CommandLine) -> None:
    data, places = filled({(SCHOOL, "own"): "mycket", ("births", ""): -3, ("name", ""): "Ale"})
    Path("egna.xlsx").write_bytes(data)
    answer = exclusim("localise", "--workbook", "egna.xlsx")
    assert (answer.code, answer.out) == (2, "")
    lines = answer.err.splitlines()
    assert lines[0].startswith(
        f"error: egna.xlsx: {places['births', '']}: found '-3', expected a whole number of births"
    )
    assert [line.split(": ")[2] for line in lines] == [
        places["births", ""],
        places[SCHOOL, "own"].replace("H", "I"),
        places[SCHOOL, "own"],
    ]
    assert not Path("exclusim-out").exists()


def test_what_cannot_be_done_is_one_message(exclusim: CommandLine) -> None:
    Path("egna.xlsx").write_bytes(filled({("code", ""): 1496})[0])
    Path("folder.xlsx").mkdir()
    for words, message in (
        (
            ["--workbook", "egna.xlsx", "--municipality", "Ale"],
            "egna.xlsx: Kommunen!B5: found 1496, expected Ale (1440)",
        ),
        (["--workbook", "egna.xlsx", "--figures", "k.csv"], "either --figures or --workbook"),
        (["--workbook", "none.xlsx"], "none.xlsx: No such file"),
        (["--workbook", "folder.xlsx"], "folder.xlsx: Is a directory"),
        (["--template", "mall.ods"], "ends in .xlsx"),
        (["--template", "folder.xlsx"], "it is a folder"),
        (["--template", "mall.xlsx", "--case", "newcomers"], "follows newcomers"),
        ([], "which municipality?"),
    ):
        answer = exclusim("localise", *words)
        assert (answer.code, answer.out) == (2, "")
        assert message in answer.err
