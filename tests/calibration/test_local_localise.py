"""From key figures to parameters: the shifts do what they are for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from scipy.special import logit

from exclusim.calibration.local import (
    LocalDocument,
    Observation,
    Request,
    find_place,
    local_draw,
    localise,
    scenario_text,
)
from exclusim.calibration.local.solving import shifted, solve
from exclusim.calibration.local.statistics import local_statistics
from exclusim.calibration.shifts import moved
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.results.run.plan import case_plan
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import load_file

PERSONS = 6_000
CENTRAL = default_world().parameters.central()
UNITS = {name: item.unit for name, item in default_world().parameters.items()}


def _localise(place: str, given: tuple[Observation, ...] = (), case: str = "genomsnittskommun") -> LocalDocument:
    request = Request(find_place(place), load(case), case, given)
    return localise(request, national=CENTRAL, persons=PERSONS)


@cache
def _goteborg() -> LocalDocument:
    return _localise("1480")


def _own(kpi: str, share: float, year: int = 2016, code: str = "1480") -> Observation:
    return Observation(kpi, code, year, share, "egen fil")


def test_solving_recovers_the_shifts_that_made_the_figures() -> None:
    truth = {"N15424": -0.4, "N17464": 0.5, "N02797": -0.3}
    nation = local_statistics(CENTRAL, 1, PERSONS)
    made = local_statistics(shifted(CENTRAL, UNITS, truth), 1, PERSONS)
    differences = {kpi: float(logit(made[kpi]) - logit(nation[kpi])) for kpi in truth}
    found = solve(differences, CENTRAL, UNITS, persons=PERSONS, seed=1)
    # What a few thousand people show is a step function of the shift: several shifts give the same figure.
    assert found.shifts == {kpi: pytest.approx(shift, abs=0.1) for kpi, shift in truth.items()}
    assert found.local == {kpi: pytest.approx(share, abs=0.001) for kpi, share in made.items()}


def test_an_unreachable_figure_stops_at_the_edge_and_is_named() -> None:
    found = solve({"N15424": -40.0}, CENTRAL, UNITS, persons=1_000)
    assert found.out_of_reach == ("N15424",)
    assert found.shifts["N15424"] == -3.0


def test_shares_move_on_the_logit_scale_and_rates_on_the_log_scale() -> None:
    assert logit(moved(0.9, "share", 0.5)) == pytest.approx(logit(0.9) + 0.5)
    assert moved(0.02, "per month", -0.5) == pytest.approx(0.02 * 0.6065306597)


def test_the_simulated_municipality_meets_its_shrunken_figures() -> None:
    for row in _goteborg().statistics:
        assert row.simulated == pytest.approx(row.expected, abs=0.002)
        assert row.shrunk is not None
        moved_by = logit(row.simulated) - logit(row.simulated_nation)
        assert moved_by == pytest.approx(logit(row.shrunk) - logit(row.nation), abs=0.02)


def test_goteborg_has_fewer_eligible_pupils_than_the_nation() -> None:
    figure = next(f for f in _goteborg().figures if f.kpi == "N15424")
    assert figure.local < figure.shrunk < figure.nation
    change = next(p for p in _goteborg().parameters if p.name == "school.grade9_eligible")
    assert change.local < change.national
    assert change.source == "Kolada N15424 2017–2019, 1480"


def test_a_small_municipality_weighs_its_own_figure_less() -> None:
    small = {f.kpi: f.weight for f in _localise("Dals-Ed").figures}
    large = {f.kpi: f.weight for f in _goteborg().figures}
    assert small.keys() == large.keys()
    assert all(small[kpi] < large[kpi] for kpi in small)


def test_schools_that_others_attend_say_little_of_a_municipalitys_own_youth() -> None:
    found = _localise("Mölndal")  # 16–22 % diplomas in its schools, as most of its pupils study in Göteborg
    figure = next(f for f in found.figures if f.kpi == "N17464")
    assert figure.local < 0.25
    assert figure.weight < 0.5
    assert figure.shrunk > 0.4
    assert not any("nivån kan inte nås" in item.reason for item in found.fallbacks)


def test_figures_of_the_nation_itself_change_nothing() -> None:
    nation = _own("N02797", 0.0755, code="0000")  # the same year in both
    found = _localise("1480", (_own("N02797", 0.0755), nation))
    figure = next(f for f in found.figures if f.kpi == "N02797")
    assert figure.shrunk_difference == pytest.approx(0.0, abs=1e-9)


def test_a_given_figure_replaces_the_shipped_ones_and_names_its_nation() -> None:
    figure = next(f for f in _localise("1480", (_own("N02797", 0.12, 2019),)).figures if f.kpi == "N02797")
    assert (figure.years, figure.nation_years) == ([2019], [2016])
    assert "närmaste år 2016" in figure.note
    assert figure.source == "egen fil N02797 2019, 1480"


def test_what_is_unknown_falls_back_to_the_nation_and_is_listed() -> None:
    place = find_place("0180", others=["0180"])
    request = Request(place, load("genomsnittskommun"), "genomsnittskommun", (_own("N02797", 0.06, code="0180"),))
    found = localise(request, national=CENTRAL, persons=PERSONS)
    assert [f.kpi for f in found.figures] == ["N02797"]
    named = " ".join(item.what for item in found.fallbacks)
    assert "N15424" in named
    assert "N17464" in named
    assert "födda" in named
    assert found.births.number == 480
    assert not any(p.name.startswith("school.") for p in found.parameters)


def test_a_place_of_which_nothing_is_known_is_refused() -> None:
    place = find_place("0180", others=["0180"])
    with pytest.raises(ExclusimError, match="nothing is known of Kommun 0180"):
        localise(Request(place, load("genomsnittskommun"), "genomsnittskommun"), persons=PERSONS)


def test_newcomers_cannot_be_localised() -> None:
    with pytest.raises(ExclusimError, match="follows newcomers"):
        _localise("1480", case="newcomers")


def test_the_scenario_file_loads_and_its_parameters_reach_the_run(tmp_path: Path) -> None:
    document = _goteborg()
    file = tmp_path / "goteborg.yaml"
    file.write_text(scenario_text(document, load("genomsnittskommun"), file), encoding="utf-8")
    case = load_file(file)
    assert (case.population.place, case.size) == ("Göteborg", 7195)
    plan = case_plan(case, "published")
    for change in document.parameters:
        assert plan.parameters[change.name].value == pytest.approx(change.local, rel=1e-5)
        assert plan.parameters[change.name].source == f"lokal: {change.source}"
    assert "Källa: Kolada" in file.read_text(encoding="utf-8")


def test_figures_printed_for_another_place_do_not_follow_along(tmp_path: Path) -> None:
    base = load("trelleborg")
    file = tmp_path / "x.yaml"
    file.write_text(scenario_text(replace_case(_goteborg(), "trelleborg"), base, file), encoding="utf-8")
    case = load_file(file)
    assert case.published == ()
    assert case.flat_annuity is not None
    assert case.flat_annuity.excluded == round(60 * case.size / 480)


def test_a_case_of_ones_own_is_extended_from_where_the_file_lies(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    mine = tmp_path / "mine.yaml"
    mine.write_text("exclusim: 1\ncase: mine\nextends: genomsnittskommun\ntitle: Min\n", encoding="utf-8")
    file = tmp_path / "out" / "local.yaml"
    file.write_text(scenario_text(replace_case(_goteborg(), str(mine)), load(mine), file), encoding="utf-8")
    assert "extends: ../mine.yaml" in file.read_text(encoding="utf-8")
    assert load_file(file).population.place == "Göteborg"


def replace_case(document: LocalDocument, case: str) -> LocalDocument:
    return document.model_copy(update={"case": case})


def test_the_shifts_can_be_laid_on_any_draw() -> None:
    draw = default_world().parameters.draw(3, 1)
    moved_draw = local_draw(draw, _goteborg())
    for change in _goteborg().parameters:
        assert moved_draw[change.name] == pytest.approx(moved(draw[change.name], change.unit, change.shift))
    untouched = set(draw.values) - {p.name for p in _goteborg().parameters}
    assert all(moved_draw[name] == draw[name] for name in untouched)


def test_a_calibrated_nation_is_what_is_moved() -> None:
    calibrated = Draw(-1, {**CENTRAL.values, "school.grade9_eligible": 0.8, "rate.unemployed.temporary_job": 0.25})
    document = localise(
        Request(find_place("1480"), load("genomsnittskommun"), "genomsnittskommun"),
        national=calibrated,
        persons=PERSONS,
    )
    changes = {p.name: p for p in document.parameters}
    assert changes["school.grade9_eligible"].national == 0.8
    assert changes["rate.unemployed.temporary_job"].local == pytest.approx(
        moved(0.25, "per month", changes["rate.unemployed.temporary_job"].shift)
    )


def test_births_outside_the_series_are_the_mean_of_the_nearest_years() -> None:
    place = find_place("1480")
    case = load("trelleborg")  # born in 1991, before the series
    births = localise(
        Request(replace(place, births={1999: 10, 2000: 20, 2001: 30, 2015: 900}), case, "trelleborg"),
        national=CENTRAL,
        persons=1_000,
    ).births
    assert (births.number, births.known) == (20, True)
    assert "1999–2001" in births.source
