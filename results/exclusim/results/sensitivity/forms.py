"""Indices as quadratic forms of a regression's coefficients: unbiased values and bootstrap intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.results.sensitivity.basis import Fitted
from exclusim.results.sensitivity.noise import Noise

__all__ = ["explained", "quadratic", "unseen"]

_RESAMPLES = 200


def quadratic(
    fits: Sequence[Fitted],
    forms: Sequence[Mapping[str, NDArray[np.float64]]],
    noise: Noise,
    floor: NDArray[np.float64],
    seed: int,
) -> dict[str, NDArray[np.float64]]:
    """Index → (value, low, high) by factor, shape (3, f), as shares of the variance between parameter values.

    A squared estimate is too large by its variance, which is deducted; the bootstrap's own excess likewise. That
    variance is itself known only as well as the noise: the intervals hold for both its ends, and are wider than 90 %.

    Args:
        fits: one per half.
        forms: for each half, index → form of each factor, shape (f, t, t).
        noise: with the variance between parameter values.
        floor: the least upper end of a factor's interval: what a factor that no fit has chosen may still have, (f,).
        seed: of the bootstrap.
    """
    rng = np.random.default_rng([seed, 814])
    found: dict[str, NDArray[np.float64]] = {}
    drawn = [[fit.resampled(rng) for _ in range(_RESAMPLES)] for fit in fits]
    for name in forms[0]:
        values, spread = [], np.zeros((_RESAMPLES, len(floor)))
        for fit, form, samples in zip(fits, forms, drawn, strict=True):
            excess = np.einsum("fij,ij->f", form[name], fit.covariance)
            plain = _at(form[name], fit.coefficients)
            values.append(plain - excess)
            again = np.array([_at(form[name], c) for c in samples])
            spread += (again - excess - plain) / len(fits)
        value = np.mean(values, axis=0)
        low, high = value + np.quantile(spread, 0.05, axis=0), value + np.quantile(spread, 0.95, axis=0)
        scale = noise.parameters if noise.parameters > 0 else np.inf
        (least, most), ones = noise.doubt, np.ones(len(floor))
        found[name] = np.array(
            [
                np.maximum(value / scale, 0.0),
                np.maximum(low / scale, 0.0) * least,
                np.minimum(np.maximum(np.maximum(high / scale, 0.0) * most, floor), 1.0) if np.isfinite(most) else ones,
            ]
        )
    return found


def _at(form: NDArray[np.float64], coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((form @ coefficients) @ coefficients)


def explained(fits: Sequence[Fitted], total: float, parameters: float) -> float:
    """Share of the variance between parameter values that the fits reproduce for runs they have not seen."""
    if parameters <= 0:
        return 0.0
    found = float(np.mean([total - fit.unexplained for fit in fits])) / parameters
    return min(max(found, 0.0), 1.0)


def unseen(x: NDArray[np.float64], y: NDArray[np.float64], noise: Noise) -> NDArray[np.float64]:
    """Upper end (95 %) of the squared correlation of each input with the outcome, as a share between parameter values.

    Where that variance cannot be told from none, every share is possible.
    """
    total, parameters = float(y.var()), noise.parameters / noise.doubt[1]
    if total <= 0 or parameters <= 0:
        return np.full(x.shape[1], 0.0 if total <= 0 else 1.0)
    spread = (x - x.mean(axis=0)) / x.std(axis=0)
    r = np.clip(np.abs(spread.T @ (y - y.mean())) / len(y) / np.sqrt(total), 0.0, 1 - 1e-12)
    high = np.tanh(np.arctanh(r) + 1.645 / np.sqrt(len(y) - 3))
    return np.asarray(np.minimum(high**2 * total / parameters, 1.0))
