"""Shapley values against games with known answers, and sampled orders against every coalition."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.results.faults.shapley import (
    Attribution,
    coalitions,
    every_coalition,
    exact,
    order_pairs,
    sampled,
    standard_error,
)

type Game = dict[int, NDArray[np.float64]]


def _game(players: int, worth: Callable[[set[int]], float]) -> Game:
    members = {mask: {player for player in range(players) if mask >> player & 1} for mask in every_coalition(players)}
    return {mask: np.array([worth(who)]) for mask, who in members.items()}


def _random_game(players: int, seed: int) -> Game:
    """Any worth at all for each coalition, in two views."""
    rng = np.random.default_rng(seed)
    return {mask: rng.normal(size=2) * (mask > 0) for mask in every_coalition(players)}


def _of(game: Game, players: int, columns: int, seed: int) -> Attribution:
    return sampled(game, order_pairs(players, 0, columns, seed))


@pytest.mark.parametrize("way", ["exact", "sampled"])
def test_in_an_additive_game_each_player_gets_its_own_worth(way: str) -> None:
    own = [3.0, -1.0, 0.5, 7.0]
    game = _game(4, lambda who: sum(own[player] for player in who))
    found = exact(game, 4) if way == "exact" else _of(game, 4, 2, seed=1)
    np.testing.assert_allclose(found.share[:, 0], own, atol=1e-12)
    np.testing.assert_allclose(standard_error(found.columns), 0, atol=1e-12)


def test_players_that_add_the_same_get_the_same() -> None:
    share = exact(_game(5, lambda who: float(len(who)) ** 2), 5).share
    np.testing.assert_allclose(share, 5.0, rtol=1e-12)


def test_a_player_that_never_adds_anything_gets_nothing() -> None:
    game = _game(4, lambda who: float(len(who - {2}) >= 2))
    assert exact(game, 4).share[2, 0] == 0
    assert _of(game, 4, 4, seed=3).share[2, 0] == 0


def test_one_left_glove_is_worth_four_times_each_of_two_right_ones() -> None:
    game = _game(3, lambda who: float(0 in who and len(who) > 1))
    np.testing.assert_allclose(exact(game, 3).share[:, 0], [2 / 3, 1 / 6, 1 / 6], rtol=1e-12)


@pytest.mark.parametrize("players", [2, 3, 6])
def test_exact_shares_add_up_to_the_worth_of_all(players: int) -> None:
    game = _random_game(players, 4)
    np.testing.assert_allclose(exact(game, players).share.sum(axis=0), game[(1 << players) - 1], rtol=1e-12)


@pytest.mark.parametrize(("players", "pairs"), [(7, 1), (8, 3), (9, 5)])
def test_sampled_shares_add_up_to_the_worth_of_all_however_few_the_orders(players: int, pairs: int) -> None:
    game = _random_game(players, 5)
    found = _of(game, players, pairs, seed=2)
    np.testing.assert_allclose(found.share.sum(axis=0), game[(1 << players) - 1], rtol=1e-9)


@pytest.mark.parametrize("players", [6, 7, 14])
def test_over_draws_each_player_stands_in_each_place_and_follows_each_other_equally_often(players: int) -> None:
    rows = players // 2 if players % 2 == 0 else players
    for square in (0, 1):
        draws = range(square * rows, (square + 1) * rows)
        orders = np.concatenate([order_pairs(players, draw, 3, seed=9)[2] for draw in draws])
        times = len(orders) // players
        for place in range(players):
            assert np.bincount(orders[:, place], minlength=players).tolist() == [times] * players
        after = np.zeros((players, players), int)
        for order in orders:
            for first, second in pairwise(order):
                after[first, second] += 1
        assert (after + times * np.eye(players, dtype=int) == times).all()


def test_each_order_is_followed_by_its_reverse() -> None:
    pairs = order_pairs(9, 0, 12, seed=1)
    np.testing.assert_array_equal(pairs[:, 1], pairs[:, 0, ::-1])


def test_more_columns_leave_the_others_as_they_were() -> None:
    np.testing.assert_array_equal(order_pairs(8, 3, 4, seed=1), order_pairs(8, 3, 7, seed=1)[:4])


def test_what_two_players_do_together_is_divided_exactly_by_a_single_pair_of_orders() -> None:
    game = _game(5, lambda who: 4.0 * ({1, 3} <= who))
    np.testing.assert_allclose(_of(game, 5, 1, seed=1).share[:, 0], [0, 2, 0, 2, 0], atol=1e-12)


def test_every_coalition_that_an_order_passes_is_asked_for() -> None:
    orders = order_pairs(8, 0, 3, seed=1).reshape(-1, 8)
    game = _random_game(8, 6)
    asked = set(coalitions(orders))
    assert {0, 255} < asked
    few = {mask: game[mask] for mask in asked}
    np.testing.assert_array_equal(sampled(few, order_pairs(8, 0, 3, seed=1)).share, _of(game, 8, 3, seed=1).share)


def test_sampled_shares_lie_around_the_exact_ones_within_their_stated_error() -> None:
    """60 streams of 12 columns for 6 players in 2 views, and 5 draws of one game. A bias would make the mean of the 60
    differ from the truth: 12 such means, each within 4.5 of its standard errors, fail by chance once in 2 000 times.
    With 11 degrees of freedom the mean square of (sampled − exact) / error is 11/9, whatever the correlation from draw
    to draw; 4 standard deviations of the mean over streams fail by chance once in 10 000 times."""
    game, streams, draws = _random_game(6, 7), 60, 5
    truth = exact(game, 6).share
    columns = np.array(
        [
            np.mean([sampled(game, order_pairs(6, draw, 12, seed)).columns for draw in range(draws)], axis=0)
            for seed in range(streams)
        ]
    )
    shares = columns.mean(axis=1)
    z = (shares.mean(axis=0) - truth) / (shares.std(axis=0, ddof=1) / np.sqrt(streams))
    assert np.abs(z).max() < 4.5
    errors = np.array([standard_error(one) for one in columns])
    squares = ((shares - truth) ** 2 / errors**2).mean(axis=(1, 2))
    assert abs(squares.mean() - 11 / 9) < 4 * squares.std(ddof=1) / np.sqrt(streams)
