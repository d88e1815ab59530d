"""From pilot to practice in simulated lives: waves, enrolment, loss of effect, closure, replacement and events."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from exclusim.model.engine import Simulation
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.run.events import NEVER, spared
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import Replicate, replicate, with_draw
from exclusim.scenarios.interventions import Hazard, Intervention
from exclusim.scenarios.library import load
from exclusim.scenarios.risks import Risk
from exclusim.scenarios.schema import Case, Scenario

PERSONS, SEED = 1_000, 11
COST = {"amount": "10 tkr", "per": "person", "payer": {"region": "100 %"}}
EFFECT = {"on": "job_finding", "hazard_ratio": 2, "duration": "24 mån", "source": "SE-SE-DP"}


def case_of(rollout: dict[str, Any] | None = None, risks: list[dict[str, Any]] | None = None, **fields: Any) -> Case:
    """The average municipality, followed to 30, with one scenario ``x``."""
    item = {"name": "x", "label": "X", "starts": "48 mån", "lasts": "12 mån", "reach": "80 %", "cost": COST} | fields
    item.setdefault("effects", {"published": [EFFECT]})
    base = load("genomsnittskommun")
    scenario = Scenario(
        label="X",
        interventions=(Intervention.model_validate(item | {"rollout": rollout}),),
        risks=tuple(Risk.model_validate({"name": "r", "label": "R", "impact": 3} | risk) for risk in risks or []),
    )
    changed = {
        "population": base.population.model_copy(update={"follow_to_age": 30}),
        "appraisal": base.appraisal.model_copy(update={"years": 14}),
        "scenarios": {"x": scenario},
    }
    return base.model_copy(update=changed)


def plan_of(*args: Any, **fields: Any) -> CasePlan:
    return case_plan(case_of(*args, **fields), "published", PERSONS)


def outcome(plan: CasePlan, **values: float) -> Replicate:
    draw = plan.central()
    return with_draw(plan, Draw(0, {**draw.values, **values}), SEED)


def same(one: Replicate, other: Replicate) -> bool:
    a, b = one.accounts["x"], other.accounts["x"]
    fields = ("exclusion", "ordinary", "intervention", "status", "moves", "outcomes", "enrolled")
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in fields)


def cost(found: Replicate, actor: str = "society") -> np.ndarray:
    return found.accounts["x"].intervention[:, REPORTED.index(actor)]


@pytest.mark.parametrize("target", [{}, {"excluded": True}, {"neuropsychiatric": True, "age_to": "22 år"}])
def test_one_wave_of_everybody_is_the_intervention_itself_bit_for_bit(target: dict[str, Any]) -> None:
    plain = outcome(plan_of(target=target))
    assert same(plain, outcome(plan_of({}, target=target)))
    assert same(plain, outcome(plan_of({"waves": [{"share": "100 %"}]}, target=target)))


def test_a_voltage_drop_of_nothing_and_a_context_of_one_change_nothing() -> None:
    waves = {"waves": [{"share": "40 %"}, {"starts": "12 mån", "share": "60 %"}]}
    drop = {"voltage_drop": {"value": "0 %"}, "context": {"value": 1.0}}
    assert same(outcome(plan_of(waves)), outcome(plan_of(waves | drop)))


def test_a_voltage_drop_of_all_leaves_the_pilot_alone_to_act() -> None:
    waves = {"waves": [{"share": "40 %"}, {"starts": "12 mån", "share": "60 %"}], "voltage_drop": {"value": "50 %"}}
    lost = outcome(plan_of(waves), **{"rollout.x.voltage_drop": 1.0})
    pilot = outcome(plan_of({"waves": waves["waves"][:1]}))
    assert np.array_equal(lost.accounts["x"].exclusion, pilot.accounts["x"].exclusion)
    assert lost.reached["x"] > 2 * pilot.reached["x"]


def test_waves_take_their_shares_in_their_months_and_nobody_twice() -> None:
    plan = plan_of({"waves": [{"share": "25 %"}, {"starts": "12 mån", "share": "50 %"}]})
    enrolled = outcome(plan).accounts["x"].enrolled / plan.scale
    expected = {48: 0.8 * 0.25 * PERSONS, 60: 0.8 * 0.5 * PERSONS}  # less the few who have died or left
    assert set(np.flatnonzero(enrolled)) == set(expected)
    for month, number in expected.items():  # fails once in 16 000 seeds; a tenth may have left the country
        share = number / PERSONS
        assert 0.9 * number - 4 * np.sqrt(PERSONS * share) < enrolled[month] < number + 4 * np.sqrt(PERSONS * share)
    assert enrolled.sum() == outcome(plan).reached["x"] / plan.scale


def test_a_wave_of_people_takes_that_many_and_later_waves_others() -> None:
    plan = plan_of({"waves": [{"people": 24}, {"starts": "6 mån", "people": 48}]})
    enrolled = outcome(plan).accounts["x"].enrolled
    assert enrolled[48] == pytest.approx(24, abs=plan.scale)
    assert enrolled[54] == pytest.approx(48, abs=plan.scale)


@pytest.mark.parametrize(("enrolment", "months"), [("monthly", 14), ("yearly", 25)])
def test_those_who_come_to_fit_are_let_in_once_when_enrolment_is_open(enrolment: str, months: int) -> None:
    target = {"activity": ["unemployed"]}
    once = plan_of(target=target, reach="100 %")
    rolling = plan_of({"enrolment": enrolment, "open": f"{months} mån"}, target=target, reach="100 %")
    # Without an effect, who has been unemployed at an intake can be counted in lives without the project.
    fits = np.zeros(PERSONS, np.bool_)
    lives = Simulation.start(rolling.base, rolling.central(), SEED)
    unemployed = [s.activity == "unemployed" for s in rolling.base.world.statuses]
    for month in range(48, 48 + months, 1 if enrolment == "monthly" else 12):
        lives.run(until=month)
        fits |= np.array(unemployed)[lives.people.status]
    empty = plan_of({"enrolment": enrolment, "open": f"{months} mån"}, target=target, reach="100 %", effects={})
    assert outcome(empty).reached["x"] / empty.scale == pytest.approx(fits.sum())
    assert outcome(rolling).reached["x"] > outcome(once).reached["x"]


def test_no_more_take_part_at_the_same_time_than_there_are_places() -> None:
    plan = plan_of({"enrolment": "yearly", "open": "25 mån", "capacity": 24}, reach="100 %")
    enrolled = outcome(plan).accounts["x"].enrolled
    assert enrolled[[48, 60, 72]] == pytest.approx([24, 24, 24], abs=plan.scale)
    assert enrolled.sum() == pytest.approx(72, abs=3 * plan.scale)


def test_a_competitor_that_begins_later_gets_only_those_not_taken() -> None:
    case = case_of(reach="100 %", target={"excluded": True})
    (first,) = case.scenarios["x"].interventions
    later = first.model_copy(update={"name": "y", "starts": 54})
    rolled = Intervention.model_validate(later.model_dump(mode="json") | {"rollout": {"competes_with": ["x"]}})

    def masks(item: Intervention) -> tuple[int, int]:
        both = case.scenarios["x"].model_copy(update={"interventions": (first, item)})
        plan = case_plan(case.model_copy(update={"scenarios": {"x": both}}), "published", PERSONS)
        found = outcome(plan)
        return round(found.accounts["x"].enrolled[48]), round(found.accounts["x"].enrolled[54])

    free, rival = masks(later), masks(rolled)
    assert free[0] == rival[0]
    assert 0 < rival[1] < 0.6 * free[1]  # most of those outside half a year later were so at the start


def test_the_mean_life_of_a_project_is_the_inverse_of_its_hazard() -> None:
    lots = (np.arange(40_000) + 0.5) / 40_000
    months = np.array([Hazard.months_lived(0.2, float(lot)) for lot in np.random.default_rng(1).permutation(lots)])
    assert abs(months.mean() - 60) < 4 * months.std() / np.sqrt(months.size)  # fails once in 16 000 seeds


def test_a_closed_project_costs_and_changes_nothing_more_and_lasting_effects_are_kept_in_part() -> None:
    rollout = {
        "waves": [{"share": "50 %"}, {"starts": "24 mån", "share": "50 %"}],
        "discontinued": {"per_year": "10 %"},
    }
    plan = plan_of(rollout, cost=COST | {"per": "person_month"})
    lot = float(-np.expm1(6 * np.log1p(-0.1 / 12))) - 1e-9  # the sixth month
    assert Hazard.months_lived(0.1, lot) == 6
    draw = Draw(0, {**plan.central().values, "rollout.x.closure_lot": lot})
    closed = with_draw(plan, draw, SEED)
    assert set(np.flatnonzero(cost(closed))) == set(range(48, 54))
    assert closed.accounts["x"].enrolled[72] == 0
    (modifier, _) = plan.under(draw).treatments["x"].modifiers(draw, 100)
    assert np.flatnonzero(modifier.log_ratio).tolist() == list(range(48, 54))
    assert outcome(plan).accounts["x"].enrolled[72] > 0  # the central draw is never closed

    lasting = {"published": [{**EFFECT, "lasting": True, "duration": None}]}
    plan = plan_of(rollout, effects=lasting)
    (modifier, _) = plan.under(draw).treatments["x"].modifiers(draw, 100)
    assert modifier.log_ratio[[53, 54, 99]] == pytest.approx([np.log(2), np.log(2) / 2, np.log(2) / 2])


def test_practice_is_paid_by_others_at_another_cost() -> None:
    rollout = {
        "waves": [{"share": "50 %"}, {"starts": "24 mån", "share": "50 %", "costs": [COST | {"per": "project"}]}],
        "unit_cost": {"value": 0.8},
        "then_paid_by": {"kommun": "100 %"},
    }
    plan = plan_of(rollout)
    found = outcome(plan)
    enrolled = found.accounts["x"].enrolled
    assert cost(found, "region")[48] == pytest.approx(10_000 * enrolled[48])
    assert cost(found, "kommun")[72] == pytest.approx(8_000 * enrolled[72])
    assert cost(found, "region")[72] == pytest.approx(10_000)  # what the wave needs beside
    assert cost(found, "society").sum() == pytest.approx(cost(found, "kommun").sum() + cost(found, "region").sum())


def test_what_is_replaced_is_saved_exactly_from_its_month_until_the_end() -> None:
    waves = {"waves": [{"share": "50 %"}, {"starts": "24 mån", "share": "50 %"}]}
    base = case_of(waves)
    old = Intervention.model_validate(
        {
            "name": "old", "label": "Old", "starts": "48 mån", "lasts": "36 mån",
            "cost": {"amount": "720 tkr", "per": "project", "payer": {"kommun": "100 %"}, "spread": "36 mån"},
        }
    )  # fmt: skip

    def run(rollout: dict[str, Any]) -> Replicate:
        (item,) = case_of(rollout).scenarios["x"].interventions
        both = base.scenarios["x"].model_copy(update={"interventions": (item, old)})
        return outcome(case_plan(base.model_copy(update={"scenarios": {"x": both}}), "published", PERSONS))

    replaces = [{"intervention": "old", "share": "25 %", "from": "12 mån"}]
    without, with_it = run(waves), run(waves | {"replaces": replaces})
    saved = cost(without, "kommun") - cost(with_it, "kommun")
    assert np.flatnonzero(np.abs(saved) > 1e-6).tolist() == list(range(60, 84))
    assert saved[60:84] == pytest.approx(np.full(24, 5_000.0))
    assert np.array_equal(without.accounts["x"].exclusion, with_it.accounts["x"].exclusion)


def test_a_replaced_service_saves_its_share_of_the_groups_real_cost() -> None:
    plain = plan_of()
    lines = [line for line in _lines(plain) if line.kind == "real" and line.scope == "exclusion"]
    service = lines[0].service
    before = outcome(plain)
    found = outcome(plan_of({"replaces": [{"service": service, "share": "10 %"}]}))
    saved = (cost(before) - cost(found))[48:60].sum()
    same_service = np.array([line.service == service and line.kind == "real" for line in _lines(plain)])
    year = before.accounts["x"].by_year[4, same_service].sum()  # months 48 to 59
    assert saved == pytest.approx(0.1 * year)


def _lines(plan: CasePlan) -> list[Any]:
    from exclusim.calibration.costs import cost_book

    return list(cost_book(plan.central(), plan.case.appraisal.price_year))


@pytest.mark.parametrize(
    ("event", "edited"),
    [
        ({"delay": "6 mån"}, {"starts": "54 mån"}),
        ({"cost": "20 %"}, {"cost": COST | {"amount": "12 tkr"}}),
        ({"fidelity": "25 %"}, {"fidelity": "75 %"}),
        ({"take_up": "50 %"}, {"take_up": "50 %"}),
        ({"staff": "50 %"}, {"take_up": "50 %"}),
    ],
)
def test_a_certain_event_equals_the_scenario_edited_by_hand(event: dict[str, Any], edited: dict[str, Any]) -> None:
    threatened = outcome(plan_of(risks=[{"probability": "100 %", "event": event}]))
    by_hand = outcome(plan_of(**edited))
    assert same(threatened, by_hand)
    assert not same(threatened, outcome(plan_of()))


def test_an_event_that_closes_the_project_equals_one_of_that_length() -> None:
    fields = {"cost": COST | {"per": "person_month"}, "lasts": "24 mån"}
    closed = outcome(plan_of(risks=[{"probability": "100 %", "event": {"closed_at": "9 mån"}}], **fields))
    short = {"published": [{**EFFECT, "duration": "9 mån"}]}
    by_hand = outcome(plan_of(**{**fields, "lasts": "9 mån", "effects": short}))
    assert np.array_equal(closed.accounts["x"].exclusion, by_hand.accounts["x"].exclusion)
    assert cost(closed) == pytest.approx(cost(by_hand))


def test_staff_shortage_takes_places_where_the_project_has_them() -> None:
    rollout = {"enrolment": "yearly", "open": "13 mån", "capacity": 48}
    plan = plan_of(rollout, [{"probability": "100 %", "event": {"staff": "50 %"}}])
    assert outcome(plan).accounts["x"].enrolled[48] == pytest.approx(24, abs=plan.scale)


def test_an_event_happens_in_its_share_of_draws_and_can_be_taken_away() -> None:
    plan = plan_of(risks=[{"probability": "30 %", "event": {"cost": "50 %"}}])
    draws = [plan.draw(index, SEED) for index in range(400)]
    happens = np.array([plan.under(draw) is not plan for draw in draws])
    assert abs(happens.mean() - 0.3) < 4 * np.sqrt(0.21 / 400)  # fails once in 16 000 seeds
    assert all(plan.under(spared(draw, ["risk.r"])) is plan for draw in draws)
    assert NEVER > 1
    assert same(replicate(plan, -1, SEED), replicate(plan_of(), -1, SEED))
