"""Grade 9, upper secondary, higher education, school transitions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules.population import people_share
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.scan import NEVER
from exclusim.calibration.targets.target import Target
from exclusim.calibration.targets.who import Who
from exclusim.model.vocabulary import STATUSES

_AUGUST_AT_16 = 7
_NATIONAL = tuple(f"upper_secondary_{year}/study_aid" for year in (1, 2, 3, 4))
_INTRODUCTION = "introduction_programme/study_aid"


@rule(
    "grade9_eligible_upper_secondary",
    family="grade9_eligible",
    ages=(15, 16),
    note="Eligible for a vocational programme, rules from 2011.",
    reasons={
        "born outside europe": "the model does not tell continents of birth apart",
        "born in other europe": "the model does not tell continents of birth apart",
    },
    fixed_only=True,
)
def grade9_eligible(register: Register, target: Target) -> float:
    return float(register.counts.eligible[register.persons(target.who)].mean())


def _started(register: Register, *, introduction: bool) -> NDArray[np.uint16]:
    names = (*_NATIONAL, _INTRODUCTION) if introduction else _NATIONAL
    return np.asarray(np.minimum.reduce([register.first_month(name) for name in names]))


def _diploma_within(register: Register, who: Who, years: int, *, introduction: bool) -> float:
    starters = register.persons(who) & (_started(register, introduction=introduction) == _AUGUST_AT_16)
    return float((register.counts.first_diploma[starters] < _AUGUST_AT_16 + 12 * years).mean())


@rule(
    r"diploma_within_[3-6]y",
    ages=(16, 22),
    note="Of all who started in the autumn, introduction programmes included.",
    fixed_only=True,
)
def diploma_within(register: Register, target: Target) -> float:
    return _diploma_within(register, target.who, int(target.indicator[-2]), introduction=True)


@rule(
    r"diploma_within_[3-6]y_national_programme",
    ages=(16, 22),
    note="Of those who started a national programme.",
    fixed_only=True,
)
def diploma_within_national(register: Register, target: Target) -> float:
    years = int(target.indicator.removesuffix("y_national_programme")[-1])
    return _diploma_within(register, target.who, years, introduction=False)


@rule(
    r"higher_education_start_by_(?P<age>\d\d)",
    family="higher_education_start",
    note="With the model's classes of parents' education the three published shares would give 54 % of all, but 44.6 % "
    "is published: the source draws the classes or the population otherwise.",
    classes={"parents": 0.25},
    fixed_only=True,
)
def higher_education_start(register: Register, target: Target) -> float:
    age = int(target.indicator[-2:])
    among = register.persons(target.who) & register.alive_at(age)
    return float((register.first_month("higher_education/study_aid")[among] < (age - 15) * 12).mean())


# School transitions of the Swedish-born, by the year in which they were 34.9 on average

SWEDISH_BORN = Who((("origin", "native"),))
_REFERENCE_AGE = 35

NOT_STARTED, DROPOUT, FINISHED = "not started", "dropout", "finished"
TRANSITIONS = {
    "finished compulsory, did not start upper secondary": NOT_STARTED,
    "finished compulsory but did not start upper secondary": NOT_STARTED,
    "started, did not finish upper secondary": DROPOUT,
    "started but did not finish upper secondary": DROPOUT,
    "finished upper secondary": FINISHED,
}
TRANSITION_BACKGROUNDS = dict.fromkeys(TRANSITIONS, SWEDISH_BORN)
NO_TRACK = "the model does not tell college-preparatory from vocational programmes"
NO_TRANSITION = {
    "did not finish compulsory school": "everybody in the model finishes compulsory school, eligible or not",
    'did not finish compulsory ("basic high") school': "everybody in the model finishes compulsory school, eligible "
    "or not",
    **dict.fromkeys(
        ("finished college-prep track", "finished vocational track", "finished, college-prep", "finished, vocational"),
        NO_TRACK,
    ),
}


def transition(register: Register, who: Who, kind: str) -> NDArray[np.bool_]:
    """Who of a population had come how far in school at 35, shape (persons,)."""
    by = (_REFERENCE_AGE - 15) * 12
    finished = register.counts.first_diploma < by
    started = _started(register, introduction=False) < by
    kinds = {FINISHED: finished, DROPOUT: started & ~finished, NOT_STARTED: ~started & ~finished}
    return np.asarray(kinds[kind] & register.persons(who))


@rule(
    "share_of_cohort_by_school_transition",
    definition=0.15,
    ages=(15, 46),
    note="Started means a national programme. Cohorts born 1972–1995, measured at a mean age of 35.",
    backgrounds=TRANSITION_BACKGROUNDS,
    reasons=NO_TRANSITION,
    fixed_only=True,
)
def school_transition(register: Register, target: Target) -> float:
    group = transition(register, target.who, TRANSITIONS[target.background])
    return float(group.sum() / register.persons(target.who).sum())


def ever(first: NDArray[np.uint16], age: int) -> NDArray[np.bool_]:
    """Whether something first seen in month ``first`` happened by the end of the year of ``age``."""
    return np.asarray((first != NEVER) & (first < (age - 15) * 12))


# Municipal activity responsibility (KAA): not yet 20, not in upper secondary and without a diploma

_WITHOUT = ("none", "eligible")
_KAA_OLDEST = 19
_KAA = {"KAA": Who()}
_SECONDARY = np.array(
    [
        status.activity in ("compulsory_school", "upper_secondary", "introduction_programme") or status.absorbing
        for status in STATUSES
    ]
)
_WORKS = np.array([status.works for status in STATUSES])
_STUDIES = np.array([status.studies for status in STATUSES])
_LIVING = np.array([not status.absorbing for status in STATUSES])
_KAA_ACTIVITIES = {
    "KAA_activity_work": _WORKS,
    "KAA_in_education": _STUDIES,
}


@rule(
    "KAA_municipal_activity_responsibility",
    family="kaa",
    definition=0.15,
    note="Neither in upper secondary nor with a diploma for at least a month of the year, up to the year of 19; the "
    "calendar year stands for the school year.",
    value=people_share,
    fixed_only=True,
)
def kaa_share(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, min(target.age_to, _KAA_OLDEST))
    kind = "kaa_autumn" if target.year.endswith("H2") else "kaa"
    return years[kind] / years["present"]


@rule(
    "KAA_had_started_upper_secondary",
    family="kaa_started",
    definition=0.15,
    note="Introduction programmes are part of upper secondary.",
    backgrounds=_KAA,
    fixed_only=True,
)
def kaa_started(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, min(target.age_to, _KAA_OLDEST))
    return years["kaa_started"] / years["kaa"]


@rule(
    "KAA_(activity_work|in_education)",
    family="kaa_activity",
    definition=0.3,
    note="Published for the half whose activity the municipality knows.",
    backgrounds=_KAA,
    fixed_only=True,
)
def kaa_activity(register: Register, target: Target) -> float:
    who = replace(target.who, records=_WITHOUT)
    months = register.months(who, target.age_from, min(target.age_to, _KAA_OLDEST)) * ~_SECONDARY
    return float(months[_KAA_ACTIVITIES[target.indicator]].sum() / months.sum())


@rule(
    "early_leavers",
    definition=0.25,
    note="Neither a diploma nor in any studies; the survey counts short courses.",
    fixed_only=True,
)
def early_leavers(register: Register, target: Target) -> float:
    months = register.months(replace(target.who, records=_WITHOUT), target.age_from, target.age_to)
    everybody = register.months(target.who, target.age_from, target.age_to)
    return float(months[_LIVING & ~_STUDIES].sum() / everybody[_LIVING].sum())


@rule(
    "leave_upper_secondary_without_certificate",
    definition=0.15,
    note="Without a diploma at these ages.",
    fixed_only=True,
)
def without_diploma(register: Register, target: Target) -> float:
    months = register.months(replace(target.who, records=_WITHOUT), target.age_from, target.age_to)
    return float(months[_LIVING].sum() / register.months(target.who, target.age_from, target.age_to)[_LIVING].sum())
