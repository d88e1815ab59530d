"""``exclusim evaluate`` from the command line: what it prints and leaves, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import evaluate_command
from exclusim.model.errors import ExclusimError
from exclusim.results.evaluation import EvaluationDocument

FEW = ("--draws", "2", "--replicates", "20", "--persons", "6000", "--participants", "40", "--enrol", "target")


def _evaluate(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    evaluate_command.register(app)
    return CliRunner().invoke(app, [*words, *FEW, "--threads", "1"])


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_prints_every_design_and_leaves_a_page_a_document_and_tables() -> None:
    answer = _evaluate("genomsnittskommun", "--scenario", "jobbstod", "--follow-up", "1 år")
    assert answer.exit_code == 0, answer.exception
    for words in ("True effect", "before-after", "diff-in-diff", "Parts of the effect", "Supported employment"):
        assert words in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80
    folder = Path("exclusim-out/genomsnittskommun-jobbstod-evaluate")
    assert "före–efter-mätning" in (folder / "evaluate.html").read_text(encoding="utf-8")
    kept = EvaluationDocument.model_validate_json((folder / "evaluate.json").read_bytes())
    assert (kept.scenario, kept.follow_up, kept.participants) == ("jobbstod", 12, 40)
    assert (folder / "tables" / "designs.csv").is_file()


def test_json_is_one_document_on_stdout_and_everything_else_on_stderr() -> None:
    answer = _evaluate(
        "genomsnittskommun", "--design", "before-after", "--outcome", "work", "--json", "--out", "o", "--power", "0.9"
    )
    assert answer.exit_code == 0, answer.exception
    document = EvaluationDocument.model_validate(json.loads(answer.stdout))
    assert [design.name for design in document.designs] == ["before-after"]
    assert (document.outcome, document.sample_size.wanted_power) == ("work", 0.9)
    assert "scenario studiestod; choose another with --scenario: jobbstod" in answer.stderr
    assert "o/evaluate.html" in answer.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--scenario", "jobstod"), "did you mean 'jobbstod'"),
        (("--follow-up", "soon"), "--follow-up 'soon'"),
        (("--follow-up", "20 %"), "whole number of months"),
        (("--design", "matchning"), "no design 'matchning'"),
        (("--lost", "0.9"), "lost must be between 0 and 0.5"),
    ],
)
def test_what_cannot_be_read_is_refused_before_anything_is_simulated(words: tuple[str, ...], message: str) -> None:
    answer = _evaluate("genomsnittskommun", *words)
    assert isinstance(answer.exception, ExclusimError)
    assert message in str(answer.exception)
    assert not Path("exclusim-out").exists()
