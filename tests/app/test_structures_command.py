"""``exclusim structures``: what it prints and leaves, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import structures_command
from exclusim.model.errors import ExclusimError
from exclusim.results.structures import StructuresDocument, agreement


def _call(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    structures_command.register(app)
    return CliRunner().invoke(app, [*words, "--threads", "1"])


@pytest.fixture(autouse=True)
def _empty_folder_and_few_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(agreement, "_PERSONS", 300)


def test_a_question_prints_the_answer_first_and_leaves_page_document_and_tables() -> None:
    answer = _call("trelleborg", "--draws", "2", "--persons", "100")
    assert answer.exit_code == 0, answer.exception
    assert answer.stdout.splitlines()[3].startswith(("Slutsatsen att", "Om Stöd i gymnasiet lönar sig"))
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80
    folder = Path("exclusim-out/trelleborg-prevention-structures")
    kept = StructuresDocument.model_validate_json((folder / "structures.json").read_bytes())
    assert kept.structures[0].name == "mixed"
    assert (folder / "structures.html").is_file()
    assert (folder / "tables" / "ensembles.csv").is_file()


def test_the_baseline_as_json_is_one_document_on_stdout() -> None:
    answer = _call("trelleborg", "--scenario", "baseline", "--draws", "2", "--persons", "100", "--json", "--out", "o")
    assert answer.exit_code == 0, answer.exception
    found = json.loads(answer.stdout)
    assert found["scenario"] is None
    assert "o/structures.html" in answer.stderr


def test_an_unknown_scenario_is_refused_before_anything_is_simulated() -> None:
    answer = _call("trelleborg", "--scenario", "preventon")
    assert isinstance(answer.exception, ExclusimError)
    assert not Path("exclusim-out").exists()
