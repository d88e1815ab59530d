"""The cells of a workbook as values, with what a reader must know of where each came from."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from exclusim.results.language import _
from exclusim.results.local_figures.archive import check_archive
from exclusim.results.local_figures.problems import CellProblem, WorkbookError

__all__ = ["BLANK", "Cell", "Grid", "read_grids"]

_ROWS, _COLUMNS = 400, 20  # four times the template


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value, None where it is blank.

    ``in_percent``: shown as per cent, so that 0.075 was written as 7.5 %. ``unknown``: a formula whose value the file
    does not hold.
    """

    value: Any
    in_percent: bool = False
    unknown: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.unknown and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))

    @property
    def text(self) -> str:
        """The value as one line of printable text."""
        text = "" if self.value is None else str(self.value)
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


BLANK = Cell(None)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its title, and its cells by (row, column), both from 1."""

    title: str
    cells: Mapping[tuple[int, int], Cell]

    def at(self, row: int, column: int) -> Cell:
        return self.cells.get((row, column), BLANK)

    @property
    def rows(self) -> range:
        return range(1, max((row for row, _column in self.cells), default=0) + 1)

    @property
    def columns(self) -> range:
        return range(1, _COLUMNS + 1)

    def address(self, row: int, column: int) -> str:
        """
        >>> Grid("", {}).address(14, 5)
        'E14'
        """
        return f"{get_column_letter(column)}{row}"


def read_grids(data: bytes, name: str) -> tuple[Grid, ...]:
    """Every worksheet's upper left corner. Formulas give the values that were stored with them; nothing is computed.

    Args:
        data: an ``.xlsx`` file.
        name: its name.

    Raises:
        WorkbookError: no such file, or one that is not safe to open.
    """
    check_archive(data, name)
    try:
        with warnings.catch_warnings():
            # of extensions that it leaves out when it writes, which is never done here
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            stored = dict(_sheets(data, data_only=True))
            written = dict(_sheets(data, data_only=False))
    except Exception:
        # A broken workbook makes the library fail in every way that Python knows; none of them tells the user more.
        message = _("filen är ingen läsbar Excel-arbetsbok (.xlsx)")
        raise WorkbookError(name, [CellProblem("", "", message)]) from None
    return tuple(Grid(title, dict(_merged(cells, written.get(title, {})))) for title, cells in stored.items())


type _Cells = Mapping[tuple[int, int], tuple[Any, bool, bool]]


def _sheets(data: bytes, *, data_only: bool) -> Iterator[tuple[str, _Cells]]:
    """Title and (value, shown in per cent, is a formula) of each cell that is not blank."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    try:
        for sheet in book.worksheets:
            cells = {}
            for row, line in enumerate(sheet.iter_rows(1, _ROWS, 1, _COLUMNS), start=1):
                for column, cell in enumerate(line, start=1):
                    if cell.value is not None:
                        percent = isinstance(cell.value, int | float) and "%" in cell.number_format
                        cells[row, column] = cell.value, percent, cell.data_type == "f"
            yield sheet.title, cells
    finally:
        book.close()


def _merged(stored: _Cells, written: _Cells) -> Iterator[tuple[tuple[int, int], Cell]]:
    for at, (value, percent, _formula) in stored.items():
        yield at, Cell(value, percent)
    for at, (_value, _percent, formula) in written.items():
        if formula and at not in stored:
            yield at, Cell(None, unknown=True)
