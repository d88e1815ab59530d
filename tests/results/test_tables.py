"""The plain files hold what the run holds, and every column says what it is."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path

import pandas as pd
import pytest
from tests.results.example_document import example_document, example_flat_document
from tests.results.example_tables import example_ledger, example_panel

from exclusim.model.errors import ExclusimError
from exclusim.results.document import RunDocument
from exclusim.results.files import atomic_path, write_text
from exclusim.results.tables import write_tables

DOCUMENTS = pytest.mark.parametrize("document", [example_document(), example_flat_document()], ids=lambda d: d.preset)


def _write(document: RunDocument, folder: Path) -> list[Path]:
    return write_tables(document, example_ledger(document), example_panel(document), folder)


@DOCUMENTS
def test_csv_and_parquet_are_read_back_equal(document: RunDocument, tmp_path: Path) -> None:
    paths = _write(document, tmp_path / "tables")
    for csv in (path for path in paths if path.suffix == ".csv"):
        parquet = pd.read_parquet(csv.with_suffix(".parquet"))
        back = pd.read_csv(csv, keep_default_na=True)
        pd.testing.assert_frame_equal(
            back.astype(object).where(back.notna(), None),
            parquet.astype(object).where(parquet.notna() & (parquet != ""), None),
            check_exact=True,
        )
    ledger = pd.read_parquet(tmp_path / "tables" / "ledger.parquet")
    pd.testing.assert_frame_equal(ledger, example_ledger(document))


def test_csv_opens_in_a_swedish_excel_with_its_letters_whole(tmp_path: Path) -> None:
    _write(example_document(), tmp_path)
    content = (tmp_path / "ledger.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfscenario,")
    assert "Ekonomiskt bistånd" in content.decode("utf-8-sig")


@DOCUMENTS
def test_every_column_of_every_file_is_described_and_money_names_its_unit(
    document: RunDocument, tmp_path: Path
) -> None:
    _write(document, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["exclusim"]["run_id"] == document.run_id
    for resource_ in package["resources"]:
        table = pd.read_csv(tmp_path / resource_["path"])
        fields = resource_["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.columns)
        assert all(field["description"] for field in fields), resource_["name"]
        for field in fields:
            if field["name"].endswith("_sek"):
                assert "SEK" in field["description"]
            if field["type"] == "number" and field["name"] != "value":
                assert field["name"].endswith(("_sek", "share", "persons", "person_months"))


def test_the_amounts_are_those_of_the_document(tmp_path: Path) -> None:
    document = example_document()
    _write(document, tmp_path)
    key = ["scenario", "side", "measure", "actor"]
    amounts = pd.read_csv(tmp_path / "amounts.csv")
    net = document.differences["prevention"].net["kommun"]
    rows = amounts[(amounts[key] == ["prevention", "gain", "net", "kommun"]).all(axis=1)]
    assert rows[["mean_sek", "p5_sek", "p95_sek"]].to_numpy().tolist() == [[net.mean, net.p5, net.p95]]
    assert not amounts.duplicated(key).any()


def test_a_disk_that_fills_up_leaves_the_old_files_and_no_new_ones(tmp_path: Path) -> None:
    (tmp_path / "ledger.csv").write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(ExclusimError, match=r"cannot write .*: the file grew beyond the largest size"):
            _write(example_document(), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert os.listdir(tmp_path) == ["ledger.csv"]
    assert (tmp_path / "ledger.csv").read_text() == "old"


def test_a_file_in_place_of_the_folder_is_refused_clearly(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("")
    with pytest.raises(ExclusimError, match="a file of that name is in the way"):
        _write(example_document(), tmp_path / "tables")


def _stop_half_way(path: Path) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt


def test_an_interrupted_file_is_not_there_and_the_old_one_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "åäö\n")
    with pytest.raises(KeyboardInterrupt):
        _stop_half_way(path)
    assert path.read_bytes() == "åäö\n".encode()
    assert os.listdir(tmp_path) == ["a.txt"]
    with pytest.raises(ExclusimError, match="that is a folder, and a file was expected"):
        write_text(tmp_path, "text")
