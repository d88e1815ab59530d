"""From one draw to the value of each degree: present values, successive cohorts, the dip after a shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import Account, Replicate

__all__ = ["Costs", "Worth", "dip", "of_reform", "of_scenario", "over_cohorts"]


class Costs(Protocol):
    """What one cohort costs by month, undiscounted SEK, each of shape (months, actors); an ``Account`` is one."""

    @property
    def exclusion(self) -> NDArray[np.float64]: ...

    @property
    def ordinary(self) -> NDArray[np.float64]: ...

    @property
    def intervention(self) -> NDArray[np.float64]: ...


@dataclass(frozen=True)
class Worth:
    """Gain and cost of one degree in one draw, SEK of present value by reported actor, each of shape (actors,)."""

    gain: NDArray[np.float64]
    cost: NDArray[np.float64]

    @property
    def value(self) -> NDArray[np.float64]:
        return self.gain - self.cost


def of_scenario(plan: CasePlan, found: Replicate, name: str) -> Worth:
    """One cohort's net gain from a scenario, as :class:`~exclusim.results.document.Difference` counts it."""
    before, after = found.accounts[plan.case.scenarios[name].baseline], found.accounts[name]
    weights = plan.valuation.weights(plan.valuation.end, 0)
    saved = _saved(before, after) - found.displaced[name]
    return Worth(weights @ saved, weights @ (_work(after) - _work(before)))


def of_reform(plan: CasePlan, before: Costs, after: Costs) -> Worth:
    """One cohort's net gain when system faults are gone; no displacement is counted."""
    weights = plan.valuation.weights(plan.valuation.end, 0)
    return Worth(weights @ _saved(before, after), weights @ (after.intervention - before.intervention))


def _saved(before: Costs, after: Costs) -> NDArray[np.float64]:
    return (before.exclusion - after.exclusion) + (before.ordinary - after.ordinary)


def _work(account: Account) -> NDArray[np.float64]:
    """Cost of interventions and, where rules are changed, of help beyond today's."""
    return account.intervention if account.help is None else account.intervention + account.help.cost


def over_cohorts(one: Worth, *, rate: float, delay: float, cohorts: int, dip_years: float, dip_loss: float) -> Worth:
    """The worth of ``cohorts`` successive cohorts, a new one each year, the first of them ``delay`` years from now.

    Each cohort's money is the first one's, later; the gain of the cohorts that meet the method in the ``dip_years``
    after the shift is lower by ``dip_loss`` (a share), while the cost is whole.

    >>> one = Worth(np.array([100.0]), np.array([10.0]))
    >>> over_cohorts(one, rate=0.0, delay=3.0, cohorts=4, dip_years=1.5, dip_loss=1.0).value
    array([210.])
    """
    cohort = np.arange(cohorts)
    factors = (1.0 + rate) ** -(delay + cohort)
    whole = 1.0 - dip_loss * np.clip(dip_years - cohort, 0.0, 1.0)
    return Worth(one.gain * float((factors * whole).sum()), one.cost * float(factors.sum()))


def dip(drawn: Mapping[str, float]) -> dict[str, float]:
    """The drawn dip after a shift, as :func:`over_cohorts` takes it."""
    return {"dip_years": drawn["degrees.transition_years"], "dip_loss": drawn["degrees.transition_loss"]}
