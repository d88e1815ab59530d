"""From an emulator and observations to the posterior: a mode, a Gaussian approximation and a sampled posterior.

The emulator bends only along a few directions. Given the coordinates along them, everything else is linear with normal
errors and has a normal posterior in closed form. So ensemble Markov chains (emcee) walk through those few coordinates,
with all other parameters integrated out exactly, and each draw is completed from the exact conditional distribution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.fitting.emulator import Emulator, products, sensitive_directions
from exclusim.calibration.fitting.observations import whitener

__all__ = ["Gaussian", "Sampled", "gaussian", "sample"]

_LEAST_INFORMATION = 0.05  # a direction below this keeps more than 97 % of its prior standard deviation
_BURN = 0.3
_MOMENTS = 20_000  # correlated points of the chains that are enough for means and covariances
_STEPS_OF_MODE = 25


@dataclass(frozen=True)
class Gaussian:
    """A normal distribution that differs from the standard normal in a few directions.

    Args:
        mean: shape (d,).
        directions: orthonormal, shape (d, k).
        information: of the statistics along them, prior = 1, shape (k,).
    """

    mean: NDArray[np.float64]
    directions: NDArray[np.float64]
    information: NDArray[np.float64]

    def points(self, xi: NDArray[np.float64]) -> NDArray[np.float64]:
        """Standard normal numbers as draws, shape (n, d) → (n, d)."""
        along = xi @ self.directions
        narrowed = along / np.sqrt(1 + self.information)
        return np.asarray(self.mean + xi + (narrowed - along) @ self.directions.T)

    @property
    def sd(self) -> NDArray[np.float64]:
        """Standard deviation of each parameter, shape (d,)."""
        lost = self.information / (1 + self.information)
        return np.asarray(np.sqrt(1 - (self.directions**2) @ lost))


@dataclass(frozen=True)
class Sampled:
    """A sampled posterior of d parameters.

    Args:
        draws: equally weighted, shape (n, d).
        mean, sd: of each parameter over the whole chains, shape (d,).
        correlation: between parameters, shape (d, d).
        directions, information: the informed directions and what the statistics say along them.
        autocorrelation: integrated autocorrelation time in steps, largest over directions.
        acceptance: share of accepted proposals.
        effective: independent draws that the chains are worth, the fewest over the directions.
    """

    draws: NDArray[np.float64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    correlation: NDArray[np.float64]
    directions: NDArray[np.float64]
    information: NDArray[np.float64]
    autocorrelation: float
    acceptance: float
    effective: float


def gaussian(emulator: Emulator, y: NDArray[np.float64], covariance: NDArray[np.float64]) -> Gaussian:
    """Mode and curvature of the posterior on the emulator (Gauss–Newton with halved steps).

    Args:
        emulator: with its own error, which is added.
        y: observations on the fitted scale, shape (R,); ``covariance`` of their errors, shape (R, R).
    """
    white = whitener(covariance, emulator.error)

    def misfit(z: NDArray[np.float64]) -> float:
        return float(((white @ (y - emulator(z[None])[0])) ** 2).sum() + z @ z)

    z = np.zeros(emulator.centre.size)
    best = misfit(z)
    for _ in range(_STEPS_OF_MODE):
        a = white @ emulator.jacobian(z)
        residual = white @ (y - emulator(z[None])[0]) + a @ z
        target = a.T @ np.linalg.solve(np.eye(y.size) + a @ a.T, residual)
        step, improved = target - z, False
        for halving in range(8):
            tried = z + step * 0.5**halving
            found = misfit(tried)
            if found < best:
                improved = best - found > 1e-6 * best
                z, best = tried, found
                break
        if not improved:
            break
    directions, information = sensitive_directions(white @ emulator.jacobian(z), most=z.size, least=_LEAST_INFORMATION)
    return Gaussian(z, directions, information)


def sample(
    emulator: Emulator, y: NDArray[np.float64], covariance: NDArray[np.float64], *, draws: int, steps: int, seed: int
) -> Sampled:
    """Sample the posterior on the emulator.

    Args:
        emulator, y, covariance: as in :func:`gaussian`.
        draws: number of draws to return.
        steps: of each chain, the first of which are thrown away.
        seed: the same seed gives the same draws.
    """
    import emcee

    start, bent = gaussian(emulator, y, covariance), emulator.directions
    q, rows = bent.shape[1], y.size
    # y = level + slope t + bend(t) + across w + error: t along the bent directions, w across them.
    level = emulator.constant - emulator.linear @ emulator.centre
    slope, across = emulator.linear @ bent, emulator.linear - (emulator.linear @ bent) @ bent.T
    own = covariance + np.diag(emulator.error)
    total = own + across @ across.T
    white, shift = whitener(total, np.zeros(rows)), emulator.centre @ bent

    def unexplained(t: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(y - level - t @ slope.T - products(t - shift) @ emulator.quadratic.T)

    def log_probability(t: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(-0.5 * (((unexplained(t) @ white.T) ** 2).sum(axis=1) + (t * t).sum(axis=1)))

    rng = np.random.default_rng([seed, 7_001])
    walkers = max(6 * q, 48)
    first = start.points(rng.standard_normal((walkers, bent.shape[0]))) @ bent
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, q, log_probability, moves=moves, vectorize=True)
    state = emcee.State(first, random_state=np.random.RandomState(rng.integers(2**31)).get_state())
    sampler.run_mcmc(state, steps, progress=False)
    burn = int(steps * _BURN)
    time = float(np.max(sampler.get_autocorr_time(discard=burn, quiet=True, tol=0, has_walkers=True)))
    chain = sampler.get_chain(discard=burn, flat=True)

    gain = np.linalg.solve(total, across).T  # from what is unexplained to the parameters across, shape (d, R)
    thinned = chain[rng.choice(len(chain), min(len(chain), _MOMENTS), replace=False)]
    centred = thinned @ bent.T + unexplained(thinned) @ gain.T
    conditional = np.eye(bent.shape[0]) - bent @ bent.T - gain @ across
    spread = np.atleast_2d(np.cov(centred, rowvar=False)) + conditional
    variance = spread.diagonal()
    return Sampled(
        draws=_completed(
            chain[rng.choice(len(chain), draws, replace=False)], bent, unexplained, across, gain, own, rng
        ),
        mean=np.asarray(centred.mean(axis=0)),
        sd=np.asarray(np.sqrt(variance)),
        correlation=np.asarray(spread / np.sqrt(np.outer(variance, variance))),
        directions=start.directions,
        information=start.information,
        autocorrelation=time,
        acceptance=float(np.mean(sampler.acceptance_fraction)),
        effective=walkers * (steps - burn) / max(time, 1.0),
    )


def _completed(
    t: NDArray[np.float64],
    bent: NDArray[np.float64],
    unexplained: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    across: NDArray[np.float64],
    gain: NDArray[np.float64],
    own: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Complete draws from coordinates along the bent directions, shape (n, q) → (n, d).

    A prior draw across them is moved by what it and a draw of the errors leave unexplained (Matheron's rule).
    """
    prior = rng.standard_normal((len(t), bent.shape[0]))
    prior -= (prior @ bent) @ bent.T
    errors = rng.standard_normal((len(t), len(own))) @ np.linalg.cholesky(own).T
    return np.asarray(t @ bent.T + prior + (unexplained(t) - prior @ across.T - errors) @ gain.T)
