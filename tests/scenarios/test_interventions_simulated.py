"""What the fields of a logic model do in simulated lives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from exclusim.model.engine import Run, Simulation, simulate
from exclusim.model.expected import expected
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.interventions_library import intervention, with_intervention
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case, Scenario

PERSONS = 4_000
SEED = 7


def case_with(base: str, **fields: Any) -> Case:
    """A shipped case with the one scenario ``x``."""
    item = Intervention.model_validate({"name": "x", "label": "X", "lasts": "12 mån", **fields})
    return load(base).model_copy(
        update={"scenarios": {"x": Scenario(label="X", interventions=(item,))}, "published": ()}
    )


def effect(**fields: Any) -> dict[str, Any]:
    return {
        "published": [{"on": "job_finding", "hazard_ratio": 2, "duration": "24 mån", "source": "SE-SE-DP", **fields}]
    }


def lives(plan: CasePlan, scenario: str, threads: int = 1) -> Run:
    """One cohort under a scenario, all parameters at their central values."""
    draw, treatment = plan.central(), plan.treatments[scenario]
    group = replace(plan.base, modifiers=treatment.modifiers(draw, plan.base.months), reaches=treatment.reaches_from(0))
    return simulate(group, draw, SEED, histories=True, threads=threads)


def same_lives(one: Run, other: Run) -> bool:
    assert one.spells is not None
    assert other.spells is not None
    pairs = (
        (getattr(one.spells, name), getattr(other.spells, name)) for name in ("first", "month", "status", "burdens")
    )
    return all(np.array_equal(a, b) for a, b in pairs) and np.array_equal(one.panel.moves, other.panel.moves)


@pytest.mark.parametrize(
    ("target", "fields"),
    [
        ({}, {}),
        ({"neuropsychiatric": True}, {"ramp_up": "3 mån", "fidelity": "50 %", "drop_out": {"share": "30 %"}}),
        ({"activity": ["unemployed"], "age_to": "24 år"}, {"starts": "48 mån", "take_up": "60 %"}),
    ],
)
def test_an_intervention_with_hazard_ratio_one_changes_no_life(target: dict[str, Any], fields: dict[str, Any]) -> None:
    plan = case_plan(
        case_with("genomsnittskommun", target=target, effects=effect(hazard_ratio=1), **fields), "published", PERSONS
    )
    with_it = lives(plan, "x")
    assert with_it.people.reached.any()
    assert same_lives(with_it, lives(plan, "baseline"))


def test_a_filter_reaches_exactly_those_who_fit_when_it_begins_whatever_the_threads() -> None:
    target = {"excluded": True, "burdens": ["mental_ill_health"], "months_from": "3 mån", "sex": ["woman"]}
    plan = case_plan(
        case_with("genomsnittskommun", target=target, starts="60 mån", reach="70 %", effects=effect()),
        "published",
        9_000,
    )
    before = Simulation.start(plan.base, plan.central(), SEED)
    before.run(until=60)
    (reach,) = plan.treatments["x"].reaches
    assert reach.eligible is not None
    fits = reach.eligible.holds(before.people, 60, plan.base.world.statuses)
    fits &= reach.matches()[before.people.cell]
    stayed = 60 - before.people.since.astype(int)
    excluded = np.array([status.excluded for status in plan.base.world.statuses])[before.people.status]
    assert (excluded & (stayed >= 3) & (before.people.burdens & 1 == 1))[fits].all()

    run = lives(plan, "x")
    reached = run.people.reached.astype(bool)
    assert fits[reached].all()
    assert abs(reached.sum() / fits.sum() - 0.7) < 4 * np.sqrt(0.21 / fits.sum())  # fails once in 16 000 seeds
    assert same_lives(run, lives(plan, "x", threads=2))


def test_a_filter_changes_nobody_whom_it_does_not_reach_and_nothing_before_it_begins() -> None:
    plan = case_plan(
        case_with("genomsnittskommun", target={"activity": ["unemployed"]}, starts="60 mån", effects=effect()),
        "published",
        PERSONS,
    )
    without, with_it = lives(plan, "baseline"), lives(plan, "x")
    np.testing.assert_array_equal(without.panel.moves[:60], with_it.panel.moves[:60])
    others = with_it.people.reached == 0
    assert not same_lives(without, with_it)
    for column in ("status", "burdens", "record", "since", "switches"):
        ends = getattr(without.people, column), getattr(with_it.people, column)
        np.testing.assert_array_equal(ends[0][others], ends[1][others])


def test_only_simulation_knows_who_fits_a_filter() -> None:
    plan = case_plan(case_with("newcomers", target={"excluded": True}, effects=effect()), "published", 100)
    with pytest.raises(ValueError, match="only simulation follows"):
        expected(replace(plan.base, reaches=plan.treatments["x"].reaches), plan.central())


def test_components_reach_the_people_who_are_paid_for() -> None:
    effects = effect(target={"sex": ["woman"]})
    plan = case_plan(case_with("genomsnittskommun", take_up="40 %", effects=effects), "published", PERSONS)
    reached = lives(plan, "x").people.reached
    own, part = (reached & 1) != 0, (reached & 2) != 0
    assert part.any()
    assert own[part].all()
    assert abs(own.mean() - 0.4) < 4 * np.sqrt(0.24 / PERSONS)  # fails once in 16 000 seeds


def test_the_effect_in_a_draw_is_what_dose_design_ramp_and_announcement_leave_of_the_published_one() -> None:
    fields = {"starts": "12 mån", "ramp_up": "3 mån", "fidelity": "50 %"}
    effects = effect(design="before_after", announcement="2 mån")
    plan = case_plan(case_with("newcomers", **fields, effects=effects), "published", 100)
    draw = plan.draw(3, 1)
    assert draw["design_discount.before_after"] != 0.5
    (modifier,) = plan.treatments["x"].modifiers(draw, 60)
    full = np.log(2) * 0.5 * draw["design_discount.before_after"]
    np.testing.assert_allclose(modifier.log_ratio[[9, 10, 11, 12, 15, 35, 36]] / full, [0, 1, 1, 0.25, 1, 1, 0])
    named = case_plan(
        case_with("newcomers", effects=effect(name="work", design="expert", design_discount="70 %")), "published", 100
    )
    assert "effect.x.x.work" in named.parameters
    assert "design_discount.expert" not in named.parameters
    (modifier,) = named.treatments["x"].modifiers(named.central(), 24)
    assert modifier.log_ratio[0] == pytest.approx(0.7 * np.log(2))


def test_costs_in_parts_are_added_with_their_own_time_payer_and_uncertainty() -> None:
    staff = {"amount": "1 tkr", "per": "person_month", "payer": {"region": "100 %"}, "low": "500 kr", "high": "2 tkr"}
    evaluation = {"amount": "300 tkr", "per": "project", "payer": {"kommun": "50 %", "region": "50 %"}}
    last = {"after": "12 mån", "spread": "3 mån", "part": "evaluation"}
    fields = {"reach": "50 %", "drop_out": {"share": "50 %"}, "costs": [staff, {**evaluation, **last}]}
    plan = case_plan(case_with("newcomers", **fields, effects=effect()), "published", 1_000)
    assert plan.parameters["project_cost.x.0"].source == "assumption"
    assert "project_cost.x.1" not in plan.parameters
    found = replicate(plan, 2, 1)
    cost, ratio = found.accounts["x"].intervention, found.draw["project_cost.x.0"]
    kommun, region = (found.accounts["x"].intervention[:, column] for column in _columns("kommun", "region"))
    attended = plan.treatments["x"].interventions[0].months_attended
    assert ratio != 1
    assert region[:12].sum() == pytest.approx(1_000 * ratio * found.reached["x"] * attended)
    np.testing.assert_allclose(kommun[10:17], [0, 0, 50_000, 50_000, 50_000, 0, 0])
    assert cost[:, _columns("society")[0]].sum() == pytest.approx(region.sum() + kommun.sum())


def _columns(*actors: str) -> list[int]:
    from exclusim.model.money import REPORTED

    return [REPORTED.index(actor) for actor in actors]


def test_the_gothenburg_trial_is_a_speed_up_that_the_others_catch_up_with() -> None:
    """The trial: 10–20 points for three years after the programme year, then both groups at about a half in work."""
    plan = case_plan(with_intervention(load("newcomers"), "early_establishment"), "published", 12_000)
    with_it, without = (_working(lives(plan, name), plan) for name in ("early_establishment", "baseline"))
    points = 100 * (with_it - without)
    # Paired lives: the standard error of a yearly difference is below 0.5 points (shares of 12 000 people).
    assert 10 < points[1] < 20
    assert 10 < points[2] < 20
    assert 10 < points[1:4].mean() < 20
    assert (np.abs(points[6:]) < 4).all()
    assert 0.4 < without[3] < 0.6
    assert (np.diff(points[2:8]) < 0).all()


def _working(run: Run, plan: CasePlan) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Share of the group at work in a mean month of each year."""
    works = np.array([status.works for status in plan.base.world.statuses])
    monthly = run.panel.status[:, works].sum(axis=1) / plan.persons
    return np.asarray(monthly.reshape(-1, 12).mean(axis=1))


def test_a_null_intervention_costs_and_changes_nothing_at_its_central_value() -> None:
    plan = case_plan(with_intervention(load("genomsnittskommun"), "plug_in"), "published", 2_000)
    assert same_lives(lives(plan, "plug_in"), lives(plan, "baseline"))
    assert plan.treatments["plug_in"].interventions[0].all_costs


def test_a_harmful_intervention_leads_more_people_into_disability_pension() -> None:
    assert intervention("early_rehab").direction == "negative"
    plan = case_plan(with_intervention(load("genomsnittskommun"), "early_rehab"), "published", 60_000)
    entering = [
        status.activity in ("activity_compensation", "disability_pension") for status in plan.base.world.statuses
    ]
    months = [int(lives(plan, name).panel.status[120:180][:, entering].sum()) for name in ("early_rehab", "baseline")]
    assert months[0] > months[1]


def test_filters_work_where_agencies_act() -> None:
    case = load("etablering")
    shorter = {
        "population": case.population.model_copy(update={"follow_years": 5}),
        "appraisal": case.appraisal.model_copy(update={"years": 5}),
    }
    item = Intervention.model_validate(
        {"name": "x", "label": "X", "lasts": "12 mån", "starts": "24 mån", "target": {"excluded": True},
         "effects": effect(hazard_ratio=3)}
    )  # fmt: skip
    changed = case.scenarios["langre_program"].model_copy(update={"interventions": (item,)})
    plan = case_plan(case.model_copy(update={**shorter, "scenarios": {"x": changed}}), "published", 300)
    found = replicate(plan, -1, 1)
    assert 0 < found.reached["x"] < case.size
    before, after = found.accounts["baseline"].status[:2], found.accounts["x"].status[:2]
    np.testing.assert_array_equal(before, after)  # neither the filter nor the longer programme acts before month 24
