"""From histories to sequences: sampled states, months by group, state distributions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, Spells, simulate
from exclusim.model.population import Group
from exclusim.model.vocabulary import STATUSES, Status
from exclusim.results.trajectories.activities import GROUPS, group_of
from exclusim.results.trajectories.distribution import bands, shares
from exclusim.results.trajectories.sequences import (
    codes_by_month,
    episodes,
    months_in_groups,
    sample_months,
    sampled,
)

NAMES = [status.name for status in STATUSES]
KEYS = [group.key for group in GROUPS]
MONTHS = 60


def spells_of(lives: Sequence[Sequence[tuple[int, str]]], months: int) -> Spells:
    """Histories from (first month, status) rows, person by person."""
    rows = [row for life in lives for row in life]
    zeros = np.zeros(len(rows), np.uint8)
    return Spells(
        np.cumsum([0, *map(len, lives)]),
        np.array([month for month, _ in rows], np.uint16),
        np.array([NAMES.index(name) for _, name in rows], np.uint8),
        zeros,
        zeros,
        months,
    )


@pytest.fixture(scope="module")
def simulated() -> Spells:
    world = default_world()
    plan = RunPlan(world, (Group("cohort", 300),), MONTHS)
    spells = simulate(plan, world.parameters.central(), 5, histories=True).spells
    assert spells is not None
    return spells


def _plainly(spells: Spells) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Group of each person and month, one month at a time."""
    grid = np.empty((spells.first.size - 1, spells.months), np.int64)
    for person in range(spells.first.size - 1):
        for month in range(spells.months):
            rows = range(spells.first[person], spells.first[person + 1])
            row = max(r for r in rows if spells.month[r] <= month)
            grid[person, month] = group_of(STATUSES[spells.status[row]])
    return grid


def test_sampled_states_are_those_of_a_month_by_month_reading(simulated: Spells) -> None:
    at = sample_months(MONTHS)
    assert np.array_equal(sampled(simulated, STATUSES, at), _plainly(simulated)[:, at])


def test_months_in_groups_add_up_to_the_window_and_agree_with_the_months(simulated: Spells) -> None:
    plain = _plainly(simulated)[:, :50]
    months = months_in_groups(simulated, STATUSES, 50)
    assert (months.sum(axis=1) == 50).all()
    assert all((months[:, group] == (plain == group).sum(axis=1)).all() for group in range(len(GROUPS)))


def test_a_life_as_episodes_joins_statuses_of_one_group() -> None:
    spells = spells_of(
        [
            [(0, "upper_secondary_1/study_aid"), (12, "upper_secondary_2/study_aid"), (20, "outside/none")],
            [(0, "permanent_job/wage")],
        ],
        36,
    )
    assert [(KEYS[e.group], e.month, e.months) for e in episodes(spells, STATUSES, 0, 30)] == [
        ("school", 0, 20),
        ("outside", 20, 10),
    ]
    assert [(KEYS[e.group], e.months) for e in episodes(spells, STATUSES, 1, 99)] == [("permanent", 36)]


def test_a_spell_that_begins_after_the_window_is_not_part_of_it() -> None:
    spells = spells_of([[(0, "permanent_job/wage"), (30, "prison/care")]], 36)
    assert [(e.month, e.months) for e in episodes(spells, STATUSES, 0, 24)] == [(0, 24)]
    assert months_in_groups(spells, STATUSES, 24)[0, KEYS.index("institution")] == 0


def test_shares_of_every_time_add_up_to_one(simulated: Spells) -> None:
    found = shares(sampled(simulated, STATUSES, sample_months(MONTHS)))
    assert found.sum(axis=1) == pytest.approx(1.0)
    means = bands([found, found])
    assert sum(np.array(band.mean) for band in means.values()) == pytest.approx(1.0)
    assert set(means) == {KEYS[i] for i in np.flatnonzero(found.any(axis=0))}


def test_social_assistance_is_one_group_whatever_the_activity() -> None:
    groups = {KEYS[group_of(status)] for status in STATUSES if status.support == "social_assistance"}
    assert groups == {"assistance"}


def test_every_excluded_status_is_in_an_excluded_group_and_no_other() -> None:
    assert [status.name for status in STATUSES if GROUPS[group_of(status)].excluded != status.excluded] == []


def test_a_status_somebody_added_goes_by_its_flags() -> None:
    assert KEYS[group_of(Status("evening_school", "none", studies=True))] == "study"
    assert KEYS[group_of(Status("gig", "none", excluded=True))] == "outside"


def test_months_outside_the_histories_are_refused(simulated: Spells) -> None:
    code = np.zeros(len(STATUSES), np.uint8)
    with pytest.raises(ValueError, match="the histories have 0–59"):
        codes_by_month(simulated, code, np.array([0, 60]))


def test_groups_differ_in_key_name_and_colour() -> None:
    for values in ([g.key for g in GROUPS], [g.label for g in GROUPS], [g.colour for g in GROUPS]):
        assert len(set(values)) == len(GROUPS)
