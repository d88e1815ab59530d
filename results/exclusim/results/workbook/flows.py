"""Sheet *Flöden*: moves between school, work, unemployment and welfare as a matrix, from row to column."""

from __future__ import annotations

from exclusim.results.document import ScenarioResult
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet, Sum

__all__ = ["add"]


def add(book: Book) -> None:
    shown = [scenario for scenario in book.document.scenarios.values() if scenario.flows]
    if not shown:
        return
    sheet = book.sheet(
        _("Flöden"),
        _("Flöden mellan skola, arbete, arbetslöshet och välfärd"),
        [26] + [13.0] * 12,
        freeze_columns=1,
    )
    sheet.note(_("Antal flyttar i gruppen under hela körningen, medelvärde: från raden till kolumnen."))
    sheet.row += 1
    for scenario in shown:
        sheet.heading(_(scenario.label))
        _matrix(sheet, scenario)


def _matrix(sheet: Sheet, scenario: ScenarioResult) -> None:
    groups = list(dict.fromkeys([f.source for f in scenario.flows] + [f.target for f in scenario.flows]))
    moves: dict[tuple[str, str], float] = {}
    for flow in scenario.flows:
        moves[flow.source, flow.target] = moves.get((flow.source, flow.target), 0.0) + flow.persons
    summed = tuple(range(1, len(groups) + 1))
    rows = []
    for source in groups:
        cells = [moves.get((source, target)) for target in groups]
        rows.append(Row([label(source), *cells, Sum(sum(c or 0.0 for c in cells), columns=summed)]))
    into = [sum(moves.get((source, target), 0.0) for source in groups) for target in groups]
    every = tuple(range(len(groups)))
    rows.append(Row([_("Summa in"), *(Sum(v, rows=every) for v in into), Sum(sum(into), rows=every)], strong=True))
    columns = [
        Column(_("Från \\ till"), "text"),
        *(Column(label(group), "decimal") for group in groups),
        Column(_("Summa ut"), "decimal"),
    ]
    first, last = sheet.table(columns, rows)
    scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#8CBFE0"}
    sheet.raw.conditional_format(first, 1, last - 1, len(groups), scale)
