"""The pause of the first run is told when it comes, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.model.institutions.systems import SEED, central, system_plan

from exclusim.app.compiling import announce_compilation
from exclusim.model import kernel
from exclusim.model.engine import simulate
from exclusim.model.institutions.system import simulate_system

SAID = "building compiled code"


def test_nothing_is_announced_where_machine_code_is_on_disk(capsys: pytest.CaptureFixture[str]) -> None:
    plan = system_plan("cohort", 20, 12)
    simulate(plan, central(plan), SEED)
    simulate_system(plan, central(plan), SEED, anchor=None)
    announce_compilation(agencies=True)
    assert SAID not in capsys.readouterr().err


def test_it_is_announced_where_there_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Stats:
        cache_path = str(tmp_path)

    class NotBuilt:
        stats = Stats()

    monkeypatch.setattr(kernel, "advance", NotBuilt())
    announce_compilation()
    assert SAID in capsys.readouterr().err
