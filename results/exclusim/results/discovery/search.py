"""From futures and failures to boxes: found on one half, judged on the other, tried again on resamples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.results.discovery.box import Box, Limits, judged
from exclusim.results.discovery.cart import tree_boxes
from exclusim.results.discovery.prim import Peeled, found_box, peel
from exclusim.results.sensitivity.basis import crossed, predicted
from exclusim.results.sensitivity.forms import explained
from exclusim.results.sensitivity.noise import Noise

__all__ = ["Found", "Searched", "search"]

_CANDIDATES, _RESAMPLES, _TREES, _LUCKY = 16, 20, 2, 0.3


@dataclass(frozen=True)
class Found:
    """A box of one method, judged on the half that did not choose it and on the half that did.

    ``expected`` is judged on what the emulator expects of the first half; None where runs themselves were searched.
    """

    method: str
    box: Box
    chosen: Box
    expected: Box | None = None


@dataclass(frozen=True)
class Searched:
    """Boxes, PRIM's first; the trajectory; and the inputs that were searched, the most telling first.

    ``explained`` is the share of the variance between futures that the emulator reproduces; None without one.
    """

    boxes: tuple[Found, ...]
    trajectory: tuple[Peeled, ...]
    candidates: tuple[int, ...]
    explained: float | None = None


def search(
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    failing: Callable[[NDArray[np.float64]], NDArray[np.bool_]],
    noise: Noise,
    seed: int,
    always: Sequence[int] = (),
) -> Searched:
    """Look for boxes in ``points`` (n, d) with outcomes ``values`` (n,), of which ``failing`` says which fail.

    Of many inputs those whose mean differs most between failures and successes are searched, and those in ``always``.
    Where more than ``_LUCKY`` of the variance is luck, a box is sought where the *expected* outcome fails, by a sparse
    regression on the half that is searched: single runs would hide it. It is judged on the runs of the other half.
    """
    order = np.random.default_rng([seed, 821]).permutation(len(points))
    own, other = order[: len(order) // 2], order[len(order) // 2 :]
    fails, tries, explains = failing(values), points.shape[1], None
    sought, expected = fails[own], None
    if noise.share > _LUCKY:
        fits = crossed(points[own], values[own], seed)
        explains = explained(fits, float(values[own].var(ddof=1)), noise.parameters)
        sought, expected = (failing(predicted(fits, points[half])) for half in (own, other))
    columns = _candidates(points[own], sought, always)
    x, new = points[np.ix_(own, columns)], points[np.ix_(other, columns)]
    found = []
    for method, limits in _boxes(x, sought, seed, tries):
        again = _reproduced(x, sought, method, limits, seed, tries)
        found.append(
            Found(
                method,
                _named(judged(new, fails[other], limits, again), columns),
                _named(judged(x, fails[own], limits), columns),
                None if expected is None else _named(judged(new, expected, limits), columns),
            )
        )
    return Searched(tuple(found), tuple(peel(x, sought)), tuple(columns), explains)


def _boxes(x: NDArray[np.float64], y: NDArray[np.bool_], seed: int, tries: int) -> list[tuple[str, Limits]]:
    first = found_box(x, y, tries)
    return ([("prim", first)] if first else []) + [
        ("cart", limits) for limits in tree_boxes(x, y, seed, tries)[:_TREES]
    ]


def _candidates(points: NDArray[np.float64], fails: NDArray[np.bool_], always: Sequence[int]) -> list[int]:
    if fails.all() or not fails.any():
        return list(range(min(points.shape[1], _CANDIDATES)))
    spread = np.where(points.std(axis=0) > 0, points.std(axis=0), np.inf)
    # Distance of means, and of sizes, so that an input that harms at both ends is seen.
    far = np.abs(points - np.median(points, axis=0))
    strength = np.maximum(
        np.abs(points[fails].mean(axis=0) - points[~fails].mean(axis=0)) / spread,
        np.abs(far[fails].mean(axis=0) - far[~fails].mean(axis=0))
        / np.where(far.std(axis=0) > 0, far.std(axis=0), np.inf),
    )
    order = [int(i) for i in np.argsort(-strength, kind="stable")]
    kept = set(order[:_CANDIDATES]) | set(always)
    return [i for i in order if i in kept]


def _reproduced(
    x: NDArray[np.float64], y: NDArray[np.bool_], method: str, limits: Limits, seed: int, tries: int
) -> dict[int, float]:
    rng = np.random.default_rng([seed, 822])
    count = dict.fromkeys(limits, 0)
    for _ in range(_RESAMPLES):
        rows = rng.integers(len(y), size=len(y))
        again = (
            [found_box(x[rows], y[rows], tries)]
            if method == "prim"
            else tree_boxes(x[rows], y[rows], seed, tries)[:_TREES]
        )
        for column in limits:
            count[column] += any(column in other for other in again)
    return {column: number / _RESAMPLES for column, number in count.items()}


def _named(box: Box, columns: Sequence[int]) -> Box:
    """The box with the columns of all inputs."""
    return replace(box, limits=tuple(replace(limit, column=columns[limit.column]) for limit in box.limits))
