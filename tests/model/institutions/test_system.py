"""Agencies and people together: neutral without faults, tied to the calibrated model with them, nobody lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.model.worlds import eventful

from exclusim.model.columns import LOOK_AGAIN
from exclusim.model.engine import simulate
from exclusim.model.institutions import casework
from exclusim.model.institutions.agencies import AGENCIES, NOBODY
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.institutions.rules import compile_rules
from exclusim.model.institutions.system import (
    SystemRun,
    advance_system,
    anchor,
    changed_draw,
    finished,
    simulate_system,
    start_system,
)
from exclusim.model.institutions.vocabulary import Answer, CaseState, Mark
from exclusim.model.mesa_model import ExclusionModel, ExclusionScenario

from .systems import EVERY_FAULT, SEED, anchored, central, system_plan

EXCLUDED = np.array([status.excluded for status in system_plan().world.statuses])


@pytest.fixture(scope="module")
def today() -> SystemRun:
    plan = system_plan()
    return simulate_system(plan, central(plan), SEED, anchor=anchored(), histories=True)


@pytest.mark.parametrize("kind", ["cohort", "newcomers"])
@pytest.mark.parametrize("index", [-1, 0, 1])
def test_without_faults_and_limits_lives_are_those_of_the_model_without_agencies(kind: str, index: int) -> None:
    """Bit for bit, for the central draw and draws from the priors."""
    plan = system_plan(kind)
    draw = central(plan) if index < 0 else plan.world.parameters.draw(index, 5)
    free = simulate(plan, draw, SEED, histories=True)
    system = simulate_system(plan, changed_draw(draw, EVERY_FAULT), SEED, anchor=None, histories=True)
    for expected, found in zip(free.panel, system.run.panel, strict=True):
        np.testing.assert_array_equal(found, expected)
    assert free.spells is not None
    assert system.run.spells is not None
    np.testing.assert_array_equal(system.run.spells.month, free.spells.month)
    assert system.offices.situations[:, 1:].sum() == 0
    assert system.offices.situations[:, 0].sum() > 0


def test_every_month_of_somebody_with_a_case_has_one_situation(today: SystemRun) -> None:
    """Cases that rest are counted when they begin and cease to; the sums are those of counting every month."""
    plan = system_plan()
    concerned = compile_rules(plan.world, central(plan).values).status["concern"] == 1
    lived = today.run.panel.status[:-1].sum(axis=0)
    np.testing.assert_array_equal(today.offices.situations.sum(axis=1)[concerned], lived[concerned])


@pytest.mark.parametrize("entry", [casework.run_months, casework.queue, casework.admit_to, casework.settle_month])
def test_machine_code_on_disk_is_found_by_the_next_process(entry: Any) -> None:
    """What a function closes over is part of its key; compiled functions are others in every process."""
    assert [type(cell.cell_contents) for cell in entry.py_func.__closure__] == [str]


def test_lives_with_agencies_do_not_depend_on_how_tight_bounds_are() -> None:
    """Situations and interventions widen bounds; beside them a run in which everything is computed every month."""
    plan = replace(eventful(300), world=system_plan().world)
    thinned, exact = (start_system(plan, central(plan), SEED, anchor=None, histories=True) for _ in range(2))
    advance_system(*thinned, plan.months)
    for month in range(plan.months):
        people = exact[0].people
        people.bound[people.enter < month] = LOOK_AGAIN
        advance_system(*exact, month + 1)
    found, expected = finished(*thinned), finished(*exact)
    assert (thinned[0].people.situation > 0).any()
    for column in ("status", "burdens", "record", "attempts", "since", "situation"):
        np.testing.assert_array_equal(getattr(found.run.people, column), getattr(expected.run.people, column))
    assert found.run.spells is not None
    assert expected.run.spells is not None
    np.testing.assert_array_equal(found.run.spells.month, expected.run.spells.month)
    np.testing.assert_array_equal(found.run.spells.status, expected.run.spells.status)
    np.testing.assert_array_equal(found.offices.situations, expected.offices.situations)


def test_todays_system_has_the_calibrated_amount_of_exclusion() -> None:
    """Six pairs of runs differ by 1.5 % (one standard deviation) at this size: four standard errors of their mean."""
    plan = system_plan()
    differences = []
    for seed in range(6):
        free = simulate(plan, central(plan), seed).panel.status[:, EXCLUDED].sum()
        tied = anchor(plan, central(plan), seed)
        system = simulate_system(plan, central(plan), seed, anchor=tied).run.panel.status[:, EXCLUDED].sum()
        differences.append(system / free - 1)
    assert abs(np.mean(differences)) < 4 * 0.015 / np.sqrt(6)


def test_removing_every_fault_leaves_fewer_people_outside(today: SystemRun) -> None:
    plan = system_plan()
    mended = simulate_system(plan, changed_draw(central(plan), EVERY_FAULT), SEED, anchor=anchored())
    before = today.run.panel.status[:, EXCLUDED].sum()
    assert mended.run.panel.status[:, EXCLUDED].sum() < 0.97 * before


def test_the_same_seed_gives_the_same_bits(today: SystemRun) -> None:
    plan = system_plan()
    again = simulate_system(plan, central(plan), SEED, anchor=anchored(), histories=True)
    assert today.cases is not None
    assert again.cases is not None
    np.testing.assert_array_equal(again.cases.month, today.cases.month)
    np.testing.assert_array_equal(again.cases.answer, today.cases.answer)
    np.testing.assert_array_equal(again.run.panel.moves, today.run.panel.moves)


def test_mesa_steps_the_same_system(today: SystemRun) -> None:
    plan = system_plan("cohort", 400, 72)
    draw = central(plan)
    tied = anchor(plan, draw, SEED)
    model = ExclusionModel(ExclusionScenario(rng=SEED, plan=plan, draw=draw, agencies=True, anchor=tied))
    model.run()
    at_once = simulate_system(plan, draw, SEED, anchor=tied)
    np.testing.assert_array_equal(model.simulation.panel.moves, at_once.run.panel.moves)
    assert model.casework is not None
    np.testing.assert_array_equal(model.casework.offices.helped, at_once.offices.helped)
    steps = [step.name for step in model.month_plan]
    assert steps == ["calendar", "cases", "admission", "situations", "people", "ledger", "record"]
    office = next(agency for agency in model.agencies if agency.name == "arbetsformedlingen")
    assert office.mandate == ("work",)
    assert 0 < office.helped <= office.capacity
    table = model.datacollector.get_agenttype_vars_dataframe(type(office))
    np.testing.assert_array_equal(table["helped"].groupby("Step").sum(), at_once.offices.helped.sum(axis=1))
    np.testing.assert_array_equal(table["waiting"].groupby("Step").sum(), at_once.offices.waiting.sum(axis=1))


def test_nobody_is_helped_twice_or_lost(today: SystemRun) -> None:
    """Case files and offices count the same people: everybody outside has one case in one state."""
    plan, cases = system_plan(), today.cases
    assert cases is not None
    begin, lasts = cases.month.astype(int), cases.lasts()
    for state, counted in ((CaseState.HELPED, today.offices.helped), (CaseState.WAITING, today.offices.waiting)):
        for agency in range(len(AGENCIES)):
            rows = (cases.state == state) & (cases.agency == agency)
            change = np.zeros(plan.months + 1, int)
            np.add.at(change, begin[rows], 1)
            np.add.at(change, begin[rows] + lasts[rows], -1)
            np.testing.assert_array_equal(np.cumsum(change)[: plan.months], counted[:, agency])
    assert (cases.agency[np.isin(cases.state, [CaseState.HELPED, CaseState.WAITING])] != NOBODY).all()


def test_a_case_that_was_sent_on_ends_somewhere(today: SystemRun) -> None:
    """After a hand-over the case is with an agency, or some agency has answered no, or the person is outside anew."""
    cases = today.cases
    assert cases is not None
    person = cases.person()
    between = np.flatnonzero(cases.state[:-1] == CaseState.BETWEEN)
    after = between[person[between] == person[between + 1]] + 1
    assert after.size > 100
    alone = cases.state[after] == CaseState.ALONE
    answered = (cases.by[after] != NOBODY) & (cases.answer[after] != Answer.NONE)
    anew = np.isin(cases.answer[after], [Answer.UNASKED, Answer.LEFT_SCHOOL])
    assert (answered | anew | ~alone).all()
    assert np.isin(cases.state[after], [CaseState.WAITING, CaseState.HELPED]).mean() > 0.5


def test_people_with_one_need_are_helped_in_todays_system_and_those_with_several_are_not(today: SystemRun) -> None:
    """The silo-organised welfare state works for single needs (R006)."""
    cases = today.cases
    assert cases is not None
    lasts = cases.lasts()
    needs = np.bitwise_count(cases.needs)
    helped = cases.state == CaseState.HELPED
    registered = cases.answer != Answer.LEFT_SCHOOL
    one, several = (needs == 1) & registered, (needs >= 2) & registered
    covered = helped & ((cases.needs & ~cases.mandate() == 0) | cases.has(Mark.JOINT))

    def share(members: np.ndarray) -> float:
        return float(lasts[members & covered].sum() / lasts[members].sum())

    assert share(one) > 0.7 > 0.4 > share(several)


def test_every_fault_has_a_name_a_rule_and_a_definition_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len({fault.definition for fault in FAULTS}) == len(FAULTS) >= 12
    parameters = system_plan().world.parameters
    for fault in FAULTS:
        assert fault.removed, fault.name
        assert all(name in parameters for name in fault.removed), fault.name
