"""Many samples together, and how a number and its interval follow from them.

A number is computed on all samples together, so that shares of pathways add up to one and a draw with few events
counts for little. Its interval is the 5th to 95th percentile of the same number over single samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.document import Estimate, Months
from exclusim.results.flow.sample import Sample

__all__ = ["Pool", "months"]

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Pool:
    """All samples together.

    Args:
        point: samples whose sum is the number itself; ``spread``: samples whose spread is its interval.
        names: of the path's states.
        kinds: of support; None where it is not recorded.
        scale: real people per person counted, in one sample.
        real: whether the people are real, so that small numbers of them must not be shown. There is then one sample
            in ``point``.
    """

    point: Sequence[Sample]
    spread: Sequence[Sample]
    names: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...] | None
    scale: float
    real: bool = False

    def mean(self, values: Floats, spread: Floats) -> Estimate:
        """People or events of the real group; arrays have one entry a sample."""
        return _estimate(float(values.mean()) * self.scale, spread * self.scale)

    @staticmethod
    def ratio(top: Floats, bottom: Floats, spread_top: Floats, spread_bottom: Floats) -> Estimate:
        """A share; arrays have one entry a sample."""
        known = spread_bottom > 0
        value = float(top.sum() / bottom.sum()) if bottom.sum() > 0 else 0.0
        return _estimate(value, spread_top[known] / spread_bottom[known])

    def events(self) -> tuple[Floats, Floats]:
        """Events by sample, shapes (point,) and (spread,)."""
        return np.array([s.weight.sum() for s in self.point]), np.array([s.weight.sum() for s in self.spread])

    def people(self) -> tuple[Floats, Floats]:
        """People with the outcome by sample."""
        return np.array([s.people for s in self.point]), np.array([s.people for s in self.spread])

    def persons(self) -> tuple[Floats, Floats]:
        """All people by sample."""
        return np.array([s.persons for s in self.point]), np.array([s.persons for s in self.spread])

    def joined(self, name: str) -> Whole:
        """A column of the traces, over all events of all point samples."""
        return np.concatenate([getattr(s.trace, name) for s in self.point])

    def weight(self) -> Floats:
        """Weight of each of these events, shape (events,)."""
        return np.concatenate([s.weight for s in self.point])


def _estimate(value: float, spread: Floats) -> Estimate:
    if spread.size < 2:
        return Estimate(value=value)
    p5, p95 = np.quantile(spread, [0.05, 0.95])
    return Estimate(value=value, p5=float(p5), p95=float(p95))


def months(values: Whole, weights: Floats) -> Months | None:
    """Weighted median and quartiles; None for nobody. An even number of values gives the lower middle one."""
    if weights.sum() <= 0:
        return None
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75], weights=weights, method="inverted_cdf")
    return Months(median=float(median), q1=float(q1), q3=float(q3))
