"""A text table with the line of every row, and its columns by the names the user gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.issues import did_you_mean

__all__ = ["Table", "read_table"]

_DELIMITERS = ",;\t|"
_ROW_NAMES = "(row names)"


@dataclass(frozen=True)
class Table:
    """Cells as text, without blanks around them.

    Args:
        file: as the user named it.
        columns: names, in order.
        rows: cells of each row.
        lines: line of the file on which each row ends.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def position(self, name: str, option: str) -> int:
        """Position of a column.

        Raises:
            ExclusimError: there is none of that name.
        """
        if name not in self.columns:
            alike = [column for column in self.columns if column.lower() == name.lower()]
            guess = f"; did you mean {alike[0]!r}?" if alike else did_you_mean(name, self.columns)
            guess = guess or f"; it has {_some(self.columns)}"
            raise ExclusimError(f"{self.file}: {option}: there is no column {name!r}{guess}")
        return self.columns.index(name)

    def range(self, expression: str, option: str) -> range:
        """Positions of the columns ``FIRST:LAST``.

        Raises:
            ExclusimError: a column is missing, or the last stands before the first.
        """
        parts = expression.split(":")
        splits = [(":".join(parts[:k]), ":".join(parts[k:])) for k in range(1, len(parts))]
        known = [pair for pair in splits if pair[0] in self.columns and pair[1] in self.columns]
        first, last = (self.position(name.strip(), option) for name in (known or splits)[0])
        if last < first:
            raise ExclusimError(
                f"{self.file}: {option}: {self.columns[last]!r} stands before {self.columns[first]!r} in the file",
                hint=f"write {self.columns[last]}:{self.columns[first]}",
            )
        return range(first, last + 1)

    def column(self, position: int) -> list[str]:
        return [row[position] for row in self.rows]


def read_table(path: Path) -> Table:
    """Read a table with a header line; comma, semicolon, tab or bar between the cells.

    Raises:
        ExclusimError: it cannot be read, holds nothing, repeats a column or has a row of another length.
    """
    file = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise ExclusimError(f"{file}: {what}") from None
    if b"\0" in raw[:4096]:
        raise ExclusimError(f"{file}: expected a text table (CSV), got binary data")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    header = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    try:
        columns = [cell.strip() for cell in next(reader, [])]
        for cells in reader:
            if cells:
                if len(cells) == len(columns) + 1 and not rows:
                    columns.insert(0, "")  # R's write.table gives the row names no header
                if len(cells) != len(columns):
                    raise ExclusimError(
                        f"{file}, line {reader.line_num}: expected {len(columns)} cells as in line 1, got {len(cells)}"
                    )
                rows.append(tuple(cell.strip() for cell in cells))
                lines.append(reader.line_num)
    except csv.Error as error:
        raise ExclusimError(f"{file}, line {reader.line_num}: expected cells in matching quotes, {error}") from None
    if not rows:
        raise ExclusimError(f"{file}: expected a header line and rows of data, got {_amount(columns)}")
    if columns[0] == "":
        columns[0] = _ROW_NAMES
    doubled = {name for name in columns if columns.count(name) > 1}
    if doubled:
        raise ExclusimError(f"{file}, line 1: expected each column once, got {_some(sorted(doubled))} again")
    return Table(file, tuple(columns), tuple(rows), tuple(lines))


def _amount(columns: Sequence[str]) -> str:
    return "only a header line" if any(columns) else "an empty file"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:8])
    return f"{shown} … ({len(names)} columns)" if len(names) > 8 else shown
