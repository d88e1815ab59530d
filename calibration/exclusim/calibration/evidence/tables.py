"""Strict reading of comma-separated tables: a broken row says file, line, field and what was expected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pydantic import ValidationError

from exclusim.calibration.evidence.records import Record
from exclusim.model.errors import ExclusimError

__all__ = ["read_records", "read_rows"]


def read_rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column of every data row; the first line names the columns.

    Raises:
        ExclusimError: a row has too many or too few fields, or a quotation mark is misplaced.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        for cells in reader:
            if len(cells) != len(header):
                raise ExclusimError(f"{file}, line {reader.line_num}: expected {len(header)} fields, got {len(cells)}")
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise ExclusimError(f"{file}, line {reader.line_num}: expected quoted fields, {error}") from None


def read_records[R: Record](text: str, file: str, kind: type[R]) -> dict[str, R]:
    """Records by id.

    Raises:
        ExclusimError: naming file, line, field and what was expected of the first fault.
    """
    records: dict[str, R] = {}
    for line, cells in read_rows(text, file):
        try:
            record = kind.model_validate(cells)
        except ValidationError as error:
            fault = error.errors()[0]
            column = str(fault["loc"][0]) if fault["loc"] else "row"
            expected = fault["msg"][0].lower() + fault["msg"][1:]
            got = cells.get(column, "no such column")
            raise ExclusimError(f"{file}, line {line}, field {column}: {expected} (got {got!r})") from None
        if record.id in records:
            raise ExclusimError(f"{file}, line {line}, field id: expected a new id (got {record.id!r} again)")
        records[record.id] = record
    return records
