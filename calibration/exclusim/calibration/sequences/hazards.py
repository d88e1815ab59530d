"""Competing risks fitted by penalised likelihood, the size of every kind of effect estimated from the data.

The monthly hazard from state s to r is h = exp(sum of blocks). Of somebody at risk, the probability that nothing
happens is exp(−H) with H the sum over r, and that r happens is (1 − exp(−H)) h / H: exactly what the kernel simulates.
A month with an event counts c(H) = 1/H − 1/(exp(H) − 1) months at risk, the expected time to an event known to fall
within the month. Given these (E step), each pair (s, r) is a Poisson regression of its own (M step: one Newton step).
The penalty of a block, the inverse variance of its effects, is shared by all pairs, so rare transitions borrow from
frequent ones; Fellner–Schall steps find it from the data (S. N. Wood & M. Fasiolo, doi:10.1111/biom.12666).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.design import Design
from exclusim.calibration.sequences.exposure import Exposure

__all__ = ["Hazards", "fit_hazards", "log_likelihood"]

_PSEUDO_EVENTS = 0.5  # of every pair, at the mean rate of all pairs: what was never seen can still happen
_FEWEST_EVENTS = 3.0  # with fewer a pair has a constant hazard
_PENALTY_RANGE = (0.02, 1e4)
_START_PENALTY = 4.0
_LARGEST_STEP = 3.0
_LOWEST, _HIGHEST = -18.0, 2.5  # log hazards outside are 0 and 1 for every purpose

type Float = NDArray[np.float64]


@dataclass(frozen=True)
class Hazards:
    """A fitted model: pairs (from, to), coefficients and penalties."""

    design: Design
    states: int
    coefficients: Float  # (S, S, K); rows (s, s) unused
    penalties: dict[str, float]  # component → inverse variance of its effects

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
        penalties: where to begin, by component.
        iterations: at most so many rounds of E step, Newton step and Fellner–Schall step.
        tolerance: ends when no log hazard of a row changes by more (a hundredth is far below any standard error).
    """
    origins = [_Origin(exposure, design) for exposure in exposures]
    coefficients = np.zeros((states, states, design.width))
    events = sum(float(origin.total.sum()) for origin in origins)
    mean_rate = max(events, 1.0) / max(sum(origin.at_risk for origin in origins) * (states - 1), 1.0)
    fitted: list[tuple[_Origin, int]] = []
    coefficients[:, :, 0] = np.log(mean_rate)
    for origin in origins:
        rate = (origin.total + _PSEUDO_EVENTS) / (origin.at_risk + _PSEUDO_EVENTS / mean_rate)
        coefficients[origin.state, origin.targets, 0] = np.log(rate)
        fitted += [(origin, k) for k in np.flatnonzero(origin.total >= _FEWEST_EVENTS).tolist()]
    names = [block.component for block in design.blocks]
    penalty = {name: (penalties or {}).get(name, _START_PENALTY) for name in names}
    for _ in range(iterations if fitted and names else 0):
        diagonal = np.zeros(design.width)
        for name, columns in zip(names, design.columns, strict=True):
            diagonal[columns] = penalty[name]
        size = dict.fromkeys(names, 0.0)
        freedom = dict.fromkeys(names, 0.0)
        change = 0.0
        for origin in origins:
            chosen = [k for o, k in fitted if o is origin]
            if not chosen:
                continue
            current = coefficients[origin.state, origin.targets]
            hazard = np.exp(origin.predictor(current))
            exposure = origin.stayed + origin.moved * _time_at_risk(hazard.sum(axis=1))
            updated = current.copy()
            for k in chosen:
                mean = exposure * hazard[:, k]
                gradient = origin.gradient(origin.events[:, k] - mean) - diagonal * current[k]
                information = origin.information(mean)
                pseudo = _PSEUDO_EVENTS / mean_rate * np.exp(current[k, 0])
                gradient[0] += _PSEUDO_EVENTS - pseudo
                information[0, 0] += pseudo
                information[np.diag_indices_from(information)] += diagonal
                covariance = np.linalg.inv(information)
                step = covariance @ gradient
                updated[k] = current[k] + step
                spread = np.diagonal(covariance)
                for name, columns in zip(names, design.columns, strict=True):
                    freedom[name] += columns.stop - columns.start - penalty[name] * float(spread[columns].sum())
            moved = np.abs(origin.predictor(updated) - origin.predictor(current)).max(axis=0)
            shrink = np.minimum(1.0, _LARGEST_STEP / np.maximum(moved, 1e-12))
            coefficients[origin.state, origin.targets] = current + shrink[:, None] * (updated - current)
            change = max(change, float(moved.max()))
            for k in chosen:
                new = coefficients[origin.state, origin.targets[k]]
                for name, columns in zip(names, design.columns, strict=True):
                    size[name] += float(np.square(new[columns]).sum())
        ratio = 1.0
        for name in names:
            wanted = np.clip(max(freedom[name], 1e-3) / max(size[name], 1e-9), *_PENALTY_RANGE)
            ratio = max(ratio, wanted / penalty[name], penalty[name] / wanted)
            penalty[name] = float(wanted)
        if change < tolerance or (change < 10 * tolerance and ratio < 1.03):
            break
    return Hazards(design, states, coefficients, penalty)


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
