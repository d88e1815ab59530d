"""Templates of a municipality's own figures, filled in for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from openpyxl import Workbook, load_workbook

from exclusim.results.local_figures import template_bytes
from exclusim.results.local_figures.names import cost_headings, figure_headings, in_any_language, municipality_fields
from exclusim.scenarios.library import load

__all__ = ["address", "filled", "rebuilt", "template"]


@cache
def template() -> bytes:
    """The template without a municipality."""
    return template_bytes(load("genomsnittskommun"))


def address(book: Workbook, code: str, column: str, year: int | None = None) -> str:
    """``Sheet!E14`` of a cell: a field of the municipality, or a column of the row of a parameter or key figure."""
    sheets = book.worksheets
    if code in municipality_fields():
        names = in_any_language(municipality_fields)
        row = next(r for r in range(1, 30) if names.get(str(sheets[1].cell(r, 1).value).casefold()) == code)
        return f"{sheets[1].title}!B{row}"
    sheet, names = (
        (sheets[3], in_any_language(cost_headings))
        if code.startswith("cost.")
        else (sheets[2], in_any_language(figure_headings))
    )
    head = next(r for r in range(1, 30) if sum(str(c.value).casefold() in names for c in sheet[r]) > 3)
    columns = {names[str(c.value).casefold()]: c.column_letter for c in sheet[head] if c.value}
    row = next(
        r
        for r in range(head + 1, sheet.max_row + 1)
        if sheet[f"{columns['code']}{r}"].value == code
        and (year is None or sheet[f"{columns['year']}{r}"].value == year)
    )
    return f"{sheet.title}!{columns[column]}{row}"


def filled(
    values: Mapping[tuple[Any, ...], Any], base: bytes | None = None
) -> tuple[bytes, dict[tuple[Any, ...], str]]:
    """A template with cells filled in, and where they are.

    Args:
        values: (code, column) or (code, column, year) → value.
    """
    book = load_workbook(io.BytesIO(base or template()))
    places = {}
    for key, value in values.items():
        places[key] = address(book, *key)
        sheet, cell = places[key].split("!")
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), places


def rebuilt(data: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """The same archive with each part changed, and some added (``vba`` becomes ``xl/vbaProject.bin``)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in added.items():
            new.writestr({"vba": "xl/vbaProject.bin"}.get(name, name), content)
    return stream.getvalue()
