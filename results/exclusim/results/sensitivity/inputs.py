"""The uncertain parameters of a case as inputs with normal scores: from their priors, or jointly from the posterior.

The posterior is stored as some hundred joint draws on the scale of the priors. Thousands of different points need a
distribution: a normal one with the mean of the draws, their standard deviations, and those correlations that are larger
than chance makes any of so many pairs (thresholding; Bickel & Levina, *Annals of Statistics* 36, 2008, 2577–2604).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from exclusim.calibration.fitting.posterior import Calibrated
from exclusim.calibration.fitting.space import Space
from exclusim.calibration.shifts import distance, moved_parameter
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw, Parameters
from exclusim.results.compare.information import group_of
from exclusim.results.run.plan import CasePlan

__all__ = ["Inputs", "Origin", "inputs_of_plan"]

Origin = Literal["priors", "posterior"]

_LEAST_EIGENVALUE = 0.05


@dataclass(frozen=True)
class Inputs:
    """Uncertain parameters of a plan.

    Args:
        names: of the parameters, d of them; those fitted jointly first.
        parameters: of the case.
        origin: where values come from.
        mean, sd: of the fitted ones on the scale of their priors, shape (fitted,).
        correlation: of the normal scores of all, shape (d, d); None where they are independent.
        calibrated: the posterior; None from the priors.
    """

    names: tuple[str, ...]
    parameters: Parameters
    origin: Origin
    mean: NDArray[np.float64] | None = None
    sd: NDArray[np.float64] | None = None
    correlation: NDArray[np.float64] | None = None
    calibrated: Calibrated | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """Group of each parameter."""
        return tuple(group_of(name) for name in self.names)

    @property
    def fitted(self) -> int:
        """How many parameters have a joint posterior."""
        return 0 if self.mean is None else len(self.mean)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def _own(self) -> Space:
        return Space(Parameters(self.parameters[name] for name in self.names[self.fitted :]))

    def draw(self, point: NDArray[np.float64], index: int = 0) -> Draw:
        """All parameters of the case at the normal scores ``point`` (d,)."""
        found = self.parameters.central().values
        if self.calibrated is not None:
            found = {**found, **self._fitted_values(point[: self.fitted])}
        return Draw(index, {**found, **self._own.values(point[self.fitted :])})

    @cached_property
    def _joint(self) -> Space:
        assert self.calibrated is not None  # only a posterior has fitted parameters
        return Space(Parameters(self.calibrated.national[name] for name in self.names[: self.fitted]))

    @cached_property
    def _shifts(self) -> dict[str, float]:
        """Distance of each local value from the nation's centre, by which draws are moved."""
        assert self.calibrated is not None
        items = {item.name: item for item in self.calibrated.posterior.document.parameters}
        centre = self._joint.values(np.array([items[name].mean for name in self._joint.names]))
        local = self.calibrated.local & set(centre)
        found = {n: distance(self.parameters[n], self.parameters[n].value, centre[n]) for n in local}
        return {name: shift for name, shift in found.items() if shift is not None}

    def _fitted_values(self, point: NDArray[np.float64]) -> dict[str, float]:
        assert self.calibrated is not None
        assert self.mean is not None
        assert self.sd is not None
        found = self._joint.values(self.mean + self.sd * point)
        for name, shift in self._shifts.items():
            found[name] = moved_parameter(self.parameters[name], found[name], shift)
        held = self.calibrated.posterior.document.held
        return {**{name: value for name, value in held.items() if name not in self.calibrated.local}, **found}

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(self.names[self.fitted :])

    def value(self, name: str, score: float) -> float:
        """Value of one parameter at its normal score, the others at their centre, in its own unit."""
        if name in self._alone:
            item = self.parameters[name]
            return item.prior.quantile(float(ndtr(score)), item.value)
        point = np.zeros(len(self.names))
        point[self._places[name]] = score
        return float(self.draw(point)[name])

    def values(self, points: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        """Values of one parameter at the points (n, d): it depends on its own normal score alone."""
        column = points[:, self._places[name]]
        grid = np.linspace(min(column.min(), -1e-9), max(column.max(), 1e-9), 201)
        return np.asarray(np.interp(column, grid, [self.value(name, score) for score in grid]))


def inputs_of_plan(plan: CasePlan, origin: Origin) -> Inputs:
    """Inputs of a plan.

    Raises:
        ExclusimError: the posterior is asked for and there is none.
    """
    free = [name for name, item in plan.parameters.items() if not item.is_fixed]
    if origin == "priors":
        return Inputs(tuple(free), plan.parameters, origin)
    if plan.posterior is None:
        raise ExclusimError(
            f"--from posterior: there is no posterior to draw from: {plan.uncalibrated}", hint="use --from priors"
        )
    posterior = plan.posterior.posterior
    own_prior = set(posterior.document.held)
    fitted = [n for n in posterior.names if n in set(free) and plan.posterior.interval(n) is not None]
    rest = [name for name in free if name not in set(fitted) and name not in own_prior]
    z = posterior.z[:, [posterior.names.index(name) for name in fitted]]
    mean, sd = z.mean(axis=0), z.std(axis=0, ddof=1)
    correlation = np.eye(len(fitted) + len(rest))
    correlation[: len(fitted), : len(fitted)] = _thresholded(z)
    return Inputs((*fitted, *rest), plan.parameters, origin, mean, sd, correlation, plan.posterior)


def _thresholded(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlations of draws (n, p) beyond what the largest of all pairs would have by chance; positive definite."""
    count, size = z.shape
    found = np.corrcoef(z.T)
    limit = -float(ndtri(1 / (size * (size - 1)))) / np.sqrt(count)  # one pair in all, on average
    found = np.where(np.abs(found) > limit, found, 0.0)
    least = float(np.linalg.eigvalsh(found)[0])
    if least < _LEAST_EIGENVALUE:
        found = found + (_LEAST_EIGENVALUE - least) * np.eye(size)
        found /= found[0, 0]
    np.fill_diagonal(found, 1.0)
    return found
