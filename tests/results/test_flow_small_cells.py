"""Real people in a flow analysis: fewer than five are never shown, nor found by subtraction."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from exclusim.calibration.sequences import Columns, Reading, read_sequences
from exclusim.model.errors import ExclusimError
from exclusim.results.flow import FlowDocument, FlowOptions, flow_of_sequences
from exclusim.results.flow.report import render_page
from exclusim.results.flow.small_cells import FEWEST, distinct, folded, hidden_rows, is_small
from exclusim.results.labels import NBSP

STATES = ("school", "job", "home", "care")
MONTHS = 5


def _range_of(table: np.ndarray, hidden: np.ndarray, row: int, column: int) -> tuple[float, float]:
    """What somebody who knows all totals and the shown rows can say about a hidden cell."""
    rows = np.flatnonzero(hidden)
    width = table.shape[1]
    known, sums = [], []
    for c in range(width):
        known.append([float(at % width == c) for at in range(rows.size * width)])
        sums.append(table[rows, c].sum())
    if width > 1:  # a list of one column has no other total of a row than the cell itself
        for i, r in enumerate(rows):
            known.append([float(at // width == i) for at in range(rows.size * width)])
            sums.append(table[r].sum())
    cell = int(np.flatnonzero(rows == row)[0]) * width + column
    ends = []
    for sign in (1, -1):
        goal = np.zeros(rows.size * width)
        goal[cell] = sign
        found = linprog(goal, A_eq=np.array(known), b_eq=np.array(sums), bounds=(0, None))
        ends.append(sign * found.fun)
    return ends[0], ends[1]


@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=1, max_size=6)
    )
)
@settings(max_examples=150, deadline=None)
def test_no_cell_of_one_to_four_can_be_recovered_from_the_totals_shown(rows: list[list[int]]) -> None:
    table = np.array(rows)
    assume(not any(is_small(int(total)) for total in table.sum(axis=0)))
    if table.shape[1] > 1:
        assume(not any(is_small(int(total)) for total in table.sum(axis=1)))
    hidden = hidden_rows(table)
    shown = table[~hidden]
    assert not ((shown > 0) & (shown < FEWEST)).any()
    assert not any(is_small(int(total)) for total in table[hidden].sum(axis=0))
    for row, column in zip(*np.nonzero((table > 0) & (table < FEWEST)), strict=True):
        low, high = _range_of(table, hidden, int(row), int(column))
        assert high - low >= 1 - 1e-6, f"{table[row, column]} of {table.tolist()} is found: {low}–{high}"


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert not hidden_rows([[20, 0], [5, 7], [0, 9]]).any()


def test_where_the_total_is_small_every_row_is_hidden() -> None:
    assert hidden_rows([[1, 20], [2, 30]]).all()


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 12)), min_size=1, max_size=60))
def test_folding_leaves_no_label_of_a_few_people_and_others_as_they_were(events: list[tuple[int, int]]) -> None:
    label, person = (np.array(column, np.int64) for column in zip(*events, strict=True))
    assume(np.unique(person).size >= FEWEST)
    found = folded(label, person, other=99)
    assert not any(is_small(people) for people in distinct(found, person).values())
    kept = found != 99
    assert (found[kept] == label[kept]).all()


def _reading(lives: list[list[str]], folder: Path) -> Reading:
    text = ",".join(["id", *(f"m{month}" for month in range(1, MONTHS + 1))])
    rows = [",".join([f"p{person}", *life]) for person, life in enumerate(lives)]
    (folder / "lives.csv").write_text("\n".join([text, *rows]) + "\n", encoding="utf-8")
    return read_sequences(folder / "lives.csv", Columns("id", f"m1:m{MONTHS}"))


def _analysed(lives: list[list[str]], outcome: str, support: tuple[str, ...]) -> FlowDocument:
    with tempfile.TemporaryDirectory() as folder, patch("exclusim.results.flow.run.RESAMPLES", 3):
        reading = _reading(lives, Path(folder))
        return flow_of_sequences(reading, FlowOptions(outcome, steps=3), source="lives.csv", support=support)


@st.composite
def _groups(draw: st.DrawFn) -> list[list[str]]:
    """A file of people who share a few ways, some common and others rare; most of them end at home."""
    begin = st.lists(st.sampled_from(STATES), min_size=MONTHS - 1, max_size=MONTHS - 1)
    ways = draw(st.lists(st.tuples(begin, st.sampled_from(("home", "home", "job"))), min_size=3, max_size=9))
    return [[*way, end] for way, end in ways for _person in range(draw(st.integers(1, 14)))]


@given(_groups(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_number_of_an_analysis_is_about_a_few_people(lives: list[list[str]], with_support: bool) -> None:
    """One event a person, all weights 1: every number of events is a number of people."""
    try:
        document = _analysed(lives, f"home@m{MONTHS}", ("care",) if with_support else ())
    except ExclusimError:
        event("nothing to show")
        return
    event(f"{len(document.pathways)} pathways")
    if document.small_cells is not None and document.small_cells.any:
        event("something left out")
    people, persons = round(document.people.value), document.persons
    assert people >= FEWEST
    assert not is_small(persons - people)
    counts = [round(way.events.value) for way in document.pathways]
    assert all(count >= FEWEST for count in counts)
    assert sum(counts) == people
    _streams_hold(document, counts)
    from_the_start = any(set(life) <= {"home", "care"} for life in lives)  # nothing is known before
    if document.supported is not None and not from_the_start:
        _support_holds(document, people)
    for point in document.prevention:
        passing, reaching = round(point.passing.value), round(point.reaching.value)
        rest = persons - people - (passing - reaching)
        assert not any(is_small(cell) for cell in (passing, reaching, passing - reaching, people - reaching, rest))
    for wait in document.waits:
        if wait.share is not None:
            assert not is_small(round(wait.share.value * people))


def _streams_hold(document: FlowDocument, counts: list[int]) -> None:
    """What is left of a stream when the pathways shown are taken away is nobody or enough people."""
    for link in document.links:
        size, known = round(link.share * sum(counts)), 0
        assert size >= FEWEST
        for way, count in zip(document.pathways, counts, strict=True):
            steps = list(pairwise([document.outcome_name, *reversed(way.states)]))
            if steps[link.step : link.step + 1] == [(link.target, link.source)]:
                known += count
        assert not is_small(size - known)


def _support_holds(document: FlowDocument, known: int) -> None:
    """Who got support and who did not are nobody or enough people, in each row and in what is left of all."""
    assert document.supported is not None
    helped = round(document.supported.value * known)
    alone = known - helped
    hidden = 0
    for way in document.pathways:
        if way.supported_events is None:
            hidden += bool(way.states or way.pooled)
            continue
        got, events = round(way.supported_events.value), round(way.events.value)
        assert not is_small(got)
        assert not is_small(events - got)
        assert not any(is_small(round(kind.share.value * events)) for kind in way.support)
        helped, alone = helped - got, alone - (events - got)
    assert hidden != 1
    assert not is_small(helped)
    assert not is_small(alone)


def test_an_outcome_of_four_people_is_refused() -> None:
    lives = [["job"] * 4 + ["home"]] * 4 + [["job"] * 5] * 40
    with pytest.raises(ExclusimError, match="fewer than 5 people have this outcome"):
        _analysed(lives, "home@m5", ())
    with pytest.raises(ExclusimError, match="fewer than 5 people do not have this outcome"):
        _analysed(lives, "job@m5", ())


def test_a_way_of_four_people_goes_into_the_row_of_the_others_with_the_smallest_way() -> None:
    lives = [["job"] * 4 + ["home"]] * 20 + [["school"] * 4 + ["home"]] * 8 + [["care"] * 4 + ["home"]] * 4
    document = _analysed([*lives, *[["job"] * 5] * 40], "home@m5", ())
    assert [(way.states, way.pooled, way.events.value) for way in document.pathways] == [
        (["job"], 0, 20),
        ([], 2, 12),
    ]
    assert {link.source for link in document.links} == {"job", "(other)"}
    assert "care" not in {wait.state for wait in document.waits}


def test_support_of_three_people_is_not_told_and_the_page_says_why() -> None:
    way = ["job", "job", "home", "home", "school"]
    helped = ["job", "job", "home", "care", "school"]
    other, other_helped = ["school", "job", "job", "job", "school"], ["school", "job", "job", "care", "school"]
    lives = [way] * 30 + [helped] * 3 + [other] * 20 + [other_helped] * 10 + [["job"] * 5] * 40
    document = _analysed(lives, "school@m5", ("care",))
    assert document.support_recorded
    assert document.supported is not None
    assert [way.supported for way in document.pathways] == [None, None]
    assert document.small_cells is not None
    assert (document.small_cells.fewest, document.small_cells.pathways) == (FEWEST, 2)
    page = render_page(document).replace(NBSP, " ")
    assert "Ingen siffra vilar på färre än 5 personer" in page
    assert "Vilka som fick stöd visas inte för 2 av vägarna." in page
    assert "&lt;5" in page
