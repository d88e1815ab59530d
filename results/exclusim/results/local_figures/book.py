"""The template under way: its formats and the sheets they are used on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["Book", "Sheet"]

_INK, _ACCENT, _RULE, _PALE, _INPUT, _QUIET = "#1c2733", "#17456e", "#b8c4d0", "#eef3f8", "#fff2b3", "#5b6875"
_A4 = 9
_POINTS_A_LINE = 14.5


class Book:
    """A workbook and its formats, made once each."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "vcenter"}
            self._formats[key] = self.workbook.add_format(base | properties)
        return self._formats[key]

    @property
    def heading(self) -> Any:
        return self.format(bold=True, font_size=13, font_color=_ACCENT)

    @property
    def head(self) -> Any:
        return self.format(bold=True, text_wrap=True, bg_color=_PALE, bottom=1, bottom_color=_RULE, indent=1)

    @property
    def group(self) -> Any:
        return self.format(bold=True, bg_color=_PALE, indent=1)

    @property
    def wrapped(self) -> Any:
        return self.format(text_wrap=True, valign="top")

    @property
    def quiet(self) -> Any:
        return self.format(font_color=_QUIET, text_wrap=True)

    @property
    def code(self) -> Any:
        return self.format(font_size=8, font_color=_QUIET, indent=1)

    def fixed(self, number: str = "") -> Any:
        """A cell that is only read: text, or a number in the form given."""
        style = {"num_format": number} if number else {"indent": 1}
        return self.format(bottom=1, bottom_color=_PALE, **style)

    def entry(self, number: str) -> Any:
        """A cell to fill in; ``@`` for text."""
        style = {"indent": 1} if number == "@" else {}
        return self.format(num_format=number, bg_color=_INPUT, border=1, border_color=_RULE, locked=False, **style)


class Sheet:
    """One worksheet, protected without a password but for the cells to fill in."""

    def __init__(
        self, book: Book, name: str, title: str, lead: str, widths: Sequence[float], *, portrait: bool = False
    ) -> None:
        self.book = book
        self.widths = tuple(widths)
        self.raw = book.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width, book.format())
        self.raw.hide_gridlines(2)
        self.raw.set_paper(_A4)
        if not portrait:
            self.raw.set_landscape()
        self.raw.fit_to_pages(1, 0)
        self.raw.set_footer("&L&8Exclusim&C&8&A&R&8&P / &N")
        self.raw.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        self.raw.set_row(0, 28)
        self.raw.write_string(0, 0, title, book.format(bold=True, font_size=18, font_color=_ACCENT))
        self.row = 1
        if lead:
            self.paragraph(lead, book.quiet)
        self.row += 1

    def paragraph(self, text: str, form: Any) -> None:
        """Wrapped text over all columns, in a row as high as it needs."""
        lines = -(-len(text) // int(1.05 * sum(self.widths)))
        self.raw.set_row(self.row, _POINTS_A_LINE * lines + 3)
        self.raw.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", form)
        self.raw.write_string(self.row, 0, text, form)
        self.row += 1

    def heads(self, titles: Sequence[str]) -> None:
        self.raw.set_row(self.row, 2 * _POINTS_A_LINE + 3)
        for column, title in enumerate(titles):
            self.raw.write_string(self.row, column, title, self.book.head)
        self.row += 1

    def check(
        self, row: int, column: int, rule: dict[str, Any], title: str, message: str, *, hint: bool = False
    ) -> None:
        """What Excel accepts in a cell; ``hint`` shows the message when the cell is chosen as well."""
        shown = {"error_title": title[:32], "error_message": message[:255], "ignore_blank": True}
        if hint:
            shown |= {"input_title": title[:32], "input_message": message[:255]}
        self.raw.data_validation(row, column, row, column, rule | shown)
