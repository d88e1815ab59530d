"""Types of lives over several draws, on lives written by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.test_trajectories_sequences import spells_of

from exclusim.model.errors import ExclusimError
from exclusim.model.vocabulary import STATUSES
from exclusim.results.trajectories.lives import Lives
from exclusim.results.trajectories.sequences import months_in_groups, sample_months, sampled
from exclusim.results.trajectories.switches import count_switches, paying_agencies
from exclusim.results.trajectories.types_of_lives import typology_and_lines

MONTHS = 96
SCHOOL = (0, "upper_secondary_1/study_aid")
KINDS = {
    "Sjukdom och ersättning": [SCHOOL, (36, "disability_pension/compensation")],
    "Ekonomiskt bistånd": [SCHOOL, (36, "temporary_job/wage"), (42, "outside/social_assistance")],
    "Studier, sedan fast jobb": [
        SCHOOL,
        (36, "outside/none"),
        (38, "higher_education/study_aid"),
        (60, "permanent_job/wage"),
    ],
    "Fast jobb": [SCHOOL, (36, "permanent_job/wage")],
}
GONE = [SCHOOL, (36, "permanent_job/wage"), (60, "emigrated/none")]


def _lives(counts: list[int], gone: int = 0) -> Lives:
    """One draw with so many people of each kind, and of those who leave; the sick are the long-term excluded."""
    people = [kind for kind, count in zip(KINDS.values(), counts, strict=True) for _ in range(count)] + [GONE] * gone
    spells, at = spells_of(people, MONTHS), sample_months(MONTHS)
    agencies = paying_agencies(spells, STATUSES, MONTHS)
    return Lives(
        sampled(spells, STATUSES, at),
        months_in_groups(spells, STATUSES, MONTHS),
        np.arange(len(people)) < counts[0],
        agencies.places(at),
        count_switches(agencies),
        agencies.names,
        agencies.places(at),
        spells,
        STATUSES,
        MONTHS,
    )


def test_shares_are_counted_in_every_draw_and_the_most_excluded_type_comes_first() -> None:
    result, lines = typology_and_lines([_lives([10, 20, 30, 40]), _lives([20, 10, 30, 40])], seed=1)
    assert [kind.name for kind in result.types] == list(KINDS)
    assert [kind.share.mean for kind in result.types] == pytest.approx([0.15, 0.15, 0.3, 0.4])
    assert result.types[0].share.p5 == pytest.approx(0.105)  # between the draws' 0.10 and 0.20
    assert [kind.excluded_months.mean for kind in result.types] == pytest.approx([60, 54, 2, 0])
    assert [kind.long_term.mean for kind in result.types] == pytest.approx([1, 0, 0, 0])
    assert not any(kind.by_rule for kind in result.types)
    assert [line.rank for line in lines].count(4) == 80
    assert result.silhouette[4] == pytest.approx(1.0)


def test_who_leaves_is_a_type_of_its_own_whatever_they_did() -> None:
    result, _ = typology_and_lines([_lives([20, 20, 30, 30], gone=25)], seed=1)
    *found, last = result.types
    assert [kind.name for kind in found] == list(KINDS)
    assert last.by_rule
    assert last.share.mean == pytest.approx(0.2)
    assert [(e.group, e.months) for e in last.medoid.episodes] == [("school", 36), ("permanent", 24), ("exit", 36)]


def test_a_medoid_is_a_person_of_its_type() -> None:
    result, _ = typology_and_lines([_lives([10, 20, 30, 40]), _lives([40, 30, 20, 10])], seed=2)
    for kind, rows in zip(result.types, KINDS.values(), strict=True):
        assert [e.start_month for e in kind.medoid.episodes] == [month for month, _ in rows]


def test_too_few_people_make_no_types() -> None:
    with pytest.raises(ExclusimError, match="only 20 people remain"):
        typology_and_lines([_lives([5, 5, 5, 5], gone=200)], seed=1)
