"""``exclusim faults`` from the command line: what it prints and leaves, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import faults_command
from exclusim.model.errors import ExclusimError
from exclusim.results.faults import FaultDocument, FaultOptions, study
from exclusim.scenarios.schema import Case

FEW = ("--draws", "2", "--persons", "100", "--faults", "waiting, late_entry", "--threads", "1")


def _faults(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    faults_command.register(app)
    return CliRunner().invoke(app, words)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_prints_the_ranked_faults_and_leaves_a_page_a_document_and_tables() -> None:
    answer = _faults("trelleborg", *FEW)
    assert answer.exit_code == 0, answer.output
    for words in ("Väntan och blockerad kapacitet", "För sent in", "Alla tillsammans", "faults.html"):
        assert words in answer.stdout
    folder = Path("exclusim-out/trelleborg-faults")
    assert sorted(file.name for file in folder.iterdir()) == [
        "faults.csv", "faults.html", "faults.json", "owner_payer.csv",
    ]  # fmt: skip
    kept = FaultDocument.model_validate_json((folder / "faults.json").read_bytes())
    assert sorted(row.name for row in kept.faults) == ["late_entry", "waiting"]


def test_json_is_one_document_on_stdout_and_everything_else_on_stderr() -> None:
    answer = _faults("newcomers", *FEW, "--out", "o", "--json")
    assert answer.exit_code == 0, answer.output
    document = FaultDocument.model_validate(json.loads(answer.stdout))
    assert (document.case, document.draws, document.persons, document.orders) == ("newcomers", 2, 100, 0)
    assert "warning: " in answer.stderr
    assert "o/faults.html" in answer.stderr
    assert not Path("exclusim-out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("trelleborg", "--faults", "waitng"), "there is no fault 'waitng'; did you mean 'waiting'"),
        (("trelleborg", "--orders", "5"), "orders must be even"),
        (("treleborg",), "did you mean 'trelleborg'"),
    ],
)
def test_a_mistake_is_told_before_anything_is_simulated(words: tuple[str, ...], message: str) -> None:
    answer = _faults(*words)
    assert isinstance(answer.exception, ExclusimError)
    assert message in str(answer.exception)
    assert not Path("exclusim-out").exists()


def test_an_interrupted_study_says_where_its_draws_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = study.run_draw

    def stops(planned: study.FaultPlan, index: int, done: object) -> study.DrawResult:
        if index == 1:
            raise KeyboardInterrupt
        return whole(planned, index)

    monkeypatch.setattr(study, "run_draw", stops)
    with pytest.raises(KeyboardInterrupt, match="finished draws are kept in exclusim-out/trelleborg-faults/checkpoint"):
        faults_command._studied(_case(), _options(), Path("exclusim-out/trelleborg-faults/checkpoint"))
    assert len(list(Path("exclusim-out/trelleborg-faults/checkpoint").glob("draw-*.npz"))) == 1


def _case() -> Case:
    from exclusim.scenarios.library import load

    return load("trelleborg")


def _options() -> FaultOptions:
    return FaultOptions(draws=2, persons=100, faults=("waiting",), threads=1)
