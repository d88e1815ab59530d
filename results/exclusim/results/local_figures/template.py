"""The workbook that a municipality fills in with its own figures, in the language spoken."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from exclusim.calibration.local import Place, ReplaceableCost, replaceable_costs, shipped_figures
from exclusim.calibration.local.figures import NATION
from exclusim.calibration.local.key_figures import KEY_FIGURES
from exclusim.calibration.prices import price_index
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import ASSUMPTION
from exclusim.results.labels import label, number, unit
from exclusim.results.language import _
from exclusim.results.local_figures import names
from exclusim.results.local_figures.book import Book, Sheet
from exclusim.results.local_figures.instructions import instructions
from exclusim.results.local_figures.reading import FARTHEST_FACTOR, FIRST_YEAR, LAST_YEAR, MOST_BIRTHS
from exclusim.results.workbook.file import OPTIONS
from exclusim.scenarios.population import FIRST_AGE, Cohort
from exclusim.scenarios.schema import Case

__all__ = ["template_bytes"]

# Text stays text: a name such as "=cmd|…" must never become a formula or a link.
_MADE = datetime(2000, 1, 1)  # the same template is the same bytes
_YEARS = 3  # as many as a figure is compared over
_FIGURE, _PERCENT, _SEK, _YEAR, _TEXT = "0.0", "0.00", "#,##0", "0", "@"
_COMMON = {
    "cost.unit.full_time_wage": "common",
    "cost.anchor.public": "common",
    "cost.anchor.municipal_share": "kommun",
}


def template_bytes(case: Case, place: Place | None = None) -> bytes:
    """The template as an ``.xlsx`` file; the same arguments give the same bytes.

    Args:
        case: the case that is to be moved to the municipality; it must follow a birth cohort.
        place: a municipality, for what is already known of it; None leaves those cells empty.

    Raises:
        ExclusimError: the case follows newcomers.
    """
    if not isinstance(case.population, Cohort):
        raise ExclusimError(
            f"case {case.case} follows newcomers, for whom no local key figures are known",
            hint="choose a case with a birth cohort, such as genomsnittskommun",
        )
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, OPTIONS)
    workbook.set_properties({"title": _("Kommunens egna tal"), "author": "Exclusim", "created": _MADE})
    workbook.set_size(2000, 1400)
    book = Book(workbook)
    titles = names.sheet_names()
    _read_first(book, titles["read_first"], case)
    _municipality(book, titles["municipality"], case.population, place)
    _figures(book, titles["figures"], place)
    _costs(book, titles["costs"], case)
    workbook.close()
    return stream.getvalue()


def _read_first(book: Book, name: str, case: Case) -> None:
    sheet = Sheet(book, name, _("Kommunens egna tal"), "", (92,), portrait=True)
    for heading, paragraphs in instructions(_(case.title)):
        sheet.raw.set_row(sheet.row, 22)
        sheet.raw.write_string(sheet.row, 0, heading, book.heading)
        sheet.row += 1
        for text in paragraphs:
            lines = -(-len(text) // 98)
            sheet.raw.set_row(sheet.row, 14.5 * lines + 3)
            sheet.raw.write_string(sheet.row, 0, text, book.wrapped)
            sheet.row += 1
        sheet.row += 1


def _municipality(book: Book, name: str, population: Cohort, place: Place | None) -> None:
    lead = _("Fyll i de gula cellerna. Kommunens namn eller kod behövs; resten kan lämnas tomt.")
    sheet = Sheet(book, name, name, lead, (28, 32, 70))
    born = population.start_year - FIRST_AGE
    known = place.births.get(born) if place is not None else None
    births = _("Födda i kommunen under ett år, helst {year}, det år fallets årskull föddes.").format(year=born)
    told = {
        "name": (place.name if place else None, _TEXT, _("Som i Göteborg eller Skövde.")),
        "code": (place.code if place else None, _TEXT, _("Fyra siffror, som 1480.")),
        "births": (known, _SEK, births),
        "contact": (None, _TEXT, _("Förvaltning eller funktionsbrevlåda, inte en person.")),
    }
    for key, title in names.municipality_fields().items():
        value, form, hint = told[key]
        sheet.raw.set_row(sheet.row, 20)
        sheet.raw.write_string(sheet.row, 0, title, book.format(bold=True))
        sheet.raw.write(sheet.row, 1, value, book.entry(form))
        sheet.raw.write_string(sheet.row, 2, hint, book.fixed())
        if key == "births":
            rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": MOST_BIRTHS}
            sheet.check(sheet.row, 1, rule, title, _("Ett helt antal födda under ett år."))
        elif key == "code":
            rule = {"validate": "length", "criteria": "==", "value": 4}
            sheet.check(sheet.row, 1, rule, title, _("En kommunkod har fyra siffror."))
        sheet.row += 1


def _figures(book: Book, name: str, place: Place | None) -> None:
    lead = _(
        "I procent, båda könen tillsammans. Året kan ändras. Det senaste publicerade värdet i Kolada är förifyllt där "
        "det följer med Exclusim."
    )
    titles = names.figure_headings()
    sheet = Sheet(book, name, name, lead, (11, 70, 9, 9, 13, 13, 44))
    sheet.heads(list(titles.values()))
    first = sheet.row
    sheet.raw.freeze_panes(first, 2)
    shares = {(item.kpi, item.municipality, item.year): item for item in shipped_figures()}
    national = [
        key for kpi in KEY_FIGURES for key in sorted((k, y) for k, code, y in shares if (k, code) == (kpi, NATION))
    ]
    top = first + _YEARS * len(KEY_FIGURES) + 3  # of the nation's figures by year, below
    kpis, years, values = (xl_range_abs(top, c, top + len(national) - 1, c) for c in (0, 3, 4))
    for kpi in KEY_FIGURES:
        own = [year for known, code, year in shares if place and (known, code) == (kpi, place.code)]
        shown = sorted(own or [year for known, year in national if known == kpi])[-_YEARS:]
        for year in shown:
            found = shares.get((kpi, place.code, year)) if place else None
            nation = shares.get((kpi, NATION, year))
            row = sheet.row
            _figure_text(sheet, row, kpi)
            sheet.raw.write_number(row, 3, year, book.entry(_YEAR))
            at = xl_rowcol_to_cell(row, 0, col_abs=True), xl_rowcol_to_cell(row, 3, col_abs=True)
            matching = f"{kpis},{at[0]},{years},{at[1]}"
            formula = f'=IF(COUNTIFS({matching})=0,"–",SUMIFS({values},{matching}))'
            sheet.raw.write_formula(row, 4, formula, book.fixed(_FIGURE), 100 * nation.share if nation else "–")
            sheet.raw.write(row, 5, round(100 * found.share, 6) if found else None, book.entry(_FIGURE))
            sheet.raw.write(row, 6, found.source if found else None, book.entry(_TEXT))
            _check_figure(sheet, row, titles)
            sheet.row += 1
    sheet.row = top - 2
    sheet.raw.write_string(sheet.row, 0, _("Riket år för år"), book.heading)
    for row, (kpi, year) in enumerate(national, start=top):
        _figure_text(sheet, row, kpi)
        sheet.raw.write_number(row, 3, year, book.fixed(_YEAR))
        sheet.raw.write_number(row, 4, round(100 * shares[kpi, NATION, year].share, 6), book.fixed(_FIGURE))


def _figure_text(sheet: Sheet, row: int, kpi: str) -> None:
    for column, text in enumerate((kpi, names.figure_labels()[kpi], "%")):
        sheet.raw.write_string(row, column, text, sheet.book.fixed())


def _check_figure(sheet: Sheet, row: int, titles: dict[str, str]) -> None:
    rule = {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    sheet.check(row, 3, rule, titles["year"], _("Ett årtal, som 2023."))
    rule = {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 100}
    sheet.check(row, 5, rule, titles["own"], _("Procent mellan 1 och 100: skriv 7,5 för 7,5 %."), hint=True)


def _costs(book: Book, name: str, case: Case) -> None:
    lead = _(
        "Kronor i radens enhet, inte tusental. Prisåret är det år vars priser ert belopp är i. Procentsatser har inget "
        "prisår. Vad förankrad betyder står på bladet {sheet}."
    ).format(sheet=names.sheet_names()["read_first"])
    titles = names.cost_headings()
    sheet = Sheet(book, name, name, lead, (70, 56, 13, 13, 12, 12, 14, 14, 11, 40, 36))
    sheet.heads(list(titles.values()))
    sheet.raw.freeze_panes(sheet.row, 1)
    sheet.raw.repeat_rows(sheet.row - 1)
    group = ""
    for code, text in names.cost_labels().items():
        cost = replaceable_costs()[code]
        if _group(cost) != group:
            group = _group(cost)
            _group_row(sheet, _("Lön och samlad kostnad") if group == "common" else label(group), len(titles))
        _cost_row(sheet, cost, text, cost.value_in(case), list(titles.values()))
        sheet.row += 1


def _group(cost: ReplaceableCost) -> str:
    return _COMMON.get(cost.name) or cost.payers[0].reported


def _group_row(sheet: Sheet, title: str, columns: int) -> None:
    for column in range(columns):
        sheet.raw.write_string(sheet.row, column, "" if column else title, sheet.book.group)
    sheet.row += 1


def _payers(cost: ReplaceableCost) -> str:
    if _COMMON.get(cost.name) == "common":
        return _("Flera")
    return "; ".join(label(payer.value) for payer in cost.payers) or label("kommun")


def _source(cost: ReplaceableCost) -> str:
    """The evidence row behind the nation's value, the first of several."""
    first, *others = cost.source.split()
    return _("antagande") if first == ASSUMPTION else f"{first} …" if others else first


def _cost_row(sheet: Sheet, cost: ReplaceableCost, text: str, value: float, titles: Sequence[str]) -> None:
    book, row = sheet.book, sheet.row
    form = _PERCENT if cost.is_share else _SEK
    basis = label(cost.bases[0].value) if cost.bases else ""
    sheet.raw.write_string(row, 0, text, book.fixed())
    sheet.raw.write_string(row, 1, _payers(cost), book.fixed())
    sheet.raw.write_number(row, 2, 100 * value if cost.is_share else value, book.fixed(form))
    sheet.raw.write_string(row, 3, "%" if cost.is_share else unit(cost.unit), book.fixed())
    sheet.raw.write(row, 4, cost.price_year, book.fixed(_YEAR))
    sheet.raw.write_string(row, 5, basis, book.fixed())
    sheet.raw.write_string(row, 6, _source(cost), book.fixed())
    sheet.raw.write_blank(row, 7, None, book.entry(form))
    if cost.is_share:
        sheet.raw.write_blank(row, 8, None, book.fixed())
        rule = {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 99}
        sheet.check(row, 7, rule, titles[7], _("Procent mellan 1 och 99: skriv 21,5 för 21,5 %."), hint=True)
    else:
        sheet.raw.write_blank(row, 8, None, book.entry(_YEAR))
        low, high = value / FARTHEST_FACTOR, value * FARTHEST_FACTOR
        rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, "error_type": "warning"}
        told = _("Ett belopp i {unit}, omkring {nation} i riket. Skriv kronor, inte tusental.")
        sheet.check(row, 7, rule, titles[7], told.format(unit=unit(cost.unit), nation=number(value)), hint=True)
        levels = price_index().levels
        rule = {"validate": "integer", "criteria": "between", "minimum": min(levels), "maximum": max(levels)}
        told = _("Ett prisår från {first} till {last}.").format(first=min(levels), last=max(levels))
        sheet.check(row, 8, rule, titles[8], told)
    sheet.raw.write_blank(row, 9, None, book.entry(_TEXT))
    sheet.raw.write_string(row, 10, cost.name, book.code)
