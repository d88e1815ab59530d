"""Distances between lives, types of lives and their names."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.results.trajectories.activities import GROUPS
from exclusim.results.trajectories.distance import costs, distances, to_profiles
from exclusim.results.trajectories.distribution import shares
from exclusim.results.trajectories.names import type_names
from exclusim.results.trajectories.typology import agreement, mean_silhouette, typology

INDEX = {group.key: index for index, group in enumerate(GROUPS)}
TIMES = 12


def _random_lives(count: int, groups: int, seed: int) -> NDArray[np.uint8]:
    """Lives that stay where they are for a while, so that futures differ."""
    rng = np.random.default_rng(seed)
    grid = np.empty((count, TIMES), np.uint8)
    grid[:, 0] = rng.integers(groups, size=count)
    for t in range(1, TIMES):
        moves = rng.random(count) < 0.25
        grid[:, t] = np.where(moves, rng.integers(groups, size=count), grid[:, t - 1])
    return grid


def _slow_costs(grid: NDArray[np.uint8], groups: int, horizon: int) -> dict[tuple[int, int, int], float]:
    """Futures from counts of moves, one probability at a time."""
    times = grid.shape[1]

    def step(t: int, a: int, b: int) -> float:
        window = range(max(t - 2, 0), min(t + 3, times - 1))
        out = sum(1 for life in grid for u in window if life[u] == a)
        if out == 0:
            return float(a == b)
        return sum(1 for life in grid for u in window if life[u] == a and life[u + 1] == b) / out

    steps = {(t, a, b): step(t, a, b) for t in range(times - 1) for a in range(groups) for b in range(groups)}
    found = {}
    for t, a, b in product(range(times), range(groups), range(groups)):
        ahead = {a: {a: 1.0}, b: {b: 1.0}}
        total = 0.0
        for u in range(horizon):
            at = min(t + u, times - 2)
            ahead = {
                start: {s: sum(p * steps[at, r, s] for r, p in there.items()) for s in range(groups)}
                for start, there in ahead.items()
            }
            total += sum(abs(ahead[a][s] - ahead[b][s]) for s in range(groups)) / 2
        found[t, a, b] = total / horizon
    return found


def test_distances_are_those_of_a_plain_reading_of_the_definition() -> None:
    grid = _random_lives(25, 4, 1)
    slow = _slow_costs(grid, 4, 3)
    fast = costs(grid, 4, 3)
    assert [fast[key] for key in slow] == pytest.approx(list(slow.values()))
    between = distances(grid, fast)
    for i, j in product(range(25), repeat=2):
        plain = sum(slow[t, int(grid[i, t]), int(grid[j, t])] for t in range(TIMES))
        assert between[i, j] == pytest.approx(plain)


def test_costs_are_symmetric_between_zero_and_one_and_zero_for_the_same_place() -> None:
    cost = costs(_random_lives(200, 5, 2), 5)
    assert cost == pytest.approx(cost.transpose(0, 2, 1))
    assert cost.min() >= 0
    assert cost.max() <= 1 + 1e-12
    assert np.einsum("taa->ta", cost) == pytest.approx(0.0)


def test_places_with_the_same_future_are_alike_and_dead_ends_are_far() -> None:
    # 0 and 1 both go to 2 and stay there; 3 goes nowhere.
    grid = np.array([[0, 2, 2, 2, 2], [1, 2, 2, 2, 2], [3, 3, 3, 3, 3]] * 5, np.uint8)
    cost = costs(grid, 4, 2)
    assert cost[0, 0, 1] == pytest.approx(0.0)
    assert cost[0, 0, 3] == pytest.approx(1.0)


def test_distances_are_squares_of_euclidean_ones_so_that_wards_method_is_exact() -> None:
    grid = _random_lives(60, 5, 3)
    between = distances(grid, costs(grid, 5))
    centre = np.eye(60) - 1 / 60
    inner = np.linalg.eigvalsh(-centre @ between @ centre / 2)
    assert inner.min() > -1e-9 * inner.max()


def test_the_mean_distance_to_a_profile_is_that_to_the_lives_behind_it() -> None:
    grid = _random_lives(40, 4, 4)
    cost = costs(grid, 4)
    profiles = np.stack([shares(grid[:15], 4), shares(grid[15:], 4)])
    between = distances(grid, cost)
    plain = np.stack([between[:, :15].mean(axis=1), between[:, 15:].mean(axis=1)], axis=1)
    assert to_profiles(grid, cost, profiles) == pytest.approx(plain)


def _made_up(kinds: list[list[int]], each: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Lives of known types with one time in ten changed at random."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(kinds)), each)
    grid = np.array(kinds, np.uint8)[truth]
    noise = rng.random(grid.shape) < 0.1
    grid[noise] = rng.integers(5, size=int(noise.sum()))
    return grid, truth


def _same_partition(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


def test_two_obvious_types_of_lives_are_found() -> None:
    work, sick = [0] * 4 + [1] * 8, [0] * 4 + [2] * 8
    grid, truth = _made_up([work, sick], 60, 5)
    found = typology(grid, 5, numbers=(2, 3, 4))
    assert max(found.silhouettes, key=lambda number: found.silhouettes[number]) == 2
    assert len(found.profiles) == 2
    assert _same_partition(found.labels, truth)
    assert np.array_equal(found.assign(grid), found.labels)
    assert [truth[medoid] for medoid in found.medoids] == [truth[found.labels == k][0] for k in (0, 1)]


def test_five_obvious_types_are_found_among_four_to_eight() -> None:
    kinds = [[0] * 2 + [kind] * 10 for kind in range(5)]
    grid, truth = _made_up(kinds, 40, 6)
    found = typology(grid, 5)
    assert len(found.profiles) == 5
    assert _same_partition(found.labels, truth)


def test_a_new_life_goes_to_the_type_whose_centre_is_nearest() -> None:
    grid = _random_lives(300, 5, 7)
    found = typology(grid[:200], 5)
    between = distances(grid, found.cost)
    apart = []
    for label in range(len(found.profiles)):
        members = np.flatnonzero(found.labels == label)
        apart.append(between[:, members].mean(axis=1) - between[np.ix_(members, members)].mean() / 2)
    assert np.array_equal(found.assign(grid), np.argmin(apart, axis=0))


def test_types_are_numbered_by_size_and_the_same_lives_give_the_same_types() -> None:
    grid = _random_lives(150, 5, 8)
    first, second = typology(grid, 5), typology(grid, 5)
    sizes = np.bincount(first.labels)
    assert (np.diff(sizes) <= 0).all()
    assert np.array_equal(first.labels, second.labels)


def test_two_samples_of_obvious_types_agree_but_not_of_lives_at_random() -> None:
    kinds = [[0] * 2 + [kind] * 10 for kind in range(5)]
    obvious, _ = _made_up(kinds, 40, 9)
    clear = [typology(obvious[start::2], 5, background=obvious) for start in (0, 1)]
    assert agreement(*clear, obvious) == 1.0
    rng = np.random.default_rng(10)
    noise = rng.integers(5, size=(400, TIMES)).astype(np.uint8)
    unclear = [typology(noise[start::2], 5, numbers=(5,)) for start in (0, 1)]
    # By chance alone the best pairing of five types of one size agrees on little more than a fifth.
    assert agreement(*unclear, noise) < 0.6


def test_lives_that_are_all_the_same_make_no_types() -> None:
    with pytest.raises(ExclusimError, match="too alike"):
        typology(np.zeros((50, TIMES), np.uint8), 5)


def test_the_silhouette_of_four_points_on_a_line_is_computed_by_hand() -> None:
    at = np.array([0.0, 1.0, 10.0, 12.0])
    between = np.abs(at[:, None] - at[None])
    # (11 − 1)/11, (10 − 1)/10, (9.5 − 2)/9.5, (11.5 − 2)/11.5
    expected = (10 / 11 + 9 / 10 + 7.5 / 9.5 + 9.5 / 11.5) / 4
    assert mean_silhouette(between, np.array([0, 0, 1, 1])) == pytest.approx(expected)
    # A life alone in its type counts as zero.
    assert mean_silhouette(between, np.array([0, 0, 1, 2])) == pytest.approx((9 / 10 + 8 / 9) / 4)


def _profile(*parts: dict[str, float]) -> NDArray[np.float64]:
    """Four times of each part."""
    rows = np.zeros((4 * len(parts), len(GROUPS)))
    for part, mix in enumerate(parts):
        for key, share in mix.items():
            rows[4 * part : 4 * part + 4, INDEX[key]] = share
    return rows


def test_a_type_is_named_by_what_its_people_do_first_and_then() -> None:
    school = {"school": 1.0}
    names = type_names(
        np.stack(
            [
                _profile(school, {"study": 0.7, "temporary": 0.3}, {"permanent": 1.0}, {"permanent": 1.0}),
                _profile(school, *[{"assistance": 0.3, "unemployed": 0.3, "permanent": 0.4 - 1e-9}] * 3),
                _profile(school, *[{"temporary": 0.35, "permanent": 0.35, "unemployed": 0.3}] * 3),
                _profile(school, *[{"study": 0.33, "temporary": 0.37, "permanent": 0.3}] * 3),
            ]
        )
    )
    assert names == [
        "Studier, sedan fast jobb",
        "Växlande utanförskap",
        "Växlande jobb, med perioder i utanförskap",
        "Tillfälliga jobb och studier",
    ]


def test_two_types_of_the_same_name_are_told_apart() -> None:
    names = type_names(
        np.stack(
            [
                _profile({"permanent": 0.8, "parental": 0.2}, {"permanent": 0.8, "parental": 0.2}),
                _profile({"permanent": 0.9, "study": 0.1}, {"permanent": 0.9, "study": 0.1}),
                _profile({"study": 1.0}, {"study": 1.0}),
            ]
        )
    )
    assert names == ["Fast jobb, mer föräldraledighet", "Fast jobb, mer studier", "Studier"]
    same = _profile({"permanent": 1.0}, {"permanent": 1.0})
    assert len(set(type_names(np.stack([same, same, same])))) == 3
