"""Sheet *Regler*: what each scenario changes in the agencies' rules, with sources, and who helps and who waits."""

from __future__ import annotations

from exclusim.results.labels import unit
from exclusim.results.language import _
from exclusim.results.rules import ScenarioRules
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet

__all__ = ["add"]


def add(book: Book) -> None:
    """Left out where agencies do not act."""
    document = book.document
    if not document.rules:
        return
    sheet = book.sheet(_("Regler"), _("Regler som ändras, och myndigheternas köer"), [46, 14, 14, 16, 12, 40, 46])
    sheet.note(_("Dagens regler är bundna till den anpassade modellen. De flesta regeltal är antaganden utan källa."))
    for name, found in document.rules.items():
        sheet.heading(_(document.scenarios[name].label))
        _changes(sheet, found)
        _agencies(sheet, found)


def _changes(sheet: Sheet, found: ScenarioRules) -> None:
    rows = [
        Row(
            [
                *(_(change.label), change.today, change.value, unit(change.unit), change.starts),
                _("antagande") if change.assumption else change.source,
                _(change.note),
            ]
        )
        for change in found.changes
    ]
    rows += [
        Row([_("Utan: {fault}").format(fault=_(fault.label)), None, None, "", fault.starts, "", _(fault.rule)])
        for fault in found.without
    ]
    if found.reform is not None:
        reform = found.reform
        starts, source = reform.starts, _("antagande") if reform.source == "assumption" else reform.source
        rows += [
            Row([_("Införandets längd"), 0.0, reform.months, _("månader"), starts, source, _(reform.note)]),
            Row([_("Takt ut ur utanförskap medan det införs"), 1.0, reform.performance, _("kvot"), starts, source, ""]),
        ]
    if not rows:
        return
    columns = [
        *(
            Column(_("Regel"), "wrap"),
            Column(_("I dag"), "value"),
            Column(_("Ändrad till"), "value"),
            Column(_("Enhet"), "text"),
        ),
        *(Column(_("Från månad"), "plain"), Column(_("Källa"), "wrap"), Column(_("Anmärkning"), "wrap")),
    ]
    sheet.table(columns, rows)


def _agencies(sheet: Sheet, found: ScenarioRules) -> None:
    sheet.note(_("Personer en genomsnittlig månad."))
    columns = [Column(_("Myndighet"), "text"), Column(_("Får hjälp"), "decimal"), Column(_("Väntar"), "decimal")]
    sheet.table(columns, [Row([_(row.label), row.helped.mean, row.waiting.mean]) for row in found.agencies])
