"""Sheets *Beslutsunderlag* and *Checklista*: what was asked and expected, and what is reported where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exclusim.results.labels import label, unit
from exclusim.results.language import _
from exclusim.results.report.decision_section import NOT_STATED, named, stated
from exclusim.results.reporting.checklist import CITATION
from exclusim.results.reporting.document import ChecklistItem, DecisionRecord, Expected
from exclusim.results.workbook.sheet import AnyBook, Column, Headed, Row

__all__ = ["add_checklist", "add_decisions"]


def _status(status: str) -> str:
    return {"reported": _("redovisat"), "partly": _("delvis"), "missing": _("saknas")}[status]


def add_decisions[D: Headed](book: AnyBook[D], records: Sequence[DecisionRecord], labels: Mapping[str, str]) -> None:
    """Left out where nothing is decided on. ``labels``: scenario → Swedish name."""
    if not records:
        return
    sheet = book.sheet(
        _("Beslutsunderlag"), _("Beslutsunderlag: vad som väntas, och på vilken grund"), [34, 24, 40, 24, 16, 16, 16]
    )
    for record in records:
        sheet.heading(", ".join(labels.get(name, name) for name in record.scenarios))
        sheet.table(
            [Column(_("Uppgift"), "text"), Column(_("Värde"), "text")],
            [Row([name, value]) for name, value in stated(record)],
        )
        if record.stated:
            columns = [Column(title, "wrap") for title in (_("Indikator"), _("Senast"), _("Väntat värde"), _("Källa"))]
            rows = [Row([_(e.indicator), _(e.by), _(e.value), _(e.source or NOT_STATED)]) for e in record.stated]
            sheet.table([Column(_("Beslutets förväntan"), "text"), *columns[1:]], rows)
        titles = [Column(t, "text") for t in (_("Insats"), _("Till och med"), _("Modellens förväntan"), _("Aktör"))]
        numbers = [Column(t, "value") for t in (_("Väntat"), "5 %", "95 %")]
        sheet.table([*titles, *numbers], [_row(row, labels) for row in record.expected])


def _row(row: Expected, labels: Mapping[str, str]) -> Row:
    who = "" if row.actor is None else label(row.actor)
    name = f"{named(row)}, {_('tkr') if row.unit == 'SEK' else unit(row.unit)}"
    cells = [labels.get(row.scenario, row.scenario), _(row.by), name, who, row.mean, row.p5, row.p95]
    style = {"SEK": "tkr", "share": "percent", "persons": "decimal", "years": "decimal"}[row.unit]
    return Row(cells, style=style)


def add_checklist[D: Headed](book: AnyBook[D], items: Sequence[ChecklistItem]) -> None:
    """CHEERS 2022, item by item."""
    if not items:
        return
    sheet = book.sheet(_("Checklista"), _("Checklista för rapporteringen"), [6, 16, 44, 80, 30, 12], freeze_columns=1)
    sheet.note(_("Efter {source}.").format(source=CITATION))
    columns = [
        Column(_("Nr"), "plain"),
        Column(_("Del"), "text"),
        *(Column(title, "wrap") for title in (_("Fråga"), _("Svar"), _("Var"))),
        Column(_("Läge"), "text"),
    ]
    sheet.freeze_here()
    sheet.table(
        columns,
        [
            Row([item.number, _(item.group), _(item.topic), _(item.answer), _(item.where) or "–", _status(item.status)])
            for item in items
        ],
        filtered=True,
    )
