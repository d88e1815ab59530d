"""What a user can get wrong: a clear message on stderr, exit code 2, and nothing left behind."""

from __future__ import annotations

import os
import sqlite3
import warnings
from pathlib import Path

import pytest
from tests.app.conftest import CommandLine

from exclusim.app import guard
from exclusim.results.documentation import number_tables


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("run trelleborgg", "there is no case 'trelleborgg'; .*did you mean 'trelleborg'"),
        ("run missing.yaml", "missing.yaml:1:1: .*No such file"),
        ("run trelleborg --persons 0", "'--persons': .*greater than or equal to 1"),
        ("run trelleborg --persons -5", "'--persons': .*greater than or equal to 1"),
        ("run trelleborg --persons many", "'--persons': .*integer"),
        ("run trelleborg --persons 99999999999", "persons must be between 1 and"),
        ("run trelleborg --replicates 0", "'--replicates': .*greater than or equal to 1"),
        ("run trelleborg --threads -1", "'--threads': .*greater than or equal to 0"),
        ("run trelleborg --seed -1", "'--seed': .*greater than or equal to 0"),
        ("run trelleborg --preset pessimistic", "'--preset': .*'flat-annuity', 'published', 'optimistic'"),
        ("run genomsnittskommun --preset flat-annuity", "genomsnittskommun.*flat"),
        ("run trelleborg --store nonsense://x", "'nonsense://…' is not the URL of a database"),
        ("run trelleborg --store missing/s.sqlite", "there is no folder missing; create it first"),
        ("run trelleborg --bogus", "No such option: --bogus"),
        ("run", "Missing argument 'CASE_OR_FILE'"),
        ("rum trelleborg", "No such command 'rum'"),
        ("show 123abc", "there is no store exclusim-out/exclusim.sqlite; .*make a run first"),
        ("runs --store missing.sqlite", "there is no store missing.sqlite"),
        ("validate missing.yaml", "missing.yaml:1:1: "),
        ("example skovd", "there is no case 'skovd'; .*did you mean 'skovde'"),
        ("schema everything", "'scenario', 'result'"),
    ],
)
def test_a_mistake_gets_one_clear_message(exclusim: CommandLine, tmp_path: Path, words: str, message: str) -> None:
    answer = exclusim(*words.split())
    assert (answer.code, answer.out) == (2, "")
    last = answer.err.splitlines()[-1]
    assert last.lower().startswith("error: ")
    _assert_matches(message, last)
    assert "Traceback" not in answer.err
    assert os.listdir(tmp_path) == []


def _assert_matches(pattern: str, text: str) -> None:
    with pytest.raises(AssertionError, match=pattern):
        raise AssertionError(text)


def test_every_problem_of_a_file_is_told_with_its_line_and_field(exclusim: CommandLine, tmp_path: Path) -> None:
    text = exclusim("example", "trelleborg").out
    text = text.replace("births: 480", "births: many").replace("discount_rate: 4 %", "discount_rte: 4 %")
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    numbered = dict(enumerate(text.splitlines(), start=1))
    (births,) = (number for number, line in numbered.items() if "births: many" in line)
    (rate,) = (number for number, line in numbered.items() if "discount_rte" in line)
    for command in ("validate", "run"):
        answer = exclusim(command, "bad.yaml")
        assert (answer.code, answer.out) == (2, "")
        lines = answer.err.splitlines()
        assert all(line.startswith("error: bad.yaml:") for line in lines)
        assert any(line.startswith(f"error: bad.yaml:{births}:") and "births" in line for line in lines)
        assert any(line.startswith(f"error: bad.yaml:{rate}:") and "discount_rte" in line for line in lines)


def test_yaml_that_cannot_be_read_is_told_with_its_line(exclusim: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("exclusim: 1\ncase: [unclosed\n")
    answer = exclusim("validate", "bad.yaml")
    assert (answer.code, answer.out) == (2, "")
    _assert_matches(r"error: bad\.yaml:[23]:", answer.err)


@pytest.mark.usefixtures("no_simulation")
@pytest.mark.parametrize("out", ["file.txt", "file.txt/below"])
def test_a_file_in_the_place_of_the_folder_is_told_before_the_run(
    exclusim: CommandLine, tmp_path: Path, out: str
) -> None:
    (tmp_path / "file.txt").write_text("mine")
    answer = exclusim("run", "trelleborg", "--out", out)
    assert answer.code == 2
    _assert_matches("error: cannot write to .*file.txt is a file; choose a folder with --out", answer.err)
    assert "simulating" not in answer.err
    assert os.listdir(tmp_path) == ["file.txt"]
    assert (tmp_path / "file.txt").read_text() == "mine"


@pytest.mark.usefixtures("no_simulation")
def test_a_store_that_is_none_is_told_before_the_run_and_not_touched(exclusim: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but longer than the header of one " * 40)
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE invoices (id INTEGER)")
    other.commit()
    other.close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for name, reason in (("notes.txt", "not a database"), ("other.sqlite", "not an Exclusim store")):
        answer = exclusim("run", "trelleborg", "--store", name)
        assert (answer.code, answer.out) == (2, "")
        assert reason in answer.err
        assert "simulating" not in answer.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.usefixtures("no_simulation")
def test_an_unknown_run_names_the_runs_there_are(exclusim: CommandLine) -> None:
    run_id = exclusim("run", "trelleborg", "--json").out.partition('"run_id": "')[2].partition('"')[0]
    answer = exclusim("show", "zzz")
    assert (answer.code, answer.out) == (2, "")
    _assert_matches(f"error: there is no run 'zzz' in the store .*the latest are {run_id}", answer.err)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            OSError(28, "No space left on device", "/mnt/x"),
            2,
            "error: /mnt/x: the disk is full; free some space",
        ),
        (PermissionError(13, "Permission denied", "/srv/x"), 2, "error: /srv/x: Permission denied"),
        (MemoryError(), 2, "error: there is not enough memory; choose fewer --persons"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (BrokenPipeError(32, "Broken pipe"), 1, ""),
    ],
)
def test_failures_of_the_system_are_told_in_words(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(number_tables, "all_parameters", fails)
    monkeypatch.setattr(guard, "_abandon_output", lambda: None)  # pytest still needs its stdout
    answer = exclusim("parameters")
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(message)
    assert "Traceback" not in answer.err


def test_a_programming_error_keeps_its_traceback(exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(number_tables, "all_parameters", broken)
    with pytest.raises(ZeroDivisionError):
        exclusim("parameters")


def test_a_python_warning_is_one_plain_line_on_stderr(exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def warns() -> None:
        warnings.simplefilter("always")
        warnings.warn("the series ends in 2020", stacklevel=1)
        raise SystemExit(0)

    monkeypatch.setattr(number_tables, "all_parameters", warns)
    assert exclusim("parameters").err == "warning: the series ends in 2020\n"
