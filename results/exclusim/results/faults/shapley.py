"""Shapley values of a game whose worth is a vector: exact, or from orders chosen to balance each other.

A coalition is a bit mask: bit *i* is player *i*. In an order each player contributes what the worth rises by when it
joins those before it, so the contributions of one order add up to the worth of all players, and so does their mean.

Orders come in squares of Williams' design: in the rows of a square, each player stands in each place equally often and
follows each other player equally often. Each row is used with its reverse, in which those before a player are those
after it. Rows of different squares have their players shuffled independently.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["EXACT_UP_TO", "Attribution", "coalitions", "every_coalition", "exact", "order_pairs", "sampled"]

EXACT_UP_TO = 6
"""Up to here (64 coalitions) all coalitions are run."""

type Worth = Mapping[int, NDArray[np.float64]]
"""Worth of each coalition by its mask, each of shape (views,)."""


@dataclass(frozen=True)
class Attribution:
    """Shares of the worth of all players.

    Args:
        share: by player and view, shape (players, views); the players' sum is the worth of all of them.
        error: variance of ``share`` due to the choice of orders, same shape; zero where exact. Pairs of orders are
            taken as independent, and those of one square balance each other, so it rather overstates.
    """

    share: NDArray[np.float64]
    error: NDArray[np.float64]


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
    return Attribution(share, np.zeros_like(share))


def order_pairs(players: int, first: int, count: int, seed: int) -> NDArray[np.int64]:
    """Pairs number ``first`` … ``first + count − 1`` of the stream ``seed``: an order and its reverse, shape
    (count, 2, players).

    >>> order_pairs(4, 0, 2, seed=1).shape
    (2, 2, 4)
    """
    # With an even number of players a square holds its rows' reverses; with an odd one they are a second square.
    rows = players // 2 if players % 2 == 0 else players
    pairs = np.empty((count, 2, players), np.int64)
    for index in range(count):
        square, row = divmod(first + index, rows)
        shuffled = np.random.default_rng([seed, square]).permutation(players)
        pairs[index, 0] = shuffled[(_zigzag(players) + row) % players]
        pairs[index, 1] = pairs[index, 0, ::-1]
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
    """Shapley values from pairs of orders, shape (pairs, 2, players); two pairs at least give an error."""
    found = np.array([[_contributions(worth, order) for order in pair] for pair in pairs]).mean(axis=1)
    count = len(found)
    error = found.var(axis=0, ddof=1) / count if count > 1 else np.full_like(found[0], np.nan)
    return Attribution(found.mean(axis=0), error)


def _contributions(worth: Worth, order: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each player adds in one order, shape (players, views)."""
    share = np.zeros((order.size, worth[0].size))
    for player, (before, after) in zip(order, pairwise(_masks(order)), strict=True):
        share[player] = worth[after] - worth[before]
    return share
