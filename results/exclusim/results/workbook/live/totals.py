"""Sheet *Nuvärden*: the totals by actor as formulas of the inputs, beside what the report says."""

from __future__ import annotations

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from exclusim.model.money import PUBLIC
from exclusim.results.amounts import Valued
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.live.amounts import Where
from exclusim.results.workbook.live.parts import ACTORS, Block, Measure, Table, on_sheet
from exclusim.results.workbook.sheet import AnySheet, Column, Formula, Headed, Row

__all__ = ["add"]

_SUMS = ("public", "society")


def add[D: Headed](sheet: AnySheet[D], block: Block, where: Where) -> dict[tuple[int, str], tuple[str, float, float]]:
    """One block; returns (table's number, actor) → address of the main total, its value and the report's, tkr."""
    valued = Valued(block.amounts)
    found: dict[tuple[int, str], tuple[str, float, float]] = {}
    if block.title:
        sheet.heading(block.title)
    for number, table in enumerate(block.tables):
        if found:
            sheet.page_break()
        sheet.heading(table.heading)
        top = _live(sheet, table, where, valued)
        shown = _report(sheet, table)
        _differences(sheet, table, top, shown, valued)
        main = table.measures[0]
        for row, actor in enumerate(ACTORS):
            address = on_sheet(sheet.name, str(xl_rowcol_to_cell(top + row, 1, row_abs=True, col_abs=True)))
            found[number, actor] = address, main.worth(valued, actor) / 1e3, main.report.get(actor, 0.0) / 1e3
    return found


def _columns(table: Table, title: str) -> list[Column]:
    return [Column(title, "text"), *(Column(measure.title) for measure in table.measures)]


def _live[D: Headed](sheet: AnySheet[D], table: Table, where: Where, valued: Valued) -> int:
    begins = sheet.row + 1
    rows = []
    for actor in ACTORS:
        cells: list[object] = [label(actor)]
        for column, measure in enumerate(table.measures, start=1):
            value = measure.worth(valued, actor) / 1e3
            payers = xl_range(begins, column, begins + len(PUBLIC) - 1, column)
            text = f"=SUM({payers})" if actor == "public" else _total(measure, actor, where)
            cells.append(Formula(text, value))
        rows.append(Row(cells, actor in _SUMS))
    top, _last = sheet.table(_columns(table, _("Med dina värden")), rows)
    sheet.row -= 1
    return top


def _total(measure: Measure, actor: str, where: Where) -> str:
    """The formula of a payer's total, or society's, in tkr."""
    text = ""
    for term in measure.terms:
        part = where.sum_for(term, measure.window, actor, "$A{row}")
        if part:
            text += f"{'+' if term.sign > 0 else '-'}({part})"
    return f"=({text.removeprefix('+') or 0})/1000"


def _report[D: Headed](sheet: AnySheet[D], table: Table) -> int:
    rows = [
        Row([label(actor), *(measure.report.get(actor) for measure in table.measures)], actor in _SUMS)
        for actor in ACTORS
    ]
    top, _last = sheet.table(_columns(table, _("I rapporten")), rows)
    sheet.row -= 1
    return top


def _differences[D: Headed](sheet: AnySheet[D], table: Table, live: int, shown: int, valued: Valued) -> None:
    rows = []
    for offset, actor in enumerate(ACTORS):
        cells: list[object] = [label(actor)]
        for column, measure in enumerate(table.measures, start=1):
            if actor not in measure.report:
                cells.append(None)
                continue
            ours, theirs = (xl_rowcol_to_cell(top + offset, column) for top in (live, shown))
            less = round((measure.worth(valued, actor) - measure.report[actor]) / 1e3, 3)
            cells.append(Formula(f"=ROUND({ours}-{theirs},3)", less + 0.0))
        rows.append(Row(cells, actor in _SUMS))
    first, last = sheet.table(_columns(table, _("Skillnad mot rapporten")), rows)
    sheet.mark_changes(first, 1, last, len(table.measures))
