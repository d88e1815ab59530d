"""A municipality's own figures: the template, what it gives back, and what is told of every cell that is wrong."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles.protection import Protection

from exclusim.calibration.costs import cost_book
from exclusim.calibration.costs.book import LINES
from exclusim.calibration.local import LocalDocument, Request, find_place, localise, replaceable_costs, scenario_text
from exclusim.calibration.local.own_costs import SET_BY_LAW
from exclusim.calibration.prices import price_index
from exclusim.model.errors import ExclusimError
from exclusim.results.labels import LABELS, UNITS
from exclusim.results.language import _, speaking
from exclusim.results.local_figures import LocalFigures, WorkbookError, read_workbook, template_bytes
from exclusim.results.local_figures.names import cost_labels, figure_labels
from exclusim.results.run.plan import case_plan
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import load_file
from exclusim.scenarios.schema import Case

from .filled_workbooks import filled, rebuilt, template
from .languages import swedish_left

CASE = "genomsnittskommun"
SCHOOL = "cost.unit.upper_secondary_year"
OFFICE = shutil.which("soffice")


@cache
def _case() -> Case:
    return load(CASE)


def _read(values: dict[tuple[Any, ...], Any], base: bytes | None = None) -> LocalFigures:
    return read_workbook(filled(values, base)[0], "egna.xlsx")


def _localised(own: LocalFigures) -> LocalDocument:
    return localise(own.request(_case(), CASE, own.place()), persons=2_000)


def _parameters(document: LocalDocument, folder: Path) -> dict[str, float]:
    """Every central value of the case that the scenario file of ``document`` makes."""
    file = folder / "local.yaml"
    file.write_text(scenario_text(document, _case(), file), encoding="utf-8")
    return dict(case_plan(load_file(file), "published").parameters.central().values)


def _nation() -> dict[tuple[Any, ...], Any]:
    """Every cell of the template filled with what it says of the nation."""
    book = load_workbook(io.BytesIO(template()), data_only=True)
    values: dict[tuple[Any, ...], Any] = {("name",): "Skövde", ("code",): 1496, ("births",): 480}
    for code, label, _unit, year, nation, *_rest in book.worksheets[2].iter_rows(min_row=5, values_only=True):
        if label is None:
            break
        values[code, "own", year] = nation
    for row in book.worksheets[3].iter_rows(min_row=5, values_only=True):
        if row[10]:
            values[row[10], "own"] = row[2]
            if row[4]:
                values[row[10], "own_year"] = row[4]
    return {key if len(key) > 1 else (*key, ""): value for key, value in values.items()}


def test_the_nations_own_values_change_no_parameter(tmp_path: Path) -> None:
    values = _nation()
    assert len(values) == 3 + 9 + 46 + 43
    document = _localised(_read(values))
    assert (document.parameters, document.costs, document.births.number) == ([], [], 480)
    assert _parameters(document, tmp_path) == case_plan(_case(), "published").parameters.central().values


def test_one_changed_cost_moves_that_parameter_and_no_other(tmp_path: Path) -> None:
    document = _localised(_read(_nation() | {(SCHOOL, "own"): 150_000, (SCHOOL, "own_year"): 2023}))
    local = _parameters(document, tmp_path)
    nation = case_plan(_case(), "published").parameters
    moved = {name for name, value in nation.central().values.items() if local[name] != value}
    assert moved == {SCHOOL}
    assert local[SCHOOL] == pytest.approx(price_index().convert(150_000, 2023, 2021), abs=0.005)
    # The line is measured, so nothing else in the book is rescaled: one line moves, in proportion.
    before, after = (cost_book(nation.with_value(SCHOOL, value).central(), 2024) for value in (129_300, local[SCHOOL]))
    lines = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [old.service for old, _new in lines] == ["Gymnasieskola"]
    assert lines[0][1].amount / lines[0][0].amount == pytest.approx(local[SCHOOL] / 129_300)


def test_an_untouched_template_is_the_municipality_as_shipped() -> None:
    own = read_workbook(template_bytes(_case(), find_place("Skövde")), "m.xlsx")
    shipped = localise(Request(find_place("Skövde"), _case(), CASE), persons=2_000)
    filled_in = _localised(own)
    assert [change.source for change in filled_in.parameters] == [change.source for change in shipped.parameters]
    locally = {change.name: pytest.approx(change.local) for change in shipped.parameters}
    assert {change.name: change.local for change in filled_in.parameters} == locally
    assert (own.births, own.costs) == (shipped.births.number, ())


def test_every_price_of_the_book_can_be_replaced_unless_law_sets_it() -> None:
    prices = {line.amount.price.value.name for line in LINES}
    assert prices >= SET_BY_LAW
    assert prices - SET_BY_LAW <= replaceable_costs().keys() == cost_labels().keys()
    assert not any(line.amount.price.nominal for line in LINES if line.amount.price.value.name not in SET_BY_LAW)


def test_numbers_are_read_as_people_write_them() -> None:
    own = _read(
        {
            ("name", ""): "Ale",
            ("code", ""): "1440",
            ("contact", ""): "  Ekonomi\tavdelningen ",
            (SCHOOL, "own"): "141 500 kr",
            (SCHOOL, "own_year"): "2022",
            (SCHOOL, "source"): "Räkenskaps-\nsammandraget",
            ("cost.tax.municipal", "own"): "21,87 %",
            ("N02797", "own", 2016): 8.25,
        }
    )
    assert (own.name, own.code, own.births, own.contact) == ("Ale", "1440", None, "Ekonomi avdelningen")
    assert {(c.name, c.amount, c.price_year, c.source) for c in own.costs} == {
        (SCHOOL, 141_500, 2022, "Räkenskaps- sammandraget"),
        ("cost.tax.municipal", 0.2187, None, "arbetsbok egna.xlsx"),
    }
    assert [(f.kpi, f.year, f.share) for f in own.figures] == [("N02797", 2016, 0.0825)]


def test_a_cell_shown_in_per_cent_is_read_as_it_is_shown() -> None:
    data, places = filled({("N02797", "own", 2016): 0.0825})
    book = load_workbook(io.BytesIO(data))
    sheet, cell = places["N02797", "own", 2016].split("!")
    book[sheet][cell].number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    assert read_workbook(stream.getvalue(), "m.xlsx").figures[0].share == 0.0825


WRONG: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "a word": ((SCHOOL, "own"), "mycket", "fann 'mycket', väntade ett belopp mellan 7"),
    "thousands": ((SCHOOL, "own"), 131, "inte tusental kronor"),
    "two readings": ((SCHOOL, "own"), "131.500", "utan skiljetecken mellan tusental"),
    "a date": ((SCHOOL, "own"), date(2023, 1, 1), "fann '2023-01-01 00:00:00'"),
    "truth": ((SCHOOL, "own"), True, "fann 'True'"),
    "an error": ((SCHOOL, "own"), "#DIV/0!", "fann '#DIV/0!'"),
    "a formula that was never computed": ((SCHOOL, "own"), "=1+1", "fann en formel utan sparat värde"),
    "no amount": (("cost.unit.doctor_visit", "own_year"), 2023, "fann en tom cell, väntade ett eget belopp"),
    "a year to come": ((SCHOOL, "own_year"), 2031, "väntade ett prisår från 2006 till 2024"),
    "half a year": ((SCHOOL, "own_year"), 2020.5, "fann '2020.5'"),
    "a share": (("N02797", "own", 2016), 0.075, "väntade en andel i procent mellan 1 och 100"),
    "a huge number": (("N02797", "own", 2016), 1e300, "väntade en andel"),
    "a price year of a share": (("cost.tax.municipal", "own_year"), 2023, "fann en tom cell"),
    "no births": (("births", ""), 0, "väntade ett helt antal födda"),
    "half a child": (("births", ""), 480.5, "väntade ett helt antal födda"),
    "the nation's code": (("code", ""), "0000", "väntade en kommunkod med fyra siffror"),
    "a name of digits": (("name", ""), 1496, "väntade kommunens namn, med bokstäver"),
    "a long text": (("contact", ""), "x" * 201, "väntade en text på högst 200 tecken"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_cell(case: str) -> None:
    key, value, message = WRONG[case]
    data, places = filled({(SCHOOL, "own"): 140_000, (SCHOOL, "own_year"): 2022, key: value})
    with pytest.raises(WorkbookError) as error:
        read_workbook(data, "egna.xlsx")
    first = error.value.problems[0]
    assert message in first.message
    assert first.place == (places[key].replace("I", "H") if key[-1] == "own_year" and value == 2023 else places[key])
    assert str(error.value).startswith(f"egna.xlsx: {first.place}: ")
    with speaking("en"), pytest.raises(WorkbookError) as english:
        read_workbook(data, "egna.xlsx")
    assert swedish_left(str(english.value), allowed=("Kommunen", "Enhetskostnader", "Nyckeltal", "mycket")) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    data, places = filled({key: value for key, value, _message in (WRONG["half a child"], WRONG["a share"])} | {
        (SCHOOL, "own"): 140_000, ("cost.tax.regional", "own"): "noll", ("N15424", "year", 2018): 2019,
        ("N15424", "own", 2019): 80,
    })  # fmt: skip
    with pytest.raises(WorkbookError) as error:
        read_workbook(data, "egna.xlsx")
    told = [problem.place for problem in error.value.problems]
    assert told == [
        places["births", ""],
        places["N02797", "own", 2016],
        places[SCHOOL, "own"].replace("H", "I"),
        places["cost.tax.regional", "own"],
    ]


def test_a_figure_is_stated_once_a_year() -> None:
    data, _places = filled({("N15424", "own", 2018): 80, ("N15424", "own", 2019): 81, ("N15424", "year", 2019): 2018})
    with pytest.raises(WorkbookError, match="väntade ett annat år, eftersom N15424 redan har ett värde"):
        read_workbook(data, "egna.xlsx")


def test_the_workbook_names_its_municipality() -> None:
    assert _read({("code", ""): 180, ("name", ""): "Stockholm"}).place().name == "Stockholm"
    assert _read({("code", ""): 180, ("name", ""): "Stockholm"}).place("stockholm").code == "0180"
    assert _read({("name", ""): "Göteborgs stad"}).place("1480").name == "Göteborg"
    assert _read({}).place("Skövde").code == "1496"
    for values, wanted, message in (
        ({}, None, r"Kommunen!B4: fann en tom cell, väntade kommunens namn eller kod"),
        ({("name", ""): "Malmö"}, None, r"Kommunen!B5: fann en tom cell, väntade kommunkoden"),
        ({("name", ""): "Ale", ("code", ""): 1496}, None, r"Kommunen!B4: fann 'Ale', väntade Skövde"),
        ({("code", ""): 1496}, "Ale", r"Kommunen!B5: fann 1496, väntade Ale \(1440\)"),
    ):
        with pytest.raises(WorkbookError, match=message):
            _read(values).place(wanted)


def _with(old: bytes, new: bytes) -> bytes:
    return rebuilt(template(), lambda name, part: part.replace(old, new))


UNSAFE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "another suffix": ("m.xls", template, "slutar inte på .xlsx"),
    "no archive": ("m.xlsx", lambda: b"PK\x03\x04 not a zip", "ingen läsbar Excel-arbetsbok"),
    "too large": ("m.xlsx", lambda: b"x" * 5_000_001, "större än 5 MB"),
    "macros": ("m.xlsx", lambda: rebuilt(template(), lambda name, part: part, vba=b"x"), "innehåller makron"),
    "a bomb": (
        "m.xlsx",
        lambda: rebuilt(template(), lambda name, part: part, bomb=bytes(19_000_000)),
        "packas upp till mer",
    ),
    "a large bomb": (
        "m.xlsx",
        lambda: rebuilt(template(), lambda name, part: part, bomb=bytes(21_000_000)),
        "packas upp till mer",
    ),
    "entities": (
        "m.xlsx",
        lambda: _with(b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"),
        "dokumenttypsdefinition",
    ),
    "a pattern without end": (
        "m.xlsx",
        lambda: _with(b'formatCode="', b'formatCode="' + b"[" * 3_000),
        "orimligt långa formler",
    ),
    "torn": ("m.xlsx", lambda: rebuilt(template(), lambda name, part: part[:-20]), "ingen läsbar Excel-arbetsbok"),
    "too many cells": (
        "m.xlsx",
        lambda: _with(b"</sheetData>", b"<row><c/></row>" * 20_000 + b"</sheetData>"),
        "fler celler än en ifylld mall",
    ),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_what_is_no_safe_workbook_is_refused(case: str) -> None:
    name, data, message = UNSAFE[case]
    with pytest.raises(WorkbookError, match=message):
        read_workbook(data(), name)


def test_sheets_and_headings_that_are_gone_are_named() -> None:
    book = load_workbook(io.BytesIO(template()))
    del book["Nyckeltal"]
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(WorkbookError, match="bladet Nyckeltal saknas"):
        read_workbook(stream.getvalue(), "m.xlsx")
    data, places = filled({(SCHOOL, "own"): 140_000})
    book = load_workbook(io.BytesIO(data))
    sheet = book["Enhetskostnader"]
    next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "Eget prisår").value = "År"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(WorkbookError, match="Enhetskostnader: rubrikerna Eget prisår saknas"):
        read_workbook(stream.getvalue(), "m.xlsx")
    assert places[SCHOOL, "own"].startswith("Enhetskostnader!")


def test_the_template_is_protected_but_for_the_cells_to_fill_in() -> None:
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["Läs först", "Kommunen", "Nyckeltal", "Enhetskostnader"]
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    open_cells = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    ]
    assert len(open_cells) == 4 + 9 * 3 + 46 * 3 - 3
    assert Protection().locked
    assert all(sheet.data_validations.dataValidation for sheet in book.worksheets[1:])
    assert template_bytes(_case()) == template()


def test_a_case_of_newcomers_has_no_template() -> None:
    with pytest.raises(ExclusimError, match="follows newcomers"):
        template_bytes(load("newcomers"))


def test_the_english_template_has_no_swedish_and_is_read_in_either_language() -> None:
    with speaking("en"):
        data = template_bytes(_case(), find_place("Skövde"))
        own = {_(text) for text in (*LABELS.values(), *UNITS.values(), _case().title)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/")]
    texts = re.findall(r"<t[^>]*>([^<]*)</t>|(?:prompt|error|promptTitle|errorTitle|name)=\"([^\"]*)\"", "".join(pages))
    allowed = (*own, "Kolada")
    assert swedish_left("<p>".join(one or other for one, other in texts), allowed=allowed) == []
    assert (
        read_workbook(data, "m.xlsx").figures
        == read_workbook(template_bytes(_case(), find_place("1496")), "m.xlsx").figures
    )
    assert figure_labels().keys() == {figure.kpi for figure in read_workbook(data, "m.xlsx").figures}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_template_saved_by_another_program_reads_the_same(tmp_path: Path) -> None:
    assert OFFICE is not None
    data, _places = filled({(SCHOOL, "own"): "=140000+500", (SCHOOL, "own_year"): 2022, ("name", ""): "Ale"})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "m.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [
        OFFICE,
        "--headless",
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "in/m.xlsx"),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    own = read_workbook((tmp_path / "m.xlsx").read_bytes(), "m.xlsx")
    assert [(cost.name, cost.amount) for cost in own.costs] == [(SCHOOL, 140_500)]
    assert own.place().name == "Ale"
