"""``exclusim calibrate`` with a made-up fit: what it prints, writes and keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from tests.calibration.test_fitting_posterior import posterior
from typer.testing import CliRunner

from exclusim.app import calibrate_command
from exclusim.calibration.fitting import national
from exclusim.calibration.fitting.calibrate import Options
from exclusim.calibration.fitting.effort import FULL, QUICK
from exclusim.calibration.fitting.ensemble import Report
from exclusim.calibration.fitting.posterior import Posterior, load
from exclusim.model.errors import ExclusimError


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    found: list[Options] = []

    def made_up(options: Options, progress: Report, checkpoint_folder: Path) -> Posterior:
        found.append(options)
        progress("simulating the prior", 0.0)
        checkpoint_folder.mkdir(parents=True)
        (checkpoint_folder / "run.json").write_text("{}")
        return posterior(options.variant)

    monkeypatch.setattr(national, "calibrate", made_up)
    return found


@pytest.fixture
def app() -> typer.Typer:
    found = typer.Typer()
    found.callback()(lambda: None)
    calibrate_command.register(found)
    return found


def test_a_calibration_writes_its_posterior_and_removes_its_checkpoint(
    app: typer.Typer, asked: list[Options], tmp_path: Path
) -> None:
    answer = CliRunner().invoke(app, ["calibrate", "--quick", "--seed", "4", "--threads", "2", "--out", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    assert asked == [Options(QUICK, 4, 2, "mixed", resume=False)]
    assert load(tmp_path).document == posterior().document
    assert sorted(file.name for file in tmp_path.iterdir()) == ["posterior-mixed.csv", "posterior-mixed.json"]
    assert "parameters that the statistics say most about" in answer.output
    assert "där skulle nya uppgifter hjälpa mest" in answer.output


def test_json_is_one_document_on_stdout(app: typer.Typer, asked: list[Options], tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        app, ["calibrate", "--json", "--variant", "duration", "--resume", "--out", str(tmp_path)]
    )
    document = json.loads(answer.stdout)
    assert document["variant"] == "duration"
    assert document["contraction"][0]["name"] == "rate.unemployed.temporary_job"
    assert asked[0].effort == FULL
    assert asked[0].resume
    assert "posterior-duration.csv" in answer.stderr


def test_a_place_that_cannot_be_written_to_is_told_before_the_work(
    app: typer.Typer, asked: list[Options], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    answer = CliRunner().invoke(app, ["calibrate", "--out", str(tmp_path / "file")])
    assert isinstance(answer.exception, ExclusimError)
    assert not asked


def test_an_interrupt_says_what_is_kept(app: typer.Typer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(options: Options, progress: Report, checkpoint_folder: Path) -> Posterior:
        raise KeyboardInterrupt

    monkeypatch.setattr(national, "calibrate", interrupted)
    with pytest.raises(KeyboardInterrupt, match="go on with --resume"):
        calibrate_command.calibrate(out=tmp_path)
