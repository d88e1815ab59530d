"""A workbook as a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

import xlsxwriter

from exclusim.results.files import atomic_path

__all__ = ["OPTIONS", "workbook_at"]

OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,
}
"""Text stays text: a title such as "=cmd|…" must never become a formula or a link."""


@contextmanager
def workbook_at(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to fill in the block; the file appears at ``path`` when it ends well, whole.

    Raises:
        ExclusimError: the file cannot be written; an older one is then untouched.
    """
    whole = BytesIO()  # a disk that is full is met once, by one write
    workbook = xlsxwriter.Workbook(whole, OPTIONS)
    yield workbook
    workbook.close()
    with atomic_path(path) as temporary:
        temporary.write_bytes(whole.getvalue())
