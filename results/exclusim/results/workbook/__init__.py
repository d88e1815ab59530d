"""``results.xlsx``: one run as a controller reads it, with real numbers, formulas for sums, native charts."""

from exclusim.results.workbook.write import write_workbook

__all__ = ["write_workbook"]
