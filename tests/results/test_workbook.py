"""The workbook holds real numbers, formulas that agree with the run, charts, and nothing that runs."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from tests.results.example_document import example_document, example_flat_document
from tests.results.example_tables import example_ledger
from tests.results.languages import swedish_left
from tests.results.workbook_texts import as_page

from exclusim.model.errors import ExclusimError
from exclusim.results.document import Interval, RunDocument
from exclusim.results.language import speaking
from exclusim.results.workbook import write_workbook

DOCUMENTS = pytest.mark.parametrize("document", [example_document(), example_flat_document()], ids=lambda d: d.preset)


def _open(path: Path, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(path, data_only=values)


def _write(document: RunDocument, folder: Path, name: str = "results.xlsx") -> Path:
    write_workbook(document, example_ledger(document), folder / name)
    return folder / name


def _cell(sheet: Any, row_label: str, column_label: str) -> float:
    """The number in the first table that has a row and a column of these names."""
    for row in sheet.iter_rows():
        for head in row:
            if head.value == column_label:
                for below in sheet.iter_rows(min_row=head.row + 1):
                    if below[0].value is None:
                        break
                    if below[0].value == row_label:
                        return float(below[head.column - 1].value)
    raise AssertionError(f"{sheet.title} has no {row_label} × {column_label}")


def test_the_sheets_stand_in_the_order_a_controller_reads_them(tmp_path: Path) -> None:
    book = _open(_write(example_document(), tmp_path))
    assert book.sheetnames == [
        *("Sammanfattning", "Aktörer", "Per år", "Skillnader", "Två uppdrag", "Kran och golv", "Flöden"),
        *("Tillstånd", "Antaganden", "Kostnadsbok", "Huvudbok", "Om körningen"),
    ]


def test_a_published_example_leaves_out_the_sheets_it_has_no_data_for(tmp_path: Path) -> None:
    write_workbook(example_flat_document(), None, tmp_path / "flat.xlsx")
    assert {"Kran och golv", "Flöden", "Tillstånd", "Kostnadsbok", "Huvudbok"}.isdisjoint(
        _open(tmp_path / "flat.xlsx").sheetnames
    )


def test_amounts_are_numbers_in_the_unit_of_the_sheet(tmp_path: Path) -> None:
    document = example_document()
    book = _open(_write(document, tmp_path))
    baseline = document.scenarios["baseline"]
    assert _cell(book["Aktörer"], "Kommunen", "20 år, medel") == pytest.approx(baseline.total["kommun"].mean / 1e3)
    assert _cell(book["Sammanfattning"], "Samhället, kostnad 20 år", "Medelvärde") == pytest.approx(
        baseline.total["society"].mean / 1e6
    )
    net = document.differences["prevention"].net["public"].mean
    assert _cell(book["Skillnader"], "Offentlig sektor", "Nettovinst") == pytest.approx(net / 1e3)
    ledger = example_ledger(document)
    justice = ledger[(ledger["scenario"] == "baseline") & (ledger["actor"] == "rattsvasende")]
    mean = justice[justice["year"] == 23]["amount_sek"].mean()
    assert _cell(book["Huvudbok"], "Rättsväsendet", "23") == pytest.approx(mean / 1e3)


@DOCUMENTS
def test_every_formula_gives_the_number_that_is_stored_beside_it(document: RunDocument, tmp_path: Path) -> None:
    path = _write(document, tmp_path)
    formulas, values = _open(path, values=False), _open(path)
    checked = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                cached = values[sheet.title][cell.coordinate].value
                assert _evaluate(str(cell.value), values[sheet.title]) == pytest.approx(cached, rel=1e-9, abs=1e-6)
                checked += 1
    assert checked > 40


def _evaluate(formula: str, sheet: Any) -> float:
    """=SUM(range or cells) and =A1-B1, the only formulas the workbook uses."""
    difference = re.fullmatch(r"=([A-Z]+\d+)-([A-Z]+\d+)", formula)
    if difference:
        return float(sheet[difference[1]].value) - float(sheet[difference[2]].value)
    inside = re.fullmatch(r"=SUM\(([A-Z0-9:,]+)\)", formula)
    assert inside, f"an unexpected formula: {formula}"
    total = 0.0
    for part in inside[1].split(","):
        left, top, right, bottom = range_boundaries(part)
        for row in sheet.iter_rows(top, bottom, left, right):
            total += sum(cell.value for cell in row if isinstance(cell.value, int | float))
    return total


def test_a_sum_that_does_not_agree_with_the_run_is_written_as_the_run_has_it(tmp_path: Path) -> None:
    document = example_document()
    baseline = document.scenarios["baseline"]
    total = {**baseline.total, "public": Interval(mean=1e9, p5=1e9, p95=1e9)}
    scenarios = {**document.scenarios, "baseline": baseline.model_copy(update={"total": total})}
    path = _write(document.model_copy(update={"scenarios": scenarios}), tmp_path)
    sheet = _open(path, values=False)["Aktörer"]
    first = next(row for row in sheet.iter_rows() if row[0].value == "Offentlig sektor")
    assert first[1].value == 1e6
    assert str(first[4].value).startswith("=SUM(")


def test_a_bridge_of_differences_ends_in_their_sum(tmp_path: Path) -> None:
    document = example_document()
    whole = _open(_write(document, tmp_path), values=False)["Sammanfattning"]
    steps = document.model_copy(update={"decomposition": document.decomposition[:-1]})
    cut = _open(_write(steps, tmp_path), values=False)["Sammanfattning"]
    for sheet, ending in ((whole, "Dynamisk beräkning"), (cut, "Dynamisk beräkning")):
        totals = [row for row in sheet.iter_rows() if row[0].value == ending]
        assert [str(row[2].value).startswith("=SUM(") for row in totals] == [True]


def test_the_published_preset_sums_society_with_transfers_and_says_so(tmp_path: Path) -> None:
    flat = example_flat_document()
    baseline = flat.scenarios["baseline"]
    society = baseline.total["society"].mean
    shares = {"real": 0.3, "transfer": 0.2, "production": 0.5}
    kinds = {kind: Interval(mean=society * s, p5=0.0, p95=0.0) for kind, s in shares.items()}
    scenarios = {**flat.scenarios, "baseline": baseline.model_copy(update={"by_kind": kinds})}
    path = _write(flat.model_copy(update={"scenarios": scenarios}), tmp_path)
    sheet = _open(path, values=False)["Aktörer"]
    rows = [row for row in sheet.iter_rows() if row[0].value == "Transfereringar"]
    assert [str(sheet.cell(row[0].row + 2, 2).value)[:5] for row in rows] == ["=SUM("]
    assert any("räknar med transfereringar" in str(row[0].value) for row in sheet.iter_rows())


def test_the_main_pictures_are_native_charts(tmp_path: Path) -> None:
    path = _write(example_document(), tmp_path)
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
    for kind in ("<c:barChart>", "<c:areaChart>", "<c:scatterChart>"):
        assert any(kind in chart for chart in charts)
    assert sum('<c:grouping val="stacked"/>' in chart for chart in charts) >= 3
    assert any("Vinnare och förlorare" in chart for chart in charts)
    assert {len(_open(path)[name]._charts) for name in ("Sammanfattning", "Per år", "Skillnader", "Tillstånd")} == {2}


@pytest.mark.parametrize(
    "attack", ["=cmd|'/c calc'!A1", "Hurra!A1", "+1+1", "@SUM(A1)", "https://example.org/x", "<a&b>"]
)
def test_text_from_a_case_never_becomes_a_formula_or_a_link(attack: str, tmp_path: Path) -> None:
    document = example_document()
    baseline = document.scenarios["baseline"].model_copy(update={"label": attack})
    changed = document.model_copy(
        update={
            "title": attack,
            "description": attack,
            "warnings": [attack],
            "scenarios": {**document.scenarios, "baseline": baseline},
        }
    )
    book = _open(_write(changed, tmp_path), values=False)
    assert book["Sammanfattning"]["A1"].value == attack
    assert book["Sammanfattning"]["A1"].data_type == "s"
    for sheet in book:
        assert not sheet._hyperlinks
        formulas = [str(c.value) for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert all(re.fullmatch(r"=SUM\([A-Z0-9:,]+\)|=[A-Z]+\d+-[A-Z]+\d+", formula) for formula in formulas)


def test_a_missing_number_is_a_dash_and_never_an_error_value(tmp_path: Path) -> None:
    document = example_document()
    uncertain = document.assumptions[0].model_copy(update={"value": float("nan")})
    path = _write(document.model_copy(update={"assumptions": [uncertain]}), tmp_path)
    sheet = _open(path)["Antaganden"]
    row = next(row for row in sheet.iter_rows() if row[0].value == uncertain.name)
    assert row[1].value == "–"


def test_every_sheet_prints_on_a4_across_with_its_conditions_and_keeps_its_title_in_view(
    tmp_path: Path,
) -> None:
    document = example_document()
    for sheet in _open(_write(document, tmp_path)):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        if sheet.title != "Huvudbok":  # half a century of columns would shrink beyond reading
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "2024 års priser" in sheet["A2"].value
        assert "diskonteringsränta 4 %" in sheet["A2"].value
        assert sheet.freeze_panes is not None
        assert document.run_id in sheet.oddFooter.left.text


def test_the_warnings_of_the_run_stand_on_the_first_sheet(tmp_path: Path) -> None:
    document = example_flat_document()
    cells = [row[0].value for row in _open(_write(document, tmp_path))["Sammanfattning"].iter_rows()]
    assert f"Observera: {document.warnings[0]}" in cells


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = _write(example_document(), tmp_path, "a.xlsx").read_bytes()
    assert _write(example_document(), tmp_path, "b.xlsx").read_bytes() == first


def test_an_error_while_writing_keeps_the_old_workbook_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.xlsx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExclusimError, match=r"cannot write .*results\.xlsx: the disk is full; free some space"):
        write_workbook(example_document(), None, path)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["results.xlsx"]


def test_a_workbook_in_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match="the folder does not exist"):
        write_workbook(example_document(), None, tmp_path / "missing" / "results.xlsx")


@DOCUMENTS
def test_in_english_only_the_case_is_told_in_swedish(document: RunDocument, tmp_path: Path) -> None:
    ledger = example_ledger(document)
    with speaking("en"):
        write_workbook(document, ledger, tmp_path / "english.xlsx")
    book = _open(tmp_path / "english.xlsx")
    assert book.sheetnames[0] == "Summary"
    given = sorted({*_strings(document.model_dump()), *ledger["service"]}, key=len, reverse=True)
    assert swedish_left(as_page(tmp_path / "english.xlsx"), allowed=tuple(given)) == []


def _strings(value: object) -> Iterator[str]:
    """Texts of a document that nobody but the case has written, keys left out."""
    if isinstance(value, str) and swedish_left(f"<p>{value}</p>"):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
