"""The trace table names commands, parts of the library, files, cases and tests that exist."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest
from tests.docs.blocks import ROOT

from exclusim.app.commands import app
from exclusim.model.errors import ExclusimError
from exclusim.results.documentation import TraceRow, read_trace, trace_text
from exclusim.scenarios.library import cases

TABLE = ROOT / "docs" / "trace.csv"
ROWS = read_trace(TABLE)
COMMANDS = {
    command.name or command.callback.__name__.replace("_", "-")
    for command in app.registered_commands
    if command.callback is not None
}
CASES = {case.name for case in cases()}


@cache
def functions_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def exists(answer: str) -> bool:
    kind, _, name = answer.partition(":")
    if kind == "command":
        return name in COMMANDS
    if kind == "case":
        return name in CASES
    if kind.startswith("exclusim."):
        return hasattr(importlib.import_module(kind), name)
    return (ROOT / answer).is_file()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement)
def test_what_answers_a_requirement_and_what_holds_it_exist(row: TraceRow) -> None:
    assert [answer for answer in row.answers if not exists(answer)] == []
    for test in row.tests:
        file, _, name = test.partition("::")
        assert name in functions_in(ROOT / "tests" / file), test


def test_a_requirement_stands_once_and_in_order() -> None:
    numbers = [row.requirement for row in ROWS]
    assert numbers == sorted(set(numbers))


def test_what_is_answered_has_a_test_and_what_is_not_says_what_is_missing() -> None:
    for row in ROWS:
        assert bool(row.answers) == bool(row.tests) == (row.status != "not yet")
        assert row.status == "yes" or row.remark


def test_the_page_counts_what_is_answered() -> None:
    text = trace_text(ROWS)
    assert f"{sum(row.status == 'not yet' for row in ROWS)} not yet of {len(ROWS)}." in text
    assert "`exclusim faults`" in text


def test_a_wrong_row_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "trace.csv"
    head = TABLE.read_text(encoding="utf-8").splitlines()[0]
    file.write_text(f"{head}\nR001,something,perhaps,,,\n", encoding="utf-8")
    with pytest.raises(ExclusimError, match="line 2, status"):
        read_trace(file)
