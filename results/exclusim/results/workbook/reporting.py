"""Sheets *Beslutsunderlag* and *Checklista*: what was asked and expected, and what is reported where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exclusim.results.labels import label, unit
from exclusim.results.report.decision_section import NOT_STATED, named, stated
from exclusim.results.reporting.checklist import CITATION
from exclusim.results.reporting.document import ChecklistItem, DecisionRecord, Expected
from exclusim.results.workbook.sheet import AnyBook, Column, Headed, Row

__all__ = ["add_checklist", "add_decisions"]

_STATUS = {"reported": "redovisat", "partly": "delvis", "missing": "saknas"}


def add_decisions[D: Headed](book: AnyBook[D], records: Sequence[DecisionRecord], labels: Mapping[str, str]) -> None:
    """Left out where nothing is decided on. ``labels``: scenario → Swedish name."""
    if not records:
        return
    sheet = book.sheet(
        "Beslutsunderlag", "Beslutsunderlag: vad som väntas, och på vilken grund", [34, 24, 40, 24, 16, 16, 16]
    )
    for record in records:
        sheet.heading(", ".join(labels.get(name, name) for name in record.scenarios))
        sheet.table(
            [Column("Uppgift", "text"), Column("Värde", "text")], [Row([name, value]) for name, value in stated(record)]
        )
        if record.stated:
            columns = [Column(title, "wrap") for title in ("Indikator", "Senast", "Väntat värde", "Källa")]
            rows = [Row([e.indicator, e.by, e.value, e.source or NOT_STATED]) for e in record.stated]
            sheet.table([Column("Beslutets förväntan", "text"), *columns[1:]], rows)
        titles = [Column(t, "text") for t in ("Insats", "Till och med", "Modellens förväntan", "Aktör")]
        numbers = [Column(t, "value") for t in ("Väntat", "5 %", "95 %")]
        sheet.table([*titles, *numbers], [_row(row, labels) for row in record.expected])


def _row(row: Expected, labels: Mapping[str, str]) -> Row:
    who = "" if row.actor is None else label(row.actor)
    name = f"{named(row)}, {'tkr' if row.unit == 'SEK' else unit(row.unit)}"
    cells = [labels.get(row.scenario, row.scenario), row.by, name, who, row.mean, row.p5, row.p95]
    style = {"SEK": "tkr", "share": "percent", "persons": "decimal", "years": "decimal"}[row.unit]
    return Row(cells, style=style)


def add_checklist[D: Headed](book: AnyBook[D], items: Sequence[ChecklistItem]) -> None:
    """CHEERS 2022, item by item."""
    if not items:
        return
    sheet = book.sheet("Checklista", "Checklista för rapporteringen", [6, 16, 44, 80, 30, 12], freeze_columns=1)
    sheet.note(f"Efter {CITATION}.")
    columns = [
        Column("Nr", "plain"),
        Column("Del", "text"),
        *(Column(title, "wrap") for title in ("Fråga", "Svar", "Var")),
        Column("Läge", "text"),
    ]
    sheet.freeze_here()
    sheet.table(
        columns,
        [
            Row([item.number, item.group, item.topic, item.answer, item.where or "–", _STATUS[item.status]])
            for item in items
        ],
        filtered=True,
    )
