"""``exclusim degrees`` from the command line: what it prints and leaves, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import degrees_command
from exclusim.model.errors import ExclusimError
from exclusim.results.degrees import DegreesDocument

FEW = ("--replicates", "2", "--persons", "300", "--threads", "1")


def _degrees(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    degrees_command.register(app)
    return CliRunner().invoke(app, words)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_prints_the_degrees_and_leaves_a_page_and_a_document() -> None:
    answer = _degrees("genomsnittskommun", *FEW)
    assert answer.exit_code == 0
    assert "Arbetsinriktat stöd" not in answer.stdout
    for words in ("Stöd i gymnasiet", "Första", "Andra", "Tredje", "Fel som rättas", "Högsta budget"):
        assert words in answer.stdout
    folder = Path("exclusim-out/genomsnittskommun-studiestod-degrees")
    assert "Tredje graden" in (folder / "degrees.html").read_text(encoding="utf-8")
    kept = DegreesDocument.model_validate_json((folder / "degrees.json").read_bytes())
    assert (kept.scenario, kept.replicates, kept.persons) == ("studiestod", 2, 300)
    assert "scenario studiestod; choose another with --scenario: jobbstod" in answer.stderr


def test_json_is_one_document_on_stdout_and_everything_else_on_stderr() -> None:
    answer = _degrees(
        "genomsnittskommun",
        "--scenario",
        "jobbstod",
        "--cohorts",
        "3",
        "--mends",
        "waiting, late_entry",
        "--out",
        "o",
        "--json",
        *FEW,
    )
    assert answer.exit_code == 0
    document = DegreesDocument.model_validate(json.loads(answer.stdout))
    assert document.scenario == "jobbstod"
    assert [degree.cohorts for degree in document.degrees] == [1, 3, 3]
    assert {fault.name for fault in document.faults if fault.mended} == {"waiting", "late_entry"}
    assert "o/degrees.html" in answer.stderr
    assert Path("o/degrees.json").is_file()
    assert not Path("exclusim-out").exists()


def test_a_mistyped_scenario_is_refused_before_anything_is_simulated() -> None:
    answer = _degrees("genomsnittskommun", "--scenario", "jobstod", *FEW)
    assert isinstance(answer.exception, ExclusimError)
    assert "did you mean 'jobbstod'" in str(answer.exception)
    assert not Path("exclusim-out").exists()


def test_a_mistyped_fault_is_refused_before_anything_is_simulated() -> None:
    answer = _degrees("genomsnittskommun", "--mends", "waitin", *FEW)
    assert isinstance(answer.exception, ExclusimError)
    assert "did you mean 'waiting'" in str(answer.exception)


def test_a_file_in_the_way_of_the_folder_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    answer = _degrees("genomsnittskommun", "--out", "taken", *FEW)
    assert isinstance(answer.exception, ExclusimError)
    assert "is a file" in str(answer.exception)
