"""Models that somebody declares cell by cell, against exact answers and against another engine."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from exclusim.model.cells import (
    CellModel,
    CellPeople,
    CellRun,
    CostRow,
    Leaving,
    LimitedPlaces,
    Transition,
    simulate_cells,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from ref6_model import declare, population, scores

ONE = np.ones((1, 1))


def _people(number: int, state: int = 0) -> CellPeople:
    none = np.zeros(number, np.int64)
    return CellPeople(none, none, none + state)


def test_ref6_is_the_reference_model() -> None:
    """Against 400 runs of another engine: root mean square of z below 1.2, largest below 4, over 8 fixed seeds."""
    model, people = declare(10_000), population(10_000)
    z = scores([simulate_cells(model, people, seed) for seed in range(8)])
    assert z.size == 440  # the reference's first months, without spread, must agree exactly or give infinity
    assert np.sqrt((z**2).mean()) < 1.2
    assert np.abs(z).max() < 4


def test_two_states_follow_their_markov_chain() -> None:
    """20 000 people, 60 months: within 4.5 standard errors in every month, under 1 in 2 000 by chance."""
    model = CellModel(
        ("in", "out"), 1, (0,), 60, (Transition("in", "out", 0.1 * ONE), Transition("out", "in", 0.05 * ONE))
    )
    counts = simulate_cells(model, _people(20_000), 3).counts
    share, expected = 1.0, []
    for _ in range(60):
        expected.append(share)
        share += 0.05 * (1 - share) - 0.1 * share
    p = np.array(expected)
    assert (np.abs(counts[:, 0] - 20_000 * p) <= 4.5 * np.sqrt(20_000 * p * (1 - p)) + 1e-9).all()


@pytest.mark.parametrize("width", [1, 5, 12, 30])
def test_a_short_age_band_in_which_everybody_leaves_is_never_overlooked(width: int) -> None:
    """Bounds look further ahead than such bands last."""
    certain = np.array([[0.0], [0.0], [0.0], [1.0], [0.0]])
    bands = tuple(width * band for band in range(5))
    model = CellModel(("in", "out"), 1, bands, 5 * width, (Transition("in", "out", certain),))
    counts = simulate_cells(model, _people(500), 1).counts[:, 0]
    assert counts[: 3 * width + 1].tolist() == [500] * (3 * width + 1)  # the month of the leaving still counts them
    assert not counts[3 * width + 1 :].any()


def test_everybody_leaves_when_the_months_are_over() -> None:
    model = CellModel(
        ("course", "work", "rest"),
        1,
        (0,),
        10,
        (),
        (Leaving("course", 4, (Transition("course", "work", 0.25 * ONE),), "rest"),),
    )
    counts = simulate_cells(model, _people(4_000), 1).counts
    assert counts[:4, 0].tolist() == [4_000] * 4
    assert counts[4:, 0].tolist() == [0] * 6
    assert abs(counts[4, 1] - 1_000) < 4 * np.sqrt(4_000 * 0.25 * 0.75)  # 1 in 15 000 by chance


def test_places_are_never_more_than_there_are_and_never_idle_while_somebody_waits() -> None:
    model = CellModel(
        ("waiting", "place"), 1, (0,), 40, (), (Leaving("place", 5, (), "waiting"),),
        (LimitedPlaces("waiting", "place", 30, min_months=3),),
    )  # fmt: skip
    counts = simulate_cells(model, _people(400), 1).counts
    # Three completed months are those of the first three counts; places are filled after the third month's moves.
    assert counts[:3, 1].tolist() == [0, 0, 0]
    assert set(counts[3:, 1].tolist()) == {30}


def test_costs_follow_weight_duration_and_cell() -> None:
    price = np.array([100.0, 10.0])
    model = CellModel(
        ("here",), 2, (0,), 6, (),
        costs=(
            CostRow("early", "here", price),
            CostRow("late", "here", 2 * price, from_months=4),
            CostRow("late, other cell", "here", 3 * price, np.array([False, True]), from_months=4),
        ),
    )  # fmt: skip
    people = CellPeople(np.zeros(2, np.int64), np.array([0, 1]), np.zeros(2, np.int64), np.array([0.5, 2.0]))
    costs = simulate_cells(model, people, 1).costs
    np.testing.assert_allclose(costs[:3], np.tile(2.5 * price, (3, 1)))
    np.testing.assert_allclose(costs[3:], np.tile((0.5 * 2 + 2.0 * 3) * price, (3, 1)))


def test_one_seed_is_one_run_and_another_seed_another() -> None:
    model, people = declare(2_000), population(2_000)
    first, again, other = (simulate_cells(model, people, seed) for seed in (5, 5, 6))

    def same(a: CellRun, b: CellRun) -> bool:
        return np.array_equal(a.counts, b.counts) and np.array_equal(a.costs, b.costs)

    assert same(first, again)
    assert not same(first, other)


@pytest.mark.parametrize(
    ("transitions", "expected"),
    [
        ((Transition("in", "away", ONE),), "'away' is not a state"),
        ((Transition("in", "out", np.ones((2, 1))),), "shape \\(bands, cells\\)"),
        ((Transition("in", "out", ONE, by_month=np.ones(3)),), "shape \\(months,\\)"),
        ((Transition("in", "out", 2 * ONE),), "between 0 and 1"),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(transitions: tuple[Transition, ...], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        CellModel(("in", "out"), 1, (0,), 12, transitions)


def test_nobody_has_two_places_though_people_come_straight_back_into_the_queue() -> None:
    """Weights are powers of three: in base three a month's sum has a digit two where somebody is counted twice."""
    people = CellPeople(*np.zeros((3, 7), np.int64), 3.0 ** np.arange(7))
    model = CellModel(
        ("waiting", "place"),
        1,
        (0,),
        120,
        (Transition("place", "waiting", 0.7 * ONE),),
        places=(LimitedPlaces("waiting", "place", 3),),
        costs=(CostRow("place", "place", np.array([1.0])),),
    )
    for seed in range(20):
        run = simulate_cells(model, people, seed)
        assert (run.counts[1:, 1] == 3).all()
        digits = np.round(run.costs[:, :1]).astype(np.int64) // 3 ** np.arange(7) % 3
        assert digits.max() == 1
        assert (digits[1:].sum(axis=1) == 3).all()
