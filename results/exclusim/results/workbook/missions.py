"""Sheet *Två uppdrag*: the narrow mission of the four main actors, and beside it the widened one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exclusim.model.money import REPORTED
from exclusim.results.document import Interval
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.missions import ALL_FOUR
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet

__all__ = ["add"]


def add(book: Book) -> None:
    """Left out where the document has no narrow mission."""
    definition = book.document.narrow_mission
    if definition is None:
        return
    sheet = book.sheet(_("Två uppdrag"), _("Två uppdrag: samma körning med två gränser"), [52] + [13.0] * 5)
    sheet.heading(_("Det smala uppdraget"))
    sheet.note(_("Gemensam klient: minst två av de fyra huvudaktörerna har en uppgift samtidigt. Vår egen definition."))
    sheet.note(_("Bara sådana månader, och bara det som de fyra betalar och får in. Nuvärde."))
    sheet.row += 1
    _narrow(sheet)
    sheet.keep(12)
    sheet.heading(_("Det vidgade uppdraget"))
    sheet.note(_("Alla människor i gruppen, alla aktörer och samhället. Nuvärde."))
    sheet.row += 1
    _widened(sheet)
    sheet.keep(len(definition.of_agency) + len(definition.of_burden) + 4)
    sheet.heading(_("Vem som räknas som gemensam klient"))
    reasons = [(_("{agency} har ärendet").format(agency=label(a)), who) for a, who in definition.of_agency.items()]
    reasons += [(label(burden), who) for burden, who in definition.of_burden.items()]
    told = [Row([name, ", ".join(map(label, who)) or _("ingen av de fyra")]) for name, who in reasons]
    sheet.table([Column(_("Det som gäller"), "text"), Column(_("Har en uppgift"), "text")], told)


def _narrow(sheet: Sheet) -> None:
    document, rows = sheet.book.document, []
    for scenario in document.scenarios.values():
        if scenario.shared is None:
            continue
        shared = scenario.shared
        rows.append(_group(sheet, _(scenario.label)))
        rows.append(_row(sheet, _("Gemensamma klienter"), _("personer"), shared.people, "decimal"))
        rows.append(_row(sheet, _("Gemensamma klienter"), _("andel"), shared.people_share, "percent"))
        rows.append(_row(sheet, _("Tid som gemensam klient"), _("personår"), _years(shared.months), "decimal"))
        rows += _amounts(sheet, _("{actor}, kostnad"), shared.cost, _actors(sheet))
        share = _("Andel av allt som de fyra betalar för utanförskap")
        rows.append(_row(sheet, share, _("andel"), shared.cost_share, "percent"))
    for name, difference in document.differences.items():
        if difference.narrow is None:
            continue
        narrow = difference.narrow
        rows.append(_group(sheet, _("{scenario}: skillnad").format(scenario=_(document.scenarios[name].label))))
        rows.append(_row(sheet, _("Gemensamma klienter"), _("personer"), narrow.people, "decimal"))
        rows.append(_row(sheet, _("Tid som gemensam klient"), _("personår"), _years(narrow.months), "decimal"))
        actors = _actors(sheet)
        rows += _amounts(sheet, _("{actor}, vinst före insats"), narrow.gain, actors)
        rows += _amounts(sheet, _("{actor}, insatsens kostnad"), narrow.project, actors)
        rows += _amounts(sheet, _("{actor}, nettovinst"), narrow.net, actors)
    sheet.table(_columns(sheet), rows)


def _widened(sheet: Sheet) -> None:
    document, rows = sheet.book.document, []
    for scenario in document.scenarios.values():
        rows.append(_group(sheet, _(scenario.label)))
        rows += _amounts(sheet, _("{actor}, kostnad"), scenario.total, REPORTED)
    for name, difference in document.differences.items():
        rows.append(_group(sheet, _("{scenario}: skillnad").format(scenario=_(document.scenarios[name].label))))
        rows += _amounts(sheet, _("{actor}, nettovinst"), difference.net, REPORTED)
    sheet.table(_columns(sheet), rows)


def _actors(sheet: Sheet) -> tuple[str, ...]:
    """The main actors as the document's own definition names them, after the four together."""
    definition = sheet.book.document.narrow_mission
    return (ALL_FOUR,) if definition is None else (ALL_FOUR, *definition.actors)


def _columns(sheet: Sheet) -> list[Column]:
    bounds = (_("Medelvärde"), *sheet.book.bounds)
    return [Column(_("Storhet"), "text"), Column(_("Enhet"), "text"), *(Column(title, "mkr") for title in bounds)]


def _amounts(sheet: Sheet, what: str, amounts: Mapping[str, Interval], actors: Iterable[str]) -> list[Row]:
    return [
        _row(sheet, what.format(actor=label(actor)), _("Mkr"), amounts[actor], "mkr")
        for actor in actors
        if actor in amounts
    ]


def _row(sheet: Sheet, name: str, unit_name: str, value: Interval, style: str) -> Row:
    return Row([name, unit_name, value.mean, *sheet.book.spread(value)], style=style)


def _group(sheet: Sheet, title: str) -> Row:
    return Row([title, "", "", *[""] * len(sheet.book.bounds)], group=True)


def _years(months: Interval) -> Interval:
    return Interval(mean=months.mean / 12, p5=months.p5 / 12, p95=months.p95 / 12)
