"""A rule in Python for single people, beside the engine's month."""

from __future__ import annotations

import numpy as np
import pytest
from tests.model.worlds import cohort

from exclusim.model.columns import Columns
from exclusim.model.engine import simulate
from exclusim.model.own_rules import PersonNow, simulate_with_rule

PLAN = cohort(60, 120)
DRAW = PLAN.world.parameters.central()


def test_a_rule_that_moves_nobody_changes_no_life() -> None:
    ruled = simulate_with_rule(PLAN, DRAW, 1, lambda person, month: None)
    plain = simulate(PLAN, DRAW, 1)
    for ours, theirs in zip((*ruled.run.panel, *ruled.run.people), (*plain.panel, *plain.people), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert ruled.asked > 60 * 100
    assert f"asked {ruled.asked:,} times" in ruled.cost()


def test_a_rule_moves_those_whom_it_says_and_everybody_stays_counted() -> None:
    def back_to_school(person: PersonNow, month: int) -> str | None:
        jobless = person.status.startswith("unemployed/") and person.record == "none" and person.age < 25
        return "adult_education/study_aid" if jobless else None

    run = simulate_with_rule(PLAN, DRAW, 1, back_to_school).run
    assert (run.panel.status.sum(axis=1) == 60).all()
    names = [status.name for status in PLAN.world.statuses]
    unemployed = [index for index, name in enumerate(names) if name.startswith("unemployed/")]
    young_without = (run.people.record == 0) & (run.people.age0 + 119 // 12 < 25)
    assert not np.isin(run.people.status[young_without], unemployed).any()
    moves = np.diff(run.panel.status, axis=0)
    flows = run.panel.moves[1:]
    np.testing.assert_array_equal(moves, flows.sum(axis=1) - flows.sum(axis=2))


def test_the_rule_is_asked_about_those_it_concerns() -> None:
    seen: set[str] = set()

    def note(person: PersonNow, month: int) -> None:
        seen.add(person.status)

    def dropped_out(people: Columns, month: int) -> np.ndarray:
        return np.asarray(people.attempts > 0)

    ruled = simulate_with_rule(PLAN, DRAW, 1, note, dropped_out)
    assert 0 < ruled.asked < 60 * 120
    assert not seen & {"dead/none", "emigrated/none"}


def test_a_status_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="'moon' is not a status"):
        simulate_with_rule(PLAN, DRAW, 1, lambda person, month: "moon")
