"""What single rules do: gates, links, hand-overs, projects, follow-up after care, and reform under pressure."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from exclusim.model.institutions.agencies import AGENCIES, ASSOCIATION, agency_index
from exclusim.model.institutions.costs import help_costs
from exclusim.model.institutions.declared import EVERYTHING
from exclusim.model.institutions.rules import FEWER_CASES, compile_rules, situation_table
from exclusim.model.institutions.system import SystemRun, changed_draw, simulate_system
from exclusim.model.institutions.vocabulary import Answer, CaseState, Mark, Need
from exclusim.model.money import REPORTED

from .systems import SEED, anchored, central, system_plan

FREE = {f"agency.{agency.name}.{rule}": EVERYTHING for agency in AGENCIES for rule in ("capacity", "budget")}


@cache
def _run(*changes: tuple[str, float]) -> SystemRun:
    plan = system_plan()
    draw = changed_draw(central(plan), rules=dict(changes))
    return simulate_system(plan, draw, SEED, anchor=anchored(), histories=True)


def _months(run: SystemRun, rows: np.ndarray) -> int:
    assert run.cases is not None
    return int(run.cases.lasts()[rows].sum())


def test_lowering_the_associations_entry_age_lets_younger_people_in() -> None:
    """Entry at 16 instead of 20 (R057): the association helps people under 20, and nobody is told to wait to be 20."""

    def helped_young(run: SystemRun) -> int:
        cases = run.cases
        assert cases is not None
        age = run.run.people.age0[cases.person()] + cases.month // 12
        return _months(run, (cases.agency == ASSOCIATION) & (cases.state == CaseState.HELPED) & (age < 20))

    open_to_all = _run(("agency.samordningsforbund.age_gate", 16.0), ("agency.samordningsforbund.months_gate", 0.0))
    today = _run(("agency.samordningsforbund.months_gate", 0.0))
    assert helped_young(today) == 0
    assert helped_young(open_to_all) > 0
    assert open_to_all.cases is not None
    refused = (open_to_all.cases.answer == Answer.TOO_YOUNG) & (open_to_all.cases.by == ASSOCIATION)
    assert not refused.any()


def test_nobody_is_helped_by_an_agency_that_is_closed_until_it_opens() -> None:
    employers = agency_index("arbetsgivare")
    assert _run().offices.helped[:, employers].sum() == 0
    opened = _run(("agency.arbetsgivare.open", 1.0), ("agency.arbetsgivare.capacity", EVERYTHING))
    assert opened.offices.taken[:, employers].sum() > 0


def test_the_diagnosis_gate_refuses_only_people_without_a_diagnosis() -> None:
    cases = _run(("case.no_diagnosis", 1.0)).cases
    assert cases is not None
    refused = cases.answer == Answer.NO_DIAGNOSIS
    assert refused.any()
    plan = system_plan()
    rules = compile_rules(plan.world, central(plan).values)
    cell = _run(("case.no_diagnosis", 1.0)).run.people.cell[cases.person()[refused]]
    assert not rules.disabled[cell].any()


def test_collaboration_grows_with_joint_work_and_falls_with_conflict() -> None:
    """Links start equal. More pushing leaves state and municipality with less trust after ten years (R053, R154)."""
    af, social = agency_index("arbetsformedlingen"), agency_index("socialtjanst")
    calm = _run(("case.push_to_municipality", 0.0), ("case.push_to_state", 0.0)).offices.links
    torn = _run(("case.push_to_municipality", 0.6), ("case.push_to_state", 0.6)).offices.links
    assert calm[0, af, social] == torn[0, af, social]
    assert torn[10, af, social] < calm[10, af, social]
    friendly = _run(("case.link_at_start", 0.9), ("case.link_turnover", 0.0), ("case.link_conflict", 0.0)).offices.links
    assert friendly[15, af, social] > friendly[0, af, social]


def test_the_weakest_link_decides_whether_a_case_is_joint() -> None:
    """With links at zero line agencies never act together; with links at one they always do."""

    def joint(run: SystemRun) -> int:
        cases = run.cases
        assert cases is not None
        line = cases.agency != ASSOCIATION
        return _months(
            run, line & cases.has(Mark.JOINT) & ~cases.has(Mark.FOLLOWED) & (cases.state == CaseState.HELPED)
        )

    still = (("case.link_growth", 0.0), ("case.link_turnover", 0.0), ("case.link_conflict", 0.0))
    assert joint(_run(("case.link_at_start", 0.0), *still)) == 0
    assert joint(_run(("case.link_at_start", 1.0), *still)) > 5 * joint(_run(("case.link_at_start", 0.1), *still)) > 0


def test_a_longer_handover_leaves_more_months_between_agencies() -> None:
    def between(months: float) -> int:
        run = _run(("case.handover_months", months), ("case.lost_in_handover", 0.0))
        assert run.cases is not None
        return _months(run, run.cases.state == CaseState.BETWEEN)

    assert between(0.0) == 0
    assert between(3.0) > 2 * between(1.0) > 0


def test_a_project_that_pauses_lets_its_people_go_and_takes_nobody() -> None:
    run = _run(("case.project_runs", 24.0), ("case.project_pause", 12.0), ("case.to_association", 1.0))
    month = np.arange(run.offices.helped.shape[0])
    paused = month % 36 >= 24
    assert run.offices.helped[paused, ASSOCIATION].sum() == 0
    assert run.offices.helped[~paused, ASSOCIATION].sum() > 0


def test_support_that_follows_out_of_care_lasts_a_year_unless_the_person_goes_back() -> None:
    run = _run(("case.followed", 1.0))
    cases = run.cases
    assert cases is not None
    followed = cases.has(Mark.FOLLOWED)
    assert (cases.state[followed] == CaseState.HELPED).all()
    people, months = cases.person()[followed], cases.lasts()[followed]
    assert np.bincount(people, weights=months).max() > 0
    longest = np.maximum.reduceat(months, np.flatnonzero(np.r_[True, np.diff(people) > 0]))
    assert longest.max() <= 12


def test_fewer_cases_a_worker_raise_job_finding_and_the_cost_of_a_case() -> None:
    plan = system_plan()
    values = changed_draw(central(plan), rules={"case.caseload": 0.5}).values
    table = situation_table(plan.world, values)
    column = next(number for (family, _, _), number in plan.world.groups.items() if family == "job_finding")
    assert table[FEWER_CASES, column] == pytest.approx(0.5 ** values["caseload.job_finding"])
    assert table[0, column] == 1
    helped = np.ones((1, len(AGENCIES)))
    society = REPORTED.index("society")
    ratio = help_costs(values, helped)[0, society] / help_costs(central(plan).values, helped)[0, society]
    assert ratio == pytest.approx(2)


def test_visible_failure_wears_bad_rules_down_and_good_repair_keeps_them() -> None:
    """The symptom-cleaning paradox (R004): with room for everybody there is no queue to see, and the rules stay."""
    reform = ("case.reform_rate", 1.0)
    visible = _run(reform).offices.bite[0]
    cleaned = _run(reform, *FREE.items()).offices.bite[0]
    assert _run().offices.bite[0] == 1
    assert visible < cleaned == 1


def test_the_cost_of_help_is_split_between_those_who_pay_and_adds_up() -> None:
    plan = system_plan()
    values = central(plan).values
    helped = np.zeros((1, len(AGENCIES)))
    helped[0, ASSOCIATION] = 10
    paid = dict(zip(REPORTED, help_costs(values, helped)[0], strict=True))
    total = 10 * values["agency.samordningsforbund.cost"]
    assert paid["society"] == pytest.approx(total)
    assert paid["forsakringskassan"] == pytest.approx(total / 2)
    assert paid["kommun"] + paid["region"] == pytest.approx(total / 2)
    assert paid["public"] == pytest.approx(total)


def test_every_need_has_an_agency_whose_mandate_covers_it() -> None:
    covered = Need(0)
    for agency in AGENCIES:
        if agency.sector not in ("association", "other"):
            covered |= agency.mandate
    assert covered == Need.WORK | Need.HEALTH | Need.SCHOOL | Need.HOUSING | Need.SUPPORT
    assert all(sum(agency.payers.values()) == pytest.approx(1) for agency in AGENCIES)
