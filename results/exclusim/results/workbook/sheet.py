"""A sheet that is written downwards: title block, headings, tables and charts in the house style.

Numbers are written in the unit of their column with Excel's own separators (``#,##0``): a Swedish Excel shows
them as ``1 234,5``, and they stay numbers.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from exclusim.results.document import Interval, RunDocument
from exclusim.results.labels import label
from exclusim.results.language import SWEDISH, _, spoken

__all__ = [
    "AnyBook",
    "AnySheet",
    "Book",
    "Column",
    "Formula",
    "Headed",
    "Minus",
    "Row",
    "Sheet",
    "Sum",
    "rate_in_percent",
]

INK, ACCENT, RULE, PALE, AMBER = "#1c2733", "#17456e", "#d5dde5", "#eef3f8", "#fdf3da"
A4 = 9
ROW_HEIGHT = 15.0  # points

_NUMBER_FORMATS = {
    "mkr": '#,##0.0;[Red]"−"#,##0.0',
    "tkr": '#,##0;[Red]"−"#,##0',
    "kr": '#,##0;[Red]"−"#,##0',
    "integer": "#,##0",
    "plain": "0",
    "decimal": "#,##0.0",
    "value": "#,##0.######",
    "factor": "0.0000",
    "percent": "0.0\N{NO-BREAK SPACE}%",
    "residual": '#,##0.00;[Red]"−"#,##0.00',
}
_SCALE = {"mkr": 1e-6, "tkr": 1e-3}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``style``: ``text``, ``wrap`` or a number style (``mkr`` and ``tkr`` take SEK)."""

    title: str
    style: str = "tkr"


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that sums cells of its own row (by column) or of its own column (by row of the table).

    ``value`` is what the run says, in SEK. Where the cells do not add up to it, a number is written: a
    formula never shows anything but what the report says.
    """

    value: float
    columns: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Minus:
    """The cell of column ``left`` less that of ``right``; a number where that is not ``value``."""

    value: float
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in the unit that its column shows; ``{row}`` in it becomes the number of its row.

    ``value`` is what it gives as the workbook is written.
    """

    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``group`` marks a heading of those below it, ``style`` is its number style."""

    cells: Sequence[Any]
    strong: bool = False
    group: bool = False
    style: str | None = None


class Headed(Protocol):
    """What the head and foot of every sheet are made of; every result document has it."""

    @property
    def title(self) -> str: ...
    @property
    def preset(self) -> str: ...
    @property
    def price_year(self) -> int | None: ...
    @property
    def discount_rate(self) -> float: ...
    @property
    def replicates(self) -> int: ...
    @property
    def run_id(self) -> str: ...


class AnyBook[D: Headed]:
    """The workbook under way with its formats, made once each."""

    def __init__(self, workbook: Any, document: D) -> None:
        self.workbook = workbook
        self.document = document
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        workbook.set_size(2400, 1500)

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._formats[key] = self.workbook.add_format(base | properties)
        return self._formats[key]

    @property
    def bounds(self) -> tuple[str, ...]:
        """Titles of the interval's columns; none for a run without draws."""
        return ("5 %", "95 %") if self.document.replicates > 1 else ()

    def spread(self, value: Interval | None) -> list[float | None]:
        """The cells under :attr:`bounds`."""
        if not self.bounds:
            return []
        return [None, None] if value is None else [value.p5, value.p95]

    def sheet(self, name: str, title: str, widths: Sequence[float], *, freeze_columns: int = 0) -> AnySheet[D]:
        return AnySheet(self, name, title, widths, freeze_columns)


class AnySheet[D: Headed]:
    """One worksheet. ``row`` is the next free row; every ``write`` method moves it on."""

    def __init__(self, book: AnyBook[D], name: str, title: str, widths: Sequence[float], freeze_columns: int) -> None:
        self.book = book
        self.name = name
        self.raw = book.workbook.add_worksheet(name)
        self.widths = tuple(widths)
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width, book.format())
        document = book.document
        self.raw.set_row(0, 26)
        self.raw.write_string(0, 0, title, book.format(bold=True, font_size=18, font_color=ACCENT))
        self.raw.write_string(1, 0, subtitle(document, title), book.format(font_color="#5b6875"))
        self.raw.set_default_row(ROW_HEIGHT)
        self.raw.hide_gridlines(2)
        self.raw.freeze_panes(2, freeze_columns)
        self._page_setup(document)
        self.row = 3
        self._breaks: list[int] = []

    def _page_setup(self, document: Headed) -> None:
        def plain(text: str) -> str:  # in a header an ampersand begins a code
            return text.replace("&", "&&")[:110]

        self.raw.set_landscape()
        self.raw.set_paper(A4)
        self.raw.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        self.raw.fit_to_pages(1, 0)
        self.raw.set_header(f"&L&8Exclusim&R&8{plain(_(document.title))}")
        footer = _("&L&8Körning {run}&C&8&A&R&8Sida &P av &N").format(run=plain(document.run_id[:16]))
        self.raw.set_footer(footer)

    def heading(self, text: str) -> None:
        self.raw.set_row(self.row, 20)
        self.raw.write_string(self.row, 0, text, self.book.format(bold=True, font_size=13, font_color=ACCENT))
        self.row += 1

    def note(self, text: str) -> None:
        """A line of plain text that may run over the columns to its right."""
        self.raw.write_string(self.row, 0, text, self.book.format(italic=True, font_color="#5b6875"))
        self.row += 1

    def paragraphs(self, texts: Iterable[str], last_column: int, *, boxed: bool = False) -> None:
        """Wrapped texts over the columns up to ``last_column``, in a tinted box where ``boxed``."""
        style = {"bg_color": AMBER, "indent": 1} if boxed else {"italic": True, "font_color": "#5b6875"}
        form = self.book.format(text_wrap=True, align="left", **style)
        characters = 1.1 * sum(self.widths[: last_column + 1])
        for text in texts:
            self.raw.merge_range(self.row, 0, self.row, last_column, "", form)
            self.raw.write_string(self.row, 0, text, form)
            self.raw.set_row(self.row, 13.5 * max(1, math.ceil(len(text) / characters)) + 3)
            self.row += 1
        self.row += 1

    def input(self, row: int, column: int, value: float | str, style: str, validation: dict[str, Any]) -> str:
        """A cell for the reader to change, in the colour of inputs; returns its absolute address."""
        frame = {
            "border": 1,
            "border_color": "#c9a227",
            "bg_color": AMBER,
            "font_color": "#1f4fbf",
            "locked": False,
            "valign": "top",
        }
        form = self.book.format(num_format=_NUMBER_FORMATS.get(style, "General"), align="right", **frame)
        if isinstance(value, str):
            self.raw.write_string(row, column, value, form)
        else:
            self.raw.write_number(row, column, value, form)
        self.raw.data_validation(row, column, row, column, validation)
        return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))

    def mark_changes(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Tint the cells that are not zero, of differences that are zero as the workbook is written."""
        form = self.book.workbook.add_format({"bg_color": AMBER, "bold": True})
        rule = {"type": "cell", "criteria": "!=", "value": 0, "format": form}
        self.raw.conditional_format(first_row, first_column, last_row, last_column, rule)

    def room(self) -> int:
        """About how many more rows fit on this printed page."""
        inches = sum(7 * width + 5 for width in self.widths) / 96
        printed = 6.8 * 72 / ROW_HEIGHT * max(1.0, inches / 10.7)  # A4 across, less the margins
        return int(printed) - 2 - (self.row - max([0, *self._breaks]))

    def keep(self, rows: int) -> None:
        """Begin a new printed page unless ``rows`` more rows fit on this one."""
        if rows > self.room() and self.row > max([0, *self._breaks]):
            self.page_break()

    def page_break(self) -> None:
        """Print what follows on a new page."""
        self._breaks.append(self.row)
        self.raw.set_h_pagebreaks(self._breaks)

    def freeze_here(self) -> None:
        """Keep everything down to the header row of the next table in view, and repeat that row in print."""
        self.raw.freeze_panes(self.row + 1, 1)
        self.raw.repeat_rows(self.row)

    def facts(self, pairs: Iterable[tuple[str, object]]) -> None:
        """Name and value, one pair a row."""
        for name, value in pairs:
            self.raw.write_string(self.row, 0, name, self.book.format(font_color="#5b6875"))
            style, shift = ("plain", {"align": "left", "indent": 1}) if isinstance(value, int) else ("text", {})
            self._write(self.row, 1, value, style, **shift)
            self.row += 1
        self.row += 1

    def table(self, columns: Sequence[Column], rows: Sequence[Row], *, filtered: bool = False) -> tuple[int, int]:
        """Write a table from column A; returns its first and last data row (0-based), for charts."""
        head = {"bold": True, "bg_color": PALE, "bottom": 1, "bottom_color": ACCENT, "text_wrap": True}
        for index, column in enumerate(columns):
            align = "left" if column.style in ("text", "wrap") else "right"
            indent = {"indent": 1} if index and align == "left" else {}
            form = self.book.format(**head, **indent, valign="bottom", align=align)
            self.raw.write_string(self.row, index, column.title, form)
        lines = max(
            len(textwrap.wrap(c.title, int(w), break_long_words=False))
            for c, w in zip(columns, self.widths, strict=False)
        )
        self.raw.set_row(self.row, 13.5 * max(1, lines) + 3)
        top = self.row + 1
        for offset, row in enumerate(rows):
            self.raw.set_row(top + offset, 13.5 * self._lines(columns, row) + 1.5)
            extra: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
            if any(column.style == "wrap" for column in columns):
                extra["valign"] = "top"
            if row.strong:
                extra |= {"bold": True, "top": 1, "top_color": ACCENT}
            if row.group:
                extra |= {"bold": True, "bg_color": "#f6f8fa", "font_color": ACCENT}
            for index, cell in enumerate(row.cells):
                style = columns[index].style
                if row.style is not None and style not in ("text", "wrap"):
                    style = row.style
                if isinstance(cell, Formula):
                    form = self.book.format(num_format=_NUMBER_FORMATS[style], **extra)
                    text = cell.text.replace("{row}", str(top + offset + 1))
                    self.raw.write_formula(top + offset, index, text, form, cell.value)
                elif isinstance(cell, Sum | Minus):
                    self._formula(top, offset, index, rows, style, extra)
                else:
                    self._write(top + offset, index, cell, style, **extra)
        last = top + len(rows) - 1
        if filtered and rows:
            self.raw.autofilter(top - 1, 0, last, len(columns) - 1)
        self.row = last + 3
        return top, last

    def _lines(self, columns: Sequence[Column], row: Row) -> int:
        """Lines the longest wrapped text of the row takes."""
        wrapped = [
            math.ceil(len(str(cell)) / (1.1 * width))
            for cell, column, width in zip(row.cells, columns, self.widths, strict=False)
            if column.style == "wrap"
        ]
        return max(1, *wrapped) if wrapped else 1

    def _formula(
        self, top: int, offset: int, index: int, rows: Sequence[Row], style: str, extra: dict[str, Any]
    ) -> None:
        cell = rows[offset].cells[index]
        if isinstance(cell, Minus):
            at = [(offset, cell.left), (offset, cell.right)]
            left, right = (_amount(rows[r].cells[c]) for r, c in at)
            result = left - right
            text = "=" + "-".join(xl_rowcol_to_cell(top + r, c) for r, c in at)
        else:
            at = [(offset, c) for c in cell.columns] + [(r, index) for r in cell.rows]
            result = sum(_amount(rows[r].cells[c]) for r, c in at) if at else math.nan
            text = f"=SUM({_reference(top, at)})" if at else ""
        scale = _SCALE.get(style, 1.0)
        if abs(result - cell.value) <= 1e-6 / scale + 1e-9 * abs(cell.value):
            form = self.book.format(num_format=_NUMBER_FORMATS[style], **extra)
            self.raw.write_formula(top + offset, index, text, form, cell.value * scale)
        else:
            self._write(top + offset, index, cell.value, style, **extra)

    def _write(self, row: int, column: int, value: object, style: str, **extra: Any) -> None:
        if isinstance(value, bool):
            value = _("ja") if value else _("nej")
        if isinstance(value, int | float):
            if math.isfinite(value):
                form = self.book.format(num_format=_NUMBER_FORMATS.get(style, "General"), **extra)
                self.raw.write_number(row, column, value * _SCALE.get(style, 1.0), form)
                return
            value = None
        if value is None:
            self.raw.write_string(row, column, "–", self.book.format(align="right", **extra))
            return
        if style == "wrap":
            extra["text_wrap"] = True
        if style not in ("text", "wrap"):
            extra.setdefault("align", "right")
        elif column:  # a gap after the right-aligned numbers of the column before
            extra |= {"align": "left", "indent": 1}
        self.raw.write_string(row, column, str(value), self.book.format(**extra))

    def place(self, chart: Any, row: int, column: int, width: int, height: int) -> None:
        """Put a chart with its corner in a cell; size in pixels."""
        chart.set_size({"width": width, "height": height})
        self.raw.insert_chart(row, column, chart, {"object_position": 2, "x_offset": 4, "y_offset": 4})


Book = AnyBook[RunDocument]
"""The workbook of a run."""
Sheet = AnySheet[RunDocument]


def _amount(cell: object) -> float:
    if isinstance(cell, Sum | Minus):
        return cell.value
    return cell if isinstance(cell, int | float) else 0.0


def _reference(top: int, at: Sequence[tuple[int, int]]) -> str:
    """Cells as a formula names them: a range where they are one, else a list."""
    (row, column), (last_row, last_column) = at[0], at[-1]
    if len(at) == (last_row - row + 1) * (last_column - column + 1):
        return str(xl_range(top + row, column, top + last_row, last_column))
    return ",".join(xl_rowcol_to_cell(top + r, c) for r, c in at)


def subtitle(document: Headed, title: str) -> str:
    """What every sheet says under its title: no amount without its price year, rate and assumptions."""
    year = _("prisår ej angivet i källan")
    if document.price_year:
        year = _("{year} års priser").format(year=document.price_year)
    rate = _("diskonteringsränta {rate} %").format(rate=rate_in_percent(document.discount_rate))
    parts = [label(document.preset), year, rate]
    return " · ".join(parts if title == _(document.title) else [_(document.title), *parts])


def rate_in_percent(rate: float) -> str:
    """``3,5`` for 0.035; in English with a point."""
    text = f"{rate * 100:.3g}"
    return text.replace(".", ",") if spoken() == SWEDISH else text
