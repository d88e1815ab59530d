"""What observations say of each draw: likelihoods, the cost they imply, and what was expected of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom, multivariate_normal, norm, poisson

from exclusim.model.money import REPORTED
from exclusim.results.followup.indicators import OUTCOME_SCOPES, is_outcome
from exclusim.results.followup.inputs import COST_SPREAD, Input
from exclusim.results.followup.observed import Observation
from exclusim.results.followup.routes import Routes
from exclusim.results.followup.simulate import Simulated, lots

__all__ = ["CostFactor", "cost_factor", "figures", "log_weights", "offered_by", "overlap", "predictive"]


def _share(sample: Sequence[Simulated], row: Observation) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Parameters of the Beta distribution of each draw's own share, given its simulated people.

    Few simulated people know the draw's share badly; half a person on either side is Jeffreys' prior.
    """
    scope = row.indicator.partition(".")[0]
    place = sample[0].standings[scope].lines.index(row.line)
    hits = np.array([one.standings[scope].hits[place] for one in sample])
    people = np.array([one.standings[scope].people[place] for one in sample])
    return hits + 0.5, people - hits + 0.5


def offered_by(sample: Sequence[Simulated], row: Observation, first: int, take_up: float) -> NDArray[np.float64]:
    """People offered (or joined, for participants) by the end of a row's month in each draw, shape (draws,)."""
    enrolled = np.array([one.enrolled[min(first + row.month, one.enrolled.size) - 1] for one in sample])
    if row.indicator == "participants":
        return enrolled
    shares = np.array([one.inputs.get("take_up", take_up) for one in sample])
    return np.asarray(enrolled / np.maximum(shares, 1e-6))


def _paid(sample: Sequence[Simulated], row: Observation, first: int) -> NDArray[np.float64]:
    """Planned cost so far of the row's payer in each draw, SEK, shape (draws,)."""
    column = REPORTED.index(row.indicator.partition(".")[2] or "public")
    return np.array([one.paid[: first + row.month, column].sum() for one in sample])


@dataclass(frozen=True)
class CostFactor:
    """Actual over planned cost of each draw, one factor for the whole project, shape (draws,).

    ``log_likelihood``: of the observed amounts, the factor integrated out.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    log_likelihood: NDArray[np.float64]


def cost_factor(sample: Sequence[Simulated], rows: Sequence[Observation], first: int, seed: int) -> CostFactor:
    """Update of a log-normal factor by log-normal observations, in closed form for each draw."""
    count = len(sample)
    if not rows:
        one = np.ones(count)
        return CostFactor(one, one, np.zeros(count))
    z = norm.ppf(lots("cost", seed, count))
    planned = np.array([_paid(sample, row, first) for row in rows])
    residual = np.log([[row.value] for row in rows]) - np.log(np.maximum(planned, 1.0))
    noise = np.array([row.error**2 for row in rows])
    precision = 1 / COST_SPREAD**2 + (1 / noise).sum()
    mean = (residual / noise[:, None]).sum(axis=0) / precision
    spread = np.full((len(rows), len(rows)), COST_SPREAD**2) + np.diag(noise)
    likelihood = np.atleast_1d(multivariate_normal.logpdf(residual.T, np.zeros(len(rows)), spread))
    return CostFactor(np.exp(COST_SPREAD * z), np.exp(mean + z / np.sqrt(precision)), likelihood)


def overlap(sample: Sequence[Simulated], scope: str) -> float:
    """Part of each outcome row that the rows of one scope keep, since they are about the same people.

    r rows with the mean absolute correlation c between people's own outcomes are worth r / (1 + (r − 1) c) rows. The
    model knows c: it is measured over the people of all draws.
    """
    found = [one.standings[scope] for one in sample if scope in one.standings]
    if not found or found[0].hits.size < 2:
        return 1.0
    pairs = np.sum([one.pairs for one in found], axis=0)
    joint = np.sum([one.both for one in found], axis=0) / np.maximum(pairs, 1.0)
    share = np.diag(joint)
    spread = np.sqrt(np.maximum(share * (1 - share), 1e-9))
    correlation = np.abs((joint - np.outer(share, share)) / np.outer(spread, spread))
    rows = share.size
    mean = float(np.clip(correlation[~np.eye(rows, dtype=bool)].mean(), 0.0, 1.0))
    return 1 / (1 + (rows - 1) * mean)


def log_weights(
    sample: Sequence[Simulated], routes: Routes, factor: CostFactor, first: int, take_up: float
) -> NDArray[np.float64]:
    """Logarithm of each draw's weight, up to a constant, shape (draws,).

    Delivery figures were drawn from their own posterior and need no weight, except that a count of people was given
    its mean number in the target group then and gets each draw's own here.
    """
    total = factor.log_likelihood.copy()
    for scope in OUTCOME_SCOPES:
        rows = [row for row in routes.outcomes if row.indicator.startswith(f"{scope}.")]
        kept = overlap(sample, scope)
        for row in rows:
            total += kept * betabinom.logpmf(row.successes, row.n, *_share(sample, row))
    for row in routes.counts:
        total += poisson.logpmf(row.value, np.maximum(offered_by(sample, row, first, take_up), 0.5))
        for item in routes.inputs:
            if item.name == "reach" and item.observed:
                total -= item.log_likelihood(_values(sample, item), row)
    return total


def _values(sample: Sequence[Simulated], item: Input) -> NDArray[np.float64]:
    return np.array([one.inputs[item.name] for one in sample])


def _input_of(routes: Routes, row: Observation) -> Input | None:
    name = "drop_out" if row.indicator == "mean_months" else row.indicator
    return next((item for item in routes.inputs if item.name == name), None)


def figures(
    sample: Sequence[Simulated],
    routes: Routes,
    row: Observation,
    factor: NDArray[np.float64],
    first: int,
    take_up: float,
) -> NDArray[np.float64] | None:
    """The model's own figure of what ``row`` observes in each draw, shape (draws,); None where it has none."""
    if is_outcome(row.indicator):
        a, b = _share(sample, row)
        return np.asarray(a / (a + b))
    if row.indicator in ("offered", "participants"):
        return offered_by(sample, row, first, take_up)
    if row.indicator.partition(".")[0] == "cost":
        return _paid(sample, row, first) * factor
    item = _input_of(routes, row)
    return None if item is None else item.expect(_values(sample, item), row)


def predictive(
    sample: Sequence[Simulated],
    routes: Routes,
    row: Observation,
    factor: NDArray[np.float64],
    first: int,
    take_up: float,
    rng: np.random.Generator,
) -> NDArray[np.float64] | None:
    """What could be observed before it was: one possible observation for each draw, chance in n people included."""
    mean = figures(sample, routes, row, factor, first, take_up)
    if mean is None:
        return None
    if is_outcome(row.indicator):
        return np.asarray(rng.binomial(row.n, rng.beta(*_share(sample, row))) / row.n)
    if row.indicator in ("offered", "participants"):
        return np.asarray(rng.poisson(mean).astype(np.float64))
    if row.indicator.partition(".")[0] == "cost":
        return np.asarray(mean * np.exp(row.error * rng.standard_normal(mean.size)))
    item = _input_of(routes, row)
    assert item is not None  # figures() found one
    return item.predict(_values(sample, item), row, rng)
