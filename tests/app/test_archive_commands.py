"""``exclusim export`` and ``exclusim reproduce``: what they print, and with which exit code they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import export_command, reproduce_command
from exclusim.model.errors import ExclusimError
from exclusim.results.archive.manifest import DOCUMENT
from exclusim.results.archive.package import read_package, write_package
from exclusim.results.run import RunOptions, run_case
from exclusim.results.store import Store
from exclusim.scenarios.library import load


def _call(*words: object) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    export_command.register(app)
    reproduce_command.register(app)
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def run_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXCLUSIM_STORE", "runs.sqlite")
    record = run_case(load("trelleborg"), RunOptions(preset="flat-annuity", replicates=2, threads=1))
    with Store.open("runs.sqlite") as store:
        store.save(record)
    return record.document.run_id


def test_an_exported_run_is_made_again_to_the_same_bits(run_id: str) -> None:
    exported = _call("export", run_id[:5])
    assert exported.exit_code == 0, exported.output
    assert f"exclusim reproduce exclusim-{run_id}.zip" in exported.stdout
    again = _call("reproduce", f"exclusim-{run_id}.zip")
    assert again.exit_code == 0, again.output
    assert f"run {run_id} (trelleborg): the same bits" in again.stdout


def test_a_changed_number_ends_with_one_and_is_named(run_id: str) -> None:
    _call("export", run_id, "--out", "a.zip")
    _, files = read_package(Path("a.zip"))
    document = json.loads(files[DOCUMENT])
    document["differences"] = {}
    files[DOCUMENT] = json.dumps(document).encode()
    Path("a.zip").write_bytes(write_package(files))
    found = _call("reproduce", "a.zip")
    assert found.exit_code == reproduce_command.DIFFERENT
    assert "NOT the same" in found.stdout
    assert f"changed since it was exported: {DOCUMENT}" in found.stdout
    assert "differences." in found.stdout
    told = json.loads(_call("reproduce", "a.zip", "--json").stdout)
    assert (told["schema_version"], told["same"], told["difference_count"] > 0) == (1, False, True)


def test_a_run_that_is_not_there_and_an_archive_that_is_none_are_errors_of_the_user(run_id: str) -> None:
    Path("text.zip").write_text("text")
    for words in (("export", "ffff"), ("reproduce", "text.zip"), ("export", run_id, "--out", "no/folder/a.zip")):
        error = _call(*words).exception
        assert isinstance(error, ExclusimError)
        assert error.exit_code == 2
