"""``exclusim verify``: exit code 0 only when every check has passed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import verify_command
from exclusim.calibration.checking.document import CheckDocument
from exclusim.calibration.checking.shipped import shipped_check
from exclusim.calibration.fitting.posterior import shipped
from exclusim.results.verification import run as run_module
from exclusim.results.verification.checks import Check, Found


def _verify(monkeypatch: pytest.MonkeyPatch, figure: float, *words: str) -> Result:
    """The command with one made-up check in place of the shipped ones."""

    def statistics(*_: object) -> CheckDocument:
        posterior = shipped()
        assert posterior is not None
        found = shipped_check(posterior)
        assert found is not None
        return found

    check = Check("made.up", "conservation", "Personer som försvinner", "ingen", lambda: Found(figure), unit="personer")
    monkeypatch.setattr(run_module, "shipped_checks", lambda seed: [check])
    monkeypatch.setattr(run_module, "simulated_statistics", statistics)
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    verify_command.register(app)
    return CliRunner().invoke(app, list(words))


def test_a_sound_model_ends_with_zero_and_leaves_a_page_and_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _verify(monkeypatch, 0.0, "--out", str(tmp_path / "v"), "--json")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    assert document == json.loads((tmp_path / "v" / "verification.json").read_text(encoding="utf-8"))
    assert (document["schema_version"], document["passed"]) == (1, True)
    assert "Alla 3 prövningar är godkända" in (tmp_path / "v" / "verification.html").read_text(encoding="utf-8")


def test_a_check_that_is_deliberately_broken_ends_with_one_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = _verify(monkeypatch, 1.0)
    assert found.exit_code == verify_command.FAILED
    assert "✗ Personer som försvinner: 1\N{NO-BREAK SPACE}personer" in found.stdout
    assert "1 av 3 prövningar är underkända: made.up." in found.stdout
    assert (tmp_path / "exclusim-out" / "verification" / "verification.html").is_file()
