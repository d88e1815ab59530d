"""Which requirement is answered by what, and which test holds it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exclusim.model.errors import ExclusimError
from exclusim.results.documentation.markdown import code, table

__all__ = ["TraceRow", "read_trace", "trace_text"]


class TraceRow(BaseModel):
    """One requirement.

    ``answered_by`` and ``test`` name things separated by spaces: ``exclusim faults`` is written ``command:faults``, a
    name of the library ``exclusim.results.compare:run_compare``, a file ``docs/money.md``, a shipped case
    ``case:trelleborg``; a test is ``file.py::name`` below ``tests/``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    requirement: str = Field(pattern=r"^R\d{3}$")
    words: str = Field(min_length=1)
    status: Literal["yes", "partly", "not yet"]
    answered_by: str
    test: str
    remark: str

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(self.answered_by.split())

    @property
    def tests(self) -> tuple[str, ...]:
        return tuple(self.test.split())


def read_trace(path: Path) -> list[TraceRow]:
    """Rows of the trace table.

    Raises:
        ExclusimError: a row is not as :class:`TraceRow` says; with its line.
    """
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            try:
                rows.append(TraceRow.model_validate(row))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise ExclusimError(f"{path}, line {reader.line_num}, {where}: {first['msg']}") from None
    return rows


def trace_text(rows: list[TraceRow]) -> str:
    """The table as Markdown, with a count of what is answered."""
    count = {status: sum(row.status == status for row in rows) for status in ("yes", "partly", "not yet")}
    told = ", ".join(f"{number} {status}" for status, number in count.items())
    wanted = table(
        ("no", "what is wanted", "answered", "remark"),
        ((_linked(row), row.words, row.status, row.remark) for row in rows),
    )
    answers = "\n\n".join(
        f"### {row.requirement}\n\n{row.words}: "
        f"{code(*(_shown(answer) for answer in row.answers))}. Held by\n\n"
        + "\n".join(f"* {code(test)}" for test in row.tests)
        for row in rows
        if row.answers
    )
    return (
        "# Trace table\n\nEvery requirement without which Exclusim would not answer the texts it builds on: what "
        f"answers it, and which tests hold that. {told} of {len(rows)}.\n\n{wanted}\n\n## What answers, and what holds "
        f"it\n\n{answers}\n"
    )


def _linked(row: TraceRow) -> str:
    return f"[{row.requirement}](#{row.requirement.lower()})" if row.answers else row.requirement


def _shown(answer: str) -> str:
    kind, _, name = answer.partition(":")
    return {"command": f"exclusim {name}", "case": f"case {name}"}.get(kind, answer)
