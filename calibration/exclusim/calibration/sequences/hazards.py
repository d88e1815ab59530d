"""Competing risks fitted by penalised likelihood, the size of every kind of effect estimated from the data.

The monthly hazard from state s to r is h = exp(sum of blocks). Of somebody at risk, the probability that nothing
happens is exp(−H) with H the sum over r, and that r happens is (1 − exp(−H)) h / H: exactly what the kernel simulates.
A month with an event counts c(H) = 1/H − 1/(exp(H) − 1) months at risk, the expected time to an event known to fall
within the month. Given these (E step), each pair (s, r) is a Poisson regression of its own (M step: one Newton step).

First the effects on leaving a state at all are fitted, then those of every pair, penalised towards them: a course that
ends after a year ends so wherever one goes next, and rare destinations learn it from all. The penalty of a block, the
inverse variance of its effects, is shared within each level; Fellner–Schall steps find it from the data (S. N. Wood &
M. Fasiolo, doi:10.1111/biom.12666).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.design import Design
from exclusim.calibration.sequences.exposure import Exposure

__all__ = ["OWN", "Hazards", "fit_hazards", "log_likelihood"]

_PSEUDO_EVENTS = 0.5  # of every pair, at the mean rate of all pairs: what was never seen can still happen
_FEWEST_EVENTS = 3.0  # with fewer a pair has a constant hazard
_PENALTY_RANGE = (0.02, 1e4)
_START_PENALTY, _START_OWN = 4.0, 30.0
_HASTE = 1.7  # Fellner–Schall steps are short where effects vanish
_LARGEST_STEP = 3.0
OWN = ", by target"  # what a pair has beyond the effect on leaving the state at all
_LOWEST, _HIGHEST = -18.0, 2.5  # log hazards outside are 0 and 1 for every purpose

type Float = NDArray[np.float64]


@dataclass(frozen=True)
class Hazards:
    """A fitted model: pairs (from, to), coefficients and penalties."""

    design: Design
    states: int
    coefficients: Float  # (S, S, K); rows (s, s) unused
    penalties: dict[str, float]  # component → inverse variance of its effects; with OWN, of each pair's deviations

    def effects(self, cells: NDArray[np.int64]) -> dict[str, Float]:
        """Log effects by factor, shape (levels, S, S), for the given covariate patterns only.

        Key ``""`` holds the constants, shape (1, S, S); a factor that the model does not use has no key.
        """
        years = self.design.years
        levels = {"cell": cells, "year_cell": (cells[:, None] * years + np.arange(years)).ravel()}
        found: dict[str, Float] = {"": self.coefficients[None, :, :, 0]}
        for block, columns in zip(self.design.blocks, self.design.columns, strict=True):
            values = block.values[levels.get(block.factor, np.arange(block.values.shape[0]))]
            effect = np.tensordot(values, self.coefficients[:, :, columns], axes=(1, 2))
            found[block.factor] = found[block.factor] + effect if block.factor in found else effect
        return found


class _Origin:
    """One state's rows, with positions of each row in every factor and pair of factors."""

    def __init__(self, exposure: Exposure, design: Design) -> None:
        self.state = exposure.state
        self.design = design
        targets = np.arange(exposure.counts.shape[1])
        self.targets = targets[targets != exposure.state]
        self.stayed = exposure.counts[:, exposure.state]
        self.events = exposure.counts[:, self.targets]
        self.moved = self.events.sum(axis=1)
        self.total = self.events.sum(axis=0)
        self.at_risk = float(self.stayed.sum() + self.moved.sum())
        rows = _factor_rows(exposure, design)
        names = list(dict.fromkeys(block.factor for block in design.blocks))
        self.factors = {}
        for name in names:
            used, position = np.unique(rows[name], return_inverse=True)  # only the levels that occur
            columns = [c for b, c in zip(design.blocks, design.columns, strict=True) if b.factor == name]
            values = np.hstack([b.values for b in design.blocks if b.factor == name])[used]
            where = np.concatenate([np.arange(c.start, c.stop) for c in columns])
            self.factors[name] = (position.reshape(-1), values, where)
        self.pairs = {
            (a, b): self.factors[a][0] * self.factors[b][1].shape[0] + self.factors[b][0]
            for i, a in enumerate(names)
            for b in names[:i]
        }

    @property
    def leaving(self) -> _Origin:
        """The same rows with all ways out as one."""
        one = copy(self)
        one.targets, one.events, one.total = self.targets[:1], self.moved[:, None], self.total.sum(keepdims=True)
        return one

    def predictor(self, coefficients: Float) -> Float:
        """Log hazards, shape (R, targets), of coefficients of shape (targets, K)."""
        eta = np.tile(coefficients[:, 0], (self.stayed.size, 1))
        for position, values, where in self.factors.values():
            eta += (values @ coefficients[:, where].T)[position]
        return np.clip(eta, _LOWEST, _HIGHEST)

    def gradient(self, residual: Float) -> Float:
        result: Float = np.empty(self.design.width)
        result[0] = float(residual.sum())
        for position, values, where in self.factors.values():
            result[where] = np.bincount(position, residual, minlength=values.shape[0]) @ values
        return result

    def information(self, weight: Float) -> Float:
        """X' diag(weight) X from cross-tabulated weights; the design matrix itself is never built."""
        result: Float = np.empty((self.design.width, self.design.width))
        result[0, 0] = float(weight.sum())
        for position, values, where in self.factors.values():
            sums = np.bincount(position, weight, minlength=values.shape[0])
            result[np.ix_(where, where)] = values.T @ (sums[:, None] * values)
            result[0, where] = result[where, 0] = sums @ values
        for (a, b), position in self.pairs.items():
            (_, values_a, where_a), (_, values_b, where_b) = self.factors[a], self.factors[b]
            shape = values_a.shape[0], values_b.shape[0]
            cross = np.bincount(position, weight, minlength=shape[0] * shape[1]).reshape(shape)
            block = values_a.T @ (cross @ values_b)
            result[np.ix_(where_a, where_b)] = block
            result[np.ix_(where_b, where_a)] = block.T
        return result


def _factor_rows(exposure: Exposure, design: Design) -> dict[str, NDArray[np.int64]]:
    return {
        "cell": exposure.cell,
        "year_cell": exposure.cell * design.years + design.year_of_month[exposure.month],
        "month": exposure.month,
        "duration": exposure.duration,
        "history": exposure.history,
    }


def _time_at_risk(hazard: Float) -> Float:
    """Expected share of a month that passes before an event known to fall in it, c(H)."""
    small = hazard < 1e-3
    safe = np.where(small, 1.0, hazard)
    return np.asarray(np.where(small, 0.5 - hazard / 12, 1 / safe - 1 / np.expm1(safe)))


def fit_hazards(
    exposures: Iterable[Exposure],
    design: Design,
    states: int,
    *,
    penalties: Mapping[str, float] | None = None,
    iterations: int = 60,
    tolerance: float = 0.01,
) -> Hazards:
    """Fit a model.

    Args:
        exposures: person-months at risk of every state.
        penalties: where to begin, as in :class:`Hazards`.
        iterations: at most so many rounds of E step, Newton step and Fellner–Schall step, at each of the two levels.
        tolerance: ends when no log hazard of a row changes by more (a hundredth is far below any standard error).
    """
    origins = [_Origin(exposure, design) for exposure in exposures]
    events = sum(float(origin.total.sum()) for origin in origins)
    mean_rate = max(events, 1.0) / max(sum(origin.at_risk for origin in origins) * (states - 1), 1.0)
    begin = dict(penalties or {})
    level = _Level([origin.leaving for origin in origins], design, mean_rate * (states - 1))
    found = level.fit({n: begin.get(n, _START_PENALTY) for n in level.names}, iterations, tolerance)
    coefficients = np.zeros((states, states, design.width))
    coefficients[:, :, 0] = np.log(mean_rate)
    pairs = _Level(origins, design, mean_rate)
    for k, (origin, leaving) in enumerate(zip(origins, level.coefficients, strict=True)):
        pairs.centre[k] = leaving[0] * (np.arange(design.width) > 0)
        share = (origin.total + _PSEUDO_EVENTS) / (origin.total.sum() + _PSEUDO_EVENTS * origin.targets.size)
        pairs.coefficients[k] = leaving[0] + np.outer(np.log(share), np.arange(design.width) == 0)
    own = pairs.fit({n: begin.get(n + OWN, _START_OWN) for n in pairs.names}, iterations, tolerance)
    for origin, fitted in zip(origins, pairs.coefficients, strict=True):
        coefficients[origin.state, origin.targets] = fitted
    return Hazards(design, states, coefficients, found | {name + OWN: value for name, value in own.items()})


class _Level:
    """Regressions of every origin and target, penalised towards ``centre``, with penalties in common."""

    def __init__(self, origins: list[_Origin], design: Design, mean_rate: float) -> None:
        self.origins, self.design, self.mean_rate = origins, design, mean_rate
        self.names = [block.component for block in design.blocks]
        self.centre = [np.zeros(design.width) for _ in origins]
        self.coefficients = [np.zeros((origin.targets.size, design.width)) for origin in origins]
        for origin, start in zip(origins, self.coefficients, strict=True):
            rate = (origin.total + _PSEUDO_EVENTS) / (origin.at_risk + _PSEUDO_EVENTS / mean_rate)
            start[:, 0] = np.log(rate)

    def fit(self, penalty: dict[str, float], iterations: int, tolerance: float) -> dict[str, float]:
        """Fit in place; the penalties that the data ask for."""
        enough = [np.flatnonzero(origin.total >= _FEWEST_EVENTS) for origin in self.origins]
        for _ in range(iterations if self.names and any(chosen.size for chosen in enough) else 0):
            size, freedom, change = dict.fromkeys(self.names, 0.0), dict.fromkeys(self.names, 0.0), 0.0
            for k, chosen in enumerate(enough):
                if chosen.size:
                    change = max(change, self._step(k, chosen, penalty, size, freedom))
            ratio = 1.0
            for name in self.names:
                step = max(freedom[name], 1e-3) / max(size[name], 1e-9) / penalty[name]
                wanted = np.clip(penalty[name] * step**_HASTE, *_PENALTY_RANGE)
                ratio = max(ratio, wanted / penalty[name], penalty[name] / wanted)
                penalty[name] = float(wanted)
            if change < tolerance or (change < 10 * tolerance and ratio < 1.03):
                break
        return penalty

    def _step(
        self,
        k: int,
        chosen: NDArray[np.intp],
        penalty: Mapping[str, float],
        size: dict[str, float],
        freedom: dict[str, float],
    ) -> float:
        """One E step and Newton step of an origin; adds to size and freedom of effects. The largest change."""
        origin, centre, current = self.origins[k], self.centre[k], self.coefficients[k]
        columns = dict(zip(self.names, self.design.columns, strict=True))
        diagonal = np.zeros(self.design.width)
        for name, at in columns.items():
            diagonal[at] = penalty[name]
        hazard = np.exp(origin.predictor(current))
        exposure = origin.stayed + origin.moved * _time_at_risk(hazard.sum(axis=1))
        updated = current.copy()
        for target in chosen.tolist():
            mean = exposure * hazard[:, target]
            gradient = origin.gradient(origin.events[:, target] - mean) - diagonal * (current[target] - centre)
            information = origin.information(mean)
            pseudo = _PSEUDO_EVENTS / self.mean_rate * np.exp(current[target, 0])
            gradient[0] += _PSEUDO_EVENTS - pseudo
            information[0, 0] += pseudo
            information[np.diag_indices_from(information)] += diagonal
            covariance = np.linalg.inv(information)
            updated[target] = current[target] + covariance @ gradient
            spread = np.diagonal(covariance)
            for name, at in columns.items():
                freedom[name] += at.stop - at.start - penalty[name] * float(spread[at].sum())
        moved = np.abs(origin.predictor(updated) - origin.predictor(current)).max(axis=0)
        shrink = np.minimum(1.0, _LARGEST_STEP / np.maximum(moved, 1e-12))
        self.coefficients[k] = current + shrink[:, None] * (updated - current)
        for target in chosen.tolist():
            for name, at in columns.items():
                size[name] += float(np.square(self.coefficients[k][target, at] - centre[at]).sum())
        return float(moved.max())


def log_likelihood(hazards: Hazards, exposures: Iterable[Exposure]) -> float:
    """Weighted log-likelihood of the months after the first; per row it is exact, with no approximation."""
    total = 0.0
    for exposure in exposures:
        origin = _Origin(exposure, hazards.design)
        if not origin.stayed.size:
            continue
        eta = origin.predictor(hazards.coefficients[exposure.state, origin.targets])
        together = np.exp(eta).sum(axis=1)
        moved = np.log(-np.expm1(-together)) - np.log(together)
        total += float(-origin.stayed @ together + origin.moved @ moved + (origin.events * eta).sum())
    return total
