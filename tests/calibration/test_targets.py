"""Rows of published statistics as targets: values, errors, groups, and reasons for what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exclusim.calibration.evidence import Statistic, statistics
from exclusim.calibration.targets import Target, Unmapped, targets
from exclusim.calibration.targets.rules import MODULES, find_rule
from exclusim.calibration.targets.rules.population import population
from exclusim.calibration.targets.rules.reasons import NO_RULE
from exclusim.calibration.targets.tolerance import CONFIDENCE, era_spread, scale_of
from exclusim.calibration.targets.who import background


def row(**changes: Any) -> Statistic:
    """A row of statistics like S0073, with changes."""
    cells = {
        "id": "S9001", "role": "calibration", "kind": "level", "indicator": "social_assistance_share",
        "population": "ever in year", "age_from": "18", "age_to": "24", "sex": "all", "background": "all",
        "year": "2016", "value": "7.1", "unit": "percent", "se_or_n": "", "source": "Ung idag", "publisher": "MUCF",
        "published_year": "2018", "locator": "x", "confidence": "high", "note": "",
    }  # fmt: skip
    return Statistic.model_validate({**cells, **changes})


def only(found: Statistic) -> Target:
    mapped, _ = targets([found])
    assert len(mapped) == 1
    return mapped[0]


def reason(found: Statistic) -> str:
    mapped, rest = targets([found])
    assert not mapped
    return rest[0].reason


def test_every_published_row_is_either_a_target_or_has_a_reason() -> None:
    mapped, rest = targets(statistics().values())
    assert sorted([*(t.id for t in mapped), *(u.id for u in rest)]) == sorted(statistics())
    assert all(u.reason and u.reason != NO_RULE for u in rest)


def test_most_calibration_rows_can_be_measured_in_many_independent_groups() -> None:
    mapped, _ = targets(statistics().values())
    fitted = [t for t in mapped if t.role == "calibration"]
    assert len(fitted) >= 200
    assert len({t.group for t in fitted}) >= 30


def test_a_group_weighs_as_one_observation() -> None:
    mapped, _ = targets(statistics().values())
    for group in {t.group for t in mapped if t.role == "calibration"}:
        of_group = [t.weight**2 for t in mapped if t.role == "calibration" and t.group == group]
        assert sum(of_group) == pytest.approx(1.0)


def test_held_out_rows_change_nothing_in_a_fit() -> None:
    changed = [
        r.model_copy(update={"value": 99.0, "printed": "99"}) if r.role == "validation" else r
        for r in statistics().values()
    ]
    without = [r for r in statistics().values() if r.role != "validation"]

    def fitted(rows: list[Statistic]) -> list[Target]:
        return [t for t in targets(rows)[0] if t.role == "calibration"]

    assert fitted(changed) == fitted(without) == fitted(list(statistics().values()))


def test_shares_are_fractions_and_rates_are_per_person_year() -> None:
    assert only(row()).value == pytest.approx(0.071)
    death = statistics()["S0677"]
    assert scale_of(death) == 1e-5
    assert only(death).value == pytest.approx(42.6e-5)
    assert only(statistics()["S0343"]).value == pytest.approx(0.053)


@pytest.mark.parametrize(("sure", "unsure"), [("high", "medium"), ("medium", "low")])
def test_the_error_grows_as_confidence_falls(sure: str, unsure: str) -> None:
    assert only(row(confidence=sure)).se < only(row(confidence=unsure)).se


def test_a_headline_figure_is_less_certain_than_one_with_decimals() -> None:
    assert only(row(value="3")).se > only(row(value="3.00")).se


def test_a_share_and_its_complement_are_equally_uncertain() -> None:
    low = only(row(indicator="diploma_within_4y", age_from="16", age_to="20", value="16.0"))
    high = only(row(indicator="diploma_within_4y", age_from="16", age_to="20", value="84.0"))
    assert low.se == pytest.approx(high.se)


def test_a_printed_confidence_interval_gives_the_sampling_error_of_a_ratio() -> None:
    target = only(statistics()["S0276"])  # 12.05, 95 % CI 10.30–14.09
    assert target.se > 12.05 * CONFIDENCE["high"]
    wider = statistics()["S0276"].model_copy(update={"se_or_n": "95% CI 5.00-29.00"})
    assert only(wider).se > target.se


def test_few_deaths_make_a_death_rate_uncertain() -> None:
    few = statistics()["S0677"].model_copy(update={"se_or_n": "deaths=5"})
    assert only(few).se > 0.4 * only(few).value


@given(st.floats(0.1, 99.9))
def test_every_share_has_a_positive_error_smaller_than_half(value: float) -> None:
    assert 0 < only(row(value=f"{value:.1f}")).se < 0.5


def test_eligibility_before_the_reform_of_2011_is_another_statistic() -> None:
    old = row(indicator="grade9_eligible_upper_secondary", age_from="15", age_to="16", year="2008", value="88.9")
    assert "2011" in reason(old)
    assert only(old.model_copy(update={"year": "2014"})).age_from == 16


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("parents compulsory only", "compulsory"), ("parents low education", "compulsory"),
        ("Parents post-secondary", "post_secondary"), ("parents high education", "post_secondary"),
        ("parents medium education", "upper_secondary"),
    ],
)  # fmt: skip
def test_spellings_of_parents_education_mean_the_same(text: str, level: str) -> None:
    who = background(text, "all")
    assert who is not None
    assert who.traits == (("parental_education", level),)


def test_own_education_is_a_school_record() -> None:
    who = background("advanced education", "women")
    assert who is not None
    assert who.records == ("post_secondary",)
    assert 0 < who.groups().sum() < who.groups().size


def test_a_background_that_the_model_lacks_is_named_in_the_reason() -> None:
    assert "left-handed" in reason(row(background="left-handed"))


def test_an_unknown_indicator_says_so() -> None:
    assert reason(row(indicator="share_who_own_a_boat")) == NO_RULE


def test_ages_beyond_the_simulated_are_cut_only_where_few_are_concerned() -> None:
    unemployed = row(indicator="unemployment_rate_LFS", age_from="15", age_to="74", value="6.4")
    assert (only(unemployed).age_from, only(unemployed).age_to) == (16, 65)
    employed = row(indicator="employment_rate_LFS", age_from="15", age_to="74", value="67.4")
    assert "above 65" in reason(employed)


def test_a_number_of_persons_becomes_a_share_of_the_population_of_its_year() -> None:
    people = population(19, 29, "all", 2015)
    assert people is not None
    assert only(statistics()["S0043"]).value == pytest.approx(47_000 / people)
    assert population(19, 29, "all", 1950) is None


def test_men_and_women_add_up_to_the_population() -> None:
    both = [population(20, 24, sex, 2012) for sex in ("men", "women")]
    assert population(20, 24, "all", 2012) == pytest.approx(sum(part or 0.0 for part in both))


def test_flows_are_rescaled_for_the_self_employed_that_the_model_lacks() -> None:
    mapped, _ = targets(statistics().values())
    leaving = {t.indicator: t.value for t in mapped if t.indicator.startswith("quarterly_transition_temporary_job_to")}
    assert sum(leaving.values()) == pytest.approx(1.0, abs=0.005)


def test_counts_of_employed_refugees_are_compared_with_the_fourth_year_of_the_same_reception() -> None:
    mapped, rest = targets(statistics().values())
    found = {t.id: t.value for t in mapped}
    assert found["S0740"] == pytest.approx(59 / 737)  # women received in 2000
    assert "S0748" in {u.id for u in rest}  # the fourth year itself
    alone = targets([statistics()["S0740"]])
    assert alone[0] == ()
    assert isinstance(alone[1][0], Unmapped)


def test_every_rule_module_declares_at_least_one_rule() -> None:
    for module in MODULES:
        assert any(find_rule(r.indicator) and find_rule(r.indicator).measure.__module__ == module.__name__  # type: ignore[union-attr]
                   for r in statistics().values())  # fmt: skip


def test_the_documentation_gives_the_numbers_of_rows() -> None:
    page = (Path(__file__).parents[2] / "docs" / "validation.md").read_text(encoding="utf-8")
    mapped, rest = targets(statistics().values())
    for role in ("calibration", "context", "validation"):
        yes, no = (sum(item.role == role for item in items) for items in (mapped, rest))
        assert f"| {role} | {yes + no} | {yes} | {no} |" in page
    assert f"There are {len({t.group for t in mapped if t.role == 'calibration'})} groups" in page


@pytest.mark.parametrize(
    ("unit", "value", "natural"),
    [
        ("per 1000 insured", "53", 0.053),
        ("per 10 000", "53", 0.0053),
        ("percent of adults", "53", 0.53),
        ("share", "0.53", 0.53),
    ],
)
def test_a_share_may_be_printed_in_any_unit(unit: str, value: str, natural: float) -> None:
    target = only(row(unit=unit, value=value))
    assert target.value == pytest.approx(natural)
    assert target.unit == "share"


@pytest.mark.parametrize("value", ["140", "-3"])
def test_an_impossible_share_is_refused_with_the_printed_number(value: str) -> None:
    assert f"{value} percent is impossible" in reason(row(value=value))


def test_a_share_of_zero_is_uncertain_by_its_rounding() -> None:
    assert only(row(value="0")).se == pytest.approx(0.01 / 12**0.5)


def test_a_range_is_read_as_its_middle_with_the_range_as_error() -> None:
    target = only(statistics()["S0335"])  # 8–10
    assert target.value == 9
    assert target.se > 2 / (2 * 1.96)


def test_the_school_record_is_no_background_of_what_happens_in_school() -> None:
    later = row(indicator="higher_education_start_by_24", age_from="24", age_to="24", background="advanced education")
    assert "only fixed traits" in reason(later)


def test_several_backgrounds_are_read_together() -> None:
    both = only(row(background="foreign born, parents compulsory only"))
    assert set(both.who.traits) == {("origin", "foreign_born"), ("parental_education", "compulsory")}


def test_a_background_published_for_one_year_is_as_uncertain_between_years_as_everybody() -> None:
    parents = next(target for target in targets(statistics().values())[0] if target.id == "S0124")
    spread = era_spread(parents.indicator, everybody=True)
    assert era_spread(parents.indicator, everybody=False) is None
    assert spread is not None
    odds = parents.value * (1 - parents.value)
    assert parents.se > odds * (CONFIDENCE["high"] ** 2 + spread**2) ** 0.5 > 1.5 * odds * CONFIDENCE["high"]


def test_classes_that_the_source_draws_otherwise_have_a_wider_tolerance() -> None:
    found = {target.id: target for target in targets(statistics().values())[0]}
    relative = {key: found[key].se / (found[key].value * (1 - found[key].value)) for key in ("S0425", "S0429")}
    assert relative["S0425"] < 0.1
    assert relative["S0429"] > 0.25
