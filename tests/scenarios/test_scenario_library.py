"""The shipped cases: they load, are sourced, and meet the published figures by annuity formula."""

from __future__ import annotations

import math

import jsonschema
import pytest
from ruamel.yaml import YAML

from exclusim.model.errors import ExclusimError
from exclusim.model.money import discount_factors
from exclusim.scenarios.json_schema import json_schema
from exclusim.scenarios.library import cases, example, load
from exclusim.scenarios.loading import digest, dump, parse
from exclusim.scenarios.schema import LEVERS, Case, Cohort, Intervention

NAMES = [info.name for info in cases()]


def interventions(case: Case) -> list[Intervention]:
    return [item for scenario in case.scenarios.values() for item in scenario.interventions]


def test_the_eight_cases_are_listed_with_title_and_size() -> None:
    assert NAMES == [
        "etablering",
        "genomsnittskommun",
        "inforande",
        "newcomers",
        "skovde",
        "systemfel",
        "trelleborg",
        "varmdo",
    ]
    assert [info.size for info in cases()] == [100, 480, 480, 10, 539, 480, 480, 585]
    assert all(info.title and info.summary for info in cases())


@pytest.mark.parametrize("name", NAMES)
def test_a_case_bears_its_file_name_and_survives_being_written_out(name: str) -> None:
    case = load(name)
    copy = parse(dump(case))

    assert case.case == name
    assert digest(copy) == digest(case)
    assert copy == case.model_copy(update={"extends": None})


@pytest.mark.parametrize("name", NAMES)
def test_the_json_schema_accepts_every_shipped_case_with_its_quantities_as_text(name: str) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    for text in (example(name), dump(load(name))):
        data = YAML(typ="safe", pure=True).load(text)
        validator.validate(data)
        data["horizon"] = 20
        assert not validator.is_valid(data)


def test_the_json_schema_refuses_a_bare_amount() -> None:
    data = YAML(typ="safe", pure=True).load(example("trelleborg"))
    data["flat_annuity"]["cost_per_person_year"]["public"] = 344
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(data)


@pytest.mark.parametrize("name", NAMES)
def test_what_payers_share_sums_to_the_whole_cost(name: str) -> None:
    costs = [item.cost for item in interventions(load(name)) if item.cost]
    assert all(math.isclose(sum(cost.payer.values()), 1) for cost in costs)


@pytest.mark.parametrize("name", NAMES)
def test_every_effect_has_a_source_and_published_ones_an_interval(name: str) -> None:
    for item in interventions(load(name)):
        assert item.effects.published
        assert item.effects.optimistic
        for effect in (*item.effects.published, *item.effects.optimistic):
            assert effect.on in LEVERS
            assert effect.source
        assert all(effect.log_sd for effect in item.effects.published)


def flat_value(case: Case, per_person_year: float, years: int, excluded: float) -> float:
    flat = case.flat_annuity
    assert flat is not None
    years = min(years, flat.years)
    rate = case.appraisal.discount_rate if flat.discounted else 0.0
    factors = discount_factors(12 * years, 0, rate, case.appraisal.convention)
    return excluded * per_person_year * float(factors.sum()) / 12


def closed_form(case: Case, measure: str) -> float:
    """The published measure by annuity formula: the oracle, written without the engine."""
    flat = case.flat_annuity
    assert flat is not None
    kind, name, horizon, actor = measure.split(".")
    cost = flat.cost_per_person_year
    per_year = {"society": cost.total, "public": cost.public, "kommun": cost.kommun or 0.0}[actor]
    years = case.appraisal.term_years if horizon == "term" else case.appraisal.years
    before = flat_value(case, per_year, years, flat.excluded)
    if kind == "scenarios":
        return before
    (item,) = case.interventions(name)
    assert item.flat is not None
    assert item.cost is not None
    if item.flat.shortens_to is not None:
        after = flat_value(case, per_year, min(years, item.flat.shortens_to), flat.excluded)
    else:
        assert item.flat.prevents is not None
        after = flat_value(case, per_year, years, flat.excluded * (1 - item.flat.prevents))
    return before - after - (item.cost.amount if horizon == "net" else 0.0)


CHECKS = [(name, check.id) for name in NAMES for check in load(name).published]


def test_all_figures_of_the_published_cases_are_checked() -> None:
    assert {check for _, check in CHECKS} == {
        *("VC005", "VC006", "VC007", "VC011", "VC012", "VC013"),
        *("VC027", "VC028", "VC030", "VC031"),
        *("VC052", "VC053", "VC065"),
    }


@pytest.mark.parametrize(("name", "check_id"), CHECKS)
def test_the_flat_annuity_meets_each_published_figure_within_its_last_digit(name: str, check_id: str) -> None:
    case = load(name)
    (check,) = [item for item in case.published if item.id == check_id]
    computed = closed_form(case, check.measure)

    assert check.agrees(computed), f"{computed:,.0f} against {check.value:,.0f}"
    assert not check.agrees(computed + 2.1 * check.tolerance)
    assert not check.agrees(computed - 2.1 * check.tolerance)


def test_a_figure_printed_as_more_than_is_a_lower_bound() -> None:
    (check,) = [item for item in load("newcomers").published if item.id == "VC027"]
    assert check.agrees(20e6)
    assert not check.agrees(19.9e6)


def test_skovde_is_varmdo_with_other_numbers() -> None:
    skovde, varmdo = load("skovde"), load("varmdo")
    assert skovde.extends == "varmdo"
    assert skovde.appraisal == varmdo.appraisal
    assert skovde.flat_annuity is not None
    assert varmdo.flat_annuity is not None
    assert skovde.flat_annuity.cost_per_person_year == varmdo.flat_annuity.cost_per_person_year
    assert isinstance(skovde.population, Cohort)
    assert (skovde.population.place, skovde.population.births) == ("Skövde", 539)


def test_trelleborg_counts_the_years_from_23_through_42_and_follows_people_to_65() -> None:
    case = load("trelleborg")
    assert (case.appraisal.start_month, case.appraisal.end_month, case.months) == (84, 324, 600)


def test_in_trelleborg_the_optimistic_effect_reaches_everybody_but_the_published_one_does_not() -> None:
    (item,) = load("trelleborg").interventions("prevention")
    (published,), (optimistic,) = item.effects_under("published"), item.effects_under("optimistic")
    assert item.target.neuropsychiatric is True
    assert published.target is None
    assert optimistic.target is not None
    assert optimistic.target.everybody


@pytest.mark.parametrize(("name", "hint"), [("trelleborgg", "did you mean 'trelleborg'"), ("xyz", "the cases are")])
def test_an_unknown_case_lists_the_cases(name: str, hint: str) -> None:
    with pytest.raises(ExclusimError, match=hint) as caught:
        load(name)
    assert all(known in str(caught.value) for known in NAMES)
