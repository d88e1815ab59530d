"""From draws to what the document says about one scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.results.compare.deal import deal, payers_of
from exclusim.results.compare.document import (
    Deficit,
    Effect,
    GroupRow,
    Net,
    ScenarioComparison,
    Threshold,
)
from exclusim.results.compare.draws import starts
from exclusim.results.compare.information import swings
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.prevention import avoided_by, kind_of
from exclusim.results.compare.sampling import Sample, Sampled
from exclusim.results.compare.sharing import outcome_contract, risk_sharing
from exclusim.results.compare.worst import worst
from exclusim.results.interval import Band, Interval
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.summary import payback_month

__all__ = ["comparison"]

_MEASURED_AFTER = 60  # months from the start to the measurement of an outcome contract
_PUBLIC = REPORTED.index("public")


def _net(values: NDArray[np.float64]) -> dict[str, Net]:
    return {actor: Net.of(values[:, column]) for column, actor in enumerate(REPORTED)}


def _intervals(values: NDArray[np.float64]) -> dict[str, Interval]:
    return {actor: Interval.of(values[:, column]) for column, actor in enumerate(REPORTED)}


def _lists(values: NDArray[np.float64]) -> dict[str, list[float]]:
    """Actors' columns of an array of shape (points, A)."""
    return {actor: values[:, column].tolist() for column, actor in enumerate(REPORTED)}


def comparison(
    plan: CasePlan,
    name: str,
    sampled: Sampled,
    options: CompareOptions,
    groups: Sequence[GroupRow],
    threshold: Threshold,
) -> ScenarioComparison:
    """Everything about one scenario."""
    scenario, sample, valuation = plan.case.scenarios[name], sampled.scenarios[name], plan.valuation
    first, years = starts(plan, name), -(-valuation.end // 12)
    found, shares = swings(sampled.draws, sample.net[:, 0])
    measured = min(first + _MEASURED_AFTER, valuation.end) - 1
    cost, avoided = sample.cost.mean(axis=0), float(sample.avoided_years.mean())
    gain = (sample.net + sample.cost).mean(axis=0)
    success = float(sample.success.mean())
    return ScenarioComparison(
        label=scenario.label,
        description=scenario.description,
        case=plan.case.case,
        against=scenario.baseline,
        starts_month=first,
        net=_net(sample.net),
        cost=_intervals(sample.cost),
        term=_net(sample.terms[:, 0]),
        year_one=_net(sample.year_one),
        by_term=_lists(sample.terms.mean(axis=0)),
        **_hump(sample, first, valuation.end),
        years=[plan.case.population.start_year + year for year in range(years)],
        yearly=_lists(sample.nominal.mean(axis=0)[:years]),
        cumulative={
            actor: Band.of(np.cumsum(sample.yearly[:, :years, column], axis=1)) for column, actor in enumerate(REPORTED)
        },
        break_even_successes=float(cost[0]) / success if success > 0 else None,
        success_value=Interval.of(sample.success),
        benefit_cost_ratio={
            actor: float(gain[i] / cost[i]) if cost[i] > 0 else None for i, actor in enumerate(REPORTED)
        },
        avoided_years=Interval.of(sample.avoided_years),
        cost_per_avoided_year=float(cost[_PUBLIC]) / avoided if avoided > 0 else None,
        net_cost_per_avoided_year=-float(sample.net[:, _PUBLIC].mean()) / avoided if avoided > 0 else None,
        cashable=_intervals(sample.cashable),
        capacity=_intervals(sample.capacity),
        reached=Interval.of(sample.reached),
        effect=_effect(sample),
        groups=list(groups),
        threshold=threshold,
        swings=found,
        variance_shares=shares,
        deal=deal(sample.net, sample.cost, sample.terms.mean(axis=0), options.sure),
        sharing=risk_sharing(payers_of(sample.net), payers_of(sample.cost), options.fund_share),
        contract=outcome_contract(
            sample.net[:, _PUBLIC],
            sample.cost[:, _PUBLIC],
            sample.measured_years,
            float(valuation.factors[measured]),
            _MEASURED_AFTER / 12,
            required_return=options.required_return,
            cap=options.cap,
        ),
        avoided_by=avoided_by(sample.avoided_by),
        kind=kind_of(plan, name),
        worst_year=worst(plan, sample.nominal, options.limits),
    )


def _hump(sample: Sample, first: int, end: int) -> dict[str, object]:
    """Pay-back and deepest deficit of the mean cumulated net, in months from the scenario's first month."""
    curve = np.cumsum(sample.curve[first:end], axis=0)
    lowest = curve.argmin(axis=0)
    return {
        "payback_month": {actor: payback_month(curve[:, i]) for i, actor in enumerate(REPORTED)},
        "deepest_deficit": {
            actor: Deficit(amount=min(float(curve[lowest[i], i]), 0.0), month=int(lowest[i]) + 1)
            for i, actor in enumerate(REPORTED)
        },
    }


def _effect(sample: Sample) -> Effect:
    def known(key: str, column: int) -> Interval | None:
        values = sample.effect[key][:, column]
        values = values[np.isfinite(values)]
        return Interval.of(values) if values.size else None

    return Effect(
        one_year=known("one_year", 0),
        long_term=known("long_term", 0),
        work_one_year=known("one_year", 1),
        work_long_term=known("long_term", 1),
    )
