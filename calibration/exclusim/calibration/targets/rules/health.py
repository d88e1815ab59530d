"""Sickness and disability benefits, burdens, crime and death."""

from __future__ import annotations

import numpy as np

from exclusim.calibration.targets.register import YOUNGEST, Register
from exclusim.calibration.targets.rules.population import people_share
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.rules.school import (
    DROPOUT,
    FINISHED,
    NO_TRANSITION,
    NOT_STARTED,
    SWEDISH_BORN,
    TRANSITION_BACKGROUNDS,
    TRANSITIONS,
    ever,
    transition,
)
from exclusim.calibration.targets.scan import LFS_STATES
from exclusim.calibration.targets.target import Target
from exclusim.calibration.targets.who import Who
from exclusim.model.vocabulary import STATUSES

_HEALTH = np.array(
    [status.activity in ("sickness_benefit", "activity_compensation", "disability_pension") for status in STATUSES]
)
_LIVING = np.array([not status.absorbing for status in STATUSES])


@rule("mortality_rate", ages=(16, 65), note="Expected deaths given the lives lived, so that the rare is not noisy.")
def mortality(register: Register, target: Target) -> float:
    deaths, person_years = register.deaths(target.who, target.age_from, target.age_to)
    return deaths / person_years


@rule(
    "sick_or_activity_comp_in_year(_per1000)?",
    family="health_benefit_in_year",
    definition=0.15,
    note="The model's sickness benefit starts after the employer's two weeks and lasts at least a month.",
)
def health_benefit_in_year(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, target.age_to)
    return years["health"] / years["present"]


@rule(
    "RR_sickness_absence_disability_pension_days",
    family="health_days_by_condition",
    definition=0.35,
    note="The model's condition is ADHD or autism together; the controls had no psychiatric disorder at all.",
    backgrounds={"ADHD": Who()},
    reasons={
        "autism spectrum": "the model has one trait for ADHD and autism, read as the more common ADHD",
        "learning disability": "the model has no such trait",
    },
)
def health_days_ratio(register: Register, target: Target) -> float:
    def share(level: str) -> float:
        who = Who((*target.who.traits, ("neuropsychiatric", level)))
        months = register.months(who, target.age_from, target.age_to)
        return float(months[_HEALTH].sum() / months[_LIVING].sum())

    return share("yes") / share("no")


# Burdens: registered at some time up to a mean age of 35, by how far they had come in school

_BURDEN = {"major_depression": ("mental_ill_health", 1.0), "alcohol_use_disorder": ("substance_misuse", 0.49),
           "drug_use_disorder": ("substance_misuse", 0.71)}  # fmt: skip
"""Burden and the share of it that is the diagnosis. Misuse is alcohol (3.8 %) or drugs (5.5 %) or both (S0397, S0406);
the overlap, two fifths of the smaller, is an assumption."""
_MEAN_AGE = 35  # of cohorts followed to between 23 and 46


def _prevalence(register: Register, target: Target, diagnosis: str, kind: str | None) -> float:
    burden, share = _BURDEN[diagnosis]
    among = register.persons(target.who) if kind is None else transition(register, target.who, kind)
    return share * float(ever(register.first_burden(burden)[among], min(target.age_to, _MEAN_AGE)).mean())


_PREVALENCE_NOTE = (
    "Ever by 35 among the Swedish-born; misuse is split into alcohol and drugs by fixed shares, mental ill-health "
    "stands for depression."
)


@rule(
    "cumulative_prevalence_major_depression",
    family="prevalence_mental",
    definition=0.15,
    ages=(15, 46),
    fixed_only=True,
    note=_PREVALENCE_NOTE,
    backgrounds={"all": SWEDISH_BORN, **TRANSITION_BACKGROUNDS},
    reasons=NO_TRANSITION,
)
@rule(
    "cumulative_prevalence_(alcohol|drug)_use_disorder",
    family="prevalence_misuse",
    definition=0.2,
    ages=(15, 46),
    note=_PREVALENCE_NOTE,
    backgrounds={"all": SWEDISH_BORN, **TRANSITION_BACKGROUNDS},
    reasons=NO_TRANSITION,
    fixed_only=True,
)
def cumulative_prevalence(register: Register, target: Target) -> float:
    kind = TRANSITIONS.get(target.background)
    return _prevalence(register, target, target.indicator.removeprefix("cumulative_prevalence_"), kind)


_CONTRASTS = {
    "not started vs finished upper secondary": NOT_STARTED,
    "dropout vs finished upper secondary": DROPOUT,
}


@rule(
    "crude_ratio_major_depression_(not_started|dropout)_vs_finished",
    family="prevalence_mental",
    definition=0.15,
    ages=(15, 46),
    note="Computed from the prevalences, so not independent of them.",
    backgrounds=dict.fromkeys(_CONTRASTS, SWEDISH_BORN),
)
@rule(
    "crude_ratio_(alcohol|drug)_use_disorder_(not_started|dropout)_vs_finished",
    family="prevalence_misuse",
    definition=0.2,
    ages=(15, 46),
    note="Computed from the prevalences, so not independent of them.",
    backgrounds=dict.fromkeys(_CONTRASTS, SWEDISH_BORN),
)
def prevalence_ratio(register: Register, target: Target) -> float:
    diagnosis = next(name for name in _BURDEN if name in target.indicator)
    exposed = _prevalence(register, target, diagnosis, _CONTRASTS[target.background])
    return exposed / _prevalence(register, target, diagnosis, FINISHED)


# Activity compensation

_COMPENSATION = np.array([status.activity == "activity_compensation" for status in STATUSES])


@rule(
    "aktivitetsersattning_recipients",
    family="compensation_stock",
    definition=0.1,
    note="Stock as a share of the population (the shipped five-year means); prolonged schooling is included.",
    value=people_share,
)
def compensation_stock(register: Register, target: Target) -> float:
    months = register.months(target.who, target.age_from, target.age_to)
    return float(months[_COMPENSATION].sum() / months[_LIVING].sum())


@rule(
    "aktivitetsersattning_until_30",
    family="compensation_until_30",
    definition=0.2,
    note="Of all who ever had it, those who have it in December of the year they turn 29; the source does not say of "
    "whom the share is.",
    ages=(19, 29),
    fixed_only=True,
)
def compensation_until_30(register: Register, target: Target) -> float:
    ever_had, still, _ = register.counts.compensation_leavers[target.who.groups()].sum(axis=0)
    return float(still / ever_had)


@rule(
    "AE_to_SE_direct_at_30",
    family="compensation_to_pension",
    definition=0.15,
    note="Of those who have it in December of the year they turn 29, on disability pension three months later.",
    ages=(30, 30),
    fixed_only=True,
)
def compensation_to_pension(register: Register, target: Target) -> float:
    _, still, pension = register.counts.compensation_leavers[target.who.groups()].sum(axis=0)
    return float(pension / still)


# Crime and misuse: ratios between groups


@rule(
    "HR_mortality_nonviolent_adolescent_offender",
    definition=0.25,
    note="Men with a period of crime before 19 against others, expected deaths at equal ages. The model has one kind "
    "of crime, read as non-violent.",
    backgrounds={"non-violent offenders": Who()},
    fixed_only=True,
)
def offender_mortality(register: Register, target: Target) -> float:
    ages = slice(target.age_from - YOUNGEST, target.age_to - YOUNGEST + 1)
    deaths, months = register.counts.risk_by_offence[target.who.groups()].sum(axis=0)[ages].transpose(2, 1, 0)
    rate_of_others = np.divide(deaths[0], months[0], out=np.zeros_like(deaths[0]), where=months[0] > 0)
    return float(deaths[1].sum() / (rate_of_others * months[1]).sum())


@rule(
    "OR_convicted_15_19_men_vs_women",
    definition=0.25,
    note="A period of crime by 19 stands for a conviction.",
    ages=(16, 19),
    fixed_only=True,
)
def crime_odds_by_sex(register: Register, target: Target) -> float:
    def odds(sex: str) -> float:
        p = ever(register.first_burden("crime")[register.persons(Who((("sex", sex),)))], target.age_to).mean()
        return float(p / (1 - p))

    return odds("man") / odds("woman")


@rule(
    "RR_serious_crime_low_vs_mid_high_grades",
    definition=0.35,
    note="A period of crime by the oldest age; not eligible after grade 9 stands for low grades.",
    backgrounds={"low grades": Who()},
    fixed_only=True,
)
def crime_by_grades(register: Register, target: Target) -> float:
    among = register.persons(target.who)
    crime, eligible = ever(register.first_burden("crime")[among], target.age_to), register.counts.eligible[among]
    return float(crime[~eligible].mean() / crime[eligible].mean())


_ACTIVITIES = {
    "insecure_workforce": ("temporary_job",),
    "NEET": ("unemployed", "programme", "out_of_labour_force"),
    "in_education": ("student",),
}
_ACTIVITY_BACKGROUNDS = ("insecure workforce", "NEET", "in education")


@rule(
    "HR_AUD_(insecure_workforce|NEET|in_education)",
    family="misuse_onset_by_activity",
    definition=0.5,
    note="First misuse of any kind in a month among those with a diploma, by what the person did the month before, "
    "against permanent jobs. The published ratios are adjusted for background, these are not.",
    backgrounds=dict.fromkeys(_ACTIVITY_BACKGROUNDS, Who(records=("diploma", "post_secondary"))),
)
def misuse_by_activity(register: Register, target: Target) -> float:
    ages = slice(target.age_from - YOUNGEST, target.age_to - YOUNGEST + 1)
    groups, records = target.who.groups(), target.who.record_mask()
    onsets = register.counts.onsets[groups][:, records, ages].sum(axis=(0, 1, 2))
    exposed = register.counts.exposed[groups][:, records, ages].sum(axis=(0, 1, 2))

    def rate(states: tuple[str, ...]) -> float:
        at = [LFS_STATES.index(state) for state in states]
        return float(onsets[at].sum() / exposed[at].sum())

    return rate(_ACTIVITIES[target.indicator.removeprefix("HR_AUD_")]) / rate(("permanent_job",))
