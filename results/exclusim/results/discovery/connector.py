"""A case as a plain function of named parameters and a seed: for the EMA workbench, SALib or a loop of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.compare.draws import outcomes
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.sensitivity.case_model import case_model
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

__all__ = ["ModelFunction", "Range", "model_function"]

_ENDS = (0.005, 0.995)


@dataclass(frozen=True)
class Range:
    """An uncertain parameter: ``keyword`` is its name as an argument, with ``__`` for the dots.

    ``low`` and ``high`` are the half and the 99½ percentile of its prior.
    """

    name: str
    keyword: str
    low: float
    high: float
    centre: float
    unit: str
    source: str


@dataclass(frozen=True)
class ModelFunction:
    """``function(seed=…, name=value, …)`` → outcomes; parameters that are not named stand at their centre.

    Attributes:
        parameters: all that are uncertain, by name.
    """

    plan: CasePlan
    scenario: str
    parameters: Mapping[str, Range]

    def __call__(self, *, seed: int = 1, **values: float) -> dict[str, NDArray[np.float64]]:
        """One run.

        Args:
            seed: of the lives; the same seed and values give the same answer bit for bit.
            values: in the parameters' own units, by name (from a dictionary: ``**{"job_finding.sex.woman": 0.9}``) or
                by keyword (``job_finding__sex__woman=0.9``).

        Returns:
            Outcome → array. Of the baseline: ``cost_<actor>`` (present value, SEK, shape ()), ``excluded`` (people
            excluded by year of the run, shape (years,)). Of a scenario also ``net_<actor>``, ``cumulated_society``
            (present value by year, shape (years,)) and ``avoided`` (excluded people fewer by year, shape (years,)).

        Raises:
            ExclusimError: there is no such parameter.
        """
        named = {parameter.keyword: name for name, parameter in self.parameters.items()}
        changed: dict[str, float] = {}
        for word, value in values.items():
            name = named.get(word, word)
            if name not in self.parameters:
                raise ExclusimError(f"no uncertain parameter {word!r}{did_you_mean(word, list(self.parameters))}")
            changed[name] = float(value)
        draw = Draw(0, {**self.plan.central().values, **changed})
        found = with_draw(self.plan, draw, replicate_seed(seed, 0))
        base = found.accounts[BASELINE]
        weights = self.plan.valuation.weights(self.plan.valuation.end)
        excluded = np.array([status.excluded for status in self.plan.base.world.statuses])
        people = {name: account.status[:, excluded].sum(axis=1) / 12 for name, account in found.accounts.items()}
        answer = {f"cost_{actor}": weights @ base.exclusion[:, place] for place, actor in enumerate(REPORTED)}
        answer["excluded"] = people[BASELINE]
        if self.scenario != BASELINE:
            against = self.plan.case.scenarios[self.scenario].baseline
            outcome = outcomes(self.plan, found).outcomes[self.scenario]
            answer |= {f"net_{actor}": outcome.net[place] for place, actor in enumerate(REPORTED)}
            answer["cumulated_society"] = outcome.yearly[:, 0].cumsum()
            answer["avoided"] = people[against] - people[self.scenario]
        return {name: np.asarray(value, dtype=np.float64) for name, value in answer.items()}


def model_function(
    case: Case | str, scenario: str | None = None, *, preset: str = "published", persons: int | None = None
) -> ModelFunction:
    """A case, or the name or file of one, as a function of its uncertain parameters.

    Args:
        case: to run.
        scenario: of the case; None: the baseline alone.
        preset: ``published`` or ``optimistic`` effects.
        persons: simulated people; None: as for ``exclusim sensitivity``.

    >>> run = model_function("trelleborg", persons=200)
    >>> answer = run(seed=3, **{"population.woman": 0.5})
    >>> answer["excluded"].shape
    (50,)

    Raises:
        ExclusimError: there is no such case or scenario, or it cannot be run.
    """
    loaded = load(case) if isinstance(case, str) else case
    model = case_model(loaded, scenario or BASELINE, (), "priors", preset=preset, persons=persons)
    ranges = {}
    for name in model.inputs.names:
        item = model.plan.parameters[name]
        ends = sorted(item.prior.quantile(u, item.value) for u in _ENDS)
        keyword = re.sub(r"\W", "_", name.replace(".", "__"))
        ranges[name] = Range(name, keyword, ends[0], ends[1], item.value, item.unit, item.source)
    return ModelFunction(model.plan, model.scenario, ranges)
