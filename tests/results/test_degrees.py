"""Three degrees of success: what each counts, and which system faults the third one mends."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.test_report_page import outline

from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.degrees import DegreesDocument, DegreesOptions, run_degrees
from exclusim.results.degrees.assumptions import PARAMETERS
from exclusim.results.degrees.mended import MOST, Cohort, met_by_clients, reform
from exclusim.results.degrees.page import render_degrees
from exclusim.results.degrees.value import Worth, dip, of_reform, of_scenario, over_cohorts
from exclusim.results.degrees.widen import WIDE, prepare
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.plan import BASELINE, displacement_name
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import parse
from exclusim.scenarios.schema import Case

REPLICATES = 4

_IDEA = """
exclusim: 1
case: ide
extends: genomsnittskommun
title: En idé
summary: Ett projekt för hälften av dem det är till för
scenarios:
  studiestod: null
  jobbstod: null
  projekt:
    label: Projektet
    interventions:
      - name: stod
        label: Stöd
        reach: 50 %
        starts: 48 mån
        lasts: 24 mån
        cost: {amount: 3 Mkr, per: project, payer: {region: 100 %}, spread: 12 mån}
        displacement: 20 %
        effects:
          published:
            - {on: job_finding, hazard_ratio: RATIO, lasting: true, source: DROPOUT-META}
"""


_RULES = """
exclusim: 1
case: regel
extends: genomsnittskommun
title: En regel
summary: Sammansatta behov möts alltid gemensamt
scenarios:
  studiestod: null
  jobbstod: null
  samordning:
    label: Alltid gemensamt
    without: [uncoordinated]
"""


def _rule_case() -> Case:
    return parse(_RULES)


def _idea(ratio: float = 1.5) -> Case:
    return parse(_IDEA.replace("RATIO", str(ratio)))


@pytest.fixture(scope="module")
def document() -> DegreesDocument:
    return run_degrees(_idea(), DegreesOptions(replicates=REPLICATES, threads=2))


ONE = Worth(np.array([100.0, -20.0]), np.array([30.0, 5.0]))


def test_successive_cohorts_are_worth_a_geometric_sum() -> None:
    found = over_cohorts(ONE, rate=0.04, delay=2.5, cohorts=10, dip_years=0.0, dip_loss=1.0)
    factor = 1.04**-2.5 * (1 - 1.04**-10) / (1 - 1 / 1.04)
    np.testing.assert_allclose(found.value, ONE.value * factor)


def test_one_cohort_at_once_is_worth_what_the_project_is() -> None:
    found = over_cohorts(ONE, rate=0.04, delay=0.0, cohorts=1, dip_years=0.0, dip_loss=1.0)
    np.testing.assert_allclose(found.value, ONE.value)


def test_the_dip_after_a_shift_takes_gain_from_the_first_cohorts_and_never_cost() -> None:
    found = over_cohorts(ONE, rate=0.0, delay=0.0, cohorts=5, dip_years=1.25, dip_loss=0.4)
    np.testing.assert_allclose(found.gain, ONE.gain * (0.6 + 0.9 + 3))
    np.testing.assert_allclose(found.cost, ONE.cost * 5)


def test_the_first_degree_is_the_scenario_as_a_run_values_it(document: DegreesDocument) -> None:
    run = run_case(_idea(), RunOptions(replicates=REPLICATES)).document
    net = run.differences["projekt"].net
    for actor in REPORTED:
        assert document.degrees[0].value[actor].mean == pytest.approx(net[actor].mean, rel=1e-9, abs=1.0)
    reached = run.differences["projekt"].effectiveness
    assert reached is not None
    assert document.degrees[0].reached == reached.reached


def test_a_project_that_reaches_everybody_and_already_carries_the_loss_at_scale_is_ordinary_practice() -> None:
    idea = prepare(load("trelleborg"), "prevention", 480)
    assert idea.carried()
    draw = idea.tied(idea.plan.draw(0, 1))
    found = with_draw(idea.scaled(0.42), draw, 7)
    project, practice = (of_scenario(idea.plan, found, name) for name in ("prevention", WIDE))
    np.testing.assert_array_equal(project.value, practice.value)


def test_ordinary_practice_reaches_all_at_the_same_cost_per_person(document: DegreesDocument) -> None:
    first, second, _ = document.degrees
    assert first.reached is not None
    assert second.reached is not None
    assert second.reached.mean == document.cohort
    # Half of 480 lots, five standard deviations of a binomial over all replicates: error below 1e-6.
    assert abs(first.reached.mean - 240) < 5 * np.sqrt(480 * 0.25 / REPLICATES)
    case = prepare(_idea(), None, None).plan.case
    costs = [case.scenarios[name].interventions[0].cost for name in ("projekt", WIDE)]
    assert [cost.amount for cost in costs if cost is not None] == [3e6, 6e6]


def test_an_effect_loses_strength_at_scale_once_and_is_the_same_draw_in_project_and_practice() -> None:
    idea = prepare(_idea(), None, None)
    plan = idea.scaled(0.4)
    ((effect, *_, name),) = plan.treatments[WIDE].effects
    ((own, *_, own_name),) = plan.treatments["projekt"].effects
    assert (own.scale, effect.scale) == (1.0, 0.4)
    draw = idea.tied(idea.plan.draw(3, 1))
    assert draw[name] == draw[own_name]
    stod = idea.own[0]
    assert draw[displacement_name(WIDE, stod)] == draw[displacement_name("projekt", stod)]
    carried = prepare(load("trelleborg"), "prevention", None)
    assert {effect.scale for effect, *_ in carried.scaled(0.33).treatments[WIDE].effects} == {0.42}


def test_the_expected_value_is_probability_times_value_over_the_degrees(document: DegreesDocument) -> None:
    first, second, third = document.degrees
    assert first.probability.p5 == first.probability.p95 == 1.0
    assert 0.002 <= third.probability.p5 <= third.probability.p95 <= 0.03
    for actor in REPORTED:
        total = sum(degree.expected[actor].mean for degree in document.degrees)
        assert document.expected_value[actor].mean == pytest.approx(total, abs=1.0)
        assert second.expected[actor] == document.next[0].worth[actor]
        opened = second.expected[actor].mean + third.expected[actor].mean
        assert document.next[0].budget[actor].mean == pytest.approx(opened, abs=1.0)
        assert document.next[1].budget[actor] == document.next[1].worth[actor]
        point = document.next[0].percentage_point[actor].mean
        assert point == pytest.approx(0.01 * second.value[actor].mean)


def test_the_faults_that_clients_meet_most_are_mended_and_stand_on_the_page(document: DegreesDocument) -> None:
    assert {fault.name for fault in document.faults} == {fault.name for fault in FAULTS}
    months = [fault.months_per_client for fault in document.faults]
    assert months == sorted(months, reverse=True)
    assert [fault.mended for fault in document.faults] == [True] * MOST + [False] * (len(FAULTS) - MOST)
    assert not document.faults_named
    assert any("är ett antagande" in note for note in document.notes)
    html = render_degrees(document)
    for fault in document.faults[:MOST]:
        assert fault.label in html
    outline(html)


def test_named_faults_are_mended_instead_of_the_worst() -> None:
    idea = prepare(_idea(), None, None)
    found = met_by_clients(idea, 1, ("short_termism", "late_entry"))
    assert {fault.name for fault in found if fault.mended} == {"short_termism", "late_entry"}
    assert [fault.name for fault in found] == [fault.name for fault in met_by_clients(idea, 1)]


def test_clients_are_those_the_idea_is_for() -> None:
    """An idea for people with a neuropsychiatric condition meets more of the need for a diagnosis than one for all."""
    narrow = _IDEA.replace("RATIO", "1.5").replace(
        "reach: 50 %", "target: {neuropsychiatric: true}\n        reach: 50 %"
    )
    months = [
        {fault.name: fault.months_per_client for fault in met_by_clients(prepare(case, None, None), 1)}
        for case in (_idea(), parse(narrow))
    ]
    assert months[0] != months[1]
    assert sum(months[1].values()) > sum(months[0].values())


def test_the_third_degree_is_what_mending_saves_in_the_cohorts_after_it() -> None:
    options = DegreesOptions(replicates=2, cohorts=5, mends=("uncoordinated",))
    found = run_degrees(_idea(), options)
    third, idea = found.degrees[2], prepare(_idea(), None, None)
    values = []
    for index in range(2):
        drawn = PARAMETERS.draw(index, options.seed).values
        draw, life = idea.tied(idea.plan.draw(index, 1)), replicate_seed(1, index)
        one = of_reform(idea.plan, *reform(idea.plan, draw, life, 1, options.mends))
        assert one.cost.any()  # help beyond today's has a price
        later = over_cohorts(one, rate=0.04, delay=drawn["degrees.years_to_third"], cohorts=5, **dip(drawn))
        values.append(later.value)
    np.testing.assert_allclose([third.value[actor].mean for actor in REPORTED], np.mean(values, axis=0), rtol=1e-9)
    assert np.isfinite(values).all()
    assert np.any(values)
    assert found.faults_named
    assert not any("är ett antagande" in note for note in found.notes)
    assert found.outside.mended.mean[0] == 0.0
    assert found.outside.mended.mean[-1] != 0.0


def test_mending_a_fault_whose_rule_is_not_there_is_worth_nothing() -> None:
    idea = prepare(_idea(), None, None)
    draw = idea.tied(idea.plan.draw(0, 1))
    without = Draw(draw.index, {**draw.values, "case.push_to_state": 0.0})
    found = of_reform(idea.plan, *reform(idea.plan, without, 7, 1, ["shift_to_state"]))
    assert not found.gain.any()
    assert not found.cost.any()


def test_a_reform_is_worth_the_exclusion_and_ordinary_cost_it_saves_until_the_horizon_ends() -> None:
    plan = prepare(_idea(), None, None).plan
    months = (plan.months, len(REPORTED))
    before = Cohort(np.full(months, 5.0), np.full(months, 2.0), np.zeros(months), np.zeros(plan.months))
    after = Cohort(np.full(months, 3.0), np.full(months, 3.0), np.full(months, 0.5), np.zeros(plan.months))
    found, weight = of_reform(plan, before, after), plan.valuation.weights(plan.valuation.end, 0).sum()
    np.testing.assert_allclose(found.gain, weight)
    np.testing.assert_allclose(found.cost, 0.5 * weight)


def test_an_idea_that_changes_rules_pays_for_its_help_and_is_for_the_whole_group() -> None:
    options = DegreesOptions(replicates=1, persons=2_000, cohorts=2)
    found = run_degrees(_rule_case(), options)
    run = run_case(_rule_case(), RunOptions(replicates=1, persons=2_000)).document
    net = run.differences["samordning"].net["society"].mean
    assert found.degrees[0].value["society"].mean == pytest.approx(net, rel=1e-9, abs=1.0)
    assert found.degrees[0].cost["society"].mean != 0.0
    # The same change in ordinary practice: nothing to widen, so the same lives and the same price.
    idea = prepare(_rule_case(), None, 2_000)
    both = with_draw(idea.plan, idea.tied(idea.plan.draw(0, 1)), 7)
    project, practice = (of_scenario(idea.plan, both, name) for name in ("samordning", WIDE))
    np.testing.assert_array_equal(project.value, practice.value)


def test_an_idea_without_effect_costs_what_it_costs_in_every_degree() -> None:
    found = run_degrees(_idea(1), DegreesOptions(replicates=2))
    for degree in found.degrees[:2]:
        assert degree.gain["society"].mean == 0.0
        assert degree.value["society"].mean == pytest.approx(-degree.cost["society"].mean)
    assert found.next[0].budget["society"].mean < 0


def test_the_same_question_has_the_same_answer_whatever_the_threads(document: DegreesDocument) -> None:
    again = run_degrees(_idea(), DegreesOptions(replicates=REPLICATES, threads=1))
    assert again.model_dump(exclude={"created"}) == document.model_dump(exclude={"created"})


def test_every_number_of_the_way_between_degrees_is_named_an_assumption_or_has_a_source() -> None:
    sources = {name: item.source for name, item in PARAMETERS.items()}
    assert sources.pop("degrees.scale") == "TUTOR-SCALE"
    assert sources.pop("degrees.transition_years") == "M23"
    assert set(sources.values()) == {"assumption"}
    assert not any(item.is_fixed for item in PARAMETERS.values())


@pytest.mark.parametrize(
    ("scenario", "message"),
    [("projekte", "no scenario 'projekte'.*did you mean 'projekt'"), ("baseline", "no scenario 'baseline'")],
)
def test_a_scenario_the_case_does_not_have_is_refused_with_those_it_has(scenario: str, message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        prepare(_idea(), scenario, None)


def test_a_case_without_an_idea_says_so() -> None:
    with pytest.raises(ExclusimError, match="has no scenario"):
        prepare(_idea().model_copy(update={"scenarios": {}}), None, None)


def test_an_idea_that_reaches_nobody_cannot_be_spread() -> None:
    nobody = parse(_IDEA.replace("RATIO", "1.5").replace("reach: 50 %", "reach: 0 %"))
    with pytest.raises(ExclusimError, match="'stod' reaches nobody"):
        prepare(nobody, None, None)


@pytest.mark.parametrize(
    ("mends", "message"),
    [(("uncordinated",), "no fault 'uncordinated'.*did you mean 'uncoordinated'"), (("waiting",) * 2, "named twice")],
)
def test_a_fault_that_is_not_there_or_named_twice_is_refused(mends: tuple[str, ...], message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        DegreesOptions(mends=mends)


@pytest.mark.parametrize("field", ["replicates", "persons", "cohorts"])
def test_a_number_out_of_range_is_refused(field: str) -> None:
    with pytest.raises(ExclusimError, match=f"{field} must be between 1 and"):
        DegreesOptions(**{field: 0})  # type: ignore[arg-type]


def test_an_idea_on_top_of_another_scenario_is_valued_against_it_and_widens_only_itself() -> None:
    text = _IDEA.replace("RATIO", "1.5") + (
        "  ovanpa:\n    label: Mer\n    baseline: projekt\n    interventions:\n"
        "      - {name: mer, label: Mer, reach: 25 %, starts: 60 mån, lasts: 12 mån, effects: {published: "
        "[{on: job_finding, hazard_ratio: 1.2, lasting: true, source: DROPOUT-META}]}}\n"
    )
    idea = prepare(parse(text), "ovanpa", None)
    assert list(idea.plan.treatments) == [BASELINE, "projekt", "ovanpa", WIDE]
    assert idea.plan.case.scenarios[WIDE].baseline == "projekt"
    assert [i.reach for i in idea.plan.treatments[WIDE].interventions] == [0.5, 1.0]
    assert [effect.scale for effect, *_ in idea.scaled(0.4).treatments[WIDE].effects] == [1.0, 0.4]
