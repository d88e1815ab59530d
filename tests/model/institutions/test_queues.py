"""Queues against theory: Erlang's M/M/c, an exact discrete chain, Little's law, and the disciplines."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest

from exclusim.model.institutions.admission import admit, segments
from exclusim.model.institutions.agencies import AGENCIES, agency_index
from exclusim.model.institutions.columns import Offices, new_cases, new_offices
from exclusim.model.institutions.rules import DISCIPLINES, Rules, compile_rules
from exclusim.model.institutions.steps import candidate
from exclusim.model.institutions.system import simulate_system
from exclusim.model.institutions.vocabulary import Answer, CaseState, Mark, Need

from .systems import SEED, anchored, central, system_plan

AGENCY = agency_index("psykiatri")


def _offices(rules: Rules, months: int, room: float) -> Offices:
    capacity, budget = np.full((months, len(AGENCIES)), room), np.full((-(-months // 12), len(AGENCIES)), 1e6)
    return new_offices(rules, months, 4, capacity, budget)


def _rules() -> Rules:
    plan = system_plan()
    return compile_rules(plan.world, central(plan).values)


def _erlang_c_waiting(arrival: float, service: float, servers: int) -> float:
    """Mean number waiting in M/M/c."""
    load = arrival / service
    top = load**servers / factorial(servers) * servers / (servers - load)
    delayed = top / (sum(load**k / factorial(k) for k in range(servers)) + top)
    return delayed * load / (servers - load)


def _discrete_waiting(arrival: float, service: float, servers: int, longest: int = 400) -> float:
    """Mean number waiting in the monthly chain: ends first, then at most one arrival, then admission."""
    chain = np.zeros((longest + 1, longest + 1))
    for n in range(longest + 1):
        busy = min(n, servers)
        for ends in range(busy + 1):
            p = (
                factorial(busy)
                / factorial(ends)
                / factorial(busy - ends)
                * service**ends
                * (1 - service) ** (busy - ends)
            )
            chain[n, n - ends] += p * (1 - arrival)
            chain[n, min(n - ends + 1, longest)] += p * arrival
    system = np.vstack([chain.T - np.eye(longest + 1), np.ones(longest + 1)])
    stationary = np.linalg.lstsq(system, np.append(np.zeros(longest + 1), 1.0), rcond=None)[0]
    return float(stationary @ np.maximum(np.arange(longest + 1) - servers, 0))


def _simulated_waiting(arrival: float, service: float, servers: int, months: int) -> np.ndarray:
    """Number waiting by month, with the compiled queue of one agency."""
    rng = np.random.default_rng(3)
    rules = _rules()
    offices = _offices(rules, months, servers)
    cases = new_cases(int(arrival * months * 1.2) + 100)
    arrivals, ends = rng.random(months) < arrival, rng.random((months, servers)) < service
    wanted, first = np.empty(cases.size, np.int64), np.zeros(len(AGENCIES) + 1, np.int64)
    helped: list[int] = []
    waiting: list[int] = []
    newest = 0
    for month in range(months):
        done = [person for person, over in zip(helped, ends[month], strict=False) if over]
        for person in done:
            cases[person]["state"] = CaseState.NONE
        helped = [person for person in helped if person not in done]
        if arrivals[month]:
            cases[newest]["state"], cases[newest]["agency"] = CaseState.WAITING, AGENCY
            # A case keeps the month in 16 bits; here it only orders the queue.
            cases[newest]["answer"], cases[newest]["since"] = Answer.ACCEPTED, month % 60_000
            waiting.append(newest)
            newest += 1
        for place, person in enumerate(waiting):
            wanted[place] = candidate(rules.agency, AGENCY, cases[person], int(cases[person]["since"]), person)
        segments(wanted, len(waiting), first)
        offices.helped[month, AGENCY] = len(helped)
        admit(month, AGENCY, wanted, first[AGENCY], first[AGENCY + 1], rules, offices, cases)
        helped += [person for person in waiting if cases[person]["state"] == CaseState.HELPED]
        waiting = [person for person in waiting if cases[person]["state"] == CaseState.WAITING]
    return offices.waiting[:, AGENCY]


def test_the_queue_waits_as_the_exact_chain_and_as_erlang_says() -> None:
    """Three servers at 83 % load. Against the chain: four standard errors from 40 batches, 1 in 15 000 by chance."""
    arrival, service, servers, months = 0.05, 0.02, 3, 120_000
    batches = _simulated_waiting(arrival, service, servers, months)[4_000:].reshape(40, -1).mean(axis=1)
    exact = _discrete_waiting(arrival, service, servers)
    assert abs(batches.mean() - exact) < 4 * batches.std(ddof=1) / np.sqrt(batches.size)
    # Small monthly probabilities are nearly continuous time: the chain itself is Erlang's queue within 5 %.
    assert exact == pytest.approx(_erlang_c_waiting(arrival, service, servers), rel=0.05)


def test_littles_law_holds_in_todays_system() -> None:
    """People in a queue, summed over months = joinings × mean wait, from the offices' books and the case files."""
    plan = system_plan()
    run = simulate_system(plan, central(plan), SEED, anchor=anchored(), histories=True)
    cases = run.cases
    assert cases is not None
    lasts, person = cases.lasts(), cases.person()
    for agency in range(len(AGENCIES)):
        rows = np.flatnonzero((cases.state == CaseState.WAITING) & (cases.agency == agency))
        if rows.size == 0:
            continue
        # Rows of one stay in the queue follow each other; a new stay begins where the row before is another state.
        again = np.isin(rows - 1, rows) & (person[rows] == person[rows - 1])
        joined, wait = int((~again).sum()), lasts[rows].sum() / (~again).sum()
        assert joined * wait == pytest.approx(run.offices.waiting[:, agency].sum())
        assert run.offices.arrived[:, agency].sum() >= joined


@pytest.mark.parametrize(
    ("discipline", "order"),
    [("first_come", [2, 0, 1, 3]), ("lightest_first", [2, 0, 3, 1]), ("heaviest_first", [1, 3, 2, 0])],
)
def test_the_discipline_decides_who_is_next(discipline: str, order: list[int]) -> None:
    """Four people with 1, 3, 1 and 2 needs who joined in months 5, 6, 4 and 7; ties by time."""
    rules = _rules()
    rules.agency["discipline"] = DISCIPLINES.index(discipline)
    cases = new_cases(4)
    needs = [Need.WORK, Need.WORK | Need.HEALTH | Need.HOUSING, Need.HEALTH, Need.WORK | Need.HEALTH]
    cases["needs"], cases["since"] = [int(need) for need in needs], [5, 6, 4, 7]
    cases["state"], cases["agency"], cases["answer"] = CaseState.WAITING, AGENCY, Answer.ACCEPTED
    taken = []
    offices = _offices(rules, 12, 1)
    for month in range(8, 12):
        waiting = np.flatnonzero(cases["state"] == CaseState.WAITING)
        wanted = np.array([candidate(rules.agency, AGENCY, cases[i], int(cases[i]["since"]), i) for i in waiting])
        first = np.zeros(len(AGENCIES) + 1, np.int64)
        segments(wanted, wanted.size, first)
        admit(month, AGENCY, wanted, first[AGENCY], first[AGENCY + 1], rules, offices, cases)
        (chosen,) = [int(i) for i in waiting if cases[i]["state"] == CaseState.HELPED]
        taken.append(chosen)
        cases[chosen]["state"] = CaseState.NONE
    assert taken == order


@pytest.mark.parametrize(("queueing", "room"), [(40, 4_000), (1_500, 4_000), (1_500, 2_000)])
def test_a_long_queue_is_sorted_as_a_short_one(queueing: int, room: int) -> None:
    """By agency, rank, month of joining and person; with and without space for sorting digit by digit."""
    rng = np.random.default_rng(7)
    agency, rank = rng.integers(len(AGENCIES), size=queueing), rng.integers(32, size=queueing)
    since, person = rng.integers(700, size=queueing), rng.permutation(100_000)[:queueing]
    wanted = np.zeros(room, np.int64)
    wanted[:queueing] = (agency << 56) | (rank << 48) | (since << 32) | person
    expected = np.sort(wanted[:queueing])
    first = np.zeros(len(AGENCIES) + 1, np.int64)
    segments(wanted, queueing, first)
    np.testing.assert_array_equal(wanted[:queueing], expected)
    np.testing.assert_array_equal(np.diff(first), np.bincount(agency, minlength=len(AGENCIES)))


def test_when_the_years_money_is_spent_composite_cases_are_refused_and_single_ones_are_not() -> None:
    rules = _rules()
    offices = _offices(rules, 24, 100)
    offices.budget[:] = 2
    cases = new_cases(6)
    cases["needs"], cases["state"], cases["agency"], cases["answer"] = 3, CaseState.WAITING, AGENCY, Answer.ACCEPTED
    cases["marks"] = int(Mark.COMPOSITE)
    cases[5]["marks"] = 0
    wanted = np.array([candidate(rules.agency, AGENCY, cases[i], 0, i) for i in range(6)])
    first = np.zeros(len(AGENCIES) + 1, np.int64)
    segments(wanted, 6, first)
    admit(3, AGENCY, wanted, first[AGENCY], first[AGENCY + 1], rules, offices, cases)
    assert list(cases["state"] == CaseState.HELPED) == [True, True, False, False, False, True]
    assert set(cases["answer"][2:5]) == {int(Answer.NO_MONEY)}
