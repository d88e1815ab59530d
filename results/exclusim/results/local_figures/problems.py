"""What is wrong with a workbook, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exclusim.model.errors import ExclusimError
from exclusim.results.language import _

__all__ = ["CellProblem", "WorkbookError"]

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing to mend.

    Args:
        sheet: as the workbook names it; empty for the whole file.
        cell: such as ``E14``; empty for the whole sheet.
        message: what was found and what was expected, in the language spoken.
    """

    sheet: str
    cell: str
    message: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class WorkbookError(ExclusimError):
    """A workbook that cannot be used; the message has a line for each problem, beginning with the file's name.

    ``problems`` has them all, in the order of the sheets and cells.
    """

    def __init__(self, name: str, problems: Iterable[CellProblem]) -> None:
        self.problems = tuple(problems)
        lines = [f"{name}: {problem}" for problem in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            lines.append(_("{name}: och {n} fel till").format(name=name, n=len(self.problems) - _SHOWN))
        super().__init__("\n".join(lines))
