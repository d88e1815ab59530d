"""A run that is killed, or whose disk is full, is finished by ``resume`` to the bits it would have had."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from exclusim.app.resume_command import register, resume
from exclusim.app.workers import chosen_workers
from exclusim.model.errors import ExclusimError
from exclusim.results.ensemble import Workers
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run import jobs as jobs_module
from exclusim.results.store import RunRecord, Store
from exclusim.scenarios.library import load

OPTIONS = RunOptions(persons=30, replicates=60, seed=4, threads=1)
WORDS = "run newcomers --persons 30 --replicates 60 --seed 4 --threads 1"
DRAWS = 60 + 2 * 20
LIMIT = 2_000_000  # bytes that a file may have: some forty draws


@pytest.fixture(scope="module")
def uninterrupted() -> RunRecord:
    return run_case(load("newcomers"), OPTIONS)


def _start(folder: Path, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    program = f"from exclusim.app.cli import main; main({[*WORDS.split(), '--store', 'runs.sqlite']!r})"
    command = [sys.executable, "-c", program]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, preexec_fn=prepare)


def _stored(folder: Path) -> tuple[str, int]:
    """The run under way and how many of its draws are stored."""
    with suppress(ExclusimError), Store.open(str(folder / "runs.sqlite"), must_exist=True) as store:
        for run in store.runs():
            return run.run_id, int(run.status.split()[1]) if run.status.startswith("unfinished") else -1
    return "", 0


def _assert_same(folder: Path, expected: RunRecord) -> None:
    run_id = expected.document.run_id
    with Store.open(str(folder / "runs.sqlite"), must_exist=True) as store:
        (info,) = store.runs()
        assert (info.run_id, info.status) == (run_id, "complete")
        found = store.load(run_id).model_copy(update={"created": expected.document.created})
        assert found.model_dump_json() == expected.document.model_dump_json()
        for name in ("ledger", "panel", "draws"):
            saved, meant = getattr(store, name)(run_id), getattr(expected, name)
            keys = list(meant.columns[:-1])
            pd.testing.assert_frame_equal(
                saved.sort_values(keys, ignore_index=True),
                meant[saved.columns].sort_values(keys, ignore_index=True),
                check_exact=True,
                check_dtype=False,
            )


def test_a_run_that_is_killed_and_then_fills_its_disk_is_finished_to_the_same_bits(
    tmp_path: Path, uninterrupted: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    process = _start(tmp_path)
    until = time.monotonic() + 90
    while not _stored(tmp_path)[1] and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    run_id, killed_at = _stored(tmp_path)
    assert run_id == uninterrupted.document.run_id
    assert 0 < killed_at < DRAWS

    process = _start(tmp_path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    _, full_at = _stored(tmp_path)
    assert killed_at < full_at < DRAWS
    told = [line for line in errors.splitlines() if line.startswith("error: ")]
    assert len(told) == 2
    assert told[0].startswith("error: the store runs.sqlite cannot be used: ")
    assert told[1] == (
        f"error: {full_at} of {DRAWS} draws are stored; finish the run with: "
        f"exclusim resume {run_id} --store runs.sqlite"
    )
    assert "Traceback" not in errors

    resume(run_id[:6], store="runs.sqlite", out=Path("out"))
    _assert_same(tmp_path, uninterrupted)
    assert (tmp_path / "out" / "report.html").exists()
    assert sorted(os.listdir(tmp_path)) == ["out", "runs.sqlite"]


@pytest.fixture
def under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with a run of which nothing but its beginning is there."""
    from exclusim.results.run.plan import case_plan

    monkeypatch.chdir(tmp_path)
    case = load("newcomers")
    job = jobs_module.job_of(case_plan(case, "published", 30), OPTIONS, 100)
    with Store.open("runs.sqlite") as store:
        store.keep(job, "mixed", [])
    return job.run_id


def _answer(*words: str) -> tuple[int, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    result = CliRunner().invoke(app, ["resume", *words])
    return result.exit_code, result.output if result.exception is None else f"{result.output}{result.exception}"


def test_draws_of_other_code_are_never_mixed_with_new_ones(under_way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "code_key", lambda: "another")
    code, output = _answer(under_way, "--store", "runs.sqlite")
    assert code == 1  # in the program itself the guard makes it 2
    assert f"run {under_way} was begun with other code" in output
    assert "--discard" in output


def test_a_run_that_is_given_up_is_gone(under_way: str) -> None:
    assert _answer(under_way, "--store", "runs.sqlite", "--discard")[0] == 0
    with Store.open("runs.sqlite") as store:
        assert store.runs() == []
    assert "no run" in _answer(under_way, "--store", "runs.sqlite")[1]


def test_a_run_goes_on_with_every_option_that_decides_its_result(under_way: str) -> None:
    with Store.open("runs.sqlite") as store:
        case, options = jobs_module.resumed(store.job(under_way))
    assert case == load("newcomers")
    assert json.dumps([options.preset, options.persons, options.replicates, options.seed]) == '["published", 30, 60, 4]'


def test_options_choose_who_computes() -> None:
    assert chosen_workers(3, processes=False, scheduler="") == Workers("threads", 3)
    assert chosen_workers(2, processes=True, scheduler="") == Workers("processes", 2)
    assert chosen_workers(2, processes=False, scheduler="tcp://h:1") == Workers("cluster", scheduler="tcp://h:1")
    with pytest.raises(ExclusimError, match="exclude each other"):
        chosen_workers(0, processes=True, scheduler="tcp://h:1")
