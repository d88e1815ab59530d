"""One replicate: one joint draw, one seed, every scenario of the case on common random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.calibration.measures import ANY_AGE, LONG_TERM_AGES, long_term_excluded, uvas
from exclusim.model.compiled import Tables
from exclusim.model.compiling import with_modifiers
from exclusim.model.engine import Run, Spells, simulate
from exclusim.model.ledger import CostBook
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.run.account import Costs, by_account, kind_view, line_amounts, society_by_person
from exclusim.results.run.agencies import Agencies, Help, start_agencies
from exclusim.results.run.channels import Passage
from exclusim.results.run.decomposition import Exposure, exposure
from exclusim.results.run.delivery import project_cost
from exclusim.results.run.histories import count
from exclusim.results.run.missions import Shared, shared_months
from exclusim.results.run.outcomes import measure
from exclusim.results.run.pieces import enrolled
from exclusim.results.run.plan import BASELINE, CasePlan, displacement_name
from exclusim.results.run.replaced import saved_services, savings
from exclusim.results.run.treatment import Treatment

__all__ = ["Account", "Replicate", "lost_jobs", "monthly_costs", "replicate", "replicate_seed", "with_draw"]

_HELPED = 1_000.0  # SEK of present value: smaller differences between two lives are not counted


@dataclass(frozen=True)
class Account:
    """One scenario of one replicate, scaled to the real group. V views are ``REPORTED``; money is undiscounted SEK.

    Args:
        exclusion, ordinary, intervention: cost by month, shape (months, V).
        kinds: exclusion account by month and kind, shape (months, 4); transfers and revenue as the public pays them.
        lines: exclusion and ordinary cost of each line over the horizon, present value, shape (lines,).
        by_year: SEK by year of the run and line, shape (years, lines).
        status: person-months by year and status; ``burden``: person-months by year and burden.
        moves: moves between statuses over the run.
        working: people at work by month, shape (months,).
        excluded_years: person-years in excluded statuses within the horizon.
        long_term: share long-term excluded; ``uvas``: share by year, first cohort.
        chance: variance of society's total due to chance alone, given the draw.
        passage: the first cohort's way through exclusion; ``outcomes``: its outcomes, shape (outcomes,); ``profile``:
            its excluded people by month since joining, shape (months of one cohort,).
        help: what agencies did; None where they do not act.
        enrolled: people that the interventions in force take in, by month, shape (months,).
        shared: shared clients of the four main actors.
        timed: as ``by_year``, but months weighted by :meth:`Valuation.timing`; None where all months of a year weigh
            the same.
        replaced: part of ``intervention`` that is services it makes superfluous, by year and line; None where none.
    """

    exclusion: NDArray[np.float64]
    ordinary: NDArray[np.float64]
    intervention: NDArray[np.float64]
    kinds: NDArray[np.float64]
    lines: NDArray[np.float64]
    by_year: NDArray[np.float64]
    status: NDArray[np.float64]
    burden: NDArray[np.float64]
    moves: NDArray[np.float64]
    working: NDArray[np.float64]
    excluded_years: float
    long_term: float
    uvas: NDArray[np.float64]
    chance: float
    passage: Passage
    outcomes: NDArray[np.float64]
    profile: NDArray[np.float64]
    enrolled: NDArray[np.float64]
    shared: Shared
    help: Help | None = None
    timed: NDArray[np.float64] | None = None
    replaced: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Replicate:
    """All scenarios of one draw and seed.

    ``helped``, ``harmed``: people of the real group whose whole-life cost to society is lower, higher than in the
    baseline, by scenario. ``reached``: people of the first cohort that the scenario's own interventions reach.
    ``displaced``: cost by month that displacement adds, shape (months, V).
    """

    draw: Draw
    accounts: dict[str, Account]
    helped: dict[str, float]
    harmed: dict[str, float]
    reached: dict[str, float]
    displaced: dict[str, NDArray[np.float64]]
    exposure: Exposure


def replicate_seed(seed: int, index: int) -> int:
    """Seed of the lives of one replicate."""
    return (seed << 24) + index


def replicate(plan: CasePlan, index: int, seed: int) -> Replicate:
    """Run every scenario of the case once, under draw ``index`` (−1: all parameters at their central values)."""
    draw = plan.central() if index < 0 else plan.draw(index, seed)
    return with_draw(plan, draw, replicate_seed(seed, max(index, 0)))


def with_draw(
    plan: CasePlan, draw: Draw, life: int, watch: Callable[[str, Run], None] = lambda scenario, run: None
) -> Replicate:
    """Run every scenario of the case once, under ``draw`` and with the lives of seed ``life``.

    ``watch`` is shown each scenario's first cohort, whose lives the accounts do not keep.
    """
    plan = plan.under(draw)
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    accounts: dict[str, Account] = {}
    persons: dict[str, NDArray[np.float64]] = {}
    helped: dict[str, float] = {}
    harmed: dict[str, float] = {}
    reached: dict[str, float] = {}
    displaced: dict[str, NDArray[np.float64]] = {}
    exposed = None
    tables = [plan.group(cohort).compile(draw) for cohort in range(plan.cohorts)]
    agencies = start_agencies(plan, draw, life, tables)
    for name, treatment in plan.treatments.items():
        runs = [_run(plan, cohort, name, draw, life, tables[cohort], agencies) for cohort in range(plan.cohorts)]
        watch(name, runs[0])
        excluded = uvas(runs[0])
        member = long_term_excluded(runs[0], excluded, LONG_TERM_AGES if plan.is_cohort else ANY_AGE)
        accounts[name], persons[name] = _account(plan, treatment, draw, book, runs, excluded, member)
        if agencies is not None:
            accounts[name] = replace(accounts[name], help=agencies.help(name))
        if name == BASELINE:
            # The newcomers' account counts the whole group, the cohort's those who are outside for long.
            exposed = exposure(plan, runs[0], member if plan.is_cohort else np.ones_like(member))
            continue
        against = plan.case.scenarios[name].baseline
        difference = persons[against] - persons[name]
        helped[name] = float((difference > _HELPED).sum()) * plan.scale
        harmed[name] = float((difference < -_HELPED).sum()) * plan.scale
        reached[name] = _reached(plan, name, runs[0])
        displaced[name] = _displacement(plan, name, draw, book, accounts[against], accounts[name])
    assert exposed is not None  # the baseline is always among the treatments
    return Replicate(draw, accounts, helped, harmed, reached, displaced, exposed)


def _reached(plan: CasePlan, name: str, run: Run) -> float:
    """People whom the scenario's own interventions reach."""
    return float(np.count_nonzero(run.people.reached & np.uint8(plan.own_mask(name)))) * plan.scale


def monthly_costs(plan: CasePlan, draw: Draw, life: int) -> dict[str, Costs]:
    """What every scenario but the baseline costs under ``draw``, exactly as in the accounts of :func:`with_draw`.

    No histories are kept and nothing else is measured, which takes half the time. No scenario may change a rule.
    """
    plan = plan.under(draw)
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    tables = [plan.group(cohort).compile(draw) for cohort in range(plan.cohorts)]
    found = {}
    for name in plan.case.scenarios:
        runs = [
            _run(plan, cohort, name, draw, life, tables[cohort], None, histories=False)
            for cohort in range(plan.cohorts)
        ]
        found[name] = by_account(book, _money(plan, book, runs, plan.youth(draw)))
    return found


def _run(
    plan: CasePlan,
    cohort: int,
    scenario: str,
    draw: Draw,
    seed: int,
    tables: Tables,
    agencies: Agencies | None,
    *,
    histories: bool = True,
) -> Run:
    group, treatment = plan.group(cohort), plan.treatments[scenario]
    shift = 12 * cohort
    # Interventions run in calendar time: a later cohort meets them that much later in its own.
    modifiers = tuple(
        replace(m, log_ratio=m.log_ratio[shift:]) for m in treatment.modifiers(draw, group.months + shift)
    )
    group = replace(group, modifiers=modifiers, reaches=treatment.reaches_from(shift))
    if agencies is not None:
        return agencies.run(scenario, cohort, group)
    if modifiers:
        tables = with_modifiers(tables, group.world, draw, group.labour_market, modifiers, group.months)
    return simulate(group, draw, seed, histories=histories, tables=tables)


def _money(plan: CasePlan, book: CostBook, runs: Sequence[Run], youth: int) -> NDArray[np.float64]:
    """SEK by month and line of all cohorts, shape (months, lines)."""
    money = np.zeros((plan.months, len(book.lines)))
    for cohort, run in enumerate(runs):
        money[12 * cohort : 12 * cohort + plan.base.months] += line_amounts(plan, book, run.panel, youth)
    return money


def _account(
    plan: CasePlan,
    treatment: Treatment,
    draw: Draw,
    book: CostBook,
    runs: Sequence[Run],
    uvas_years: NDArray[np.bool_],
    long_term: NDArray[np.bool_],
) -> tuple[Account, NDArray[np.float64]]:
    """The account of one scenario, and each person's present value to society over the whole run, shape (persons,)."""
    months, statuses, youth = plan.months, plan.base.world.statuses, plan.youth(draw)
    money = _money(plan, book, runs, youth)
    status, burden = np.zeros((months, len(statuses))), np.zeros((months, runs[0].panel.burden.shape[1]))
    moves = np.zeros((len(statuses), len(statuses)))
    for cohort, run in enumerate(runs):
        span = slice(12 * cohort, 12 * cohort + plan.base.months)
        status[span] += run.panel.status
        burden[span] += run.panel.burden
        moves += run.panel.moves.sum(axis=0)
    status *= plan.scale
    people = np.sum([treatment.people(run.people.reached) for run in runs], axis=0) * plan.scale
    works = np.array([s.works for s in statuses])
    excluded = np.array([s.excluded for s in statuses])
    within = plan.valuation.weights(plan.valuation.end)
    histories = _histories(runs[0])
    within_cohort = slice(plan.valuation.start, plan.valuation.end)
    counts = count(histories, statuses, within_cohort.start, within_cohort.stop)
    lived = slice(plan.base.months)
    society, whole = society_by_person(
        book, histories, youth, (book.in_exclusion, within[lived]), (None, plan.valuation.factors[lived])
    ).T
    passage = (counts.entered, counts.spells, counts.excluded_months, float(society.sum()))
    costs, timing = by_account(book, money), plan.valuation.timing
    services = saved_services(treatment.pieces, money, book.lines)
    account = Account(
        exclusion=costs.exclusion,
        ordinary=costs.ordinary,
        intervention=_project_cost(plan, treatment, draw, people, money, book),
        enrolled=enrolled(treatment.pieces, people, months),
        shared=shared_months(plan, book, [_histories(run) for run in runs], youth),
        kinds=money @ (kind_view(book) * book.in_exclusion[:, None]),
        lines=within @ money,
        by_year=_yearly(money),
        status=_yearly(status),
        burden=_yearly(burden * plan.scale),
        moves=moves * plan.scale,
        working=status[:, works].sum(axis=1),
        excluded_years=float(status[within > 0][:, excluded].sum()) / 12,
        long_term=float(long_term.mean()),
        uvas=uvas_years.mean(axis=0),
        chance=float(society.var()) * plan.persons * plan.scale**2 * plan.cohorts,
        passage=Passage(*(plan.scale * number for number in passage)),
        outcomes=measure(runs[0], statuses, counts, int(long_term.sum()), within_cohort) * plan.scale,
        profile=runs[0].panel.status[:, excluded].sum(axis=1).astype(np.float64) * plan.scale,
        timed=None if timing is None else _yearly(money * timing[:, None]),
        replaced=None if services is None else _yearly(services if timing is None else services * timing[:, None]),
    )
    return account, whole


def _histories(run: Run) -> Spells:
    assert run.spells is not None  # every run of a replicate keeps them
    return run.spells


def _yearly(monthly: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(monthly.reshape(-1, 12, monthly.shape[1]).sum(axis=1))


def _project_cost(
    plan: CasePlan,
    treatment: Treatment,
    draw: Draw,
    people: NDArray[np.float64],
    money: NDArray[np.float64],
    book: CostBook,
) -> NDArray[np.float64]:
    """Cost of all interventions by month less what they replace; ``people`` of the real group by piece."""
    costs: dict[str, NDArray[np.float64]] = {}
    total = np.zeros((plan.months, len(REPORTED)))
    for piece, reached in zip(treatment.pieces, people, strict=True):
        cost = project_cost(piece, float(reached), draw, plan.case.appraisal.price_year, plan.months)
        name = piece.intervention.name
        costs[name] = costs.get(name, 0.0) + cost
        total += cost
    return total - savings(treatment.pieces, costs, money, book.lines)


def _displacement(
    plan: CasePlan, scenario: str, draw: Draw, book: CostBook, before: Account, after: Account
) -> NDArray[np.float64]:
    """Cost of the jobs that others lose: a share of the extra months of work becomes other people's unemployment."""
    lost = lost_jobs(plan, scenario, draw, book, before, after)
    if lost is None:
        return np.zeros_like(before.exclusion)
    months, cost = lost
    return np.asarray(np.outer(months, cost @ book.view))


def lost_jobs(
    plan: CasePlan, scenario: str, draw: Draw, book: CostBook, before: Account, after: Account
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Person-months of work that others lose, by month, and what one of them costs by line; None where none are lost.

    Args:
        plan: as it turned out in ``draw``.
        scenario: whose jobs displace others'.
        draw: holds the shares that are displaced.
        book: of the draw.
        before, after: accounts of the scenario's baseline and of itself.
    """
    share = 0.0
    for intervention in plan.treatments[scenario].interventions:
        share += draw.values.get(displacement_name(scenario, intervention), 0.0)
    if share == 0:
        return None
    unemployed = np.array([s.activity == "unemployed" for s in book.statuses])
    mix = before.status.sum(axis=0) * unemployed
    return (after.working - before.working) * share, np.asarray((mix / mix.sum()) @ book.held)
