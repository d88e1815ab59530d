"""What the plan says of a project's delivery, and what observations say of it: priors and closed-form updates.

Planned shares are read as Beta distributions worth :data:`WORTH` people; the total cost as log-normal around the plan.
Both spreads are assumptions. A share observed among n people updates its prior by the binomial likelihood, drop-out and
months attended by what they say of the same monthly drop-out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, binom, norm, poisson

from exclusim.results.followup.observed import Observation
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.schema import Case

__all__ = ["COST_SPREAD", "WORTH", "Input", "InputName", "changed", "input_of", "share_left", "stay"]

WORTH = 20.0
"""People whom the plan's own figure is worth: an assumption."""
COST_SPREAD = 0.2
"""Standard deviation of the logarithm of actual over planned cost: an assumption."""
_SURE = 0.99  # a plan that says 100 % is read so; a prior without width could learn nothing
_CELLS = 20_000

InputName = Literal["reach", "take_up", "drop_out", "fidelity", "dose"]


def stay(monthly: NDArray[np.float64], months: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of the months that a participant has stayed after ``months``, at a monthly drop-out.

    >>> mean, variance = stay(np.array([0.0, 0.5]), 2)
    >>> mean.tolist(), variance.tolist()
    ([2.0, 1.5], [0.0, 0.25])
    """
    age = np.arange(months)
    left = (1 - monthly[:, None]) ** age
    mean = left.sum(axis=1)
    return mean, (left * (2 * age + 1)).sum(axis=1) - mean**2


def share_left(monthly: NDArray[np.float64], months: int) -> NDArray[np.float64]:
    """Share of participants that has left after ``months``."""
    return np.asarray(1 - (1 - monthly) ** months)


@dataclass(frozen=True)
class Input:
    """One figure of the plan that observations update directly.

    Args:
        name: field of the intervention.
        planned: as the plan has it; drop-out as the plan states it, in all or per month.
        lasts: months of the intervention.
        monthly: whether drop-out is stated per month.
        observed: figures that the input answers for.
        expected: people of the target group, for counts of those offered (or joining, at the planned take-up).
    """

    name: InputName
    planned: float
    lasts: int
    monthly: bool = False
    observed: tuple[Observation, ...] = ()
    expected: float = 0.0

    @property
    def prior(self) -> tuple[float, float]:
        """Both parameters of the Beta prior."""
        mean = min(max(self.planned, 1 - _SURE), _SURE)
        return WORTH * mean, WORTH * (1 - mean)

    def before(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values at probabilities ``u`` before any observation."""
        return np.asarray(beta.ppf(u, *self.prior))

    def after(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values at probabilities ``u`` after the observations; those of :meth:`before` where there are none."""
        if not self.observed:
            return self.before(u)
        edges, cumulated = self._posterior
        return np.interp(u, cumulated, edges)

    def expect(self, value: NDArray[np.float64], row: Observation) -> NDArray[np.float64]:
        """Mean of what ``row`` observes, by value of the input."""
        months = min(row.month, self.lasts)
        match row.indicator:
            case "drop_out":
                return share_left(self.per_month(value), months)
            case "mean_months":
                return stay(self.per_month(value), months)[0]
            case "offered" | "participants":
                return value * self.expected
        return value

    def predict(self, value: NDArray[np.float64], row: Observation, rng: np.random.Generator) -> NDArray[np.float64]:
        """One possible observation for each value of the input."""
        mean = self.expect(value, row)
        if row.indicator == "mean_months":
            spread = np.sqrt(stay(self.per_month(value), min(row.month, self.lasts))[1] / row.n)
            return np.asarray(rng.normal(mean, spread))
        return rng.binomial(row.n, mean) / row.n

    def log_likelihood(self, value: NDArray[np.float64], row: Observation) -> NDArray[np.float64]:
        """Of one observation, by value of the input."""
        mean = self.expect(value, row)
        if row.indicator == "mean_months":
            variance = stay(self.per_month(value), min(row.month, self.lasts))[1]
            return np.asarray(norm.logpdf(row.value, mean, np.sqrt(np.maximum(variance, 0.05) / row.n)))
        if row.indicator in ("offered", "participants"):
            return np.asarray(poisson.logpmf(row.value, np.maximum(mean, 1e-9)))
        return np.asarray(binom.logpmf(row.successes, row.n, mean))

    def per_month(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Monthly drop-out where the input is drop-out."""
        return value if self.monthly else np.asarray(1 - (1 - value) ** (1 / self.lasts))

    @cached_property
    def _posterior(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Cell edges and the cumulated posterior there, shape (cells + 1,) each."""
        edges = np.linspace(0.0, 1.0, _CELLS + 1)
        middle = (edges[1:] + edges[:-1]) / 2
        mass = np.diff(beta.cdf(edges, *self.prior))
        # Differences of the distribution function hold at its singular ends, the density in its far tails.
        far = mass < 1e-12
        log = np.log(np.where(far, 1.0, mass))
        log[far] = beta.logpdf(middle[far], *self.prior) - np.log(_CELLS)
        for row in self.observed:
            log = log + self.log_likelihood(middle, row)
        weight = np.exp(log - log.max())
        return edges, np.concatenate([[0.0], np.cumsum(weight) / weight.sum()])


def _planned(intervention: Intervention, name: InputName) -> float | None:
    """What the plan says; None where it says nothing that could be held against an observation."""
    match name:
        case "drop_out":
            return None if intervention.drop_out is None else float(intervention.drop_out.share)
        case "reach":
            return float(intervention.reach)
    value = float(getattr(intervention, name))
    return value if value < 1 else None


def input_of(intervention: Intervention, name: InputName, rows: Sequence[Observation]) -> Input | None:
    """The input with its observations; None where the plan leaves the figure out."""
    planned = _planned(intervention, name)
    if planned is None:
        return None
    monthly = intervention.drop_out is not None and intervention.drop_out.per == "month"
    return Input(name, planned, intervention.lasts, monthly, tuple(rows))


def changed(case: Case, scenario: str, values: dict[InputName, float]) -> Case:
    """The case with other values of delivery in the scenario's only intervention."""
    if not values:
        return case
    (intervention,) = case.scenarios[scenario].interventions
    update: dict[str, object] = {str(name): value for name, value in values.items()}
    if "drop_out" in values and intervention.drop_out is not None:
        update["drop_out"] = intervention.drop_out.model_copy(update={"share": min(values["drop_out"], 0.999)})
    other = case.scenarios[scenario].model_copy(update={"interventions": (intervention.model_copy(update=update),)})
    return case.model_copy(update={"scenarios": {**case.scenarios, scenario: other}})
