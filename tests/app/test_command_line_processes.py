"""The installed command as a process of its own: signals, pipes, full disks, the README's example."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from exclusim.app.cli import main; main()"]
ROOT = Path(__file__).parents[2]


def _run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], cwd=folder, capture_output=True, text=True, timeout=300)


REAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # the tests' own process may ignore it
from exclusim.app.cli import main
"""
STUCK = """
import time
from concurrent.futures import ThreadPoolExecutor
from exclusim.app import running

def run_case(case, options, progress, **_):
    progress("simulating", 0.1)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(time.sleep, 600).result()

running.run_case = run_case
"""


def test_ctrl_c_before_the_first_draws_are_done_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    code, error = _interrupt(REAL + STUCK, signal.SIGINT, tmp_path)
    assert code == 130
    assert error.splitlines()[-1] == "interrupted: nothing was stored or written"
    assert "Traceback" not in error
    assert os.listdir(tmp_path) == []


def test_ctrl_c_in_the_middle_of_a_run_says_how_to_go_on_and_leaves_the_store_only(tmp_path: Path) -> None:
    code, error = _interrupt(REAL, signal.SIGINT, tmp_path, when=lambda: _draws(tmp_path) > 0)
    assert code == 130
    last = error.splitlines()[-1]
    assert re.fullmatch(
        r"interrupted: \d+ of 30000 draws are stored; finish the run with: exclusim resume \w{12}", last
    )
    assert "Traceback" not in error
    assert _besides_the_store(tmp_path) == []
    listed = _run("runs", folder=tmp_path).stdout
    assert f"{last.split()[-1]} trelleborg" in " ".join(listed.split())
    assert "unfinished" in listed


@pytest.mark.parametrize("seconds", [0.5, 1.2])
def test_ctrl_c_on_a_terminal_reaches_workers_that_still_load_and_has_one_answer(
    tmp_path: Path, seconds: float
) -> None:
    begun = "import sys\nprint('begun', file=sys.stderr, flush=True)\n"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{REAL}{begun}main(['run', 'trelleborg', '--threads', '2', '--replicates', '20000'])"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, as a terminal gives one
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == "begun\n"
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert error.splitlines()[-1].startswith("interrupted")
    assert "Traceback" not in error


def test_a_run_ended_from_outside_leaves_no_more_than_its_draws(tmp_path: Path) -> None:
    code, error = _interrupt(REAL, signal.SIGTERM, tmp_path)
    assert code == 143
    assert "Traceback" not in error
    assert _besides_the_store(tmp_path) == []


def _draws(folder: Path) -> int:
    """Finished draws in the store."""
    store = folder / "exclusim-out/exclusim.sqlite"
    if not store.exists():
        return 0
    with closing(sqlite3.connect(store, timeout=10)) as plain:
        return int(plain.execute("SELECT count(*) FROM task").fetchone()[0])


def _besides_the_store(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if not path.name.startswith("exclusim.sqlite")]


def test_ctrl_c_is_ignored_where_it_was_before(tmp_path: Path) -> None:
    ignoring = REAL.replace("signal.default_int_handler", "signal.SIG_IGN")
    program = ignoring + "import os\nos.kill(os.getpid(), signal.SIGINT)\nmain(['cases'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def _interrupt(
    program: str, number: signal.Signals, folder: Path, when: Callable[[], bool] = lambda: True
) -> tuple[int, str]:
    """Send a signal to a run that would take minutes, once it simulates and ``when`` says so; it has some seconds to
    end."""
    words = ["run", "trelleborg", "--replicates", "20000"]
    process = subprocess.Popen(
        [sys.executable, "-c", f"{program}\nmain({words!r})"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        seen = ""
        for line in process.stderr:
            seen += line
            if line.startswith("simulating"):
                break
        until = time.monotonic() + 60
        while not when() and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(number)
        _, rest = process.communicate(timeout=20)
    finally:
        process.kill()
    return process.returncode, seen + rest


@pytest.mark.parametrize("words", [("parameters", "--csv"), ("cases",)])
def test_a_reader_who_goes_away_ends_the_command_quietly(words: tuple[str, ...], tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, *words], cwd=tmp_path, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full")
def test_a_full_disk_under_stdout_is_told(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "cases"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error: the disk is full; free some space")
    assert "Traceback" not in done.stderr


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 64 kB; needs the right to mount."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        try:
            mounted = subprocess.run(mount, capture_output=True).returncode == 0
        except FileNotFoundError:
            mounted = False
        if not mounted:
            pytest.skip("a small disk cannot be mounted here: it takes root")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def test_a_disk_that_fills_up_is_told_and_keeps_no_half_written_file(small_disk: Path, tmp_path: Path) -> None:
    words = ("run", "newcomers", "--preset", "flat-annuity")
    files = _run(*words, "--out", str(small_disk / "out"), folder=tmp_path)
    assert files.returncode == 2
    assert "error: cannot write" in files.stderr
    assert "the disk is full" in files.stderr
    assert os.listdir(small_disk) == []
    store = _run(*words, "--store", str(small_disk / "runs.sqlite"), folder=tmp_path)
    assert store.returncode == 2
    assert "runs.sqlite" in store.stderr
    assert "the disk is full" in store.stderr
    assert [name for name in os.listdir(small_disk) if name != "runs.sqlite"] == []
    for done in (files, store):
        assert "Traceback" not in done.stderr


def test_the_readme_s_example_of_the_library_runs(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"-?\d+\.\d MSEK \(-?\d+\.\d to -?\d+\.\d\)\n", done.stdout)
    assert (tmp_path / "report.html").stat().st_size > 10_000
