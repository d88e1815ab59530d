"""A planned evaluation as a whole: the truth, sample sizes, components, the document and its page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.results.evaluation_pools import idea, made_up, no_attrition, simulated
from tests.results.test_report_page import outline

from exclusim.model.errors import ExclusimError
from exclusim.results.evaluation import EvaluationDocument, EvaluationOptions, run_evaluation
from exclusim.results.evaluation.assumptions import PARAMETERS
from exclusim.results.evaluation.components import component_draw, component_draws, parts
from exclusim.results.evaluation.lives import months_in, status_at
from exclusim.results.evaluation.options import DESIGNS
from exclusim.results.evaluation.outcomes import OUTCOMES
from exclusim.results.evaluation.page import render_evaluation
from exclusim.results.evaluation.people import choose_enrolment
from exclusim.results.evaluation.sample_size import closed_form, needed
from exclusim.results.evaluation.tables import write_tables
from exclusim.results.evaluation.trial import planned, spells_of
from exclusim.results.evaluation.trials import trials
from exclusim.results.run.sample import replicate_seed
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import parse

SMALL = EvaluationOptions(
    scenario="ide", persons=12_000, draws=2, replicates=60, participants=60, threads=1, enrolment="excluded"
)


@pytest.fixture(scope="module")
def document() -> EvaluationDocument:
    return run_evaluation(idea(2.0, components=2), SMALL)


def test_the_power_of_a_simulated_trial_is_that_of_the_closed_form() -> None:
    """3.3 Monte Carlo errors of 2 000 trials (error rate 0.001), and two points for the normal approximation."""
    pool = no_attrition(made_up())
    without, treated = float(pool.share @ pool.without), float(pool.share @ pool.treated)
    people = closed_form(without, treated, 0.8)
    assert people is not None
    power = trials([pool], "rct", people, 2_000, 1).power
    assert abs(power - 0.8) < 0.02 + 3.3 * np.sqrt(0.16 / 2_000)


def test_the_search_finds_the_closed_form_from_a_start_far_away() -> None:
    """Power within 1.5 Monte Carlo errors of 1 000 trials is 0.019, a twentieth of the people; thrice is allowed."""
    pool = no_attrition(made_up())
    people = closed_form(float(pool.share @ pool.without), float(pool.share @ pool.treated), 0.8)
    assert people is not None
    for start in (people // 8, people * 4):
        found = needed([pool], "rct", 0.8, start, 1_000, 2)
        assert found is not None
        assert found.participants == pytest.approx(people, rel=0.15)


def test_the_closed_form_is_that_of_two_shares_or_of_two_means() -> None:
    # Two means half a standard deviation apart: (1.96 + 0.8416)² · 2 / 0.25 = 62.8, and one more by Student's t.
    assert closed_form(0.0, 0.5, 0.8, spread=1.0) == 64
    assert closed_form(0.5, 0.6, 0.8, lost=0.5) == pytest.approx(776, abs=1)
    assert closed_form(0.4, 0.4, 0.8) is None


def test_no_number_of_people_finds_what_is_not_there() -> None:
    assert needed([made_up(effect=0.0)], "rct", 0.8, None, 100, 1) is None


def test_components_add_up_to_the_joint_effect_exactly_and_equal_ones_share_it() -> None:
    plan = planned(idea(1.6, components=2), "ide", "published", 6_000)
    share, together = component_draw(plan, 1, 0)
    np.testing.assert_allclose(share.sum(axis=0), together, rtol=1e-9)
    np.testing.assert_allclose(share[0, 0], share[1, 0], rtol=0.1)
    assert together[0] > 0


def test_a_component_without_effect_carries_nothing_and_one_that_hinders_is_harmful() -> None:
    def effect(name: str, ratio: float) -> dict[str, object]:
        return {"on": "job_finding", "name": name, "hazard_ratio": ratio, "lasting": True, "source": "SE-SE-DP"}

    effects = {"published": [effect("hjalper", 2.0), effect("tom", 1.0), effect("stjalper", 0.7)]}
    case = idea(1.0, effects=effects)
    found = run_evaluation(
        case, EvaluationOptions(**_small(design="before-after", persons=6_000, enrolment="target"))
    ).components
    assert [row.role for row in found.rows] == ["carries", "superfluous", "harmful"]
    assert found.rows[1].months.mean == 0.0
    assert sum(row.months.mean for row in found.rows) == pytest.approx(found.months.mean)
    assert sum(row.gain.mean for row in found.rows) == pytest.approx(found.gain.mean)


def test_more_components_than_can_be_combined_are_counted_by_intervention() -> None:
    many = planned(idea(1.1, components=9), "ide", "published", 500)
    assert [part.name for part in parts(many)] == ["stod"]
    assert len(parts(many)[0].effects) == 9
    assert component_draws(8, 10) == 1
    assert component_draws(1, 10) == 10


def test_without_effect_both_lives_of_everybody_are_the_same_bit_for_bit() -> None:
    plan, drawn = simulated(1.0, EvaluationOptions(persons=4_000), "target")
    assert drawn.truth.follow_up == 0.0
    assert drawn.truth.gain == (0.0, 0.0)
    names = frozenset(component.name for component in plan.components)
    draw, tables = plan.plan.draw(0, 1), plan.base.compile(plan.plan.draw(0, 1))
    one, other = (spells_of(plan.run(draw, 7, chosen, tables)) for chosen in (frozenset[str](), names))
    np.testing.assert_array_equal(one.status, other.status)


def test_people_are_enrolled_before_anything_has_been_done_to_them() -> None:
    plan = planned(idea(3.0), "ide", "published", 4_000)
    draw, seed = plan.plan.draw(0, 1), replicate_seed(1, 0)
    tables, names = plan.base.compile(draw), frozenset(component.name for component in plan.components)
    one, other = (spells_of(plan.run(draw, seed, chosen, tables)) for chosen in (frozenset[str](), names))
    np.testing.assert_array_equal(status_at(one, plan.enrolment), status_at(other, plan.enrolment))
    assert (status_at(one, plan.enrolment + 1) != status_at(other, plan.enrolment + 1)).any()


def test_months_in_a_window_are_the_sum_of_its_months() -> None:
    plan = planned(idea(1.0), "ide", "published", 300)
    draw = plan.plan.draw(0, 1)
    spells = spells_of(plan.run(draw, 3, frozenset(), plan.base.compile(draw)))
    statuses = plan.base.world.statuses
    flags = OUTCOMES["work"].flags(statuses)
    by_hand = sum(flags[status_at(spells, month)].astype(float) for month in range(50, 75))
    np.testing.assert_array_equal(months_in(spells, flags, 50, 75), by_hand)


def test_the_document_tells_every_design_beside_the_truth(document: EvaluationDocument) -> None:
    assert [design.name for design in document.designs] == list(DESIGNS)
    assert document.enrolment == "excluded"
    truth = document.window.follow_up
    assert truth.p5 <= truth.mean <= truth.p95
    assert document.treated.mean - document.without.mean == pytest.approx(truth.mean)
    by_name = {design.name: design for design in document.designs}
    worst = by_name["before-after"]
    assert worst.bias > 0.1  # everybody is excluded when enrolled
    assert worst.estimate == pytest.approx(truth.mean + worst.bias)
    assert all(point.participants >= 20 for point in worst.curve)
    assert document.window.gain_horizon.mean > document.window.gain_at_follow_up.mean
    shares = [row.share for row in document.components.rows]
    assert sum(share for share in shares if share is not None) == pytest.approx(1.0)
    assert EvaluationDocument.model_validate_json(document.model_dump_json()) == document


def test_the_same_question_has_the_same_answer_whatever_the_threads() -> None:
    one, two = (
        run_evaluation(idea(2.0), EvaluationOptions(**_small(threads=threads, persons=4_000, design="before-after")))
        for threads in (1, 2)
    )
    assert one.model_dump(exclude={"created"}) == two.model_dump(exclude={"created"})


def test_the_page_answers_first_and_names_every_design(document: EvaluationDocument) -> None:
    html = render_evaluation(document)
    outline(html)
    assert "skulle en före–efter-mätning visa" in html
    for design in document.designs:
        assert design.label in html
    assert "Shapley" in html
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")


def test_an_idea_that_works_later_has_nothing_to_find_at_a_short_follow_up() -> None:
    options = EvaluationOptions(**_small(scenario="studiestod", enrolment="auto", design="rct"))
    found = run_evaluation(load("genomsnittskommun"), options)
    assert found.enrolment == "target"
    assert found.window.follow_up.mean == 0.0
    assert found.window.months_horizon.mean > 0
    assert found.sample_size.closed_form is None
    assert found.designs[0].power is None
    assert "ingen effekt att hitta" in render_evaluation(found)


def test_months_are_an_outcome_that_is_counted_from_enrolment() -> None:
    found = run_evaluation(idea(2.0), EvaluationOptions(**_small(outcome="excluded-months", design="before-after")))
    assert found.unit == "months"
    assert 0 <= found.without.mean <= found.treated.mean <= 12
    assert "mån" in render_evaluation(found)


def test_the_tables_have_a_row_for_each_design_and_size(document: EvaluationDocument, tmp_path: Path) -> None:
    written = write_tables(document, tmp_path)
    assert [path.name for path in written] == ["designs.csv", "power.csv", "components.csv"]
    designs, power, components = (pd.read_csv(path) for path in written)
    assert designs["name"].tolist() == list(DESIGNS)
    assert len(power) == sum(len(design.curve) for design in document.designs)
    assert components["gain_sek_mean"].sum() == pytest.approx(document.components.gain.mean)


def test_every_number_of_who_takes_part_and_leaves_is_named_an_assumption_with_a_spread() -> None:
    assert all(item.is_assumption and not item.is_fixed for item in PARAMETERS.values())


def _small(**changes: object) -> dict[str, object]:
    fields = {name: getattr(SMALL, name) for name in EvaluationOptions.__slots__}
    return fields | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"design": "rtc"}, "no design 'rtc'.*did you mean 'rct'"),
        ({"outcome": "wrok"}, "no outcome 'wrok'.*did you mean 'work'"),
        ({"participants": 5}, "participants must be between 20 and 5000"),
        ({"replicates": 3}, "replicates must be between 4"),
        ({"power": 1.0}, "power must be between"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        EvaluationOptions(**_small(**changes))


@pytest.mark.parametrize(("scenario", "message"), [("idee", "did you mean 'ide'"), ("baseline", "no scenario")])
def test_a_scenario_the_case_does_not_have_is_refused(scenario: str, message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        planned(idea(1.5), scenario, "published", 100)


def test_rules_cannot_be_evaluated_on_participants() -> None:
    with pytest.raises(ExclusimError, match="no intervention"):
        planned(load("etablering"), None, "published", 100)


def test_a_scenario_without_any_effect_or_follow_up_beyond_the_run_is_refused() -> None:
    with pytest.raises(ExclusimError, match="no effect under optimistic"):
        planned(idea(1.5), "ide", "optimistic", 100)
    short = parse(
        "exclusim: 1\ncase: kort\nextends: genomsnittskommun\ntitle: Kort\nsummary: Kort\n"
        "population: {follow_to_age: 25 år}\nappraisal: {years: 9 år}\n"
    )
    with pytest.raises(ExclusimError, match=r"only .* months are simulated"):
        run_evaluation(short, EvaluationOptions(**_small(scenario="jobbstod", follow_up=120)))


def test_too_few_people_to_enrol_are_told_with_their_number() -> None:
    plan = planned(idea(1.5), "ide", "published", 500)
    options = EvaluationOptions(**_small(persons=500, enrolment="newly-excluded"))
    with pytest.raises(ExclusimError, match="of 500 simulated people can be enrolled"):
        choose_enrolment(plan, options)
