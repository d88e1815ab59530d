"""The cost book: declared, sourced, used, anchored, and in the prices of its year."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exclusim.calibration.costs import (
    anchors,
    corrected_flat_share,
    cost_book,
    cost_parameters,
    reference_year,
    statement,
)
from exclusim.calibration.costs.anchoring import solve
from exclusim.calibration.costs.book import LINES
from exclusim.calibration.costs.terms import published_price, published_rate
from exclusim.calibration.evidence import source_text, statistics, unit_costs
from exclusim.calibration.prices import price_index
from exclusim.model.errors import ExclusimError
from exclusim.model.money import PUBLIC, Actor, Basis, CostLine, Kind, Scope
from exclusim.model.parameters import Draw, Fixed
from exclusim.model.vocabulary import BURDENS, STATUSES

PARAMETERS = cost_parameters()
CENTRAL = PARAMETERS.central()
draws = st.integers(0, 10_000).map(lambda index: PARAMETERS.draw(index, seed=7))


def changed(**values: float) -> Draw:
    return Draw(-1, {**CENTRAL.values, **{f"cost.{name.replace('__', '.')}": v for name, v in values.items()}})


# A municipality that takes nearly everything leaves the others at their floor.
STRAINED = changed(anchor__municipal_share=0.97)


def line(trigger: str, service: str, book: tuple[CostLine, ...]) -> CostLine:
    (found,) = [item for item in book if item.trigger == trigger and item.service == service]
    return found


# Declarations


def test_every_cost_parameter_is_sourced_in_the_evidence_or_a_declared_assumption() -> None:
    for item in PARAMETERS.values():
        assert item.name.startswith("cost.")
        source_text(item.source)
        if item.is_assumption:
            assert item.note, item.name


def test_every_line_of_the_book_can_be_cited_and_an_anchored_one_cites_its_anchor() -> None:
    for item in cost_book(CENTRAL, 2023):
        assert source_text(item.source)
        assert ("UC116" in item.source) == (item.basis is Basis.ANCHORED)
        assert (item.source == "assumption") == (item.basis is Basis.ASSUMED)


def test_an_assumption_is_uncertain_unless_it_is_a_convention() -> None:
    conventions = {"cost.price_year.assumed_amounts", "cost.anchor.least_factor"}
    fixed = {item.name for item in PARAMETERS.values() if item.is_assumption and isinstance(item.prior, Fixed)}
    assert fixed == conventions


def test_held_out_statistics_are_not_used() -> None:
    for item in PARAMETERS.values():
        for key in item.source.split():
            assert key not in statistics() or statistics()[key].role == "calibration", (item.name, key)


def test_rows_of_mixed_kind_serve_as_anchors_only() -> None:
    for item in PARAMETERS.values():
        if any(unit_costs()[key].is_mixed_kind for key in item.source.split() if key in unit_costs()):
            assert item.name.startswith("cost.anchor."), item.name


def test_a_row_of_mixed_kind_or_a_rate_cannot_be_declared_as_a_unit_cost() -> None:
    with pytest.raises(ValueError, match="UC038 is no unit cost of one kind"):
        published_price("treasury", "UC038")
    with pytest.raises(ValueError, match="UC112 is no unit cost of one kind"):
        published_price("tax", "UC112")
    with pytest.raises(ValueError, match="UC067 states no price year"):
        published_price("care", "UC067")
    with pytest.raises(ValueError, match="UC050 is no rate"):
        published_rate("prison", "UC050")


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_cost_parameter_moves_some_amount(name: str) -> None:
    step = 3.0 if PARAMETERS[name].unit == "year" else 0.01 * PARAMETERS[name].value
    for start in (CENTRAL, STRAINED):
        moved = Draw(-1, {**start.values, name: start[name] - step})
        if [x.amount for x in cost_book(moved, 2023)] != [x.amount for x in cost_book(start, 2023)]:
            return
    pytest.fail(f"{name} changes nothing")


def test_every_trigger_is_a_word_of_the_model() -> None:
    known = {f"activity:{status.activity}" for status in STATUSES}
    known |= {f"support:{status.support}" for status in STATUSES}
    known |= {f"burden:{burden}" for burden in BURDENS}
    known |= {f"event:{status.activity}" for status in STATUSES} | {"event:case_opening"}
    assert {item.trigger for item in LINES} <= known


def test_every_excluded_status_costs_its_payers_something() -> None:
    triggers = {item.trigger for item in LINES if item.scope is Scope.EXCLUSION}
    for status in STATUSES:
        if status.excluded:
            assert f"activity:{status.activity}" in triggers, status.name


def test_no_line_is_declared_twice() -> None:
    keys = [(item.trigger, item.payer, item.kind, item.service) for item in LINES]
    assert len(keys) == len(set(keys))


# Money


def test_transfers_and_revenue_have_a_payee_other_than_the_payer_and_other_kinds_none() -> None:
    for item in cost_book(CENTRAL, 2023):
        assert (item.payee is not None) == (item.kind in (Kind.TRANSFER, Kind.REVENUE))
        assert item.payee is not item.payer


@given(draws)
@settings(max_examples=30, deadline=None)
def test_only_tax_gained_and_the_tax_credit_saved_are_negative(draw: Draw) -> None:
    for item in cost_book(draw, 2023):
        gained = item.service.startswith(("Skatt på", "Uteblivet jobbskatteavdrag"))
        assert (item.amount < 0) == gained, item


def test_lost_production_is_the_published_full_time_worker_times_the_relative_output() -> None:
    book = cost_book(changed(production__relative_output=1.0), 2022)
    amount = line("activity:outside", "Produktionsbortfall", book).amount
    assert 12 * amount == pytest.approx(unit_costs()["UC110"].amount_sek, rel=1e-5)
    partly = line("activity:subsidised_job", "Produktionsbortfall", book).amount
    assert partly == pytest.approx(amount * (1 - CENTRAL["cost.production.subsidised_share"]))


def test_study_and_parental_leave_are_ordinary_life() -> None:
    ordinary = {item.trigger for item in LINES if item.scope is Scope.ORDINARY}
    assert {"activity:upper_secondary", "activity:higher_education", "activity:parental_leave"} <= ordinary
    assert not {item.trigger for item in LINES if item.scope is Scope.EXCLUSION} & ordinary


def test_a_prison_month_costs_the_published_day_times_the_days_of_a_month() -> None:
    amount = line("activity:prison", "Anstalt", cost_book(CENTRAL, 2019)).amount
    assert amount == pytest.approx(3202 * 365.25 / 12)


def test_establishment_allowance_is_the_published_yearly_amount_and_is_not_indexed() -> None:
    for year in (2018, 2023):
        amount = line("support:establishment_allowance", "Etableringsersättning", cost_book(CENTRAL, year)).amount
        assert 12 * amount == pytest.approx(unit_costs()["UC044"].amount_sek)
    earlier = line("support:establishment_allowance", "Etableringsersättning", cost_book(CENTRAL, 2012)).amount
    assert 12 * earlier == pytest.approx(price_index().convert(80_080, 2018, 2012))


def test_a_newcomer_s_grant_moves_money_from_the_state_to_the_municipality() -> None:
    grant = line("event:establishment_programme", "Schablonersättning för nyanlända", cost_book(CENTRAL, 2019))
    assert (grant.payer, grant.payee, grant.kind) == (Actor.OVRIGA, Actor.KOMMUN_SOCIALTJANST, Kind.TRANSFER)
    assert grant.amount == pytest.approx(142_600)


def test_state_and_municipality_share_a_youth_home_and_the_parts_are_its_full_cost() -> None:
    book = cost_book(changed(use__youth_home_share=1.0), 2023)
    fee = line("activity:out_of_home_care", "Placering, SiS-hem (avgift)", book)
    grant = line("activity:out_of_home_care", "Placering, SiS-hem (statsbidrag)", book)
    assert fee.payer.reported == "kommun"
    assert fee.amount + grant.amount == pytest.approx(13_000 * 365.25 / 12)
    assert fee.amount == pytest.approx(2 * grant.amount)


def test_social_assistance_of_a_household_with_assistance_all_year_is_the_yearly_average_over_twelve() -> None:
    draw = changed(benefit__assistance_months_a_year=12.0, benefit__assistance_adults_a_household=1.0)
    amount = line("support:social_assistance", "Ekonomiskt bistånd", cost_book(draw, 2024)).amount
    assert 12 * amount == pytest.approx(unit_costs()["UC020"].amount_sek)


def test_tax_on_a_benefit_is_the_published_rate_on_its_taxable_part() -> None:
    book = cost_book(changed(tax__taxable_share_of_benefit=1.0), 2023)
    benefit = line("activity:disability_pension", "Sjukersättning", book).amount
    tax = [item for item in book if item.trigger == "activity:disability_pension" and "Skatt på" in item.service]
    assert {item.payer for item in tax} == {Actor.KOMMUN_SKATT, Actor.REGION}
    assert sum(item.amount for item in tax) == pytest.approx(-0.3224 * benefit)


# Prices


@given(draws, st.integers(2006, 2024))
@settings(max_examples=25, deadline=None)
def test_the_book_of_another_price_year_differs_by_the_index(draw: Draw, year: int) -> None:
    factor = price_index().factor(2018, year)
    nominal = {"Etableringsersättning", "Etableringstillägg"}
    for now, base in zip(cost_book(draw, year), cost_book(draw, 2018), strict=True):
        if now.service not in nominal:
            assert now.amount == pytest.approx(base.amount * factor)


def test_a_price_year_without_index_is_an_error() -> None:
    with pytest.raises(ExclusimError, match=r"no price index for 2030.*2006 to 2024"):
        cost_book(CENTRAL, 2030)


# Anchors


def test_at_the_centre_the_reference_year_costs_what_is_published() -> None:
    year = reference_year(CENTRAL, 2014)
    cost = {actor: year[actor]["real"] + year[actor]["transfer"] for actor in PUBLIC}
    assert sum(cost.values()) == pytest.approx(unit_costs()["UC116"].amount_sek)
    assert cost["kommun"] == pytest.approx(unit_costs()["UC118"].amount_sek)
    assert not any(anchor.floored for anchor in anchors(CENTRAL, 2014).values())


@given(draws, st.sampled_from([2010, 2014, 2023]))
@settings(max_examples=60, deadline=None)
def test_the_reference_year_sums_to_the_drawn_anchors_of_every_actor(draw: Draw, price_year: int) -> None:
    year = reference_year(draw, price_year)
    found = anchors(draw, price_year)
    anchor_year = round(draw["cost.price_year.anchor"])
    public = price_index().convert(draw["cost.anchor.public"], anchor_year, price_year)
    for actor in PUBLIC:
        cost = year[actor]["real"] + year[actor]["transfer"]
        assert cost == pytest.approx(found[actor].met)
        assert found[actor].factor >= draw["cost.anchor.least_factor"] - 1e-12
        if not any(anchor.floored for anchor in found.values()):
            assert cost == pytest.approx(found[actor].target)
    if not all(found[actor].floored for actor in PUBLIC if actor != "kommun"):
        assert sum(anchor.met for anchor in found.values()) == pytest.approx(public)


def test_where_fixed_costs_already_fill_an_anchor_the_floor_is_reported() -> None:
    found = anchors(STRAINED, 2014)
    assert all(found[actor].floored for actor in PUBLIC if actor != "kommun")
    assert all(anchor.met > anchor.target for actor, anchor in found.items() if actor != "kommun")
    assert found["kommun"].met == pytest.approx(found["kommun"].target)


def test_an_actor_at_its_floor_leaves_less_to_the_others_and_the_public_total_holds() -> None:
    fixed = {"kommun": 10.0, "a": 0.0, "b": 0.0}
    scalable = {"kommun": 10.0, "a": 100.0, "b": 100.0}
    found = solve(100.0, 40.0, {"a": 1.0, "b": 9.0}, fixed, scalable, least=0.1)
    assert [(found[x].met, found[x].floored) for x in "ab"] == [(10.0, True), (50.0, False)]
    assert (found["kommun"].met, found["kommun"].factor) == (40.0, 3.0)


def test_at_the_centre_nobody_uses_more_than_a_full_place() -> None:
    factor = anchors(CENTRAL, 2014)["kommun"].factor
    housing = CENTRAL["cost.use.secondary_housing.homelessness"]
    housing += CENTRAL["cost.use.emergency_nights.homelessness"] / (365.25 / 12)
    places = ("everyday_support.mental_ill_health", "misuse_housing.misuse", "daily_occupation.compensation")
    for place in (housing, *(CENTRAL[f"cost.use.{name}"] for name in places)):
        assert factor * place <= 1.05


@given(draws)
@settings(max_examples=20, deadline=None)
def test_only_service_use_of_basis_anchored_is_scaled(draw: Draw) -> None:
    doubled = Draw(draw.index, {**draw.values, "cost.anchor.public": 2 * draw["cost.anchor.public"]})
    for before, after in zip(cost_book(draw, 2023), cost_book(doubled, 2023), strict=True):
        if before.basis is Basis.ANCHORED:
            assert before.kind is Kind.REAL
            assert after.amount >= before.amount
        else:
            assert after.amount == before.amount


def test_lost_taxes_lie_outside_the_anchor() -> None:
    without = changed(tax__municipal=0.0, tax__regional=0.0, tax__employer_fee=0.0)
    assert reference_year(without, 2014)["kommun"]["revenue"] == 0.0
    for actor in PUBLIC:
        assert reference_year(without, 2014)[actor]["real"] == pytest.approx(
            reference_year(CENTRAL, 2014)[actor]["real"]
        )


@given(draws)
@settings(max_examples=30, deadline=None)
def test_the_corrected_flat_share_is_the_part_of_the_public_cost_that_is_not_transfers(draw: Draw) -> None:
    share = corrected_flat_share(draw)
    year = reference_year(draw, 2023)
    transfers = sum(year[actor]["transfer"] for actor in PUBLIC)
    real = sum(year[actor]["real"] for actor in PUBLIC)
    assert 0 < share < 1
    assert share == pytest.approx(real / (real + transfers))


# Telling


def test_the_statement_sorts_every_service_by_how_well_founded_it_is() -> None:
    said = statement()
    assert [item.basis for item in said] == list(Basis)
    assert {service for item in said for service in item.services} == {item.service for item in LINES}
    assert all(item.services and item.explanation for item in said)


def test_the_book_is_a_pure_function_of_the_draw() -> None:
    draw = PARAMETERS.draw(3, seed=1)
    assert cost_book(draw, 2023) == cost_book(replace(draw), 2023)


def test_a_book_takes_milliseconds() -> None:
    draw = PARAMETERS.draw(0, seed=1)
    fastest = min(_seconds(draw) for _ in range(20))
    assert fastest < 0.005


def _seconds(draw: Draw) -> float:
    start = time.perf_counter()
    cost_book(draw, 2023)
    return time.perf_counter() - start
