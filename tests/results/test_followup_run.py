"""A whole follow-up of small size: what moves the forecast, and what leaves it alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exclusim.model.money import REPORTED
from exclusim.results.compare.draws import outcomes, starts
from exclusim.results.followup import FollowOptions, Observation, read_observed, run_follow
from exclusim.results.followup.evidence import overlap
from exclusim.results.followup.page import render_follow
from exclusim.results.followup.routes import routes
from exclusim.results.followup.simulate import Forecasts
from exclusim.results.followup.summary import verdict
from exclusim.results.interval import Interval
from exclusim.results.reporting.document import DecisionRule
from exclusim.results.run.plan import case_plan
from exclusim.results.run.sample import replicate
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

FOLDER = Path(__file__).parent / "followup_example"
SMALL = FollowOptions("jobbstod", draws=8, most_draws=8, enough=2, persons=100, threads=1)


@pytest.fixture(scope="module")
def case() -> Case:
    return load(str(FOLDER / "case.yaml"))


def test_without_observations_the_forecast_is_the_comparisons_bit_for_bit(case: Case) -> None:
    found = run_follow(case, SMALL, [])
    assert found.after == found.before
    assert found.verdict.action in ("go_on", "mend", "stop")
    plan = case_plan(case, "published", SMALL.persons)
    net = np.array(
        [outcomes(plan, replicate(plan, i, SMALL.seed)).outcomes["jobbstod"].net for i in range(SMALL.draws)]
    )
    for column, actor in enumerate(REPORTED):
        interval = Interval.of(net[:, column])
        assert (found.before.net[actor].mean, found.before.net[actor].p5) == (interval.mean, interval.p5)
    (record,) = [found.decision]
    by_actor = {row.actor: row.mean for row in record.expected if row.indicator == "net"}
    assert by_actor["public"] == found.before.net["public"].mean


def test_figures_that_are_only_shown_leave_the_forecast_alone(case: Case) -> None:
    found = run_follow(case, SMALL, [Observation(2, 6, "staff", 3.0)])
    assert found.after == found.before
    assert found.indicators[0].light == "none"


def test_data_of_a_known_draw_move_the_forecast_toward_it(case: Case) -> None:
    months, people = 30, 400
    row = Observation(2, months, "municipality.excluded", 0.0, people)
    plan = case_plan(case, "published", SMALL.persons)
    how = Forecasts(plan, "jobbstod", starts(plan, "jobbstod"), [row], (), SMALL.seed)
    draws = [how.one(index, {}) for index in range(SMALL.draws)]
    shares = np.array(
        [one.standings["municipality"].hits[0] / one.standings["municipality"].people[0] for one in draws]
    )
    known = int(shares.argmax())
    seen = replace(row, value=float(shares[known]))
    found = run_follow(case, SMALL, [seen])
    (indicator,) = found.indicators
    assert indicator.updated is not None
    assert shares.mean() < indicator.updated <= shares.max() + 0.01
    assert indicator.use == "likelihood"
    own, before, after = draws[known].net[0], found.before.net["society"].mean, found.after.net["society"].mean
    assert abs(after - own) < abs(before - own)
    assert found.effective < SMALL.draws


def test_process_figures_update_the_plan_directly(case: Case) -> None:
    found = run_follow(case, SMALL, [Observation(2, 12, "take_up", 0.35, 1_000)])
    moved = {row.name: row for row in found.moved}
    assert moved["take_up"].after.mean == pytest.approx(0.357, abs=0.02)  # (14 + 350) / 1 020
    assert found.after.reached.mean < found.before.reached.mean
    assert found.tempering == 1.0
    by_name = {row.indicator: row for row in found.indicators}
    assert by_name["take_up"].light == "red"
    assert by_name["take_up"].direction == "worse"
    assert by_name["take_up"].use == "input"


def test_an_observed_cost_pins_the_cost_so_far(case: Case) -> None:
    rows = [Observation(2, 12, "cost.kommun", 900_000.0, error=0.001)]
    found = run_follow(case, replace(SMALL, enough=2), rows)
    assert found.indicators[0].updated == pytest.approx(900_000, rel=0.01)
    payer = found.after.end_cost["kommun"]
    assert payer.p95 - payer.p5 < 0.1 * payer.mean
    assert found.after.cost_ahead["kommun"].mean == pytest.approx(0, abs=1)


def test_rows_about_the_same_people_are_not_counted_twice(case: Case) -> None:
    row = Observation(2, 12, "municipality.work", 0.5, 50)
    twice = [row, replace(row, line=3)]
    plan = case_plan(case, "published", SMALL.persons)
    how = Forecasts(plan, "jobbstod", 48, twice, (), 1)
    assert overlap([how.one(0, {})], "municipality") == pytest.approx(0.5)
    assert overlap([replace(how, rows=[row]).one(0, {})], "municipality") == 1.0


def test_the_example_gives_every_part_and_a_page(case: Case) -> None:
    rows = read_observed(FOLDER / "invented_figures.csv")
    found = run_follow(case, SMALL, rows, FOLDER / "invented_figures.csv")
    assert len(found.indicators) == len(rows)
    used = {row.indicator: row.use for row in found.indicators if row.month == 12}
    assert used["participants.work"] == "likelihood"
    assert used["mean_months"] == "input"
    assert used["staff"] == "shown"
    page = render_follow(found)
    for words in ("Observerat mot väntat", "Enligt beslutets egna gränser", "Arbetsmarknadsnämnden", "Slutkostnad"):
        assert words in page


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Observation(2, 12, "fidelity", 0.8, 30), "expected a scenario that states fidelity"),
        (Observation(2, 12, "cost.region", 1e6), "expected a payer of the scenario: arbetsformedlingen, kommun"),
        (Observation(2, 900, "participants.work", 0.5, 30), "expected a month within"),
    ],
)
def test_figures_without_a_plan_to_hold_against_are_refused(case: Case, row: Observation, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        run_follow(case, SMALL, [row])


def test_participants_among_those_offered_are_a_take_up(case: Case) -> None:
    rows = [Observation(2, 12, "offered", 40.0), Observation(3, 12, "participants", 18.0)]
    found = routes(case, "jobbstod", rows, 48, 300, Path("x.csv"))
    (take_up,) = [item for item in found.inputs if item.name == "take_up"]
    assert (take_up.observed[0].successes, take_up.observed[0].n) == (18, 40)
    assert [row.indicator for row in found.counts] == ["offered"]


def test_the_decisions_limits_decide(case: Case) -> None:
    forecast = run_follow(case, SMALL, []).before
    loss, ahead = forecast.net["public"].probability_loss, forecast.ahead["public"].probability_loss
    assert verdict(forecast, None, []).action == "undecided"
    assert 0 < ahead <= 1
    assert verdict(forecast, DecisionRule(actor="public", mend_above=0.0, stop_above=ahead / 2), []).action == "stop"
    mend = DecisionRule(actor="public", mend_above=loss / 2, stop_above=1.0)
    assert verdict(forecast, mend, []).action == ("mend" if loss > 0 else "go_on")
    assert verdict(forecast, DecisionRule(actor="public", mend_above=1.0, stop_above=1.0), []).action == "go_on"
