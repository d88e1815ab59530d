"""The command line as a function: words in, exit code and the two streams out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.results.example_document import example_document
from tests.results.example_tables import example_record

from exclusim.app import running
from exclusim.app.cli import main
from exclusim.results.run import RunOptions
from exclusim.results.store import RunRecord
from exclusim.scenarios.schema import Case


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


type CommandLine = Callable[..., Answer]


@pytest.fixture
def exclusim(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs the command line in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXCLUSIM_STORE", raising=False)

    def call(*words: object) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        streams = capsys.readouterr()
        code = 0 if end.value.code is None else end.value.code
        assert isinstance(code, int)
        return Answer(code, streams.out, streams.err)

    return call


@pytest.fixture
def no_simulation(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Case, RunOptions]]:
    """Replaces the simulation by a made-up result; collects what it was asked for."""
    asked: list[tuple[Case, RunOptions]] = []

    def made_up(case: Case, options: RunOptions, progress: Callable[[str, float], None], **_: object) -> RunRecord:
        asked.append((case, options))
        progress("simulating", 0.0)
        progress("simulating", 1.0)
        return example_record(example_document())

    monkeypatch.setattr(running, "run_case", made_up)
    return asked
