"""From finished draws to the fault document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.faults import Fault
from exclusim.model.money import REPORTED
from exclusim.model.population import COHORT_AGE
from exclusim.results.document import Band, Interval
from exclusim.results.run.account import KINDS
from exclusim.results.run.heading import assumption_rows
from exclusim.scenarios.loading import digest

from .caveats import caveats
from .document import (
    AgencyRow,
    AnchorCheck,
    Collaboration,
    Estimate,
    FaultDocument,
    FaultLife,
    FaultRow,
    Incidence,
    RankProbability,
    RuleChange,
)
from .draw import OFFICE, DrawResult, FaultPlan
from .ownership import PAYERS, owner_payer, paid_by_others
from .sensitivity import sensitivities
from .shapley import Attribution, exact, sampled, standard_error
from .views import ALL, BY_KIND, EXCLUSION, HELP, SOCIETY, SWITCHES, YEARS
from .words import owners

__all__ = ["attributions", "fault_document"]

_TOP = 5  # faults whose assumptions are looked at


def attributions(planned: FaultPlan, results: Sequence[DrawResult]) -> list[Attribution]:
    """Shapley shares of each draw."""
    if planned.options.exact:
        return [exact(result.worth, len(planned.options.chosen)) for result in results]
    return [sampled(result.worth, planned.pairs(index)) for index, result in enumerate(results)]


def fault_document(
    planned: FaultPlan, results: Sequence[DrawResult], life: FaultLife | None, english: Mapping[str, str]
) -> FaultDocument:
    """Put the draws of a study together.

    Args:
        english: where the document's sentences are recorded in English while they are put together.
    """
    plan, options, faults = planned.plan, planned.options, planned.options.chosen
    appraisal = plan.case.appraisal
    worths = [result.worth for result in results]
    alone = np.array([[worth[1 << fault] for fault in range(len(faults))] for worth in worths])  # (D, F, V)
    joint = np.array([worth[(1 << len(faults)) - 1] for worth in worths])  # (D, V)
    shares = attributions(planned, results)
    share = np.array([one.share for one in shares])  # (D, F, V)
    by = np.array([result.by for result in results])  # (D, F, A + 1)
    order = np.argsort(-share[:, :, SOCIETY].mean(axis=0), kind="stable")
    rows = [
        _row(fault, rank, column, results, alone[:, column], shares)
        for rank, column in enumerate(order.tolist(), start=1)
        for fault in (faults[column],)
    ]
    moved = owner_payer(by, share)
    top = {faults[column].name: share[:, column, SOCIETY] for column in order[:_TOP].tolist()}
    sensitive, pairs = sensitivities(planned.rules, [planned.draw(index) for index in range(len(results))], top)
    today = np.array([result.costs[0] for result in results])
    years = np.array([result.years for result in results])
    anchored = AnchorCheck(
        today=Interval.of(years[:, 0]),
        calibrated=Interval.of(years[:, 1]),
        difference=Interval.of(years[:, 0] / np.maximum(years[:, 1], 1e-9) - 1),
    )
    return FaultDocument(
        case=plan.case.case,
        title=plan.case.title,
        place=plan.case.population.place,
        code_version=version("exclusim"),
        scenario_hash=digest(plan.case),
        posterior="" if plan.posterior is None else plan.posterior.posterior.document.draws_sha256,
        persons=options.persons,
        draws=options.draws,
        orders=0 if options.exact else options.orders,
        seed=options.seed,
        cohort=plan.case.size,
        months=planned.base.months,
        first_age=COHORT_AGE if plan.is_cohort else None,
        start_age=plan.start_age,
        horizon_years=appraisal.years,
        price_year=appraisal.price_year,
        discount_rate=appraisal.discount_rate,
        convention=str(appraisal.convention.value),
        today=_by_actor(today[:, EXCLUSION]),
        faults=rows,
        joint=_by_actor(joint[:, ALL]),
        joint_exclusion_account=_by_actor(joint[:, EXCLUSION]),
        joint_by_kind=_by_kind(joint),
        joint_exclusion_years=Interval.of(joint[:, YEARS]),
        joint_share=Interval.of(joint[:, EXCLUSION.start] / np.maximum(today[:, EXCLUSION.start], 1e-9)),
        interaction=_by_actor(joint[:, ALL] - alone[:, :, ALL].sum(axis=1)),
        owners=owners(),
        payers=list(PAYERS),
        owner_payer=moved.mean(axis=0).tolist(),
        paid_by_others=Interval.of(paid_by_others(moved)),
        anchor_check=anchored,
        life=life,
        agencies=_agencies(results),
        collaboration=Collaboration(
            years=list(range(results[0].links.size)), strength=Band.of([result.links for result in results])
        ),
        sensitivity=sensitive,
        sensitivity_pairs=pairs,
        assumptions=assumption_rows(planned.rules),
        warnings=caveats(planned, rows, anchored, _backfiring(faults, alone[:, :, SOCIETY])),
        english=dict(english),
        today_switches=Interval.of(today[:, SWITCHES]),
        joint_switches=Interval.of(joint[:, SWITCHES]),
    )


def _row(
    fault: Fault,
    rank: int,
    column: int,
    results: Sequence[DrawResult],
    alone: NDArray[np.float64],
    shares: Sequence[Attribution],
) -> FaultRow:
    """One fault. ``alone`` is what removing it alone takes away, shape (draws, views)."""
    met = np.array([result.met[column] for result in results])
    by = np.mean([result.by[column] for result in results], axis=0)
    share = np.array([one.share[column] for one in shares])
    error = standard_error(np.mean([one.columns[:, column] for one in shares], axis=0)).tolist()
    ranks = np.array([(one.share[:, SOCIETY] > one.share[column, SOCIETY]).sum() for one in shares])
    return FaultRow(
        rank=rank,
        name=fault.name,
        label=fault.label,
        rule=fault.rule,
        definition=fault.definition,
        removal=_removal(fault),
        incidence_share=float(met[:, 0].mean()),
        months_per_person=float(met[:, 1].mean()),
        episodes_per_person=float(met[:, 2].mean()),
        incidence=Incidence(
            share=Interval.of(met[:, 0]), months=Interval.of(met[:, 1]), episodes=Interval.of(met[:, 2])
        ),
        exclusion_years=float(alone[:, YEARS].mean()),
        exclusion_years_interval=Interval.of(alone[:, YEARS]),
        removed=_by_actor(alone[:, ALL]),
        removed_exclusion_account=_by_actor(alone[:, EXCLUSION]),
        removed_by_kind=_by_kind(alone),
        removed_help=Interval.of(alone[:, HELP]),
        shapley={
            actor: Estimate.sampled(share[:, view], error[view]) for view, actor in enumerate(REPORTED, start=ALL.start)
        },
        shapley_exclusion_years=Estimate.sampled(share[:, YEARS], error[YEARS]),
        owners=dict(zip(owners(), by.tolist(), strict=True)),
        probability_rank=RankProbability(first=float((ranks == 0).mean()), top3=float((ranks < 3).mean())),
        removed_switches=Interval.of(alone[:, SWITCHES]),
        shapley_switches=Estimate.sampled(share[:, SWITCHES], error[SWITCHES]),
    )


def _backfiring(faults: Sequence[Fault], alone: NDArray[np.float64]) -> list[str]:
    """Labels of faults whose removal alone costs society, beyond two standard errors of the mean over draws.

    Args:
        alone: what removing each alone takes away, shape (draws, faults).
    """
    draws = len(alone)
    if draws < 2:
        return []
    above = alone.mean(axis=0) + 2 * alone.std(axis=0, ddof=1) / np.sqrt(draws)
    return [fault.label for fault, limit in zip(faults, above, strict=True) if limit < 0]


def _removal(fault: Fault) -> list[RuleChange]:
    """The rule changes, one for all agencies where they are the same for all."""
    changes: dict[str, float] = {}
    for name, value in fault.removed.items():
        agency = next((a.name for a in AGENCIES if name.startswith(f"agency.{a.name}.")), None)
        changes[name if agency is None else name.replace(f".{agency}.", ".*.", 1)] = value
    return [RuleChange(parameter=name, value=value) for name, value in changes.items()]


def _agencies(results: Sequence[DrawResult]) -> list[AgencyRow]:
    found = np.array([result.offices for result in results])  # (D, A, 4)
    return [
        AgencyRow(
            name=agency.name,
            label=agency.label,
            **{name: Interval.of(found[:, row, column]) for column, name in enumerate(OFFICE)},
        )
        for row, agency in enumerate(AGENCIES)
        if found[:, row].any()
    ]


def _by_actor(values: NDArray[np.float64]) -> dict[str, Interval]:
    return {actor: Interval.of(values[:, column]) for column, actor in enumerate(REPORTED)}


def _by_kind(values: NDArray[np.float64]) -> dict[str, Interval]:
    return {kind: Interval.of(values[:, BY_KIND][:, column]) for column, kind in enumerate(KINDS)}
