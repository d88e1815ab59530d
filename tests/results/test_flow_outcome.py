"""Outcomes: what their texts mean on simulated lives and on sequences, and what is said when they are wrong."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.flow_lives import lives
from tests.results.lives import case_files

from exclusim.model.engine import Spells
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.agencies import NOBODY, agency_index
from exclusim.model.institutions.vocabulary import Answer, CaseState
from exclusim.model.vocabulary import BURDENS, RECORDS, STATUSES
from exclusim.results.flow.casework import fault_track, help_of
from exclusim.results.flow.histories import EventHistories
from exclusim.results.flow.outcome import Events, outcome_events, parse_outcome
from exclusim.results.flow.simulated import LEFT_SCHOOL, LOST_JOB, simulated_histories, simulated_vocabulary

NAMES = [status.name for status in STATUSES]
CARE, SCHOOL, GYMNASIUM = "out_of_home_care/care", "compulsory_school/none", "upper_secondary_1/study_aid"
JOB, JOBLESS, ASSISTED = "permanent_job/wage", "unemployed/none", "unemployed/social_assistance"
CRIME = 1 << BURDENS.index("crime")

type Row = tuple[int, str, int, str]  # month, status, burdens, record


def simulated(*written: list[Row], months: int = 240) -> EventHistories:
    rows = [row for life in written for row in life]
    spells = Spells(
        first=np.cumsum([0, *(len(life) for life in written)]).astype(np.int64),
        month=np.array([row[0] for row in rows], np.uint16),
        status=np.array([NAMES.index(row[1]) for row in rows], np.uint8),
        burdens=np.array([row[2] for row in rows], np.uint8),
        record=np.array([RECORDS.index(row[3]) for row in rows], np.uint8),
        months=months,
    )
    nothing = case_files(*([(0, CaseState.NONE, NOBODY, Answer.NONE)] for _ in written), months=months)
    return simulated_histories(spells, STATUSES, np.full(len(written), 16, np.int16), nothing)


@pytest.fixture
def two_lives() -> EventHistories:
    """One is twice in care and without work at 25; one finishes school, loses the job at 23 and carries crime at 24."""
    return simulated(
        [
            (0, SCHOOL, 0, "none"),
            (7, "introduction_programme/study_aid", 0, "none"),
            (12, CARE, 0, "none"),
            (24, "outside/none", 0, "none"),
            (30, CARE, 0, "none"),
            (36, ASSISTED, 0, "none"),
            (100, JOBLESS, 0, "none"),
        ],
        [
            (0, SCHOOL, 0, "eligible"),
            (7, GYMNASIUM, 0, "eligible"),
            (20, "upper_secondary_2/study_aid", 0, "eligible"),
            (42, JOB, 0, "diploma"),
            (90, ASSISTED, 0, "diploma"),
            (96, ASSISTED, CRIME, "diploma"),
            (120, JOB, 0, "diploma"),
        ],
    )


def events(histories: EventHistories, text: str) -> list[tuple[int, int]]:
    found: Events = outcome_events(parse_outcome(text, histories.vocabulary), histories)
    return list(zip(found.person.tolist(), found.month.tolist(), strict=True))


def test_help_is_the_months_in_which_an_agency_works_with_a_person_and_no_queue() -> None:
    af, psykiatri = agency_index("arbetsformedlingen"), agency_index("psykiatri")
    files = case_files(
        [
            (0, CaseState.NONE, NOBODY, Answer.NONE),
            (4, CaseState.WAITING, psykiatri, Answer.NO_CAPACITY),
            (6, CaseState.HELPED, psykiatri, Answer.ACCEPTED),
            (9, CaseState.HELPED, af, Answer.ACCEPTED),
            (12, CaseState.ALONE, NOBODY, Answer.TIME_LIMIT),
        ],
        [],
        [(0, CaseState.NONE, NOBODY, Answer.NONE), (20, CaseState.HELPED, af, Answer.ACCEPTED)],
        months=24,
    )
    found = help_of(files)
    rows = zip(found.person, found.start, found.end, found.code, strict=True)
    assert [(int(p), int(a), int(b), found.kinds[c][1]) for p, a, b, c in rows] == [
        (0, 6, 9, "psykiatri"),
        (0, 9, 12, "arbetsformedlingen"),
        (2, 20, 24, "arbetsformedlingen"),
    ]
    assert found.kinds[psykiatri][0] == "Psykiatrin"
    waiting = fault_track(files, "waiting")
    assert [column.tolist() for column in (waiting.person, waiting.start, waiting.end)] == [[0], [4], [6]]
    alone = fault_track(files, "revolving_door")
    assert (alone.person.tolist(), alone.start.tolist(), alone.end.tolist()) == ([0], [12], [24])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enters:out_of_home_care", [(0, 12), (0, 30)]),
        ("re-enters:out_of_home_care", [(0, 30)]),
        ("enters:out_of_home_care@18", [(0, 30)]),  # month 30 lies in the year of turning 18
        ("unemployed@24", [(0, 36), (1, 90)]),  # both statuses are one activity, entered long before
        ("status:unemployed/none@24", [(0, 100)]),
        ("unemployed/none@24-26", [(0, 100)]),
        ("activity:unemployed@20", [(0, 36)]),
        ("burden:crime@24", [(1, 96)]),
        ("crime@25", [(1, 96)]),
        ("crime@26", []),
        ("enters:crime", [(1, 96)]),
        ("working@26", [(1, 120)]),
        ("re-enters:working", [(1, 120)]),
        ("excluded@17", [(0, 12)]),
        ("enters:excluded", [(0, 12), (1, 90)]),
        ("enters:compulsory_school", []),  # going on when first seen: no entry is known
        ("compulsory_school@16", [(0, 0), (1, 0)]),
    ],
)
def test_an_outcome_of_simulated_lives_is_the_month_in_which_its_spell_began(
    two_lives: EventHistories, text: str, expected: list[tuple[int, int]]
) -> None:
    assert events(two_lives, text) == expected


def test_years_of_study_are_one_state_of_the_path(two_lives: EventHistories) -> None:
    path = two_lives.path
    second = [path.names[code] for code in path.code[path.person == 1]]
    assert second == ["compulsory_school", "upper_secondary", "permanent_job", "unemployed", "permanent_job"]


def test_school_left_without_a_diploma_and_work_lost_are_milestones(two_lives: EventHistories) -> None:
    found = two_lives.milestones
    assert found is not None
    named = {
        (found.names[code], int(person), int(month))
        for person, month, code in zip(found.person, found.month, found.code, strict=True)
    }
    assert named == {(LEFT_SCHOOL, 0, 12), (LOST_JOB, 1, 90), ("+crime", 1, 96)}


def test_an_outcome_of_sequences_names_a_month_by_its_name_or_number() -> None:
    histories = lives([[("school", 3), ("work", 2), ("jobless", 2)], [("school", 5), ("jobless", 2)]])
    assert events(histories, "jobless@m6") == events(histories, "jobless@6") == [(0, 5), (1, 5)]
    assert events(histories, "work@m5") == [(0, 3)]
    assert events(histories, "enters:jobless") == [(0, 5), (1, 5)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("activity_compensatio@25", "there is no state 'activity_compensatio'; did you mean 'activity_compensation'"),
        ("qqq@25", "there is no state 'qqq'; there are compulsory_school, upper_secondary.* …"),
        ("burden:crim@25", "there is no burden 'crim'; did you mean 'crime'"),
        ("status:unemployed@25", "there is no status 'unemployed'"),
        ("leaves:prison", "expected one of enters:, re-enters:, activity:.* before the colon, got 'leaves'"),
        ("prison", "expected an age, as in prison@25, or enters:prison"),
        ("prison@young", "expected an age such as 25 or 25-30 after @, got 'young'"),
        ("prison@70", "expected ages from 16 to 42"),
        ("prison@30-20", "expected ages from 16 to 42"),
        ("prison@", "expected an age such as 25"),
        ("", "there is no state ''"),
    ],
)
def test_a_wrong_outcome_of_simulated_lives_is_told_with_what_was_expected(text: str, message: str) -> None:
    vocabulary = simulated_vocabulary(STATUSES, 12 * 27)
    with pytest.raises(ExclusimError, match=message):
        parse_outcome(text, vocabulary)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobles@m2", "there is no state 'jobles'; did you mean 'jobless'"),
        ("jobless", "expected a month, as in jobless@m7, or enters:jobless"),
        ("jobless@m9", "there is no month 'm9'.*the months are m1 … m7, or 1 … 7"),
        ("jobless@8", "there is no month '8'"),
    ],
)
def test_a_wrong_outcome_of_sequences_is_told_with_its_months_and_states(text: str, message: str) -> None:
    histories = lives([[("school", 3), ("work", 2), ("jobless", 2)]])
    with pytest.raises(ExclusimError, match=message):
        parse_outcome(text, histories.vocabulary)


def test_a_state_with_an_at_sign_or_a_colon_in_its_name_can_be_named() -> None:
    histories = lives([[("at@home", 3), ("care:foster", 2)]])
    assert events(histories, "enters:care:foster") == [(0, 3)]
    assert events(histories, "at@home@m1") == [(0, 0)]
