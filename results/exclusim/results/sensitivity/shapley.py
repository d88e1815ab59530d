"""Shapley effects of correlated inputs, from a linear regression on normal scores.

Where inputs x are normal with correlation Σ and the expected outcome is β'x, what a set *u* of inputs explains is
Var(E[Y | x_u]) = (Σβ)_u' Σ_uu⁻¹ (Σβ)_u. An input's Shapley effect is the mean of what it adds over all orders in which
inputs can become known (Owen, *SIAM/ASA J. Uncertainty Quantification* 2, 2014, 245–251; Owen & Prieur 2017). With Σ
in an order π and its Cholesky factor L, what the k-th input adds is the square of (L'β_π)_k: one factor gives a whole
order. Effects are never negative and sum to what the regression explains.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from exclusim.results.sensitivity.basis import Fitted, crossed
from exclusim.results.sensitivity.forms import explained, quadratic, unseen
from exclusim.results.sensitivity.noise import Noise
from exclusim.results.sensitivity.problem import Estimate

__all__ = ["shapley_effects", "shapley_estimate"]

_ORDERS = 60


@lru_cache(maxsize=2)
def _steps(content: bytes, d: int, seed: int) -> tuple[tuple[NDArray[np.intp], NDArray[np.float64]], ...]:
    """Orders, each with its reverse, and the transposed Cholesky factor of the correlation in that order."""
    correlation = np.frombuffer(content).reshape(d, d)
    rng, found = np.random.default_rng([seed, 815]), []
    with threadpool_limits(1, "blas"):  # many small factors: threads would wait for each other
        for _ in range(_ORDERS // 2):
            order = rng.permutation(d)
            found += [(way, np.linalg.cholesky(correlation[np.ix_(way, way)]).T) for way in (order, order[::-1])]
    return tuple(found)


def _forms(
    correlation: NDArray[np.float64], chosen: list[int], factor: NDArray[np.intp], seed: int
) -> dict[str, NDArray[np.float64]]:
    """Forms in the coefficients of the ``chosen`` inputs, by factor, shape (f, t, t)."""
    d, t, f = len(correlation), len(chosen), int(factor.max()) + 1
    shapley, first, unique = (np.zeros((f, t, t)) for _ in range(3))
    # Inputs that are correlated with no other add their own square in whatever order.
    related = np.flatnonzero((np.abs(correlation) > 0).sum(axis=1) > 1)
    inner = {int(i): place for place, i in enumerate(related)}
    positions = [position for position, i in enumerate(chosen) if i in inner]
    if positions:
        block = np.ascontiguousarray(correlation[np.ix_(related, related)], dtype=np.float64)
        steps = _steps(block.tobytes(), len(related), seed)
        own = [inner[chosen[position]] for position in positions]
        for way, upper in steps:
            place = np.empty(len(way), dtype=np.intp)
            place[way] = np.arange(len(way))
            rows = upper[:, place[own]]  # what each step of the order adds, in the chosen coefficients
            added = rows[:, :, None] * rows[:, None, :] / len(steps)
            np.add.at(shapley, (factor[related[way]][:, None, None], *_grid(positions)), added)
    for position, i in enumerate(chosen):
        if i not in inner:
            shapley[factor[i], position, position] += 1.0
    if f < d:
        return {"shapley": shapley}
    alone = 1.0 / np.diag(np.linalg.inv(correlation))
    first[factor] = correlation[:, chosen][:, :, None] * correlation[:, chosen][:, None, :]
    for position, i in enumerate(chosen):
        unique[factor[i], position, position] = alone[i]
    return {"shapley": shapley, "main": first, "unique": unique}


def _grid(positions: list[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    index = np.array(positions, dtype=np.intp)
    return index[None, :, None], index[None, None, :]


def shapley_effects(
    beta: NDArray[np.float64], correlation: NDArray[np.float64], seed: int = 1
) -> dict[str, NDArray[np.float64]]:
    """Shapley effects, main effects and unique parts of β'x with x normal, as variances, each of shape (d,).

    ``main`` is the variance of E[Y | x_i], what knowing x_i alone tells, through others too; ``unique`` that which
    x_i still adds when all others are known. Without correlation all three are β².
    """
    d = len(beta)
    forms = _forms(correlation, list(range(d)), np.arange(d), seed)
    return {name: np.einsum("fij,i,j->f", form, beta, beta) for name, form in forms.items()}


def shapley_estimate(
    names: tuple[str, ...],
    groups: tuple[str, ...] | None,
    correlation: NDArray[np.float64] | None,
    points: NDArray[np.float64],
    y: NDArray[np.float64],
    noise: Noise,
    seed: int,
) -> Estimate:
    """Effects as shares of the variance between parameter values, with 90 % intervals.

    A group's effect is the sum of its members'.
    """
    sigma = np.eye(len(names)) if correlation is None else correlation
    factors = names if groups is None else tuple(dict.fromkeys(groups))
    factor = np.array([factors.index(name) for name in (names if groups is None else groups)], dtype=np.intp)
    fits = crossed(points, y, seed, degree=1)
    floor = unseen(points, y, noise) if groups is None else np.full(len(factors), 0.0 if noise.parameters > 0 else 1.0)
    forms = [_forms(sigma, _inputs(fit), factor, seed) for fit in fits]
    return Estimate(
        factors,
        quadratic(fits, forms, noise, floor, seed),
        explained(fits, float(y.var(ddof=1)), noise.parameters),
    )


def _inputs(fit: Fitted) -> list[int]:
    return [term[0] for term in fit.terms]
