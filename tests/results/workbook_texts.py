"""Every text of a workbook, for tests of its language."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import openpyxl

__all__ = ["as_page"]


def as_page(path: Path) -> str:
    """Names of sheets, cells, headers and footers, messages of inputs and texts of charts, as paragraphs of HTML."""
    return "".join(f"<p>{escape(text)}</p>" for text in _texts(path))


def _texts(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path):
        yield sheet.title
        yield from (str(part.text) for part in (sheet.oddHeader.right, sheet.oddFooter.left, sheet.oddFooter.right))
        for rule in sheet.data_validations.dataValidation:
            yield from (str(text) for text in (rule.error, rule.errorTitle, rule.formula1))
        yield from (cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/charts/chart"):
                yield from re.findall(r"<(?:a:t|c:v)>([^<]*)<", archive.read(name).decode())
