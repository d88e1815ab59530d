"""``exclusim trajectories``: what it prints and writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from exclusim.app import trajectories_command
from exclusim.model.errors import ExclusimError
from exclusim.results.trajectories import TrajectoriesDocument, TrajectoryOptions, build
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

SMALL = ["newcomers", "--persons", "200", "--draws", "2", "--seed", "4", "--threads", "2"]


@pytest.fixture
def app() -> typer.Typer:
    found = typer.Typer()
    found.callback()(lambda: None)
    trajectories_command.register(found)
    return found


@pytest.fixture(scope="module")
def small() -> TrajectoriesDocument:
    return build.trajectories(load("newcomers"), TrajectoryOptions(persons=200, draws=2, seed=4))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, small: TrajectoriesDocument) -> list[tuple[str, TrajectoryOptions]]:
    """Replaces the simulation; collects what it was asked for."""
    found: list[tuple[str, TrajectoryOptions]] = []

    def made_up(case: Case, options: TrajectoryOptions, progress: Callable[[str, float], None]) -> TrajectoriesDocument:
        found.append((case.case, options))
        progress("simulating", 0.5)
        return small

    monkeypatch.setattr(build, "trajectories", made_up)
    return found


def test_the_command_simulates_and_writes_a_page_and_tables(
    app: typer.Typer, tmp_path: Path, small: TrajectoriesDocument
) -> None:
    answer = CliRunner().invoke(app, ["trajectories", *SMALL, "--out", str(tmp_path / "out")])
    assert answer.exit_code == 0, answer.output
    html = (tmp_path / "out" / "trajectories.html").read_text(encoding="utf-8")
    assert small.typology.types[0].name in html
    assert sorted(file.name for file in (tmp_path / "out" / "tables").iterdir()) == [
        "agencies.csv", "loops.csv", "medoids.csv", "moves.csv", "shares.csv", "types.csv",
    ]  # fmt: skip
    assert small.typology.types[0].name in answer.stdout
    assert "trajectories.html" in answer.stdout
    assert "simulating" in answer.stderr


def test_json_is_one_document_on_stdout(
    app: typer.Typer, asked: list[tuple[str, TrajectoryOptions]], tmp_path: Path, small: TrajectoriesDocument
) -> None:
    answer = CliRunner().invoke(app, ["trajectories", *SMALL, "--json", "--out", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    assert TrajectoriesDocument.model_validate(json.loads(answer.stdout)) == small
    assert "trajectories.html" in answer.stderr
    assert f"warning: {small.warnings[0]}" in answer.stderr
    assert asked == [("newcomers", TrajectoryOptions(persons=200, draws=2, seed=4, threads=2))]


def test_files_go_to_a_folder_named_after_the_case(
    app: typer.Typer, asked: list[tuple[str, TrajectoryOptions]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["trajectories", "trelleborg"]).exit_code == 0
    assert Path("exclusim-out/trelleborg-trajectories/trajectories.html").is_file()
    assert asked == [("trelleborg", TrajectoryOptions())]


def test_a_mistyped_case_and_a_file_in_the_way_are_told_before_the_work(
    app: typer.Typer, asked: list[tuple[str, TrajectoryOptions]], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    mistyped = CliRunner().invoke(app, ["trajectories", "treleborg"])
    in_the_way = CliRunner().invoke(app, ["trajectories", "newcomers", "--out", str(tmp_path / "file")])
    assert isinstance(mistyped.exception, ExclusimError)
    assert "trelleborg" in str(mistyped.exception)
    assert isinstance(in_the_way.exception, ExclusimError)
    assert not asked


def test_too_few_persons_are_refused(app: typer.Typer) -> None:
    answer = CliRunner().invoke(app, ["trajectories", "newcomers", "--persons", "10"])
    assert answer.exit_code == 2
    assert "200" in answer.stderr
