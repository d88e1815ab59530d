"""Numbers with their spread over replicates, as every result document writes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict

__all__ = ["Band", "Frozen", "Interval"]


class Frozen(BaseModel):
    """An immutable part of a document; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Interval(Frozen):
    """Mean and 5th and 95th percentile over replicates."""

    mean: float
    p5: float
    p95: float

    @classmethod
    def of(cls, values: ArrayLike) -> Interval:
        """Summary of a one-dimensional sample of replicates."""
        sample = np.asarray(values, dtype=float)
        p5, p95 = np.quantile(sample, [0.05, 0.95])
        return cls(mean=float(sample.mean()), p5=float(p5), p95=float(p95))


class Band(Frozen):
    """A series with its interval; the three lists have one entry per point of ``at``."""

    mean: list[float]
    p5: list[float]
    p95: list[float]

    @classmethod
    def of(cls, values: ArrayLike) -> Band:
        """Summary of samples of shape (replicates, points)."""
        sample = np.asarray(values, dtype=float)
        p5, p95 = np.quantile(sample, [0.05, 0.95], axis=0)
        return cls(mean=sample.mean(axis=0).tolist(), p5=p5.tolist(), p95=p95.tolist())
