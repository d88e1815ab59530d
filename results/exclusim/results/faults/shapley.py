"""Shapley values of a game whose worth is a vector: exact, or from orders chosen to balance each other.

A coalition is a bit mask: bit *i* is player *i*. In an order each player contributes what the worth rises by when it
joins those before it, so the contributions of one order add up to the worth of all players, and so does their mean.

Each order is used with its reverse, in which those before a player are those after it: what two players do together
is then divided exactly. Pairs of orders stand in columns, and a draw takes one pair of each. Columns are independent of
one another, so their spread is the error of their mean. Down a column, from draw to draw, run the rows of Williams'
design, one square after the other: in a square each player stands in each place, and follows each other player, equally
often.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "EXACT_UP_TO",
    "Attribution",
    "coalitions",
    "every_coalition",
    "exact",
    "order_pairs",
    "sampled",
    "standard_error",
]

EXACT_UP_TO = 6
"""Up to here (64 coalitions) all coalitions are run."""

type Worth = Mapping[int, NDArray[np.float64]]
"""Worth of each coalition by its mask, each of shape (views,)."""


@dataclass(frozen=True)
class Attribution:
    """Shares of the worth of all players.

    Args:
        columns: what each column of orders gives each player, shape (columns, players, views); in each, the players'
            sum is the worth of all of them. A single column is exact.
    """

    columns: NDArray[np.float64]

    @property
    def share(self) -> NDArray[np.float64]:
        """By player and view, shape (players, views)."""
        return np.asarray(self.columns.mean(axis=0))


def standard_error(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the mean over the first axis, independent columns; zero where there is only the exact one."""
    count = len(columns)
    if count == 1:
        return np.zeros_like(columns[0])
    return np.asarray(columns.std(axis=0, ddof=1) / np.sqrt(count))


def every_coalition(players: int) -> tuple[int, ...]:
    """All masks.

    >>> every_coalition(2)
    (0, 1, 2, 3)
    """
    return tuple(range(1 << players))


def exact(worth: Worth, players: int) -> Attribution:
    """Shapley values from the worth of every coalition."""
    share = np.zeros((players, worth[0].size))
    for mask in every_coalition(players):
        size = mask.bit_count()
        if size == players:
            continue
        weight = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
        for player in range(players):
            if not mask >> player & 1:
                share[player] += weight * (worth[mask | 1 << player] - worth[mask])
    return Attribution(share[None])


def order_pairs(players: int, draw: int, columns: int, seed: int) -> NDArray[np.int64]:
    """The orders of one draw: in each column an order and its reverse, shape (columns, 2, players).

    >>> order_pairs(4, draw=0, columns=3, seed=1).shape
    (3, 2, 4)
    """
    # With an even number of players a square holds its rows' reverses; with an odd one they are a second square.
    square, row = divmod(draw, players // 2 if players % 2 == 0 else players)
    pairs = np.empty((columns, 2, players), np.int64)
    for column in range(columns):
        shuffled = np.random.default_rng([seed, column, square]).permutation(players)
        pairs[column, 0] = shuffled[(_zigzag(players) + row) % players]
        pairs[column, 1] = pairs[column, 0, ::-1]
    return pairs


def _zigzag(players: int) -> NDArray[np.int64]:
    """0, 1, n − 1, 2, n − 2, …: neighbours differ by each number once."""
    return np.array([-(-i // 2) if i % 2 else (players - i // 2) % players for i in range(players)], np.int64)


def coalitions(orders: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """Every mask that some order passes, none and all included, sorted.

    >>> coalitions([[0, 1, 2]])
    (0, 1, 3, 7)
    """
    return tuple(sorted({mask for order in orders for mask in _masks(order)}))


def _masks(order: Iterable[int]) -> list[int]:
    masks = [0]
    for player in order:
        masks.append(masks[-1] | 1 << int(player))
    return masks


def sampled(worth: Worth, pairs: NDArray[np.int64]) -> Attribution:
    """Shapley values from pairs of orders, one a column, shape (columns, 2, players)."""
    return Attribution(np.array([[_contributions(worth, order) for order in pair] for pair in pairs]).mean(axis=1))


def _contributions(worth: Worth, order: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each player adds in one order, shape (players, views)."""
    share = np.zeros((order.size, worth[0].size))
    for player, (before, after) in zip(order, pairwise(_masks(order)), strict=True):
        share[player] = worth[after] - worth[before]
    return share
