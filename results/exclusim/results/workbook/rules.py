"""Sheet *Regler*: what each scenario changes in the agencies' rules, with sources, and who helps and who waits."""

from __future__ import annotations

from exclusim.results.labels import unit
from exclusim.results.rules import ScenarioRules
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet

__all__ = ["add"]


def add(book: Book) -> None:
    """Left out where agencies do not act."""
    document = book.document
    if not document.rules:
        return
    sheet = book.sheet("Regler", "Regler som ändras, och myndigheternas köer", [46, 14, 14, 16, 12, 40, 46])
    sheet.note("Dagens regler är bundna till den anpassade modellen. De flesta regeltal är antaganden utan källa.")
    for name, found in document.rules.items():
        sheet.heading(document.scenarios[name].label)
        _changes(sheet, found)
        _agencies(sheet, found)


def _changes(sheet: Sheet, found: ScenarioRules) -> None:
    rows = [
        Row(
            [
                *(change.label, change.today, change.value, unit(change.unit), change.starts),
                "antagande" if change.assumption else change.source,
                change.note,
            ]
        )
        for change in found.changes
    ]
    rows += [Row([f"Utan: {fault.label}", None, None, "", fault.starts, "", fault.rule]) for fault in found.without]
    if found.reform is not None:
        reform = found.reform
        starts, source = reform.starts, "antagande" if reform.source == "assumption" else reform.source
        rows += [
            Row(["Införandets längd", 0.0, reform.months, "månader", starts, source, reform.note]),
            Row(["Takt ut ur utanförskap medan det införs", 1.0, reform.performance, "kvot", starts, source, ""]),
        ]
    if not rows:
        return
    columns = [
        *(Column("Regel", "wrap"), Column("I dag", "value"), Column("Ändrad till", "value"), Column("Enhet", "text")),
        *(Column("Från månad", "plain"), Column("Källa", "wrap"), Column("Anmärkning", "wrap")),
    ]
    sheet.table(columns, rows)


def _agencies(sheet: Sheet, found: ScenarioRules) -> None:
    sheet.note("Personer en genomsnittlig månad.")
    columns = [Column("Myndighet", "text"), Column("Får hjälp", "decimal"), Column("Väntar", "decimal")]
    sheet.table(columns, [Row([row.label, row.helped.mean, row.waiting.mean]) for row in found.agencies])
