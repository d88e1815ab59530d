"""``exclusim sensitivity`` and ``exclusim discover``: what they print and leave, and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import discover_command, sensitivity_command
from exclusim.model.errors import ExclusimError
from exclusim.results.discovery import DiscoveryDocument
from exclusim.results.sensitivity import SensitivityDocument


def _call(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    sensitivity_command.register(app)
    discover_command.register(app)
    return CliRunner().invoke(app, [*words, "--threads", "1"])


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_sensitivity_prints_a_ranking_and_leaves_a_page_a_document_and_tables() -> None:
    answer = _call(
        "sensitivity", "trelleborg", "--outcome", "society", "--outcome", "excluded", "--runs", "70", "--persons", "40"
    )
    assert answer.exit_code == 0, answer.exception
    for words in ("luck of lives", "90 % interval", "Emulator", "sensitivity.html"):
        assert words in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80
    folder = Path("exclusim-out/trelleborg-baseline-sensitivity")
    kept = SensitivityDocument.model_validate_json((folder / "sensitivity.json").read_bytes())
    assert [item.name for item in kept.outcomes] == ["society", "excluded"]
    assert (folder / "tables" / "indices.csv").is_file()


def test_sensitivity_as_json_is_one_document_on_stdout() -> None:
    answer = _call("sensitivity", "trelleborg", "--method", "morris", "--groups", "--runs", "60", "--persons", "40",
                   "--json", "--out", "o")  # fmt: skip
    assert answer.exit_code == 0, answer.exception
    found = json.loads(answer.stdout)
    assert set(found["indices"][0]) >= {"parameter", "outcome", "index", "value", "ci_low", "ci_high"}
    assert found["runs"] >= 60 - 8
    assert isinstance(found["replicate_noise_share"], float)
    assert "o/sensitivity.html" in answer.stderr


def test_discover_prints_how_often_it_fails_and_leaves_a_page() -> None:
    answer = _call("discover", "trelleborg", "--fails", "kommun<0", "--runs", "100", "--persons", "60")
    assert answer.exit_code == 0, answer.exception
    assert "Fails (kommun<0) in" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80
    folder = Path("exclusim-out/trelleborg-prevention-discover")
    kept = DiscoveryDocument.model_validate_json((folder / "discover.json").read_bytes())
    assert kept.fails_words == "Kommunen förlorar"
    assert (folder / "tables" / "futures.csv").is_file()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("sensitivity", "trelleborg", "--scenario", "preventon"), "has no scenario 'preventon'"),
        (("sensitivity", "trelleborg", "--outcome", "kommunn"), "did you mean 'kommun'"),
        (("sensitivity", "trelleborg", "--from", "posterior"), "use --method shapley|independent"),
        (("discover", "trelleborg", "--fails", "society"), "--fails 'society'"),
        (("discover", "trelleborg", "--fails", "happiness<0"), "no outcome 'happiness'"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_simulated(words: tuple[str, ...], message: str) -> None:
    answer = _call(*words)
    assert isinstance(answer.exception, ExclusimError)
    assert any(part in str(answer.exception) for part in message.split("|"))
    assert not Path("exclusim-out").exists()
