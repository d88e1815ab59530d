"""A sheet that is read cell by cell, noting what is wrong with each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping

from exclusim.results.language import _
from exclusim.results.local_figures import names
from exclusim.results.local_figures.grid import Cell, Grid
from exclusim.results.local_figures.problems import CellProblem
from exclusim.scenarios.quantities import QuantityError, parse

__all__ = ["LONGEST_TEXT", "At", "CheckedSheet", "number_in"]

LONGEST_TEXT = 200
_SHOWN = 40

type At = tuple[int, int]


class CheckedSheet:
    """A sheet that is read cell by cell; what is wrong is noted and reading goes on."""

    def __init__(self, grid: Grid, problems: list[CellProblem]) -> None:
        self.grid = grid
        self._problems = problems

    def address(self, row: int, column: int) -> str:
        return self.grid.address(row, column)

    def wrong(self, at: At, expected: str) -> None:
        """Note that the cell holds something else than expected."""
        cell = self.grid.at(*at)
        if cell.unknown:
            message = _(
                "fann en formel utan sparat värde, väntade {expected}; öppna filen i ett kalkylprogram och spara den, "
                "eller skriv talet"
            ).format(expected=expected)
        else:
            text = cell.text[:_SHOWN] + ("…" if len(cell.text) > _SHOWN else "")
            found = _("en tom cell") if cell.is_blank else f"'{text}'"
            message = _("fann {found}, väntade {expected}").format(found=found, expected=expected)
        self._problems.append(CellProblem(self.grid.title, self.grid.address(*at), message))

    def lacks(self, what: Mapping[str, str], found: Mapping[str, object]) -> None:
        missing = ", ".join(title for key, title in what.items() if key not in found)
        if missing:
            message = _("rubrikerna {missing} saknas; utgå från mallen och låt rubrikerna stå kvar")
            self._problems.append(CellProblem(self.grid.title, "", message.format(missing=missing)))

    def fields(self, titles: Callable[[], Mapping[str, str]]) -> Mapping[str, At]:
        """Field → the cell to the right of its name in the first column."""
        known = names.in_any_language(titles)
        found: dict[str, At] = {}
        for row in self.grid.rows:
            key = known.get(self.grid.at(row, 1).text.casefold())
            if key is not None:
                found.setdefault(key, (row, 2))
        self.lacks(titles(), found)
        return found

    def table(self, titles: Callable[[], Mapping[str, str]]) -> Iterator[Mapping[str, At]]:
        """The rows under the headings, each as column → cell; none where a heading is missing."""
        known = names.in_any_language(titles)
        best: dict[str, int] = {}
        top = 0
        for row in self.grid.rows:
            columns: dict[str, int] = {}
            for column in self.grid.columns:
                key = known.get(self.grid.at(row, column).text.casefold())
                if key is not None:
                    columns[key] = column
            if len(columns) > len(best):
                best, top = columns, row
        self.lacks(titles(), best)
        if len(best) == len(titles()):
            for row in self.grid.rows[top:]:
                yield {key: (row, column) for key, column in best.items()}

    def blank(self, at: At) -> bool:
        return self.grid.at(*at).is_blank

    def text(self, at: At | None, expected: str, *, named: bool = False) -> str:
        """A line of text; ``named`` where it must have letters."""
        if at is None or self.blank(at):
            return ""
        cell = self.grid.at(*at)
        fits = isinstance(cell.value, str | int | float) and not isinstance(cell.value, bool) and bool(cell.text)
        if not fits or len(cell.text) > LONGEST_TEXT or (named and not re.search(r"[^\W\d_]", cell.text)):
            self.wrong(at, expected)
            return ""
        return cell.text

    def number(self, at: At, low: float, high: float, expected: str, *, percent: bool = False) -> float | None:
        """A number between two bounds (both included), in per cent where said so; None, and noted, otherwise."""
        cell = self.grid.at(*at)
        value = number_in(cell, percent=percent)
        if value is None or not low <= value <= high:
            if value is None and isinstance(cell.value, str):
                expected = _("{expected}, skrivet som ett tal utan skiljetecken mellan tusental").format(
                    expected=expected
                )
            self.wrong(at, expected)
            return None
        return value

    def whole(self, at: At, low: int, high: int, expected: str) -> int | None:
        value = number_in(self.grid.at(*at), percent=False)
        if value is None or not low <= value <= high or value != int(value):
            self.wrong(at, expected)
            return None
        return int(value)


def number_in(cell: Cell, *, percent: bool) -> float | None:
    """The number in a cell: as a number, or as text such as ``123 500 kr``; per cent as 7.5."""
    value = cell.value
    if isinstance(value, str):
        try:
            quantity = parse(value)
        except QuantityError:
            return None
        if quantity.dimension == "share":
            return 100 * float(quantity) if percent else None
        return (
            None if quantity.dimension == "months" or (percent and quantity.dimension != "number") else float(quantity)
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        plain = float(value)
    except OverflowError:
        return None
    if not math.isfinite(plain):
        return None
    return round(100 * plain, 9) if percent and cell.in_percent else plain
