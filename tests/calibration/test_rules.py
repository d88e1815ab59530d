"""Measuring rules: the same statistic as a plain count of months, and by hand on made-up lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.calibration.evidence import statistics
from exclusim.calibration.measures import months_in, uvas
from exclusim.calibration.targets import Register, Target, make_register, measure, targets
from exclusim.calibration.targets.rules import rule_for
from exclusim.calibration.targets.scan import NEVER, YEARS, Counts, scan
from exclusim.calibration.targets.who import Who
from exclusim.model.declared import default_world
from exclusim.model.engine import Run, RunPlan, Spells, simulate
from exclusim.model.population import Group
from exclusim.model.vocabulary import ATTEMPTS, BURDENS, CELLS, RECORDS, STATUSES

PERSONS, SEED = 4000, 11
CENTRAL = default_world().parameters.central()
NAMES = [status.name for status in STATUSES]
TARGETS: dict[str, Target] = {t.id: t for t in targets(statistics().values())[0]}
ALL = Who()


@pytest.fixture(scope="module")
def register() -> Register:
    return make_register(CENTRAL, SEED, PERSONS)


@pytest.fixture(scope="module")
def run() -> Run:
    """The same lives, uncounted."""
    plan = RunPlan(default_world(), (Group("cohort", PERSONS),), YEARS * 12)
    return simulate(plan, CENTRAL, SEED, histories=True)


def value(register: Register, target: Target) -> float:
    return float(measure([target], register)[0])


def test_uvas_is_the_measure_that_results_use(register: Register, run: Run) -> None:
    spells = run.spells
    assert spells is not None
    (present,) = months_in(spells, lambda s: not s.absorbing)
    years = slice(20 - 16, 25 - 16)
    target = replace(TARGETS["S0013"], age_from=20, age_to=24)
    assert value(register, target) == pytest.approx(uvas(run)[:, years].sum() / (present[:, years] == 12).sum())


def test_assistance_in_the_year_counts_persons_not_months(register: Register, run: Run) -> None:
    spells = run.spells
    assert spells is not None
    months, present = months_in(spells, lambda s: s.support == "social_assistance", lambda s: not s.absorbing)
    months, present = months[:, 2:9], present[:, 2:9] == 12
    assert value(register, TARGETS["S0073"]) == pytest.approx((months > 0).sum() / present.sum())
    long = replace(TARGETS["S0251"], age_from=18, age_to=24)
    assert value(register, long) == pytest.approx((months >= 10).sum() / (months > 0).sum())


def test_person_months_are_those_of_the_panel(register: Register, run: Run) -> None:
    living = [not status.absorbing for status in STATUSES]
    assert register.months(ALL, 16, 65)[living] == pytest.approx(run.panel.status.sum(axis=0)[living])
    of_age_30 = run.panel.status[14 * 12 : 15 * 12].sum(axis=0)
    assert register.months(ALL, 30, 30)[living] == pytest.approx(of_age_30[living])


def test_the_parts_of_a_population_add_up(register: Register) -> None:
    for trait, levels in (("sex", ("man", "woman")), ("origin", ("native", "foreign_born", "newcomer"))):
        parts = sum(register.months(Who(((trait, level),)), 16, 65) for level in levels)
        assert parts == pytest.approx(register.months(ALL, 16, 65))
    assert sum(register.months(Who((), (record,)), 16, 65) for record in RECORDS) == pytest.approx(
        register.months(ALL, 16, 65)
    )


def test_expected_deaths_are_the_deaths_counted_but_for_chance(register: Register, run: Run) -> None:
    expected, _ = register.deaths(ALL, 16, 65)
    counted = run.panel.moves[:, :, NAMES.index("dead/none")].sum()
    assert abs(counted - expected) < 4 * np.sqrt(expected)


def test_quarterly_flows_from_a_state_sum_to_one(register: Register) -> None:
    for source in ("permanent_job", "temporary_job", "unemployed", "out_of_labour_force"):
        found = [t for t in TARGETS.values() if t.indicator.startswith(f"quarterly_transition_{source}_to_")]
        found = list({t.indicator: t for t in found}.values())
        assert sum(value(register, t) for t in found) == pytest.approx(1.0)


def test_school_transitions_of_the_swedish_born_share_out_the_cohort(register: Register) -> None:
    found = [t for t in TARGETS.values() if t.indicator == "share_of_cohort_by_school_transition"]
    assert sum(value(register, t) for t in found) == pytest.approx(1.0)


def test_every_target_can_be_measured_and_lies_in_its_range(register: Register) -> None:
    found = list(TARGETS.values())
    values = measure(found, register)
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    shares = np.array([t.unit == "share" for t in found])
    assert (values[shares] <= 1).all()


def test_the_same_draw_and_seed_give_the_same_register(register: Register) -> None:
    again = make_register(CENTRAL, SEED, PERSONS, threads=2)
    assert all(np.array_equal(getattr(register.counts, name), getattr(again.counts, name)) for name in Counts._fields)


def test_a_slump_raises_unemployment(register: Register) -> None:
    slump = make_register(CENTRAL, SEED, PERSONS, np.full(YEARS * 12, 0.6))
    assert value(slump, TARGETS["S0592"]) > value(register, TARGETS["S0592"])


def test_unemployment_in_the_survey_counts_students_who_search(register: Register) -> None:
    months = register.labour_force(ALL, 16, 24)
    jobs, idle = months["permanent_job"] + months["temporary_job"], months["unemployed"] + months["programme"]
    student = months["student"]
    assert value(register, TARGETS["S0559"]) == pytest.approx(
        (idle + 0.10 * student) / (jobs + 0.25 * student + idle + 0.10 * student)
    )


def test_a_target_without_anybody_at_risk_is_not_a_number(register: Register) -> None:
    nobody = replace(TARGETS["S0073"], who=Who((("origin", "newcomer"),)))
    assert np.isnan(value(register, nobody))


@pytest.mark.parametrize("sex", ["women", "men"])
def test_refugees_in_work_are_counted_in_the_month_asked_for(register: Register, sex: str) -> None:
    target = next(t for t in TARGETS.values() if t.indicator == "refugee_employment_rate_after_5y" and t.sex == sex)
    spells, month = register.newcomers, 64
    working, present = 0, 0
    level = {"women": "woman", "men": "man"}[sex]
    who = Who((("sex", level),)).groups()[register.newcomer_group]
    for person in np.flatnonzero(who):
        rows = range(spells.first[person], spells.first[person + 1])
        status = STATUSES[spells.status[max(r for r in rows if spells.month[r] <= month)]]
        present += not status.absorbing
        working += status.works
    assert rule_for(target.indicator).measure(register, target) == pytest.approx(working / present)


# Lives written by hand

STUDY, JOB, TEMPORARY = "upper_secondary_1/study_aid", "permanent_job/wage", "temporary_job/wage"
IDLE, ASSISTED, OUT = "unemployed/none", "outside/social_assistance", "outside/none"


def counted(*lives: Sequence[tuple[int, str, str, str]]) -> Counts:
    """Counts of lives given as (month, status, record, burden) rows that each hold until the next."""
    first = np.cumsum([0, *(len(life) for life in lives)]).astype(np.int64)
    rows = [row for life in lives for row in life]
    spells = Spells(
        first,
        np.array([row[0] for row in rows], np.uint16),
        np.array([NAMES.index(row[1]) for row in rows], np.uint8),
        np.array([1 << BURDENS.index(row[3]) if row[3] else 0 for row in rows], np.uint8),
        np.array([RECORDS.index(row[2]) for row in rows], np.uint8),
        YEARS * 12,
    )
    immortal: tuple[NDArray[np.float64], ...] = (
        np.zeros((len(STATUSES), 1)),
        np.ones((CELLS, YEARS, 1)),
        np.ones(((1 << len(BURDENS)) * len(RECORDS) * ATTEMPTS, 1)),
    )
    return scan(spells, np.zeros(len(lives), np.uint8), (immortal[0], immortal[1], immortal[2]), 2, 6)


def years(counts: Counts, kind: int) -> list[int]:
    """Ages at which the kind was counted, for one life."""
    return (np.flatnonzero(counts.years[..., kind].sum(axis=(0, 1))) + 16).tolist()


def test_a_year_with_three_months_of_work_is_not_uvas() -> None:
    three = counted([(0, OUT, "none", ""), (60, JOB, "none", ""), (63, OUT, "none", "")])
    two = counted([(0, OUT, "none", ""), (60, JOB, "none", ""), (62, OUT, "none", "")])
    assert 21 not in years(three, 1)
    assert 21 in years(two, 1)


def test_entrants_to_assistance_are_followed_for_five_calendar_years() -> None:
    long = counted([(0, JOB, "diploma", ""), (90, ASSISTED, "diploma", ""), (139, JOB, "diploma", "")])
    short = counted([(0, JOB, "diploma", ""), (90, ASSISTED, "diploma", ""), (130, JOB, "diploma", "")])
    assert years(long, 4) == years(short, 4) == [23]
    assert years(long, 5) == [23]
    assert years(short, 5) == []


def test_somebody_on_parental_leave_from_a_job_is_employed_in_the_survey() -> None:
    leave = "parental_leave/parental_benefit"
    from_job = counted([(0, TEMPORARY, "diploma", ""), (120, leave, "diploma", "")])
    from_home = counted([(0, OUT, "diploma", ""), (120, leave, "diploma", "")])
    assert from_job.lfs.sum(axis=(0, 1, 2)).argmax() == 1
    assert from_home.lfs.sum(axis=(0, 1, 2)).argmax() == 5


def test_twelve_months_of_unemployment_are_counted_from_the_thirteenth() -> None:
    found = counted([(0, JOB, "diploma", ""), (100, IDLE, "diploma", ""), (115, JOB, "diploma", "")])
    assert found.unemployed_for.sum(axis=(0, 1, 2)).tolist() == [12, 9, 3]


def test_quarterly_flows_see_only_the_first_and_the_last_month() -> None:
    found = counted([(0, JOB, "diploma", ""), (100, IDLE, "diploma", ""), (102, JOB, "diploma", "")])
    flows = found.flows.sum(axis=(0, 1, 2))
    assert flows[0, 2] == flows[2, 0] == 2
    assert flows.sum() == YEARS * 12 - 3


def test_who_leaves_the_country_is_no_longer_counted() -> None:
    found = counted([(0, STUDY, "eligible", ""), (30, "emigrated/none", "eligible", "")])
    assert found.lfs.sum() == 30
    assert years(found, 0) == [16, 17]


def test_a_first_burden_and_a_first_diploma_are_dated_once() -> None:
    found = counted(
        [(0, STUDY, "eligible", ""), (20, STUDY, "eligible", "crime"), (30, JOB, "diploma", ""),
         (40, JOB, "diploma", "crime")]
    )  # fmt: skip
    assert found.first_burden[0, BURDENS.index("crime")] == 20
    assert found.first_burden[0, BURDENS.index("homelessness")] == NEVER
    assert found.first_diploma[0] == 30


def test_youth_outside_school_without_a_diploma_are_the_municipality_s() -> None:
    found = counted([(0, STUDY, "eligible", ""), (26, OUT, "eligible", ""), (50, OUT, "diploma", "")])
    assert years(found, 7) == [18, 19, 20]
    assert years(found, 9) == [18, 19, 20]  # has been in upper secondary


def test_activity_compensation_is_followed_over_the_thirtieth_birthday() -> None:
    ae, se = "activity_compensation/compensation", "disability_pension/compensation"
    found = counted(
        [(0, OUT, "none", ""), (60, ae, "none", ""), (168, se, "none", "")],
        [(0, OUT, "none", ""), (60, ae, "none", ""), (168, IDLE, "none", "")],
        [(0, OUT, "none", ""), (60, ae, "none", ""), (80, IDLE, "none", "")],
        [(0, JOB, "diploma", "")],
    )
    assert found.compensation_leavers.sum(axis=0).tolist() == [3, 2, 1]


def test_histories_of_another_length_are_refused() -> None:
    none = np.zeros(0, np.uint8)
    short = Spells(np.zeros(1, np.int64), np.zeros(0, np.uint16), none, none, none, 240)
    with pytest.raises(ValueError, match="600 months"):
        scan(short, np.zeros(0, np.uint8), (np.zeros((1, 1)), np.zeros((1, 1, 1)), np.zeros((1, 1))), 2, 6)


ONE_OF_EACH_GROUP = {t.group: t.id for t in TARGETS.values() if t.role == "calibration"}
COMPARES_THE_SEXES = "OR_convicted_15_19_men_vs_women"


@pytest.mark.parametrize("name", sorted(v for k, v in ONE_OF_EACH_GROUP.items() if k != COMPARES_THE_SEXES))
def test_a_rule_measures_the_sex_it_is_asked_for(register: Register, name: str) -> None:
    target = TARGETS[name]
    rest = tuple(pair for pair in target.who.traits if pair[0] != "sex")
    women, men = (replace(target, who=replace(target.who, traits=(*rest, ("sex", sex)))) for sex in ("woman", "man"))
    assert value(register, women) != value(register, men)
