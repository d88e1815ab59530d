"""Outcomes beyond heads in work, counted on lives written by hand and on a run."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.lives import lives

from exclusim.model.engine import simulate
from exclusim.model.vocabulary import STATUSES
from exclusim.results.document import RunDocument
from exclusim.results.outcomes import OUTCOMES
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.histories import STABLE_MONTHS, count, handovers
from exclusim.results.run.outcomes import effectiveness, measure
from exclusim.results.run.plan import case_plan
from exclusim.scenarios.library import load

NAMES = [status.name for status in STATUSES]
KEYS = [outcome.key for outcome in OUTCOMES]
WORK, OUTSIDE, PRISON = "permanent_job/wage", "outside/none", "prison/care"
BENEFIT, ALLOWANCE = "unemployed/social_assistance", "activity_compensation/compensation"


@pytest.fixture(scope="module")
def document() -> RunDocument:
    return run_case(load("genomsnittskommun"), RunOptions(replicates=4, seed=3)).document


def _stable(*stays: tuple[str, int], start: int = 0, end: int = 1000) -> int:
    return count(lives(stays), STATUSES, start, end).stable_months


def test_a_year_on_the_same_support_is_stable_and_a_month_less_is_not() -> None:
    assert _stable((WORK, 6), (ALLOWANCE, STABLE_MONTHS)) == STABLE_MONTHS
    assert _stable((WORK, 7), (ALLOWANCE, STABLE_MONTHS - 1)) == 0


def test_stable_support_is_measured_in_full_and_counted_within_the_horizon() -> None:
    assert _stable((WORK, 6), (ALLOWANCE, 14), start=12) == 8
    assert _stable((ALLOWANCE, 14), (WORK, 6), end=10) == 10


def test_two_supports_in_a_row_are_not_one_stable_support() -> None:
    assert _stable((BENEFIT, 8), (ALLOWANCE, 8)) == 0


def test_nobody_is_stably_supported_outside_every_programme_or_in_prison() -> None:
    assert _stable((OUTSIDE, 20)) == _stable((PRISON, 20)) == _stable((WORK, 20)) == 0


def test_a_burden_that_comes_during_a_stay_does_not_break_its_stability() -> None:
    history = lives([(ALLOWANCE, 7), (ALLOWANCE, 7, ("mental_ill_health",))])
    found = count(history, STATUSES, 0, 14)
    assert (found.stable_months, found.burdened_months) == (14, 7)


def test_scarring_is_a_mark_of_the_past_and_no_burden_to_live_with() -> None:
    assert count(lives([(WORK, 12, ("scarring",))]), STATUSES, 0, 12).burdened_months == 0


def test_a_handover_is_a_move_from_one_agency_to_another_and_not_to_work_or_to_nobody() -> None:
    moves = handovers(STATUSES)
    at = NAMES.index
    assert moves[at(BENEFIT), at(ALLOWANCE)]
    assert not moves[at(BENEFIT), at(WORK)]
    assert not moves[at(BENEFIT), at(OUTSIDE)]
    assert not moves[at("unemployed/none"), at("unemployed/unemployment_insurance")]


def test_counts_and_histories_of_a_run_agree() -> None:
    plan = case_plan(load("genomsnittskommun"), "published", 400)
    run = simulate(plan.base, plan.central(), 5, histories=True)
    assert run.spells is not None
    window = slice(48, 288)
    counts = count(run.spells, STATUSES, window.start, window.stop)
    found = dict(zip(KEYS, measure(run, STATUSES, counts, 9, window), strict=True))
    status = run.panel.status[window]
    excluded = [s.excluded for s in STATUSES]
    works = [s.works for s in STATUSES]
    assert found["excluded_months"] == counts.excluded_months == status[:, excluded].sum()
    assert found["work_months"] + found["partial_support_months"] == status[:, works].sum()
    assert found["spells"] - found["returns"] == counts.entered <= 400
    assert found["nobody_months"] == status[:, NAMES.index(OUTSIDE)].sum()
    assert found["mental_months"] <= found["burdened_months"] <= 400 * 240
    assert found["long_term_excluded"] == 9


def test_results_per_person_reached_are_apart_from_how_many_were_reached() -> None:
    change = np.zeros((2, len(OUTCOMES)))
    change[:, KEYS.index("work_months")] = [30.0, 60.0]
    few = effectiveness(change, np.array([10.0, 10.0]), np.array([1e5, 1e5]))
    many = effectiveness(change, np.array([100.0, 100.0]), np.array([1e6, 1e6]))
    assert few is not None
    assert many is not None
    assert few.per_reached["work_months"].mean == pytest.approx(4.5)
    assert many.per_reached["work_months"].mean == pytest.approx(0.45)
    assert (few.reached.mean, many.reached.mean) == (10, 100)
    assert few.cost_per_reached == many.cost_per_reached


def test_a_replicate_that_reaches_nobody_says_nothing_about_results_per_person() -> None:
    change = np.zeros((2, len(OUTCOMES)))
    change[1] = 8.0
    found = effectiveness(change, np.array([0.0, 4.0]), np.zeros(2))
    assert found is not None
    assert found.per_reached["spells"].p5 == found.per_reached["spells"].p95 == 2.0
    assert found.cost_per_reached is None
    assert effectiveness(change, np.zeros(2), np.zeros(2)) is None


def test_every_outcome_is_told_for_every_scenario_and_as_a_change(document: RunDocument) -> None:
    base = document.scenarios["baseline"].outcomes
    assert list(base) == KEYS
    for name, difference in document.differences.items():
        after = document.scenarios[name].outcomes
        for key in KEYS:
            assert difference.outcomes[key].mean == pytest.approx(after[key].mean - base[key].mean, abs=1e-6)


def test_an_intervention_reaches_the_share_of_its_target_group_that_it_says(document: RunDocument) -> None:
    found = {name: d.effectiveness for name, d in document.differences.items()}
    school, job = found["studiestod"], found["jobbstod"]
    assert school is not None
    assert job is not None
    assert job.reached.mean < school.reached.mean < 0.2 * document.cohort
    assert school.cost_per_reached is not None
    intervention = -document.differences["studiestod"].parts["intervention"]["society"]
    assert school.cost_per_reached.mean * school.reached.mean == pytest.approx(intervention, rel=1e-6)
