"""``exclusim flow``: what it prints and writes, and what it says when it is asked wrongly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from jsonschema import validate
from tests.results.test_flow_run import written
from typer.testing import CliRunner, Result

from exclusim.app.flow_command import register
from exclusim.model.errors import ExclusimError
from exclusim.results.flow import FlowDocument

type CommandLine = Callable[[str], Result]


@pytest.fixture
def flow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs the command in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    register(app)
    return lambda words: CliRunner().invoke(app, ["flow", *words.split()])


SIMULATED = "trelleborg --outcome unemployed@20 --persons 500 --draws 2"
IMPORTED = "--sequences lives.csv --id id --states m1:m12 --outcome re-enters:job"


def test_a_case_gives_tables_on_the_terminal_a_page_and_files(flow: CommandLine, tmp_path: Path) -> None:
    answer = flow(SIMULATED)
    assert answer.exit_code == 0, answer.output
    assert "Flödesanalys bakåt i tiden: Arbetslös vid 20" in answer.stdout
    assert "inte registrerat" not in answer.output
    assert "Stöd" in answer.stdout
    assert "simulating 2 draws of 500 people" in answer.stderr
    folder = tmp_path / "exclusim-out" / "trelleborg-flow"
    assert sorted(os.listdir(folder)) == [
        *("flow.html", "flow.json", "pathways.csv", "prevention.csv", "streams.csv", "waits.csv")
    ]


def test_json_is_one_document_on_stdout(flow: CommandLine, tmp_path: Path) -> None:
    answer = flow(f"{SIMULATED} --json --out here --steps 2 --window 60 --seed 3 --threads 1")
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    validate(found, FlowDocument.model_json_schema(mode="serialization"))
    assert (found["steps"], found["window"], found["seed"], found["draws"]) == (2, 60, 3, 2)
    assert found == json.loads((tmp_path / "here" / "flow.json").read_text(encoding="utf-8"))
    assert max(len(way["states"]) for way in found["pathways"]) == 2


def test_json_of_sequences_without_support_warns_that_it_is_not_recorded(flow: CommandLine, tmp_path: Path) -> None:
    written(tmp_path / "lives.csv")
    answer = flow(f"{IMPORTED} --json")
    assert answer.exit_code == 0, answer.output
    assert not json.loads(answer.stdout)["support_recorded"]
    assert "inte registrerat" in answer.stderr


def test_sequences_of_a_file_are_traced_with_their_support(flow: CommandLine, tmp_path: Path) -> None:
    written(tmp_path / "lives.csv")
    answer = flow(f"{IMPORTED} --support training")
    assert answer.exit_code == 0, answer.output
    assert "job → home" in answer.stdout
    assert "Stöd" in answer.stdout
    assert (tmp_path / "exclusim-out" / "lives-flow" / "flow.html").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--outcome prison@30", "expected either a case or --sequences FILE.csv, got neither"),
        ("trelleborg --sequences x.csv --outcome prison@30", "got both"),
        ("trelleborg --outcome prison@30 --support home", "--support belongs to --sequences"),
        ("--sequences x.csv --outcome job@3", "--sequences x.csv: expected --id"),
        ("--sequences x.csv --id id --outcome job@3", "--sequences x.csv: expected --states"),
        ("--sequences x.csv --id id --states a:b --outcome job@3", "x.csv: there is no such file"),
        ("trelleborgg --outcome prison@30", "did you mean 'trelleborg'"),
        ("trelleborg --outcome prison", "expected an age, as in prison@25, or enters:prison"),
        ("trelleborg --outcome prisn@25", "there is no state 'prisn'; did you mean 'prison'"),
        ("trelleborg --outcome prison@16 --persons 20 --draws 1", "none of the 20 simulated people has this outcome"),
    ],
)
def test_a_wrong_question_gets_one_clear_message_and_leaves_nothing(
    flow: CommandLine, tmp_path: Path, words: str, message: str
) -> None:
    answer = flow(words)
    assert isinstance(answer.exception, ExclusimError), answer.output
    assert message in str(answer.exception)
    assert os.listdir(tmp_path) == []


def test_a_file_in_the_way_of_the_folder_is_told_before_the_run(flow: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    answer = flow(f"{SIMULATED} --out taken")
    assert isinstance(answer.exception, ExclusimError)
    assert "simulating" not in answer.stderr
