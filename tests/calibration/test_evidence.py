"""The packaged evidence: complete, typed, strict about faults, citable."""

from __future__ import annotations

import pytest

from exclusim.calibration.evidence import (
    data_files,
    data_hash,
    interventions,
    series,
    source_text,
    statistics,
    unit_costs,
    validation_cases,
)
from exclusim.calibration.evidence.records import Statistic, UnitCost
from exclusim.calibration.evidence.tables import read_records
from exclusim.model.errors import ExclusimError

HEADER = (
    "id,state_or_service,actor,kind,amount_sek,per,price_year,population,source,publisher,published_year,locator,"
    "confidence,note\n"
)
ROW = "UC001,forskola,kommun,real,163000,person-year,2021,riket,Kostnader,SCB,2022,tabell,high,\n"


def test_every_row_of_the_evidence_is_loaded_under_its_own_id() -> None:
    assert (len(statistics()), len(unit_costs()), len(interventions()), len(validation_cases())) == (
        666,
        118,
        89,
        96,
    )
    for table in (statistics(), unit_costs(), interventions(), validation_cases()):
        assert all(record.id == key for key, record in table.items())


def test_published_figures_are_read_as_printed() -> None:
    assert unit_costs()["UC116"].amount_sek == 344_000
    assert unit_costs()["UC116"].price_year is None
    assert unit_costs()["UC050"].price_year == 2019
    assert validation_cases()["VC005"].value == 600
    assert validation_cases()["VC104"].value == 138_000
    assert statistics()["S0365"].value == 31.5
    assert interventions()["IPS-META-RR"].ci_high == 1.82


def test_a_printed_range_has_limits_and_no_invented_midpoint() -> None:
    time_to_work = statistics()["S0264"]
    assert time_to_work.value is None
    assert time_to_work.limits == (4.0, 5.0)
    assert time_to_work.printed == "4-5"
    assert statistics()["S0365"].limits is None


def test_mixed_kinds_and_rates_are_told_apart_from_unit_costs() -> None:
    assert unit_costs()["UC038"].is_mixed_kind
    assert unit_costs()["UC116"].is_derived
    assert unit_costs()["UC112"].is_rate
    assert not unit_costs()["UC050"].is_mixed_kind


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + ROW.replace("163000", "mycket"), "costs.csv, line 2, field amount_sek: .*number.*'mycket'"),
        (HEADER + ROW.replace("163000", "nan"), "line 2, field amount_sek: .*finite"),
        (HEADER + ROW.replace("real", "verklig"), "line 2, field kind: .*'real', 'transfer'.*'verklig'"),
        (HEADER + ROW.replace("UC001", "U1"), "line 2, field id: .*'U1'"),
        (HEADER + ROW.replace("Kostnader", ""), "line 2, field source: "),
        (HEADER + ROW.replace("2021", "i fjol"), "line 2, field price_year: .*integer"),
        (HEADER + ROW + ROW, "line 3, field id: expected a new id .*UC001"),
        (HEADER + "UC001,forskola\n", "line 2: expected 14 fields, got 2"),
        (HEADER.replace("amount_sek", "amount") + ROW, "line 2, field amount_sek: .*required"),
        (HEADER + ROW.replace("riket", '"ri"ket'), "costs.csv, line 2: expected quoted fields"),
    ],
)
def test_a_broken_row_is_refused_with_file_line_field_and_what_was_expected(text: str, message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        read_records(text, "costs.csv", UnitCost)


def test_a_statistic_that_is_neither_number_range_nor_qualitative_is_refused() -> None:
    row = "S0001,calibration,level,x,young,16,24,all,all,2016,about five,percent,,s,p,2018,l,high,\n"
    header = ",".join(name for name in Statistic.model_fields if name != "printed")
    with pytest.raises(ExclusimError, match=r"line 2, field value: .*number"):
        read_records(f"{header}\n{row}", "statistics.csv", Statistic)
    assert read_records(f"{header}\n{row.replace('about five', '7.5')}", "s.csv", Statistic)["S0001"].value == 7.5


def test_every_id_of_the_evidence_has_a_citation() -> None:
    for table in (statistics(), unit_costs(), interventions(), validation_cases()):
        for key in table:
            assert source_text(key).strip()


def test_several_ids_are_cited_once_per_work() -> None:
    assert source_text("UC003 UC004") == source_text("UC003")
    both = source_text("S0171 UC003 VC015 M7 §5 IPS-META-RR")
    for word in ("Holmlund", "SCB", "Samordningsförbund", "Eriksson & Rooth", "Scarring", "VanderWeele"):
        assert word in both
    assert source_text("assumption") == "assumption"


def test_a_data_series_is_cited_by_its_file_name() -> None:
    assert "SCB" in source_text("cpi_sweden_scb.csv")


@pytest.mark.parametrize("ids", ["UC999", "UC003 S9999", "M99", "", "unit_costs.csv"])
def test_an_unknown_source_id_is_an_error(ids: str) -> None:
    with pytest.raises(ExclusimError, match="source"):
        source_text(ids)


def test_every_packaged_series_can_be_read_and_has_its_provenance_beside_it() -> None:
    tables = {"statistics.csv", "unit_costs.csv", "interventions.csv", "validation_cases.csv"}
    names = [name for name in data_files() if name.endswith(".csv") and name not in tables]
    assert len(names) == 8
    for name in names:
        assert series(name)
        assert source_text(name) != name
    assert {"README.md", "mechanisms.md"} <= set(data_files())


def test_an_unknown_series_names_those_there_are() -> None:
    with pytest.raises(ExclusimError, match=r"cpi_sweden_scb\.csv"):
        series("cpi.csv")


def test_the_data_hash_is_a_stable_sha256() -> None:
    assert len(bytes.fromhex(data_hash())) == 32
    data_hash.cache_clear()
    first = data_hash()
    data_hash.cache_clear()
    assert data_hash() == first
