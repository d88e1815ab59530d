"""Structures put together: a weighted mixture, and its variance within and between structures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.results.structures.document import Pooled

__all__ = ["agreement_weights", "equal_weights", "pooled"]


def equal_weights(count: int) -> NDArray[np.float64]:
    """The same weight for each structure; they sum to one."""
    return np.full(count, 1.0 / count)


def agreement_weights(misfits: Sequence[float]) -> NDArray[np.float64]:
    """Weights in proportion to exp(−misfit / 2); they sum to one.

    The misfit is a sum of squared residuals in their errors, so this is a normal likelihood at the posterior's mean. It
    is a score and no probability of a structure: nothing is integrated over parameters.

    >>> agreement_weights([40.0, 40.0]).tolist()
    [0.5, 0.5]
    """
    values = np.asarray(misfits, dtype=float)
    raw = np.exp(-0.5 * (values - values.min()))
    return np.asarray(raw / raw.sum())


def pooled(values: NDArray[np.float64], weights: NDArray[np.float64]) -> Pooled:
    """The mixture of structures.

    Args:
        values: answers, paired by draw, shape (structures, draws).
        weights: of the structures, sum one, shape (structures,).

    >>> pooled(np.array([[0.0, 2.0], [4.0, 6.0]]), equal_weights(2)).between_share
    0.8
    """
    means, count = values.mean(axis=1), values.shape[1]
    mean = float(weights @ means)
    within = float(weights @ values.var(axis=1))
    between = float(weights @ (means - mean) ** 2)
    # Structures share draws and lives, so chance in the differences is what they do not share.
    apart = values - weights @ values
    chance = float(weights @ apart.var(axis=1, ddof=1)) / count if count > 1 else 0.0
    total = within + between
    p5, p95 = np.quantile(
        values.ravel(), [0.05, 0.95], weights=np.repeat(weights / count, count), method="inverted_cdf"
    )
    return Pooled(
        mean=mean,
        p5=float(p5),
        p95=float(p95),
        within=within,
        between=between,
        between_share=between / total if total > 0 else 0.0,
        chance_share=min(chance / total, 1.0) if total > 0 else 0.0,
    )
