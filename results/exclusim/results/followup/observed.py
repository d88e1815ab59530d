"""Observed figures from a file: one row a month and indicator; every wrong cell is named."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

from exclusim.model.errors import ExclusimError
from exclusim.results.followup.indicators import INDICATORS, Indicator
from exclusim.scenarios.issues import Issue, ScenarioError, did_you_mean, show
from exclusim.scenarios.quantities import QuantityError, parse

__all__ = ["ERROR", "Observation", "read_observed"]

_COLUMNS = ("month", "indicator", "value")
_OPTIONAL = ("n", "error", "note")
_LARGEST = 10_000_000  # bytes
_LAST_MONTH = 1200
ERROR = 0.05
"""Relative standard error of an observed cost when the file states none: an assumption."""


@dataclass(frozen=True)
class Observation:
    """One observed figure.

    Args:
        line: of the file.
        month: months since the scenario's first month; the figure holds at the end of it.
        indicator: a key of ``INDICATORS``.
        value: share, count, months or SEK in the case's price year.
        n: people the share or mean is of; 0 for counts and amounts.
        error: relative standard error of an amount.
        note: of whoever observed it.
    """

    line: int
    month: int
    indicator: str
    value: float
    n: int = 0
    error: float = ERROR
    note: str = ""

    @property
    def successes(self) -> int:
        """People behind a share."""
        return round(self.value * self.n)


def read_observed(path: Path) -> list[Observation]:
    """Observations of a CSV file with the columns month, indicator, value and optionally n, error and note.

    Separated by comma or semicolon, UTF-8. Rows stand in any order; a month and indicator occurs once.

    Raises:
        ScenarioError: cells that cannot be used, each with line, column and what was expected.
        ExclusimError: the file cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ExclusimError(f"{path}: expected a table of at most {_LARGEST // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExclusimError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ExclusimError(f"{path}: expected text in UTF-8", hint="save the table as CSV UTF-8") from None
    head = text.split("\n", 1)[0]
    try:
        rows = list(
            csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
        )
    except csv.Error as error:
        raise ExclusimError(f"{path}: expected a CSV table: {error}") from None
    return _Reader(str(path)).read(rows)


class _Reader:
    """Reads rows and collects what is wrong with them; columns count cells from 1."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Issue] = []

    def read(self, rows: list[list[str]]) -> list[Observation]:
        head = [name.strip().lower() for name in rows[0]] if rows else []
        known = (*_COLUMNS, *_OPTIONAL)
        for name in _COLUMNS:
            if name not in head:
                self._wrong(1, 1, name, f"expected a column {name!r} among {', '.join(known)}")
        for column, name in enumerate(head, start=1):
            if name not in known:
                self._wrong(1, column, name, f"expected one of {', '.join(known)}{did_you_mean(name, known)}")
            elif name in head[: column - 1]:
                self._wrong(1, column, name, "expected a column named once")
        self._raise()
        made = [
            row
            for line, cells in enumerate(rows[1:], start=2)
            if any(cell.strip() for cell in cells) and (row := self._row(line, head, cells)) is not None
        ]
        self._once(made, head)
        self._raise()
        return sorted(made, key=lambda row: (row.month, list(INDICATORS).index(row.indicator)))

    def _row(self, line: int, head: list[str], cells: list[str]) -> Observation | None:
        if len(cells) > len(head):
            self._wrong(line, len(head) + 1, "", f"expected {len(head)} cells (got {len(cells)})")
            return None
        given = {
            name: (index + 1, cells[index].strip() if index < len(cells) else "") for index, name in enumerate(head)
        }
        before = len(self.found)
        month = self._month(line, *given["month"])
        column, name = given["indicator"]
        if name not in INDICATORS:
            self._wrong(
                line,
                column,
                "indicator",
                f"expected one of {', '.join(INDICATORS)}{did_you_mean(name, INDICATORS)} (got {show(name)})",
            )
            return None
        indicator = INDICATORS[name]
        value = self._value(line, *given["value"], indicator)
        n = self._n(line, *given.get("n", (0, "")), indicator)
        error = self._error(line, *given.get("error", (0, "")), indicator)
        if len(self.found) > before:
            return None
        return Observation(line, month, name, value, n, error, given.get("note", (0, ""))[1])

    def _month(self, line: int, column: int, text: str) -> int:
        if text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= _LAST_MONTH:
            return int(text)
        self._wrong(
            line, column, "month", f"expected whole months since the start, 1 to {_LAST_MONTH} (got {show(text)})"
        )
        return 0

    def _value(self, line: int, column: int, text: str, indicator: Indicator) -> float:
        share = indicator.kind == "share"
        wanted = {
            "share": "a share such as 42 % or 0.42",
            "count": "a whole number of people",
            "months": "a number of months such as 7.5",
            "money": "SEK so far such as 1 250 000 kr or 1,25 Mkr",
            "context": "a number, zero or more",
        }[indicator.kind]
        try:
            found = parse(text)
            value, dimension = float(found), found.dimension
        except QuantityError:
            value, dimension = math.nan, "number"
        fits = {"share": ("share", "number"), "months": ("months", "number"), "money": ("money", "number")}
        good = dimension in fits.get(indicator.kind, ("number", "share", "persons")) and value >= 0
        if share:
            good = good and value <= 1
        if indicator.kind == "count":
            good = good and value == int(value) if math.isfinite(value) else False
        if indicator.kind == "money":
            good = good and value > 0
        if not good or not math.isfinite(value):
            self._wrong(line, column, "value", f"expected {wanted} (got {show(text)})")
            return 0.0
        return value

    def _n(self, line: int, column: int, text: str, indicator: Indicator) -> int:
        needed = indicator.kind in ("share", "months")
        if not text and not needed:
            return 0
        if text.isascii() and text.isdigit() and int(text[:10]) >= 1 and len(text) <= 9:
            return int(text)
        why = "the number of people observed, at least 1" if needed else "a whole number of at least 1, or nothing"
        self._wrong(line, column or 1, "n", f"expected {why} (got {show(text)})" if text else f"expected {why}")
        return 0

    def _error(self, line: int, column: int, text: str, indicator: Indicator) -> float:
        if not text:
            return ERROR
        try:
            found = parse(text)
            good = found.dimension in ("share", "number") and 0.001 <= found <= 1
        except QuantityError:
            good = False
        if indicator.kind != "money" or not good:
            what = (
                "a relative standard error from 0.1 % to 100 %"
                if indicator.kind == "money"
                else "nothing beside what is no amount"
            )
            self._wrong(line, column, "error", f"expected {what} (got {show(text)})")
            return ERROR
        return float(found)

    def _once(self, rows: list[Observation], head: list[str]) -> None:
        seen: dict[tuple[int, str], int] = {}
        for row in rows:
            key = row.month, row.indicator
            if key in seen:
                column = head.index("indicator") + 1
                self._wrong(
                    row.line,
                    column,
                    "indicator",
                    f"expected {row.indicator} of month {row.month} once; it stands on line {seen[key]} too",
                )
            seen.setdefault(key, row.line)

    def _wrong(self, line: int, column: int, path: str, message: str) -> None:
        self.found.append(Issue(self.file, line, column, path, message))

    def _raise(self) -> None:
        if self.found:
            raise ScenarioError(self.found)
