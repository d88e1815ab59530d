"""The library of interventions: sourced, with nulls and harms, and ready for the cases they fit."""

from __future__ import annotations

import pytest

from exclusim.calibration.evidence import interventions as evidence
from exclusim.calibration.evidence import source_text
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import ASSUMPTION
from exclusim.scenarios.interventions_library import (
    LibraryEntry,
    intervention,
    interventions,
    misfit,
    with_intervention,
)
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import digest, dump, parse

ALL = interventions()
NAMES = [entry.name for entry in ALL]


def test_the_library_holds_nulls_harms_and_trade_offs_beside_what_helps() -> None:
    assert len(ALL) >= 12
    directions = {entry.name: entry.direction for entry in ALL}
    assert {directions["plug_in"], directions["ny_giv"]} == {"null"}
    assert {directions["early_rehab"], directions["summer_job"]} == {"negative"}
    assert directions["work_first"] == "mixed"
    assert {"ips", "supported_employment", "tutoring", "housing_first", "wage_subsidy", "mst"} <= set(NAMES)


@pytest.mark.parametrize("entry", ALL, ids=NAMES)
def test_every_entry_is_sourced_and_has_both_presets(entry: LibraryEntry) -> None:
    item = entry.intervention
    assert set(entry.evidence) & set(evidence())
    source_text(" ".join(entry.evidence))
    source_text(" ".join(item.source))
    for preset in (item.effects.published, item.effects.optimistic):
        assert preset
        for effect in preset:
            source_text(effect.source)
            assert effect.source != ASSUMPTION or effect.note
    assert all(effect.interval for effect in item.effects.published)
    assert item.all_costs
    for part in item.all_costs:
        assert part.source is not None
        source_text(part.source)
        assert part.log_sd is not None
        assert part.source != ASSUMPTION or part.high / part.low >= 3  # type: ignore[operator]


def test_figures_are_those_of_the_evidence_rows() -> None:
    rows = evidence()
    for name, row, measure in (
        ("ips", "IPS-META-RR", "risk_ratio"),
        ("supported_employment", "SE-SE-DP", "percentage_points"),
        ("tutoring", "TUTOR-META24", "standardised"),
        ("check_connect", "CC-WWC-URBAN", "percentage_points"),
        ("housing_first", "HF-HOUSED", "risk_ratio"),
        ("early_establishment", "GBG-REF-SR", "percentage_points"),
        ("adhd_medication", "ADHD-MED-CRIME-M", "hazard_ratio"),
        ("ny_giv", "NYGIV-NULL", "percentage_points"),
    ):
        first = intervention(name).intervention.effects.published[0]
        assert first.measure == measure
        assert first.published == rows[row].value
    ips = intervention("ips").intervention.effects.published[0]
    assert (ips.low, ips.high) == (rows["IPS-META-RR"].ci_low, rows["IPS-META-RR"].ci_high)
    harm = intervention("early_rehab").intervention.effects.published[0]
    assert 100 * harm.published == rows["EARLY-REHAB-HARM"].value


@pytest.mark.parametrize("case", ["genomsnittskommun", "newcomers"])
def test_what_fits_a_case_becomes_a_scenario_that_survives_being_written_out(case: str) -> None:
    loaded = load(case)
    fitting = [name for name in NAMES if misfit(loaded, name) is None]
    assert len(fitting) >= 5
    for name in fitting:
        wider = with_intervention(loaded, name)
        assert list(wider.scenarios) == [*loaded.scenarios, name]
        assert digest(parse(dump(wider))) == digest(wider)


def test_an_intervention_that_does_not_fit_says_why() -> None:
    with pytest.raises(ExclusimError, match="'tutoring' does not fit the case newcomers: it is for pupils in grade"):
        with_intervention(load("newcomers"), "tutoring")
    twice = with_intervention(load("newcomers"), "ips")
    with pytest.raises(ExclusimError, match="already has a scenario 'ips'"):
        with_intervention(twice, "ips")
    short = load("newcomers")
    population = short.population.model_copy(update={"follow_years": 3})
    with pytest.raises(ExclusimError, match="follows people for 36"):
        with_intervention(short.model_copy(update={"population": population}), "ips")


def test_a_misspelt_name_is_guessed() -> None:
    with pytest.raises(ExclusimError, match="did you mean 'mentoring'"):
        intervention("mentorin")
