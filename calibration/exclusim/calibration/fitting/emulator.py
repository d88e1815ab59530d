"""A fast stand-in for the agent model: each statistic as a polynomial of the parameters, with its own error.

Every statistic is linear in all parameters and quadratic in the few directions that the statistics are most sensitive
to. Coefficients are estimated by Bayesian regression with one prior variance per coefficient (automatic relevance
determination, MacKay 1992): of some hundred parameters a statistic depends on a dozen, and a plain ensemble covariance
would see spurious correlations with the others.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from exclusim.calibration.fitting.observations import whitener

__all__ = ["Emulator", "fit_emulator", "regress", "sensitive_directions"]

_ROUNDS = 8
_SMALLEST = 1e-6  # share of a statistic's variance below which a coefficient is as good as zero
_SCREEN = 1.0  # standard errors by which a coefficient must differ from zero to be kept after the first look
_TOLD = 2.0  # … and from the second round on; the sum of hundreds of smaller ones moves the posterior at random
_FEW = 60  # observations fewer than which no residual variance is trusted


@dataclass(frozen=True)
class Emulator:
    """``R`` statistics as functions of ``d`` parameters.

    Args:
        centre: point around which it is expanded, shape (d,).
        constant: value there, shape (R,).
        linear: slopes, shape (R, d).
        directions: orthonormal sensitive directions, shape (d, q).
        quadratic: coefficients of the products i ≤ j of the coordinates along them, shape (R, q (q + 1) / 2).
        noise: variance of one simulation around the emulator, shape (R,).
        error: variance of the emulator around the model's mean, shape (R,).
    """

    centre: NDArray[np.float64]
    constant: NDArray[np.float64]
    linear: NDArray[np.float64]
    directions: NDArray[np.float64]
    quadratic: NDArray[np.float64]
    noise: NDArray[np.float64]
    error: NDArray[np.float64]

    def __call__(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Statistics at points ``z``, shape (n, d) → (n, R)."""
        x = z - self.centre
        return np.asarray(self.constant + x @ self.linear.T + products(x @ self.directions) @ self.quadratic.T)

    def jacobian(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Slopes at one point, shape (d,) → (R, d)."""
        s = (z - self.centre) @ self.directions
        q = s.size
        first, second = np.triu_indices(q)
        slope = np.zeros((self.constant.size, q))
        for k, (i, j) in enumerate(zip(first, second, strict=True)):
            slope[:, i] += self.quadratic[:, k] * s[j]
            slope[:, j] += self.quadratic[:, k] * s[i]
        return np.asarray(self.linear + slope @ self.directions.T)


def products(s: NDArray[np.float64]) -> NDArray[np.float64]:
    """All products of two coordinates, shape (n, q) → (n, q (q + 1) / 2)."""
    first, second = np.triu_indices(s.shape[-1])
    return np.asarray(s[..., first] * s[..., second])


def regress(
    x: NDArray[np.float64], y: NDArray[np.float64], *, threads: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Bayesian regression of each column of ``y`` with automatic relevance determination.

    Args:
        x: features without a constant, shape (n, p).
        y: shape (n, R).
        threads: the result does not depend on it.

    Returns:
        constants (R,), coefficients (R, p), residual variances (R,), and the mean variance of a prediction at the
        observed points that is due to uncertain coefficients (R,).
    """
    mean_x, mean_y = x.mean(axis=0), y.mean(axis=0)
    a, b = x - mean_x, y - mean_y
    gram, cross, total = a.T @ a, a.T @ b, (b * b).sum(axis=0)
    level, basis = np.linalg.eigh(gram)
    level, seen = level.clip(0.0), basis.T @ cross
    n, statistics = a.shape[0], b.shape[1]
    coefficients, noise, uncertain = np.zeros((statistics, a.shape[1])), np.zeros(statistics), np.zeros(statistics)

    def one(r: int) -> None:
        if total[r] > 0:
            start = _ridge(level, basis, seen[:, r], float(total[r]), n)
            coefficients[r], noise[r], uncertain[r] = _relevance(gram, cross[:, r], float(total[r]), n, *start)

    if threads == 1:
        for r in range(statistics):
            one(r)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, range(statistics)))
    return mean_y - coefficients @ mean_x, coefficients, noise, uncertain


def _ridge(
    level: NDArray[np.float64], basis: NDArray[np.float64], seen: NDArray[np.float64], total: float, n: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_], float]:
    """Regression with one prior variance for all coefficients, chosen by evidence.

    Args:
        level, basis: eigenvalues and eigenvectors of the features' Gram matrix.
        seen: the statistic's cross products in that basis.
        total: sum of squares of the statistic; n: observations.

    Returns:
        prior variances of the coefficients for the next step, which of them are worth keeping, and residual variance.
    """
    best, chosen = -np.inf, (0.0, 1.0)
    for ratio in level.mean() * 10.0 ** np.linspace(-4, 2, 25):  # residual variance over prior variance
        noise = (total - (seen**2 / (level + ratio)).sum()) / n
        evidence = -0.5 * n * np.log(max(noise, 1e-300)) - 0.5 * np.log1p(level / ratio).sum()
        if evidence > best:
            best, chosen = evidence, (float(ratio), float(max(noise, 1e-12 * total / n)))
    ratio, noise = chosen
    mean = basis @ (seen / (level + ratio))
    spread = noise * (basis**2) @ (1 / (level + ratio))
    return mean**2 + spread, mean**2 > _SCREEN**2 * spread, noise


def _relevance(
    gram: NDArray[np.float64],
    cross: NDArray[np.float64],
    total: float,
    n: int,
    variance: NDArray[np.float64],
    keep: NDArray[np.bool_],
    noise: float,
) -> tuple[NDArray[np.float64], float, float]:
    """Coefficients, residual variance and mean prediction variance of one regression by expectation–maximisation."""
    out, variance, active, uncertain = np.zeros(cross.size), variance.copy(), np.flatnonzero(keep), 0.0
    for round_ in range(_ROUNDS):
        if not active.size:
            return np.zeros(cross.size), total / n, 0.0
        g, root = gram[np.ix_(active, active)], np.sqrt(variance[active])
        factor = cho_factor(root[:, None] * g * root + noise * np.eye(active.size), lower=True)
        inverse = cho_solve(factor, np.eye(active.size))
        mean = root * (inverse @ (root * cross[active]))
        spread = noise * root**2 * inverse.diagonal()
        used = active.size - noise * inverse.trace()  # effective number of coefficients
        rest = total - 2 * mean @ cross[active] + mean @ g @ mean
        noise = float(max(rest, 1e-12 * total) / max(n - used, 0.1 * n))
        uncertain = float(noise * used / n)
        out[:] = 0.0
        out[active] = mean
        variance[active] = mean**2 + spread
        told = mean**2 * gram.diagonal()[active] > _TOLD**2 * noise if round_ else True
        active = active[(variance[active] * gram.diagonal()[active] > _SMALLEST * total) & told]
    return out, noise, uncertain


def sensitive_directions(
    jacobian: NDArray[np.float64], *, most: int, least: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Directions in which the statistics say more than the prior (Cui et al. 2014, likelihood-informed subspace).

    Args:
        jacobian: slopes of statistics whose errors are independent with variance one, shape (R, d).
        most, least: at most so many, each with at least this information relative to the prior's.

    Returns:
        orthonormal directions, shape (d, k), and their information, shape (k,), the largest first.
    """
    _, singular, right = np.linalg.svd(jacobian, full_matrices=False)
    information = np.asarray(singular**2, float)
    k = min(most, max(1, int(np.count_nonzero(information >= least))))
    return np.asarray(right[:k].T), np.asarray(information[:k])


def fit_emulator(
    z: NDArray[np.float64],
    y: NDArray[np.float64],
    stage: NDArray[np.int64],
    covariance: NDArray[np.float64],
    chance: NDArray[np.float64] | None = None,
    *,
    quadratic: int = 10,
    threads: int = 1,
) -> Emulator:
    """Fit to all simulations so far, then correct with the last two stages, which lie where the posterior is.

    Args:
        z: parameters, shape (n, d); y: statistics on the fitted scale, shape (n, R).
        stage: number of the stage each simulation belongs to, shape (n,).
        covariance: of the statistics' errors in the likelihood, shape (R, R).
        chance: variance of one simulation that is due to chance alone, shape (R,), where it is known.
        quadratic: number of directions with quadratic terms.
        threads: the result does not depend on it.
    """
    latest = int(stage.max())
    last = stage >= max(latest - 1, min(1, latest))
    centre = z[last].mean(axis=0) if latest > 0 else np.zeros(z.shape[1])
    x = z - centre
    constant, linear, noise, uncertain = regress(x, y, threads=threads)
    q = min(quadratic, z.shape[1], max(1, z.shape[0] // 30))
    directions, _ = sensitive_directions(whitener(covariance, uncertain) @ linear, most=q, least=0.0)
    features = np.hstack([x, products(x @ directions)])
    constant, both, noise, uncertain = regress(features, y, threads=threads)
    linear, square = both[:, : z.shape[1]], both[:, z.shape[1] :]
    if latest > 0 and last.sum() >= _FEW:
        residual = y[last] - constant - features[last] @ both.T
        shift, more, noise, uncertain = regress(x[last], residual, threads=threads)
        constant, linear = constant + shift, linear + more
    known = np.zeros_like(noise) if chance is None else chance
    # What the residuals hold beyond chance is a bend of the model that the polynomial does not follow.
    bend = np.maximum(noise - known, 0.0) if chance is not None else 0.25 * noise
    return Emulator(centre, constant, linear, directions, square, noise, bend + uncertain)
