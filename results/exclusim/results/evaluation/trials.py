"""Many evaluations of one design over all draws, and how far from the truth they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from exclusim.results.evaluation.designs import ESTIMATORS, Z95
from exclusim.results.evaluation.options import DESIGNS
from exclusim.results.evaluation.pool import Numbers, Pool
from exclusim.results.interval import Interval

__all__ = ["NOTHING", "Trials", "scores", "trials"]

NOTHING = 1e-12
"""Effects smaller than this are none."""


@dataclass(frozen=True)
class Trials:
    """Evaluations of one design, shape (evaluations,) each; those that gave no estimate are left out.

    Args:
        draw: of which draw; ``truth``: its effect.
        estimate, error, completers: as :class:`~exclusim.results.evaluation.designs.Estimates`.
        failed: evaluations left out.
    """

    draw: NDArray[np.int64]
    truth: Numbers
    estimate: Numbers
    error: Numbers
    completers: Numbers
    failed: int = 0

    @property
    def size(self) -> int:
        return self.estimate.size

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whose interval excludes zero on the side of the truth."""
        return np.asarray(np.sign(self.truth) * self.estimate > Z95 * self.error) & (np.abs(self.truth) > NOTHING)

    @property
    def some_effect(self) -> bool:
        return bool((np.abs(self.truth) > NOTHING).any())

    @property
    def power(self) -> float:
        return float(self.right.mean())

    def z(self) -> float:
        """Typical distance of the estimate from zero on the side of the truth, in standard errors."""
        errors = np.where(self.error > 0, self.error, np.inf)
        return float(np.median(np.sign(self.truth) * self.estimate / errors))


def trials(pools: Sequence[Pool], design: str, participants: int, replicates: int, seed: int) -> Trials:
    """Carry out one design ``replicates`` times, spread evenly over the draws; a pure function of its arguments."""
    each = [len(part) for part in np.array_split(np.arange(replicates), len(pools))]
    rows = []
    for index, (pool, count) in enumerate(zip(pools, each, strict=True)):
        if count == 0:
            continue
        rng = np.random.default_rng([seed, DESIGNS.index(design), participants, index])
        with threadpool_limits(1, "blas"):  # many small fits: threads would wait for each other
            found = ESTIMATORS[design](pool, rng, count, participants)
        rows.append((np.full(count, index), np.full(count, pool.truth), found.estimate, found.error, found.completers))
    draw, truth, estimate, error, completers = (np.concatenate(column) for column in zip(*rows, strict=True))
    whole = np.isfinite(estimate) & np.isfinite(error)
    return Trials(
        draw[whole], truth[whole], estimate[whole], error[whole], completers[whole], failed=int((~whole).sum())
    )


def _by_draw(values: Numbers, draw: NDArray[np.int64]) -> Numbers:
    _, place = np.unique(draw, return_inverse=True)
    return np.asarray(np.bincount(place, values) / np.bincount(place))


def mean_error(values: Numbers, draw: NDArray[np.int64]) -> float:
    """Monte Carlo error of the mean over evaluations; draws are clusters, as each has a bias of its own."""
    means = _by_draw(values, draw)
    if means.size == 1:
        return float(values.std(ddof=1) / np.sqrt(values.size))
    return float(means.std(ddof=1) / np.sqrt(means.size))


def scores(found: Trials) -> dict[str, Any]:
    """The fields of a :class:`~exclusim.results.evaluation.document.DesignResult` that follow from the evaluations."""
    off = found.estimate - found.truth
    centred = off - _by_draw(off, found.draw)[np.unique(found.draw, return_inverse=True)[1]]
    beyond = np.abs(found.estimate) > Z95 * found.error
    effect = np.abs(found.truth) > NOTHING
    wrong = np.sign(found.truth) * found.estimate < 0
    completers = found.completers[np.isfinite(found.completers)]
    return {
        "estimate": float(found.estimate.mean()),
        "bias": float(off.mean()),
        "bias_se": mean_error(off, found.draw),
        "spread": float(np.sqrt((centred**2).mean())),
        "rmse": float(np.sqrt((off**2).mean())),
        "error": Interval.of(off),
        "coverage": float((np.abs(off) <= Z95 * found.error).mean()),
        "power": found.power if found.some_effect else None,
        "wrong_sign": float(wrong[effect].mean()) if found.some_effect else None,
        "false_alarm": float(((wrong | ~effect) & beyond).mean()),
        "per_protocol": float(completers.mean()),
        "per_protocol_bias": float(completers.mean() - found.truth.mean()),
        "failed": found.failed,
    }
