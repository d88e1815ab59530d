"""Totals follow prices and the rate: in Python, and in the workbooks when LibreOffice computes them anew."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from tests.results.languages import swedish_left
from tests.results.workbook_texts import as_page

from exclusim.model.money import PUBLIC, REPORTED, Convention, discount_factors
from exclusim.results.amounts import ACCOUNTS, Amounts, Valued, within_year
from exclusim.results.compare import CompareDocument, CompareOptions, run_compare
from exclusim.results.compare.workbook import write_workbook as write_comparison
from exclusim.results.document import Band, Cumulative, RunDocument
from exclusim.results.labels import label
from exclusim.results.language import speaking
from exclusim.results.run import RunOptions, run_case
from exclusim.results.workbook import write_workbook
from exclusim.results.workbook.live.of_run import blocks_of_run
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case, LocalValue

NEEDS_LIBREOFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice), which recomputes the formulas, is not installed"
)
SMALL = RunOptions(replicates=2, persons=120, seed=3, threads=1)
FLAT = RunOptions(preset="flat-annuity", replicates=2, seed=3, threads=1)


def _with(case: Case, convention: Convention) -> Case:
    return case.model_copy(update={"appraisal": case.appraisal.model_copy(update={"convention": convention})})


def _only(case: Case, *names: str) -> Case:
    return case.model_copy(update={"scenarios": {name: case.scenarios[name] for name in names}, "decision": None})


@pytest.fixture(scope="module")
def document() -> RunDocument:
    return _light(run_case(load("trelleborg"), SMALL).document)


@pytest.fixture(scope="module")
def flat() -> RunDocument:
    return _light(run_case(load("trelleborg"), FLAT).document)


@pytest.fixture(scope="module")
def comparison() -> CompareDocument:
    cases = [load("trelleborg"), load("newcomers")]
    found = run_compare(cases, CompareOptions(draws=2, most_draws=2, side_draws=2, persons=120, threads=1))
    return found.model_copy(update={"checklist": [], "decisions": []})


def _light(document: RunDocument) -> RunDocument:
    """Without what fills other sheets and takes time to read."""
    rest = {"assumptions": [], "costs": [], "checklist": [], "decisions": []}
    short = {
        name: found.model_copy(
            update={
                "cumulative": Cumulative(months=[1], net={"society": Band(mean=[0], p5=[0], p95=[0])}),
                "stock": None,
            }
        )
        for name, found in document.differences.items()
    }
    return document.model_copy(update=rest | {"differences": short})


def _amounts(document: RunDocument) -> Amounts:
    assert document.amounts is not None
    return document.amounts


@pytest.mark.parametrize(
    ("case", "options"),
    [
        pytest.param(load("trelleborg"), FLAT, id="the published example"),
        pytest.param(load("newcomers"), FLAT, id="newcomers as published"),
        pytest.param(load("trelleborg"), SMALL, id="years before the horizon"),
        pytest.param(_with(load("genomsnittskommun"), Convention.MONTHLY), SMALL, id="monthly, displacement"),
        pytest.param(load("inforande"), SMALL, id="services that are replaced"),
        pytest.param(_only(load("systemfel"), "fran_16"), SMALL, id="agencies' work"),
    ],
)
def test_the_amounts_of_a_run_add_up_to_every_total_of_its_report(case: Case, options: RunOptions) -> None:
    document = run_case(case, options).document
    (block,) = blocks_of_run(document)
    valued, size = Valued(block.amounts), document.scenarios["baseline"].total["society"].mean
    checked = 0
    for table in block.tables:
        for measure in table.measures:
            for actor, reported in measure.report.items():
                assert measure.worth(valued, actor) == pytest.approx(reported, rel=1e-9, abs=1e-11 * size)
                checked += 1
    assert checked >= 9 * 2 * len(block.tables)


def test_another_price_in_the_sheet_gives_what_a_run_at_that_price_gives(document: RunDocument) -> None:
    amounts, case = _amounts(document), load("trelleborg")
    (number,) = (n for n, price in enumerate(amounts.prices) if price.service == "Folkhögskola")
    name = "cost.assumed.folk_high_school_year"
    dearer = LocalValue(value=2 * 90_000, source="ett prov")
    ran = run_case(case.model_copy(update={"parameters": {**case.parameters, name: dearer}}), SMALL).document
    valued = Valued(amounts, prices={number: 2 * amounts.prices[number].amount})
    window = amounts.start, amounts.end
    for scenario, found in ran.scenarios.items():
        worth = valued.total(scenario, ("ordinary",), "ovriga", window)
        assert worth == pytest.approx(found.ordinary["ovriga"].mean, rel=1e-9)
        assert worth > document.scenarios[scenario].ordinary["ovriga"].mean


@pytest.mark.parametrize("convention", list(Convention))
@pytest.mark.parametrize("rate", [0.0, 0.035])
def test_the_factor_within_the_year_is_the_mean_of_its_months(convention: Convention, rate: float) -> None:
    assert within_year(rate, convention) == pytest.approx(discount_factors(12, 0, rate, convention).mean(), rel=1e-12)


def test_a_document_without_amounts_has_no_such_sheets(document: RunDocument, tmp_path: Path) -> None:
    write_workbook(document.model_copy(update={"amounts": None}), None, tmp_path / "old.xlsx")
    assert "Kalkylvärden" not in openpyxl.load_workbook(tmp_path / "old.xlsx").sheetnames


def test_inputs_are_coloured_checked_and_explained(document: RunDocument, tmp_path: Path) -> None:
    write_workbook(document, None, tmp_path / "run.xlsx")
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    sheet = book["Kalkylvärden"]
    checked = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
    inputs = [_input(sheet, "Diskonteringsränta"), _input(sheet, "Beloppen räknas"), _input(sheet, "Folkhögskola")]
    for cell in inputs:
        assert cell.coordinate in checked
        assert cell.fill.fgColor.rgb == "FFFDF3DA"
    assert len(checked) == 2 + 1 + len(_amounts(document).prices)
    assert {"Diskonteringsränta", "Faktor_inom_året"} == set(book.defined_names)
    said = " ".join(str(row[0].value) for row in sheet.iter_rows(max_row=9))
    assert "Osäkerheten följer inte med" in said


def test_in_english_nothing_is_left_in_swedish(
    document: RunDocument, flat: RunDocument, comparison: CompareDocument, tmp_path: Path
) -> None:
    path = tmp_path / "english.xlsx"
    with speaking("en"):
        for found in (document, flat):
            write_workbook(found, None, path)
            assert swedish_left(as_page(path)) == []
        write_comparison(comparison, path)
    assert swedish_left(as_page(path)) == []
    assert {"Inputs", "Present values", "Yearly amounts"} < set(openpyxl.load_workbook(path).sheetnames)


def _input(sheet: Any, name: str) -> Any:
    """The input cell of a row by the row's name."""
    return next(row[2] for row in sheet.iter_rows() if row[0].value == name)


def _changed(path: Path, target: Path, changes: Mapping[str, float | str]) -> None:
    """Save a copy with other inputs, without any stored result of a formula."""
    book = openpyxl.load_workbook(path)
    for name, value in changes.items():
        _input(book["Kalkylvärden"], name).value = value
    book.save(target)


def _recomputed(folder: Path, names: list[str]) -> None:
    """Have LibreOffice compute workbooks of ``folder`` anew, in one start, into ``folder/done``."""
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "done"), *(str(folder / n) for n in names)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Tables of the sheet of totals by what they are (first header), each actor → column → value, in tkr."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = openpyxl.load_workbook(path, data_only=True)["Nuvärden"].iter_rows(values_only=True)
    head: tuple[Any, ...] = ()
    for row in rows:
        if row[0] in ("Med dina värden", "I rapporten", "Skillnad mot rapporten"):
            head = row
            found.setdefault(row[0], []).append({})
        elif row[0] is None:
            head = ()
        elif head:
            found[head[0]][-1][row[0]] = {h: v for h, v in zip(head[1:], row[1:], strict=True) if h is not None}
    return found


def _worth(
    amounts: Amounts, scenario: str, accounts: tuple[str, ...], window: tuple[int, int], actor: str,
    *, rate: float, convention: Convention, scale: Callable[[Any], float],
) -> float:  # fmt: skip
    """Present value worked out month by month, apart from the code of the workbook."""
    months = 12 * len(amounts.years)
    factors = discount_factors(months, 12 * amounts.start, rate, convention).reshape(-1, 12).mean(axis=1)
    payers = PUBLIC if actor == "public" else (actor,)
    total = 0.0
    for row in amounts.scenarios[scenario]:
        weights = np.ones_like(factors) if row.account in amounts.undiscounted else factors
        sign = row.society if actor == "society" else (row.actor in payers) - (row.payee in payers)
        if row.account in accounts:
            total += sign * scale(row) * float(np.dot(row.by_year[slice(*window)], weights[slice(*window)]))
    return total


@NEEDS_LIBREOFFICE
def test_libreoffice_computes_the_report_and_follows_other_prices_and_rates(
    document: RunDocument, flat: RunDocument, comparison: CompareDocument, tmp_path: Path
) -> None:
    write_workbook(document, None, tmp_path / "run.xlsx")
    write_workbook(flat, None, tmp_path / "flat.xlsx")
    write_comparison(comparison, tmp_path / "compare.xlsx")
    with speaking("en"):
        write_comparison(comparison, tmp_path / "english.xlsx")
    same, other = ["run", "flat", "compare", "english"], ["run", "flat", "compare"]
    for name in same:
        _changed(tmp_path / f"{name}.xlsx", tmp_path / f"{name}-same.xlsx", {})
    changes = {"Diskonteringsränta": 0.03, "Beloppen räknas": label("start_of_year")}
    dearer = changes | {"Ekonomiskt bistånd": 10_000.0, "Stöd i gymnasiet": 1.5}
    _changed(tmp_path / "run.xlsx", tmp_path / "run-other.xlsx", dearer)
    _changed(tmp_path / "flat.xlsx", tmp_path / "flat-other.xlsx", {"Diskonteringsränta": 0.03})
    _changed(tmp_path / "compare.xlsx", tmp_path / "compare-other.xlsx", dearer)
    _recomputed(tmp_path, [f"{n}-same.xlsx" for n in same] + [f"{n}-other.xlsx" for n in other])

    for name in same:  # every formula gives what is stored beside it, and no total differs from the report
        stored = openpyxl.load_workbook(tmp_path / f"{name}.xlsx", data_only=True)
        again = openpyxl.load_workbook(tmp_path / "done" / f"{name}-same.xlsx", data_only=True)
        formulas = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        cells = [c for sheet in formulas for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert len(cells) > 100
        for cell in cells:
            expected = stored[cell.parent.title][cell.coordinate].value
            found = again[cell.parent.title][cell.coordinate].value
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-6), (cell.parent.title, cell.coordinate)
        if name in other:
            tables = _tables(tmp_path / "done" / f"{name}-same.xlsx")["Skillnad mot rapporten"]
            assert {value for table in tables for row in table.values() for value in row.values()} == {0}

    def scale(of: Amounts) -> Callable[[Any], float]:
        def scaled(row: Any) -> float:
            if row.price is not None and of.prices[row.price].service == "Ekonomiskt bistånd":
                return 10_000.0 / of.prices[row.price].amount
            return 1.5 if row.price is None and row.account == "intervention" and row in project else 1.0

        project = of.scenarios.get("prevention", [])
        return scaled

    run = _amounts(document)
    given: dict[str, Any] = {"rate": 0.03, "convention": Convention.START_OF_YEAR}
    tables = _tables(tmp_path / "done" / "run-other.xlsx")["Med dina värden"]
    whole, horizon = (0, run.end), (run.start, run.end)
    for table, scenario in zip(tables, run.scenarios, strict=False):
        for actor in REPORTED:
            worth = _worth(run, scenario, ("exclusion",), horizon, actor, scale=scale(run), **given)
            assert table[label(actor)]["20 år"] == pytest.approx(worth / 1e3, rel=1e-9)
    for amounts, table in (
        (run, tables[len(run.scenarios)]),
        (comparison.amounts[0], _gain_of(_tables(tmp_path / "done" / "compare-other.xlsx"), comparison)),
    ):
        for actor in REPORTED:
            before = _worth(amounts, "baseline", ACCOUNTS[:-1], whole, actor, scale=scale(amounts), **given)
            after = _worth(amounts, "prevention", ACCOUNTS, whole, actor, scale=scale(amounts), **given)
            net = next(iter(table[label(actor)].values()))
            assert net == pytest.approx((before - after) / 1e3, rel=1e-9, abs=1e-6)
    published = _tables(tmp_path / "done" / "flat-other.xlsx")["Med dina värden"][0]
    annuity = sum(1.03**-year for year in range(1, 21)) / sum(1.04**-year for year in range(1, 21))
    for actor in REPORTED:
        expected = flat.scenarios["baseline"].total[actor].mean * annuity
        assert published[label(actor)]["20 år"] == pytest.approx(expected / 1e3, rel=1e-9)


def _gain_of(tables: dict[str, list[dict[str, Any]]], comparison: CompareDocument) -> dict[str, Any]:
    """The table of *prevention*: after the baseline's, in order of gain."""
    ours = [name for name in comparison.scenarios if name in comparison.amounts[0].scenarios]
    ours.sort(key=lambda name: -comparison.scenarios[name].net[comparison.headline].mean)
    return tables["Med dina värden"][1 + ours.index("prevention")]
