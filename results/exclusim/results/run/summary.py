"""From replicates to the result document: totals, intervals, curves, flows, states."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.measures import LONG_TERM_DEFINITION, NEWCOMER_DEFINITION, UVAS_DEFINITION
from exclusim.model.money import REPORTED, CostLine
from exclusim.model.vocabulary import BURDENS
from exclusim.results.document import (
    Band,
    Cumulative,
    Difference,
    Excluded,
    Flow,
    Interval,
    ScenarioResult,
    ServiceRow,
)
from exclusim.results.language import _, both
from exclusim.results.missions import MAIN_ACTORS
from exclusim.results.run.account import KINDS
from exclusim.results.run.channels import channels
from exclusim.results.run.mission_summary import narrow_change, shared_clients
from exclusim.results.run.outcomes import by_outcome, effectiveness
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import Account, Replicate
from exclusim.results.run.stock import stock
from exclusim.results.yearly_net import yearly_net

__all__ = ["difference", "scenario_result"]

FLOW_GROUPS = {
    "school": ("compulsory_school", "upper_secondary", "introduction_programme"),
    "study": ("adult_education", "folk_high_school", "higher_education"),
    "work": ("permanent_job", "temporary_job", "subsidised_job"),
    "unemployment": ("unemployed",),
    "programme": ("labour_market_programme", "establishment_programme"),
    "sickness": ("sickness_benefit", "activity_compensation", "disability_pension"),
    "outside": ("outside",),
    "parental": ("parental_leave",),
    "institution": ("out_of_home_care", "prison"),
}  # fmt: skip
_MAIN = [REPORTED.index(actor) for actor in MAIN_ACTORS]


def _by_actor(values: NDArray[np.float64]) -> dict[str, Interval]:
    """Samples of shape (replicates, actors)."""
    return {actor: Interval.of(values[:, column]) for column, actor in enumerate(REPORTED)}


class _Amounts:
    """Present values of one scenario over replicates, by actor."""

    def __init__(self, plan: CasePlan, accounts: Sequence[Account]) -> None:
        self.plan, self.accounts = plan, accounts

    def over(
        self, pick: Callable[[Account], NDArray[np.float64]], end: int, start: int | None = None
    ) -> NDArray[np.float64]:
        """Present value of one account from ``start`` (the horizon's first month) to ``end``, (replicates, actors)."""
        weights = self.plan.valuation.weights(end, start)
        return np.array([weights @ pick(account) for account in self.accounts], dtype=np.float64)


def scenario_result(
    plan: CasePlan, name: str, replicates: Sequence[Replicate], lines: Sequence[CostLine]
) -> ScenarioResult:
    """Summarise one scenario. ``lines`` name the columns of the accounts (the same in every draw)."""
    accounts = [replicate.accounts[name] for replicate in replicates]
    amounts, valuation = _Amounts(plan, accounts), plan.valuation
    scenario = plan.case.scenarios.get(name)
    weights = valuation.weights(valuation.end)
    kinds = np.array([weights @ account.kinds for account in accounts])
    years = plan.years
    yearly = np.array(
        [account.exclusion.reshape(-1, 12, len(REPORTED)).sum(axis=1)[: len(years)] for account in accounts]
    )
    status = np.mean([account.status for account in accounts], axis=0)[: len(years)]
    return ScenarioResult(
        label=both(lambda: _("Dagens läge")) if scenario is None else scenario.label,
        description=both(lambda: _("Ingen insats")) if scenario is None else scenario.description,
        total=_by_actor(amounts.over(lambda a: a.exclusion, valuation.end)),
        term=_by_actor(amounts.over(lambda a: a.exclusion, valuation.term)),
        horizons={key: _by_actor(amounts.over(lambda a: a.exclusion, end)) for key, end in valuation.horizons.items()},
        by_kind={kind: Interval.of(kinds[:, column]) for column, kind in enumerate(KINDS)},
        before=_by_actor(amounts.over(lambda a: a.exclusion, valuation.start, 0)),
        ordinary=_by_actor(amounts.over(lambda a: a.ordinary, valuation.end)),
        intervention=_by_actor(amounts.over(lambda a: a.intervention, valuation.end, 0)),
        years=years,
        yearly={actor: Band.of(yearly[:, :, column]) for column, actor in enumerate(REPORTED)},
        services=_services(accounts, lines),
        ages=years,
        activity_by_age=_activities(plan, status),
        burden_by_age=_burdens(plan, accounts, status, len(years)),
        flows=_flows(plan, accounts),
        excluded=Excluded(
            definition=both(lambda: _definition(plan)),
            long_term_share=Interval.of([account.long_term for account in accounts]),
            by_age={
                year: float(np.mean([account.uvas[row] for account in accounts]))
                for row, year in enumerate(years[: accounts[0].uvas.size])
            },
        ),
        outcomes=by_outcome(np.array([account.outcomes for account in accounts])),
        shared=shared_clients(
            [account.shared for account in accounts],
            amounts.over(lambda a: a.exclusion, valuation.end)[:, _MAIN],
            plan.case.size * plan.cohorts,
        ),
    )


def _definition(plan: CasePlan) -> str:
    """Who counts as long-term excluded, in the language spoken."""
    uvas = _(UVAS_DEFINITION)
    return f"{_(LONG_TERM_DEFINITION if plan.is_cohort else NEWCOMER_DEFINITION)}. UVAS: {uvas[0].lower()}{uvas[1:]}."


def _services(accounts: Sequence[Account], lines: Sequence[CostLine]) -> list[ServiceRow]:
    mean = np.mean([account.lines for account in accounts], axis=0)
    total: dict[tuple[str, str, str, str, str], float] = {}
    for line, amount in zip(lines, mean, strict=True):
        key = (line.service, line.payer.value, line.kind.value, line.basis.value, line.scope.value)
        total[key] = total.get(key, 0.0) + float(amount)
    rows = [
        ServiceRow(service=service, actor=actor, kind=kind, basis=basis, scope=scope, mean=amount)
        for (service, actor, kind, basis, scope), amount in total.items()
    ]
    return sorted(rows, key=lambda row: -abs(row.mean))


def _living(plan: CasePlan, status: NDArray[np.float64]) -> NDArray[np.float64]:
    alive = np.array([not s.absorbing for s in plan.base.world.statuses])
    return np.asarray(status[:, alive].sum(axis=1).clip(1e-9))


def _activities(plan: CasePlan, status: NDArray[np.float64]) -> dict[str, list[float]]:
    living = _living(plan, status)
    shares: dict[str, NDArray[np.float64]] = {}
    for column, s in enumerate(plan.base.world.statuses):
        if not s.absorbing:
            shares[s.activity] = shares.get(s.activity, np.zeros(len(status))) + status[:, column] / living
    return {activity: share.round(6).tolist() for activity, share in shares.items() if share.max() > 0}


def _burdens(
    plan: CasePlan, accounts: Sequence[Account], status: NDArray[np.float64], years: int
) -> dict[str, list[float]]:
    mean = np.mean([account.burden for account in accounts], axis=0)[:years]
    return {burden: (mean[:, b] / _living(plan, status)).round(6).tolist() for b, burden in enumerate(BURDENS)}


def _flows(plan: CasePlan, accounts: Sequence[Account]) -> list[Flow]:
    moves = np.mean([account.moves for account in accounts], axis=0)
    group_of = {activity: group for group, activities in FLOW_GROUPS.items() for activity in activities}
    statuses = plan.base.world.statuses
    total: dict[tuple[str, str], float] = {}
    for i, source in enumerate(statuses):
        for j, target in enumerate(statuses):
            pair = group_of.get(source.activity), group_of.get(target.activity)
            if pair[0] and pair[1] and pair[0] != pair[1]:
                total[pair[0], pair[1]] = total.get((pair[0], pair[1]), 0.0) + moves[i, j]
    return [
        Flow(source=a, target=b, persons=round(float(n), 2))
        for (a, b), n in sorted(total.items(), key=lambda item: -item[1])
        if n > 0
    ]


def difference(plan: CasePlan, name: str, replicates: Sequence[Replicate]) -> Difference:
    """Compare one scenario with its baseline, replicate by replicate."""
    scenario = plan.case.scenarios[name]
    valuation, end = plan.valuation, plan.valuation.end
    before = _Amounts(plan, [r.accounts[scenario.baseline] for r in replicates])
    after = _Amounts(plan, [r.accounts[name] for r in replicates])
    displaced = np.array([valuation.weights(end, 0) @ r.displaced[name] for r in replicates])

    def saved(pick: Callable[[Account], NDArray[np.float64]], to: int, start: int | None = None) -> NDArray[np.float64]:
        return np.asarray(before.over(pick, to, start) - after.over(pick, to, start))

    def exclusion(a: Account) -> NDArray[np.float64]:
        return a.exclusion

    def ordinary(a: Account) -> NDArray[np.float64]:
        return a.ordinary

    def all_costs(a: Account) -> NDArray[np.float64]:
        return a.exclusion + a.ordinary

    def project(a: Account) -> NDArray[np.float64]:
        return a.intervention if a.help is None else a.intervention + a.help.cost

    def casework(a: Account) -> NDArray[np.float64]:
        return np.zeros_like(a.intervention) if a.help is None else a.help.cost

    def intervention(a: Account) -> NDArray[np.float64]:
        return a.intervention

    def net_until(to: int) -> NDArray[np.float64]:
        extra = np.array([valuation.weights(to, 0) @ r.displaced[name] for r in replicates])
        return np.asarray(saved(all_costs, to, 0) + saved(project, to, 0) - extra)

    parts = {
        "exclusion": saved(exclusion, end),
        "ordinary": saved(ordinary, end),
        "before": saved(all_costs, valuation.start, 0),
        "intervention": saved(intervention, end, 0),
        "displacement": -displaced,
    }
    if plan.rules is not None:
        parts["casework"] = saved(casework, end, 0)
    net = net_until(end)
    monthly = np.array(
        [
            # account by account: adding them first would leave rounding where nothing has changed
            (r.accounts[scenario.baseline].exclusion - r.accounts[name].exclusion)
            + (r.accounts[scenario.baseline].ordinary - r.accounts[name].ordinary)
            + project(r.accounts[scenario.baseline]) - project(r.accounts[name]) - r.displaced[name]
            for r in replicates
        ]
    )  # fmt: skip
    start = min((*(i.starts for i in plan.treatments[name].interventions), *_rule_starts(plan, name)), default=0)
    curve = np.cumsum(monthly[:, start:end] * valuation.factors[None, start:end, None], axis=1)
    mean = curve.mean(axis=0)
    lowest = mean.argmin(axis=0)
    years = np.array(
        [r.accounts[scenario.baseline].excluded_years - r.accounts[name].excluded_years for r in replicates]
    )
    by_year = monthly.reshape(len(replicates), -1, 12, len(REPORTED)).sum(axis=2)[:, : len(plan.years)]
    change = np.array([b.outcomes - a.outcomes for a, b in zip(before.accounts, after.accounts, strict=True)])
    reached = np.array([r.reached[name] for r in replicates])
    return Difference(
        baseline=scenario.baseline,
        label=scenario.label,
        net=_by_actor(net),
        gain=_by_actor(net - saved(project, end, 0)),
        term=_by_actor(saved(all_costs, valuation.term)),
        horizons={key: _by_actor(net_until(to)) for key, to in valuation.horizons.items()},
        parts={
            part: {actor: float(amounts[:, column].mean()) for column, actor in enumerate(REPORTED)}
            for part, amounts in parts.items()
        },
        payback_month={actor: payback_month(mean[:, column]) for column, actor in enumerate(REPORTED)},
        probability_loss={actor: float((net[:, column] < 0).mean()) for column, actor in enumerate(REPORTED)},
        deepest_deficit={
            actor: {"amount": float(min(mean[lowest[column], column], 0.0)), "month": float(lowest[column])}
            for column, actor in enumerate(REPORTED)
        },
        cumulative=Cumulative(
            months=list(range(start - valuation.start + 1, end - valuation.start + 1)),
            net={actor: Band.of(curve[:, :, column]) for column, actor in enumerate(REPORTED)},
        ),
        avoided_exclusion_years=Interval.of(years),
        persons_helped=Interval.of([r.helped[name] for r in replicates]),
        persons_harmed=Interval.of([r.harmed[name] for r in replicates]),
        channels=channels([a.passage for a in before.accounts], [a.passage for a in after.accounts]),
        stock=stock(np.array([a.profile for a in before.accounts]), np.array([a.profile for a in after.accounts])),
        outcomes=by_outcome(change),
        effectiveness=effectiveness(change, reached, -parts["intervention"][:, REPORTED.index("society")]),
        by_year=yearly_net(by_year, plan.years, plan.case.population.start_year),
        narrow=narrow_change(
            [a.shared for a in before.accounts],
            [a.shared for a in after.accounts],
            0.0 - saved(project, end, 0)[:, _MAIN],  # no negative zeros
        ),
    )


def _rule_starts(plan: CasePlan, scenario: str) -> list[int]:
    """The months in which the scenario and those it builds on change rules."""
    links = [plan.case.scenarios[name] for name in plan.case.chain(scenario)]
    return [link.starts for link in links if link.changes_rules]


def payback_month(cumulated: NDArray[np.float64]) -> int | None:
    """Months until a cumulated net stays at zero or above; None if it ends below.

    >>> payback_month(np.array([-2.0, -1.0, 0.5, -0.5, 1.0]))
    5
    >>> payback_month(np.array([-2.0, -1.0])) is None
    True
    """
    below = np.flatnonzero(cumulated < 0)
    if below.size == 0:
        return 0
    return None if below[-1] == cumulated.size - 1 else int(below[-1]) + 2


def uncertainty_shares(replicates: Sequence[Replicate], plan: CasePlan) -> dict[str, float]:
    """Shares of the variance of society's total due to parameters and to the chance in a group of this size."""
    weights = plan.valuation.weights(plan.valuation.end)
    society = np.array([weights @ r.accounts[BASELINE].exclusion[:, 0] for r in replicates])
    if society.size < 2 or society.var() == 0:
        return {}
    chance = float(np.mean([r.accounts[BASELINE].chance for r in replicates]) / society.var(ddof=1))
    chance = min(chance, 1.0)
    return {"parameters": 1.0 - chance, "chance": chance}
