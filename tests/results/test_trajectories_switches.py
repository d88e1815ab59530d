"""Agencies month by month: cases, switches and loops, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.lives import case_files
from tests.results.test_trajectories_sequences import spells_of

from exclusim.model.institutions.agencies import NOBODY as NOBODY_CODE
from exclusim.model.institutions.agencies import agency_index
from exclusim.model.institutions.vocabulary import Answer, CaseState
from exclusim.model.vocabulary import STATUSES
from exclusim.results.trajectories.casework import helping_agencies
from exclusim.results.trajectories.network import agency_network
from exclusim.results.trajectories.switches import (
    NOBODY,
    OWN_FOOTING,
    AgencyMonths,
    SwitchCounts,
    count_switches,
    paying_agencies,
)

A, B, C = 0, 1, 2
_CODE = {"A": 1, "B": 2, "C": 3, "a": 1}
_FOOTING = {"w": 1, "a": 1, "x": 2}


def _months(*lives: str) -> AgencyMonths:
    """A, B, C: at an agency; a: at A and at work; w: at work; x: gone; dot: nobody's. Runs as in ``A3 w12``."""
    written = []
    for life in lives:
        months = "".join(run[0] * int(run[1:] or 1) for run in life.split())
        written.append(months)
    code = [[_CODE.get(letter, 0) for letter in months] for months in written]
    footing = [[_FOOTING.get(letter, 0) for letter in months] for months in written]
    return AgencyMonths(("a", "b", "c"), np.array(code), np.array(footing, np.uint8))


def _count(*lives: str) -> SwitchCounts:
    return count_switches(_months(*lives))


def test_a_loop_without_progress_is_counted_once() -> None:
    counts = _count("A3 B4 A5")
    assert counts.loops.tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert np.array_equal(counts.idle_loops, counts.loops)
    assert counts.switches.tolist() == [2]
    assert counts.agencies.tolist() == [2]
    assert counts.looped.tolist() == [1]


def test_to_and_fro_makes_a_loop_of_each_return() -> None:
    assert _count("A B A B A").loops.tolist() == [[0, 2, 0], [1, 0, 0], [0, 0, 0]]


def test_a_loop_by_way_of_work_has_progress() -> None:
    counts = _count("A3 B4 w2 A5")
    assert counts.loops[A, B] == 1
    assert counts.idle_loops[A, B] == 0
    assert counts.switches.tolist() == [1]


def test_nobodys_months_are_no_progress() -> None:
    counts = _count("A3 .2 B4 .2 A5")
    assert counts.loops[A, B] == counts.idle_loops[A, B] == 1
    assert counts.switches.tolist() == [2]


def test_work_with_support_from_the_agency_is_progress() -> None:
    counts = _count("B2 A2 a3 A1 B2")
    assert counts.loops[B, A] == 1
    assert counts.idle_loops[B, A] == 0


def test_coming_back_after_more_than_two_years_is_no_loop() -> None:
    assert _count("A B24 A").loops[A, B] == 1
    assert _count("A B25 A").loops.sum() == 0


def test_a_way_back_over_two_other_agencies_is_no_loop_of_two() -> None:
    counts = _count("A B C A")
    assert counts.loops.sum() == 0
    assert counts.switches.tolist() == [3]


def test_a_break_at_the_same_agency_is_neither_switch_nor_loop() -> None:
    counts = _count("A2 .3 A2 B2 .1 B1 A1")
    assert counts.switches.tolist() == [2]
    assert counts.loops[A, B] == counts.loops.sum() == 1
    assert counts.cases.tolist() == [3, 2, 0]


def test_a_case_that_leads_to_a_year_of_work_is_lasting() -> None:
    counts = _count("A3 w12 A9", "A3 w11 A10", "A3 B2 w19", "A20 w4")
    assert counts.cases.tolist() == [6, 1, 0]
    assert counts.followed.tolist() == [3, 1, 0]  # the fourth person's case ends too late to follow
    assert counts.lasting.tolist() == [1, 1, 0]


def test_a_new_case_within_two_years_is_a_return() -> None:
    counts = _count("A1 w24 A1 w9", "A1 w25 A1 w8", "A1 w33 A1")
    assert counts.followed_back.tolist() == [3, 0, 0]
    assert counts.back.tolist() == [1, 0, 0]


def test_a_case_that_ends_with_death_is_not_an_ended_case() -> None:
    counts = _count("A3 x30")
    assert counts.followed[A] == counts.followed_back[A] == counts.moves.sum() == 0
    assert counts.person_months.tolist() == [0, 3, 0, 0, 0]


def test_moves_are_counted_between_every_two_places() -> None:
    counts = _count("A2 B1 .1 w3 A1", "w8")
    places = counts.places
    assert places == (NOBODY, "a", "b", "c", OWN_FOOTING)
    found = {(places[i], places[j]): int(counts.moves[i, j]) for i, j in np.argwhere(counts.moves)}
    assert found == {("a", "b"): 1, ("b", NOBODY): 1, (NOBODY, OWN_FOOTING): 1, (OWN_FOOTING, "a"): 1}
    assert counts.person_months.sum() == 16
    assert counts.ever.tolist() == [1, 1, 1, 0, 2]


def test_rates_are_per_person_and_per_year_in_the_place() -> None:
    months = _months("A12 B12 w12", "w36")
    counts, places = count_switches(months), months.places(np.array([6, 18]))
    network = agency_network([counts], [places])
    moves = {(m.source, m.target): m for m in network.moves}
    assert moves["a", "b"].per_person.mean == pytest.approx(0.5)
    assert moves["a", "b"].per_year.mean == pytest.approx(1.0)
    assert network.ever.mean == pytest.approx(0.5)
    assert network.agencies_per_person.mean == pytest.approx(2.0)
    assert {key: band.mean for key, band in network.share.items()} == {
        "a": [0.5, 0.0],
        "b": [0.0, 0.5],
        OWN_FOOTING: [0.5, 0.5],
    }
    (a, b) = network.rows
    assert (a.passed_on.mean, a.lasting.mean, b.passed_on.mean, b.lasting.mean) == (1.0, 0.0, 0.0, 1.0)


def test_a_draw_without_agencies_gives_zeros() -> None:
    months = _months("w12")
    network = agency_network([count_switches(months)], [months.places(np.array([3, 9]))])
    assert network.loops == []
    assert network.rows == []
    assert network.looped.mean == network.switches_per_person.mean == 0.0


def test_who_pays_follows_from_the_status_and_school_is_none() -> None:
    spells = spells_of(
        [
            [
                (0, "upper_secondary_1/study_aid"),
                (2, "unemployed/none"),
                (4, "unemployed/social_assistance"),
                (5, "outside/none"),
                (6, "permanent_job/wage"),
                (7, "subsidised_job/wage"),
                (8, "dead/none"),
            ]
        ],
        10,
    )
    months = paying_agencies(spells, STATUSES, 10)
    names = ["", *months.names]
    held = [names[code] for code in months.code[0]]
    af, soc = "arbetsformedlingen", "kommun.socialtjanst"
    assert held == ["", "", af, af, soc, "", "", af, "", ""]
    assert months.footing[0].tolist() == [1, 1, 0, 0, 0, 0, 1, 1, 2, 2]
    assert "kommun.skola" not in months.names


def test_who_helps_follows_from_the_case_files_and_a_queue_is_no_help() -> None:
    spells = spells_of([[(0, "unemployed/none"), (8, "permanent_job/wage")], [(0, "permanent_job/wage")]], 10)
    af, psykiatri = agency_index("arbetsformedlingen"), agency_index("psykiatri")
    files = case_files(
        [
            (0, CaseState.ALONE, NOBODY_CODE, Answer.UNASKED),
            (1, CaseState.HELPED, af, Answer.ACCEPTED),
            (4, CaseState.WAITING, psykiatri, Answer.NO_CAPACITY),
            (6, CaseState.HELPED, psykiatri, Answer.ACCEPTED),
            (9, CaseState.NONE, NOBODY_CODE, Answer.NONE),
        ],
        [],
        months=10,
    )
    months = helping_agencies(files, spells, STATUSES, 10)
    assert months.code.tolist() == [[0, *[af + 1] * 3, 0, 0, *[psykiatri + 1] * 3, 0], [0] * 10]
    assert months.footing[0].tolist() == [0] * 8 + [1] * 2
    counts = count_switches(months)
    assert counts.switches.tolist() == [1, 0]
    assert counts.agencies.tolist() == [2, 0]


def test_codes_without_a_name_are_refused() -> None:
    with pytest.raises(ValueError, match="0 … 1"):
        AgencyMonths(("a",), np.array([[2]]), np.zeros((1, 1), np.uint8))
    with pytest.raises(ValueError, match="persons × months"):
        AgencyMonths(("a",), np.array([[1, 1]]), np.zeros((1, 1), np.uint8))
