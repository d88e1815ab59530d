"""The command `practice`, by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from exclusim.app.practice_command import register
from exclusim.model.errors import ExclusimError

FEW = ("--replicates", "2", "--persons", "60", "--threads", "1")


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    register(made)
    return made


def test_it_writes_a_page_and_prints_the_document_it_shows(app: typer.Typer, tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["inforande", *FEW, "--out", str(tmp_path), "--json"])
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    assert document == json.loads((tmp_path / "practice.json").read_text(encoding="utf-8"))
    assert document["scenario"] == "inforande"
    assert document["schema_version"] == 1
    assert document["label"] in (tmp_path / "practice.html").read_text(encoding="utf-8")


def test_an_unknown_scenario_is_an_error_of_the_user(app: typer.Typer) -> None:
    found = CliRunner().invoke(app, ["inforande", *FEW, "--scenario", "infrande"])
    assert isinstance(found.exception, ExclusimError)
    assert "did you mean 'inforande'?" in str(found.exception)
