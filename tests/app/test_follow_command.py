"""``exclusim follow`` from the command line: what it prints and leaves, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import follow_command
from exclusim.model.errors import ExclusimError
from exclusim.results.followup import FollowDocument

EXAMPLE = Path(__file__).parents[1] / "results" / "followup_example"
FEW = ("--replicates", "4", "--most", "4", "--enough", "2", "--persons", "120", "--threads", "1")
CASE, FIGURES = str(EXAMPLE / "case.yaml"), str(EXAMPLE / "invented_figures.csv")


def _follow(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    follow_command.register(app)
    return CliRunner().invoke(app, words)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_prints_the_forecast_and_leaves_a_page_and_a_document() -> None:
    answer = _follow(CASE, "--scenario", "jobbstod", "--observed", FIGURES, *FEW)
    assert answer.exit_code == 0, answer.output
    for words in ("Observerat mot väntat", "Netto, Mkr", "Risk efter", "Observera"):
        assert words in answer.stdout
    folder = Path("exclusim-out/uppfoljning-jobbstod-follow")
    assert "Enligt beslutets egna gränser" in (folder / "follow.html").read_text(encoding="utf-8")
    kept = FollowDocument.model_validate_json((folder / "follow.json").read_bytes())
    assert (kept.scenario, kept.replicates, kept.last_month) == ("jobbstod", 4, 12)


def test_json_is_one_document_on_stdout() -> None:
    answer = _follow(CASE, "--scenario", "jobbstod", "--observed", FIGURES, "--out", "o", "--json", *FEW)
    assert answer.exit_code == 0
    document = FollowDocument.model_validate(json.loads(answer.stdout))
    assert document.verdict.stop_above == 0.9
    assert "page" in answer.stderr


def test_an_unknown_scenario_and_a_wrong_cell_are_refused(tmp_path: Path) -> None:
    answer = _follow(CASE, "--scenario", "jobstod", "--observed", FIGURES, *FEW)
    assert isinstance(answer.exception, ExclusimError)
    assert "did you mean 'jobbstod'" in str(answer.exception)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("month,indicator,value,n\n12,take_up,60 %,0\n", encoding="utf-8")
    answer = _follow(CASE, "--scenario", "jobbstod", "--observed", str(wrong), *FEW)
    assert isinstance(answer.exception, ExclusimError)
    assert "wrong.csv:2:4: n: expected the number of people observed, at least 1 (got '0')" in str(answer.exception)
