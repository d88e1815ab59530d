"""Reading a filled-in template: every cell is checked, and all that is wrong is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from exclusim.calibration.local import OwnCost, ReplaceableCost, replaceable_costs
from exclusim.calibration.local.key_figures import KEY_FIGURES
from exclusim.calibration.prices import price_index
from exclusim.results.labels import number, unit
from exclusim.results.language import _
from exclusim.results.local_figures import names
from exclusim.results.local_figures.checked_sheet import LONGEST_TEXT, At, CheckedSheet, number_in
from exclusim.results.local_figures.figures import LocalFigures, OwnFigure
from exclusim.results.local_figures.grid import Cell, read_grids
from exclusim.results.local_figures.problems import CellProblem, WorkbookError

__all__ = ["FARTHEST_FACTOR", "FIRST_YEAR", "LAST_YEAR", "MOST_BIRTHS", "read_workbook"]

FIRST_YEAR, LAST_YEAR = 1990, 2100  # of a key figure
MOST_BIRTHS = 200_000  # what a case can hold
FARTHEST_FACTOR = 20  # between an own amount and the nation's; farther off is the wrong unit, such as tkr


def read_workbook(data: bytes, name: str) -> LocalFigures:
    """A municipality's own figures from a filled-in template.

    Nothing is executed and nothing outside ``data`` is read: formulas give the values that were saved with them.

    Args:
        data: the file's bytes, at most 5 MB.
        name: its name, which must end in ``.xlsx``; begins every message.

    Raises:
        WorkbookError: no workbook, or one with problems; ``problems`` names the sheet and cell of each.
    """
    shown = Cell(name).text[:LONGEST_TEXT]
    grids = read_grids(data, shown)
    known = names.in_any_language(names.sheet_names)
    sheets = {known[grid.title.strip().casefold()]: grid for grid in grids if grid.title.strip().casefold() in known}
    lacking = [title for key, title in names.sheet_names().items() if key not in sheets and key != "read_first"]
    if lacking:
        message = _("bladet {sheet} saknas; utgå från mallen")
        raise WorkbookError(shown, [CellProblem("", "", message.format(sheet=sheet)) for sheet in lacking])
    problems: list[CellProblem] = []
    source = f"arbetsbok {PurePath(shown).name}"
    municipality = CheckedSheet(sheets["municipality"], problems)
    cells = municipality.fields(names.municipality_fields)
    name_at, code_at = (municipality.address(*cells[key]) if key in cells else "" for key in ("name", "code"))
    found = LocalFigures(
        shown,
        municipality.grid.title,
        name_at,
        code_at,
        municipality.text(cells.get("name"), _("kommunens namn, med bokstäver"), named=True),
        _code(municipality, cells.get("code")),
        _births(municipality, cells.get("births")),
        municipality.text(cells.get("contact"), _("en text på högst {n} tecken").format(n=LONGEST_TEXT)),
        tuple(_figures(CheckedSheet(sheets["figures"], problems), source)),
        tuple(_costs(CheckedSheet(sheets["costs"], problems), source)),
    )
    if problems:
        raise WorkbookError(shown, problems)
    return found


def _code(sheet: CheckedSheet, at: At | None) -> str:
    if at is None or sheet.blank(at):
        return ""
    cell = sheet.grid.at(*at)
    value = number_in(cell, percent=False)
    text = f"{value:.0f}" if value is not None and value == int(value) else ""
    digits = text.zfill(4)  # spreadsheets drop the zero of 0180
    if not re.fullmatch(r"(?!00)[0-9]{4}", digits) or isinstance(cell.value, bool):
        sheet.wrong(at, _("en kommunkod med fyra siffror, till exempel 1496"))
        return ""
    return digits


def _births(sheet: CheckedSheet, at: At | None) -> int | None:
    if at is None or sheet.blank(at):
        return None
    expected = _("ett helt antal födda under ett år, från 1 till {high}").format(high=number(MOST_BIRTHS))
    return sheet.whole(at, 1, MOST_BIRTHS, expected)


def _figures(sheet: CheckedSheet, otherwise: str) -> Iterator[OwnFigure]:
    seen: set[tuple[str, int]] = set()
    for row in sheet.table(names.figure_headings):
        if sheet.blank(row["own"]):
            continue
        kpi = sheet.grid.at(*row["code"]).text
        if kpi not in KEY_FIGURES:
            sheet.wrong(row["code"], _("ett av nyckeltalen {known}").format(known=", ".join(KEY_FIGURES)))
        year = sheet.whole(
            row["year"], FIRST_YEAR, LAST_YEAR, _("ett år mellan {first} och {last}, till exempel 2023").format(
                first=FIRST_YEAR, last=LAST_YEAR
            )
        )  # fmt: skip
        expected = _("en andel i procent mellan 1 och 100, till exempel 7,5")
        per_cent = sheet.number(row["own"], 1, 100, expected, percent=True)
        source = sheet.text(row["source"], _("en text på högst {n} tecken").format(n=LONGEST_TEXT))
        if kpi not in KEY_FIGURES or year is None or per_cent is None:
            continue
        if (kpi, year) in seen:
            sheet.wrong(row["year"], _("ett annat år, eftersom {kpi} redan har ett värde för detta").format(kpi=kpi))
        seen.add((kpi, year))
        yield OwnFigure(kpi, year, round(per_cent / 100, 12), source or otherwise)


def _costs(sheet: CheckedSheet, otherwise: str) -> Iterator[OwnCost]:
    seen: set[str] = set()
    labels = names.swedish(names.cost_labels)
    for row in sheet.table(names.cost_headings):
        if sheet.blank(row["own"]):
            if not sheet.blank(row["own_year"]):
                sheet.wrong(row["own"], _("ett eget belopp, eftersom ett eget prisår är angivet"))
            continue
        code = sheet.grid.at(*row["code"]).text
        cost = replaceable_costs().get(code)
        if cost is None or code in seen:
            sheet.wrong(row["code"], _("mallens kod för en rad som inte redan är ifylld; låt kolumnen stå orörd"))
            continue
        seen.add(code)
        source = sheet.text(row["source"], _("en text på högst {n} tecken").format(n=LONGEST_TEXT))
        amount, year = _share(sheet, row) if cost.is_share else _amount(sheet, row, cost)
        if amount is not None:
            yield OwnCost(code, labels[code], amount, year, source or otherwise)


def _share(sheet: CheckedSheet, row: Mapping[str, At]) -> tuple[float | None, None]:
    if not sheet.blank(row["own_year"]):
        sheet.wrong(row["own_year"], _("en tom cell, eftersom en procentsats inte har något prisår"))
    expected = _("en procentsats mellan 1 och 99, till exempel 21,5")
    value = sheet.number(row["own"], 1, 99, expected, percent=True)
    return (None if value is None else round(value / 100, 12)), None


def _amount(sheet: CheckedSheet, row: Mapping[str, At], cost: ReplaceableCost) -> tuple[float | None, int | None]:
    levels = price_index().levels
    expected = _("ett prisår från {first} till {last}").format(first=min(levels), last=max(levels))
    year = sheet.whole(row["own_year"], min(levels), max(levels), expected)
    stated = cost.price_year if year is None else year
    assert cost.price_year is not None
    assert stated is not None
    nation = price_index().convert(cost.value, cost.price_year, stated)
    low, high = nation / FARTHEST_FACTOR, nation * FARTHEST_FACTOR
    expected = _("ett belopp mellan {low} och {high} {unit} (inte tusental kronor), rikets är {nation}").format(
        low=number(low), high=number(high), unit=unit(cost.unit), nation=number(nation)
    )
    return sheet.number(row["own"], low, high, expected), year
