"""A typology of lives: a few types, each with a centre, to which any number of lives can be assigned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import squareform

from exclusim.model.errors import ExclusimError

from .distance import costs, distances, to_profiles
from .distribution import shares

__all__ = ["SAMPLE", "SETTLING", "TYPES", "Typology", "agreement", "mean_silhouette", "typology"]

SAMPLE = 2_000
"""Most lives that are compared pair by pair."""

SETTLING = 10_000
"""Most lives among which the centres are settled: with fewer, another sample would give other types."""

TYPES = tuple(range(4, 9))
"""Numbers of types that are tried."""

_ROUNDS = 100
_STILL = 1_000  # centres are settled when at most one life in so many moves


@dataclass(frozen=True)
class Typology:
    """Types of lives.

    Args:
        cost: cost of being in different places, shape (times, groups, groups), see
            :mod:`~exclusim.results.trajectories.distance`.
        profiles: the centres: share of the lives around each in each group at each time, shape (types, times, groups).
        labels: type of each compared life, shape (sample,).
        medoids: for each type the position of the life nearest to all its others, shape (types,).
        silhouettes: mean silhouette by the number of types tried; the highest was chosen.
    """

    cost: NDArray[np.float64]
    profiles: NDArray[np.float64]
    labels: NDArray[np.int64]
    medoids: NDArray[np.int64]
    silhouettes: dict[int, float]

    def assign(self, grid: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Type whose centre is nearest, of each life, shape (persons,)."""
        return np.asarray(_apart(grid, self.cost, self.profiles).argmin(axis=1))


def typology(
    sample: NDArray[np.uint8],
    groups: int,
    *,
    background: NDArray[np.uint8] | None = None,
    numbers: Sequence[int] = TYPES,
) -> Typology:
    """Start from Ward's clusters of a sample, settle their centres among many lives, choose the number of types.

    Ward's method is tried on the sample and on each half of it; of the three, the centres nearest to the lives around
    them are kept, as a single start may end in a poor place. The number with the highest mean silhouette in the sample
    is chosen. Types are numbered by size, the largest first.

    Args:
        sample: group of each life at each time, shape (lives, times); every pair is compared.
        groups: number of groups.
        background: more lives, in random order: costs are estimated from all of them, and the first :data:`SETTLING`
            settle the centres. The sample itself by default.
        numbers: numbers of types to try.

    Raises:
        ExclusimError: the lives are too few or too alike for any of ``numbers``.
    """
    lives = sample if background is None else background
    cost, settling = costs(lives, groups), lives[:SETTLING]
    between = distances(sample, cost)
    half = len(sample) // 2
    parts = [np.arange(len(sample)), np.arange(half), np.arange(half, len(sample))]
    trees = [(sample[part], _tree(between[np.ix_(part, part)])) for part in parts if part.size > max(numbers)]
    found: dict[int, tuple[float, NDArray[np.float64], NDArray[np.int64]]] = {}
    for number in numbers:
        starts = (_start(part, tree, number, groups) for part, tree in trees)
        settled = [centres for start in starts if start is not None and (centres := _settled(settling, cost, start))]
        if not settled:
            continue
        profiles = min(settled, key=lambda centres: centres.spread).profiles
        labels = _apart(sample, cost, profiles).argmin(axis=1)
        sizes = np.bincount(labels, minlength=number)
        if sizes.all():
            order = np.argsort(-sizes, kind="stable")
            labels = np.argsort(order)[labels]
            found[number] = mean_silhouette(between, labels), profiles[order], labels
    if not found:
        raise ExclusimError(
            f"{len(sample)} lives are too few or too alike to make {min(numbers)} types", hint="choose more --persons"
        )
    _, profiles, labels = found[max(found, key=lambda number: found[number][0])]
    silhouettes = {number: value for number, (value, _, _) in found.items()}
    return Typology(cost, profiles, labels, _medoids(between, labels), silhouettes)


def _tree(between: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(linkage(squareform(np.sqrt(between), checks=False), "ward"))


def _start(lives: NDArray[np.uint8], tree: NDArray[np.float64], number: int, groups: int) -> NDArray[np.float64] | None:
    """Profiles of Ward's clusters; None where there are not so many."""
    labels = fcluster(tree, number, "maxclust") - 1
    if len(np.unique(labels)) < number:
        return None
    return _profiles(lives, labels, number, groups)


def _profiles(lives: NDArray[np.uint8], labels: NDArray[np.int64], types: int, groups: int) -> NDArray[np.float64]:
    return np.stack([shares(lives[labels == label], groups) for label in range(types)])


def _apart(grid: NDArray[np.uint8], cost: NDArray[np.float64], profiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distance of each life to each centre, shape (persons, types).

    It is the mean distance to the lives behind the centre less half the mean distance among them.
    """
    among = np.einsum("cta,tab,ctb->c", profiles, cost, profiles, optimize=True)
    return np.asarray(to_profiles(grid, cost, profiles) - among / 2)


@dataclass(frozen=True)
class _Centres:
    profiles: NDArray[np.float64]
    spread: float  # mean squared distance of a life to its centre


def _settled(lives: NDArray[np.uint8], cost: NDArray[np.float64], profiles: NDArray[np.float64]) -> _Centres | None:
    """Move lives to their nearest centre and centres to the middle of their lives until hardly any moves.

    None where a type is emptied on the way: it had no centre of its own.
    """
    types, groups = len(profiles), cost.shape[1]
    labels = np.full(len(lives), -1)
    for _ in range(_ROUNDS):
        apart = _apart(lives, cost, profiles)
        moved = apart.argmin(axis=1)
        if np.count_nonzero(moved != labels) <= len(lives) // _STILL:
            break
        labels = moved
        if not np.bincount(labels, minlength=types).all():
            return None
        profiles = _profiles(lives, labels, types, groups)
    return _Centres(profiles, float(apart.min(axis=1).mean()))


def _medoids(between: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    found = []
    for label in range(labels.max() + 1):
        members = np.flatnonzero(labels == label)
        found.append(members[between[np.ix_(members, members)].sum(axis=1).argmin()])
    return np.array(found, np.int64)


def agreement(one: Typology, other: Typology, grid: NDArray[np.uint8]) -> float:
    """Share of the lives that both put in corresponding types, pairing types so that it is as high as can be.

    Args:
        one, other: found on different samples of the same population.
        grid: lives to assign, shape (persons, times), at least one.
    """
    types = max(len(one.profiles), len(other.profiles))
    both = np.bincount(one.assign(grid) * types + other.assign(grid), minlength=types**2).reshape(types, types)
    rows, columns = linear_sum_assignment(both, maximize=True)
    return float(both[rows, columns].sum() / len(grid))


def mean_silhouette(between: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Mean over lives of (b − a) / max(a, b); a life alone in its type counts as 0 (Rousseeuw 1987).

    a is the mean distance to the others of the same type, b that to the nearest other type. About 0.5 and more means
    types that stand apart, below 0.25 that one type shades into the next.

    Args:
        between: distances, shape (lives, lives).
        labels: type of each life, 0 … types − 1, none of them empty, at least two.
    """
    lives, sizes = np.arange(len(labels)), np.bincount(labels)
    sums = np.stack([between[:, labels == label].sum(axis=1) for label in range(len(sizes))], axis=1)
    own = sizes[labels]
    within = sums[lives, labels] / np.maximum(own - 1, 1)
    means = sums / sizes
    means[lives, labels] = np.inf
    nearest = means.min(axis=1)
    widest = np.maximum(within, nearest)
    score = np.divide(nearest - within, widest, out=np.zeros_like(widest), where=(widest > 0) & (own > 1))
    return float(score.mean())
