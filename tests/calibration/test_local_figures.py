"""Reading key figures, and finding the municipality that somebody means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exclusim.calibration.evidence import statistics
from exclusim.calibration.local import find_place, read_figures, shipped_figures
from exclusim.calibration.local.figures import held_out_years
from exclusim.model.errors import ExclusimError

RECORDINGS = Path(__file__).parent / "local_recordings"
HEAD = "kpi,municipality_id,year,gender,value\n"


def _csv(folder: Path, text: str) -> Path:
    file = folder / "figures.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_shipped_figures_leave_out_the_years_held_out_for_validation() -> None:
    kept = {(item.kpi, item.year) for item in shipped_figures()}
    assert 2017 in held_out_years("N02797")
    assert ("N02797", 2016) in kept
    assert not any(year in held_out_years(kpi) for kpi, year in kept)
    published = {(r.indicator, r.year) for r in statistics().values() if r.role == "validation"}
    assert ("grade9_eligible_upper_secondary", "2020") in published
    assert ("N15424", 2020) not in kept


def test_kolada_json_is_read_as_its_interface_gives_it() -> None:
    found = {(i.kpi, i.municipality): i.share for i in read_figures(RECORDINGS / "kolada_1480.json")}
    assert found["N02797", "1480"] == pytest.approx(0.065)
    assert found["N15424", "1480"] == pytest.approx(0.81), "without a total the sexes are averaged"


def test_a_list_of_pages_is_read_and_suppressed_values_are_left_out(tmp_path: Path) -> None:
    names = ("kolada_1480.json", "kolada_1480_page_2.json")
    pages = [json.loads((RECORDINGS / name).read_text(encoding="utf-8")) for name in names]
    file = tmp_path / "pages.json"
    file.write_text(json.dumps(pages), encoding="utf-8")
    found = {(i.kpi, i.municipality) for i in read_figures(file)}
    assert ("N15424", "0000") in found
    assert not any(kpi == "N17464" for kpi, _ in found)


def test_a_spreadsheet_with_semicolons_decimal_commas_and_names_is_read(tmp_path: Path) -> None:
    file = _csv(
        tmp_path, "\ufeffkpi;kommun;år;värde\nN02797;Göteborg;2019;7,5\nN02797;Riket;2019;6,4\nN02797;1480;2018;\n"
    )
    found = {(i.municipality, i.year): i.share for i in read_figures(file)}
    assert found == {("1480", 2019): pytest.approx(0.075), ("0000", 2019): pytest.approx(0.064)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kpi,year\nN02797,2019\n", r"figures\.csv:1: expected the columns .*missing: municipality, value"),
        (HEAD + "N02797,1480,2019,T,many\n", r"figures\.csv:2: expected a value in per cent \(got 'many'\)"),
        (HEAD + "N02797,1480,19,T,7.5\n", r"figures\.csv:2: expected a year, such as 2019 \(got '19'\)"),
        (HEAD + "N02797,1480,2019,T,107\n", r"N02797 1480 2019: expected 0 to 100 per cent \(got 107\)"),
        (HEAD + "N15424,1480,2019,T,0.81\n", r"N15424: expected per cent, such as 7\.5 \(got 0\.81 at most\)"),
        ('{"count": 1}', r"expected Kolada's answer, an object with a list 'values'"),
        ('{"values": [{"kpi": "N02797"}]}', r"values\[0\]: expected kpi, municipality, period"),
        ('{"values": [\n', r"figures\.csv:2: expected JSON"),
        ("[" * 100_000, r"figures\.csv: expected JSON as Kolada gives it"),
        ('{"values": [{"kpi": "N02797", "municipality": "1480", "period": 1e999}]}', r"values\[0\]: expected kpi"),
        ('kpi,municipality_id,year,value\n"' + "x" * 200_000, r"figures\.csv: expected a CSV table"),
        ("", r"figures\.csv:1: expected the columns"),
    ],
)
def test_a_wrong_file_says_where_and_what_was_expected(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        read_figures(_csv(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match=r"nowhere\.csv: No such file"):
        read_figures(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("word", ["1480", "Göteborg", "göteborg", " GÖTEBORG ", "Göteborgs stad"])
def test_a_municipality_is_found_by_code_and_by_name(word: str) -> None:
    place = find_place(word)
    assert (place.code, place.name, place.births[2008]) == ("1480", "Göteborg", 7195)


def test_a_misspelt_municipality_gets_a_suggestion() -> None:
    with pytest.raises(ExclusimError, match="did you mean 'Trollhättan'"):
        find_place("Trolhättan")


def test_another_municipality_needs_figures_of_its_own() -> None:
    with pytest.raises(ExclusimError, match="--figures FILE, or --fetch"):
        find_place("0180")
    assert find_place("0180", others=["0180"]).name == "Kommun 0180"


def test_neither_nation_nor_region_is_a_municipality() -> None:
    for code in ("0000", "0014"):
        with pytest.raises(ExclusimError, match="no figures for the municipality"):
            find_place(code)
