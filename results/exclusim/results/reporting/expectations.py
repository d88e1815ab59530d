"""What a run lets one expect at a review: the document's own figures, and indicators by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.document import Difference
from exclusim.results.interval import Band, Interval
from exclusim.results.reporting.document import Expected
from exclusim.results.reporting.record import Review
from exclusim.scenarios.schema import Case

if TYPE_CHECKING:  # runs import this module
    from exclusim.results.run.plan import CasePlan
    from exclusim.results.run.sample import Replicate

__all__ = ["EXPECTED_ACTORS", "Expect", "expected", "flat_expectations", "from_run", "point_of"]

Expect = Callable[[str, Review], list[Expected]]

EXPECTED_ACTORS = ("society", "public", *PUBLIC)

_UNITS: dict[str, Literal["SEK", "share", "persons", "years"]] = {
    "net": "SEK",
    "cost": "SEK",
    "reached": "persons",
    "avoided_exclusion_years": "years",
    "excluded_share": "share",
    "working_share": "share",
}


type _Indicator = Literal["net", "cost", "reached", "avoided_exclusion_years", "excluded_share", "working_share"]


_SINGLE: tuple[_Indicator, ...] = ("reached", "avoided_exclusion_years", "excluded_share", "working_share")


@dataclass(frozen=True)
class _Seen:
    """One replicate at one month: the project's cost by reported actor, and the indicators that are not money."""

    cost: NDArray[np.float64]
    single: dict[_Indicator, float]


def _seen(plan: CasePlan, one: Replicate, name: str, month: int) -> _Seen:
    before, after = one.accounts[plan.case.scenarios[name].baseline], one.accounts[name]
    single: dict[_Indicator, float] = {"reached": one.reached[name]}
    if month <= after.profile.size:
        single["avoided_exclusion_years"] = float((before.profile - after.profile)[:month].sum()) / 12
        single["excluded_share"] = float(after.profile[month - 1]) / plan.case.size
    if plan.cohorts == 1:
        single["working_share"] = float(after.working[month - 1]) / plan.case.size
    return _Seen((after.intervention - before.intervention)[:month].sum(axis=0), single)


def from_run(plan: CasePlan, replicates: Sequence[Replicate], differences: Mapping[str, Difference]) -> Expect:
    """Cumulated net and cost by payer, people reached, avoided years and shares outside and at work."""

    def expect(name: str, review: Review) -> list[Expected]:
        net = _net(differences[name], review[1] - plan.valuation.start, whole=review[1] == plan.valuation.end)
        found = [expected(name, review, "net", net[actor], actor) for actor in EXPECTED_ACTORS if actor in net]
        # One pass that keeps a few numbers: a large run does not hold its replicates in memory.
        seen = [_seen(plan, one, name, review[1]) for one in replicates]
        cost = np.array([one.cost for one in seen])
        for actor in ("public", *PUBLIC):
            paid = cost[:, REPORTED.index(actor)]
            if paid.any():
                found.append(expected(name, review, "cost", Interval.of(paid), actor))
        for indicator in _SINGLE:
            values = [one.single[indicator] for one in seen if indicator in one.single]
            if values:
                found.append(expected(name, review, indicator, Interval.of(values)))
        return found

    return expect


def flat_expectations(case: Case, differences: Mapping[str, Difference]) -> Expect:
    """Cumulated net by payer of the published worked example, which knows nothing else by month."""
    start, end = case.appraisal.start_month, case.appraisal.end_month

    def expect(name: str, review: Review) -> list[Expected]:
        net = _net(differences[name], review[1] - start, whole=review[1] == end)
        return [expected(name, review, "net", net[actor], actor) for actor in EXPECTED_ACTORS if actor in net]

    return expect


def _net(difference: Difference, index: int, *, whole: bool) -> dict[str, Interval]:
    """The cumulated net ``index`` months after the start of the horizon; nothing before the curve begins."""
    if whole:
        return dict(difference.net)
    months = difference.cumulative.months
    if index not in months:
        return {}
    at = months.index(index)
    return {actor: point_of(band, at) for actor, band in difference.cumulative.net.items()}


def point_of(band: Band, index: int) -> Interval:
    """One point of a curve with its interval."""
    return Interval(mean=band.mean[index], p5=band.p5[index], p95=band.p95[index])


def expected(
    scenario: str,
    review: Review,
    indicator: _Indicator,
    value: Interval,
    actor: str | None = None,
) -> Expected:
    """One row of the record."""
    by, month = review
    return Expected(
        mean=value.mean,
        p5=value.p5,
        p95=value.p95,
        scenario=scenario,
        indicator=indicator,
        actor=actor,
        by=by,
        month=month,
        unit=_UNITS[indicator],
    )
