"""School years: grade 9, upper secondary, introduction programmes, adult and higher education."""

from __future__ import annotations

from exclusim.model.declared.common import effect, elasticity, rate, share, weight
from exclusim.model.parameters import Parameter
from exclusim.model.world import Hazard, Occasion, Outcome

_JANUARY, _JUNE, _AUGUST = 0, 5, 7

PARAMETERS: tuple[Parameter, ...] = (
    # Grade 9, eligibility for upper secondary (vocational programmes, from 2011)
    share(
        "school.grade9_eligible",
        0.87,
        "S0055 S0056 S0057 S0062 S0124",
        "reference: boy, native, upper-secondary parents",
    ),
    effect("grade9_eligibility.sex.woman", 1.30, "S0061 S0062", "odds ratio of 86 % against 83 %"),
    effect("grade9_eligibility.origin.foreign_born", 0.28, "S0059 S0060", "57 % against 89 %, less parental education"),
    effect("grade9_eligibility.parental_education.compulsory", 0.38, "S0124 S0125", "54 % against 79 %, less origin"),
    effect("grade9_eligibility.parental_education.post_secondary", 2.9, "S0123 S0124", "93 % against 79 %"),
    effect("grade9_eligibility.neuropsychiatric.yes", 0.30),
    effect("grade9_eligibility.burden.mental_ill_health", 0.6),
    effect("grade9_eligibility.burden.crime", 0.35),
    elasticity("grade9_eligibility.frailty", -0.8, 0.2),
    # Placement after grade 9
    weight("school.place.introduction_if_eligible", 0.02),
    weight("school.place.outside_if_eligible", 0.008),
    weight("school.place.outside_if_not_eligible", 0.06),
    # Upper secondary
    share("school.repeat_year", 0.015),
    share(
        "school.diploma_third_year",
        0.91,
        "S0107 S0498",
        "within 4 years 69–71 % of all starters, introduction included",
    ),
    effect("school_completion.sex.woman", 1.30, "S0496 S0497", "73 % against 66 %, part of it through grade 9"),
    effect("school_completion.origin.foreign_born", 0.65),
    effect(
        "school_completion.parental_education.compulsory",
        0.60,
        "S0130 S0131",
        "40 % against 69 %, part through grade 9",
    ),
    effect("school_completion.parental_education.post_secondary", 1.7, "S0130", "83 % against 69 %"),
    effect("school_completion.neuropsychiatric.yes", 0.45),
    effect("school_completion.burden.mental_ill_health", 0.55),
    effect("school_completion.burden.substance_misuse", 0.35),
    effect("school_completion.burden.crime", 0.5),
    effect("school_completion.attempts", 0.8),
    elasticity("school_completion.frailty", -0.8, 0.2),
    share("school.diploma_fourth_year", 0.42),
    rate("rate.school_dropout", 0.0011),
    rate(
        "rate.introduction_dropout",
        0.007,
        "assumption",
        "four in five on introduction programmes get no diploma in time",
    ),
    effect("school_dropout.parental_education.compulsory", 1.5),
    effect("school_dropout.parental_education.post_secondary", 0.65),
    effect("school_dropout.origin.foreign_born", 1.3),
    effect("school_dropout.neuropsychiatric.yes", 1.9),
    effect("school_dropout.burden.mental_ill_health", 1.9),
    effect("school_dropout.burden.substance_misuse", 2.5),
    effect("school_dropout.burden.crime", 2.0),
    effect("school_dropout.attempts", 1.4),
    elasticity("school_dropout.frailty", 0.8, 0.2),
    share(
        "school.dropout_to_introduction",
        0.35,
        "S0299",
        "KAA youth with known activity: 15 % in education within the half-year",
    ),
    share("school.dropout_to_job", 0.25, "S0296 S0297", "KAA youth with known activity: about 30 % work"),
    # Introduction programme, each August
    weight("school.introduction_to_national", 0.5),
    weight("school.introduction_leaves", 0.25),
    # Leaving upper secondary with a diploma, in August
    weight("leave.diploma.higher_education", 0.085, "S0431", "12.6 % have started at 19"),
    weight("leave.diploma.temporary_job", 0.52),
    weight(
        "leave.diploma.permanent_job", 0.11, "VOC-EXAM-ESTAB", "42 % of vocational diplomas established after one year"
    ),
    weight("leave.diploma.unemployed", 0.09),
    weight("leave.diploma.outside", 0.05),
    weight("leave.diploma.study", 0.03),
    # … and without one
    weight("leave.without.fourth_year", 0.40),
    weight("leave.without.temporary_job", 0.20),
    weight("leave.without.permanent_job", 0.03),
    weight("leave.without.unemployed", 0.20),
    weight("leave.without.outside", 0.12),
    weight("leave.without.adult_education", 0.10),
    weight("leave.without.folk_high_school", 0.04),
    # Adult and higher education
    share("adult_education.diploma", 0.20),
    share("adult_education.leaves", 0.55),
    share("folk_high_school.diploma", 0.28),
    share("folk_high_school.leaves", 0.5),
    share("higher_education.degree", 0.36),
    weight("graduate.permanent_job", 0.46),
    weight("graduate.temporary_job", 0.40),
    weight("graduate.unemployed", 0.08),
    weight("graduate.outside", 0.06),
    rate("rate.higher_education.exit", 0.009),
    rate("rate.adult_education.exit", 0.02),
    effect("study_exit.parental_education.post_secondary", 0.75),
    effect("study_exit.burden.mental_ill_health", 1.5),
    rate("rate.job.higher_education", 0.0065),
    rate("rate.idle.higher_education", 0.011),
    effect("study_entry.record.none", 0.0, "assumption", "a rule: higher education needs a diploma"),
    effect("study_entry.record.eligible", 0.0, "assumption", "a rule: higher education needs a diploma"),
    effect("study_entry.record.post_secondary", 0.25),
    effect("study_entry.sex.woman", 1.7, "S0426 S0427", "53 % against 37 % have started by 24"),
    effect(
        "study_entry.parental_education.compulsory", 0.65, "S0429 S0430", "26 % against 46 % by 24, part through school"
    ),
    effect("study_entry.parental_education.post_secondary", 2.0, "S0428 S0429", "68 % against 46 % by 24"),
    effect("study_entry.neuropsychiatric.yes", 0.5),
    effect("study_entry.age.20_21", 1.6),
    effect("study_entry.age.22_24", 0.8),
    effect("study_entry.age.25_29", 0.3),
    effect("study_entry.age.30_34", 0.12),
    effect("study_entry.age.35_39", 0.07),
    effect("study_entry.age.40_44", 0.04),
    effect("study_entry.age.45_49", 0.02),
    effect("study_entry.age.50_54", 0.01),
    effect("study_entry.age.55_59", 0.004),
    effect("study_entry.age.60_65", 0.001),
    rate("rate.job.adult_education", 0.0015),
    rate("rate.idle.adult_education", 0.01),
    effect("adult_study_entry.record.none", 1.6),
    effect("adult_study_entry.record.eligible", 2.0),
    effect("adult_study_entry.record.post_secondary", 0.3),
    effect("adult_study_entry.origin.newcomer", 2.0),
    effect("adult_study_entry.age.30_34", 0.7),
    effect("adult_study_entry.age.35_39", 0.55),
    effect("adult_study_entry.age.40_44", 0.4),
    effect("adult_study_entry.age.45_49", 0.3),
    effect("adult_study_entry.age.50_54", 0.2),
    effect("adult_study_entry.age.55_59", 0.1),
    effect("adult_study_entry.age.60_65", 0.03),
    share("adult_study.folk_high_school", 0.2),
)

_US = tuple(f"upper_secondary_{year}/study_aid" for year in (1, 2, 3, 4))
_INTRODUCTION = "introduction_programme/study_aid"
_ADULT, _FOLK, _HIGHER = "adult_education/study_aid", "folk_high_school/study_aid", "higher_education/study_aid"
_OUTSIDE, _IDLE = "outside/none", "unemployed/none"
_TEMPORARY, _PERMANENT = "temporary_job/wage", "permanent_job/wage"
_COMPULSORY = "compulsory_school/none"


def _diploma(source: str, parameter: str, min_months: int = 9) -> Occasion:
    return Occasion(
        source,
        (
            Outcome(None, parameter, odds=True, family="school_completion", record="diploma"),
            Outcome(None),
        ),
        calendar_month=_JUNE,
        records=("none", "eligible"),
        min_months=min_months,
    )


_LEAVING_WITH_DIPLOMA = (
    Outcome(_HIGHER, "leave.diploma.higher_education", family="study_entry"),
    Outcome(_TEMPORARY, "leave.diploma.temporary_job"),
    Outcome(_PERMANENT, "leave.diploma.permanent_job"),
    Outcome(_IDLE, "leave.diploma.unemployed"),
    Outcome(_OUTSIDE, "leave.diploma.outside"),
    Outcome(_FOLK, "leave.diploma.study"),
)
_LEAVING_WITHOUT = (
    Outcome(_TEMPORARY, "leave.without.temporary_job", family="job_finding", failed_attempt=True),
    Outcome(_PERMANENT, "leave.without.permanent_job", family="job_finding", failed_attempt=True),
    Outcome(_IDLE, "leave.without.unemployed", failed_attempt=True),
    Outcome(_OUTSIDE, "leave.without.outside", failed_attempt=True),
    Outcome(_ADULT, "leave.without.adult_education", failed_attempt=True),
    Outcome(_FOLK, "leave.without.folk_high_school", failed_attempt=True),
)
_GRADUATING = (
    Outcome(_PERMANENT, "graduate.permanent_job"),
    Outcome(_TEMPORARY, "graduate.temporary_job"),
    Outcome(_IDLE, "graduate.unemployed"),
    Outcome(_OUTSIDE, "graduate.outside"),
)


def _next_year(year: int) -> Occasion:
    return Occasion(
        _US[year - 1],
        (Outcome(_US[year]), Outcome(None, "school.repeat_year", odds=True, family="school_dropout")),
        calendar_month=_AUGUST,
        min_months=6,
    )


def _adult_course(source: str, diploma: str, leaves: str) -> tuple[Occasion, Occasion]:
    return (
        Occasion(
            source,
            (Outcome(None, diploma, odds=True, family="school_completion", record="diploma"), Outcome(None)),
            calendar_month=_JUNE,
            records=("none", "eligible"),
            min_months=5,
        ),
        Occasion(
            source,
            (
                Outcome(_TEMPORARY, leaves, odds=True, family="job_finding"),
                Outcome(_IDLE, leaves, odds=True),
                Outcome(None),
            ),
            calendar_month=_AUGUST,
            min_months=9,
        ),
    )


OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        _COMPULSORY,
        (
            Outcome(None, "school.grade9_eligible", odds=True, family="grade9_eligibility", record="eligible"),
            Outcome(None),
        ),
        calendar_month=_JUNE,
        records=("none",),
    ),
    Occasion(
        _COMPULSORY,
        (
            Outcome(_US[0]),
            Outcome(_INTRODUCTION, "school.place.introduction_if_eligible"),
            Outcome(_OUTSIDE, "school.place.outside_if_eligible", family="school_dropout", failed_attempt=True),
        ),
        calendar_month=_AUGUST,
        records=("eligible",),
    ),
    Occasion(
        _COMPULSORY,
        (
            Outcome(_INTRODUCTION, failed_attempt=True),
            Outcome(_OUTSIDE, "school.place.outside_if_not_eligible", family="school_dropout", failed_attempt=True),
        ),
        calendar_month=_AUGUST,
        records=("none",),
    ),
    _next_year(1),
    _next_year(2),
    _diploma(_US[2], "school.diploma_third_year"),
    _diploma(_US[3], "school.diploma_fourth_year"),
    Occasion(_US[2], _LEAVING_WITH_DIPLOMA, calendar_month=_AUGUST, records=("diploma",), min_months=9),
    Occasion(
        _US[2],
        (Outcome(_US[3], "leave.without.fourth_year", family="school_completion"), *_LEAVING_WITHOUT),
        calendar_month=_AUGUST,
        records=("none", "eligible"),
        min_months=9,
    ),
    Occasion(_US[3], _LEAVING_WITH_DIPLOMA, calendar_month=_AUGUST, records=("diploma",), min_months=9),
    Occasion(_US[3], _LEAVING_WITHOUT, calendar_month=_AUGUST, records=("none", "eligible"), min_months=9),
    # Introduction programmes end the year the pupil turns 20.
    Occasion(_INTRODUCTION, _LEAVING_WITHOUT, calendar_month=_AUGUST, ages=(20, 200)),
    Occasion(
        _INTRODUCTION,
        (
            Outcome(None),
            Outcome(_US[0], "school.introduction_to_national", family="school_completion", record="eligible"),
            Outcome(_IDLE, "school.introduction_leaves", failed_attempt=True),
        ),
        calendar_month=_AUGUST,
        ages=(0, 19),
        min_months=9,
    ),
    *_adult_course(_ADULT, "adult_education.diploma", "adult_education.leaves"),
    *_adult_course(_FOLK, "folk_high_school.diploma", "folk_high_school.leaves"),
    Occasion(
        _HIGHER,
        (
            Outcome(None, "higher_education.degree", odds=True, family="school_completion", record="post_secondary"),
            Outcome(None),
        ),
        calendar_month=_JUNE,
        records=("none", "eligible", "diploma"),
        min_months=30,
    ),
    Occasion(_HIGHER, _GRADUATING, calendar_month=_AUGUST, records=("post_secondary",), min_months=9),
)


def _dropouts(source: str, rate_name: str, *, to_introduction: bool) -> tuple[Hazard, ...]:
    def move(target: str, *factors: str) -> Hazard:
        return Hazard(source, target, "school_dropout", rate_name, factors, failed_attempt=True)

    to_job, to_programme = "school.dropout_to_job", "school.dropout_to_introduction"
    if not to_introduction:
        return move(_TEMPORARY, to_job), move(_OUTSIDE, f"1-{to_job}")
    return (
        move(_TEMPORARY, to_job),
        move(_INTRODUCTION, f"1-{to_job}", to_programme),
        move(_OUTSIDE, f"1-{to_job}", f"1-{to_programme}"),
    )


def _study_entries(source: str, kind: str) -> tuple[Hazard, ...]:
    return (
        Hazard(source, _HIGHER, "study_entry", f"rate.{kind}.higher_education"),
        Hazard(
            source, _ADULT, "adult_study_entry", f"rate.{kind}.adult_education", ("1-adult_study.folk_high_school",)
        ),
        Hazard(source, _FOLK, "adult_study_entry", f"rate.{kind}.adult_education", ("adult_study.folk_high_school",)),
    )


_IDLE_STATUSES = (
    "unemployed/unemployment_insurance",
    "unemployed/social_assistance",
    "unemployed/none",
    "outside/none",
    "outside/social_assistance",
    "labour_market_programme/activity_support",
    "labour_market_programme/social_assistance",
)

HAZARDS: tuple[Hazard, ...] = (
    *(move for source in _US for move in _dropouts(source, "rate.school_dropout", to_introduction=True)),
    *_dropouts(_INTRODUCTION, "rate.introduction_dropout", to_introduction=False),
    Hazard(_HIGHER, _TEMPORARY, "study_exit", "rate.higher_education.exit", failed_attempt=True),
    Hazard(_ADULT, _IDLE, "study_exit", "rate.adult_education.exit", failed_attempt=True),
    Hazard(_FOLK, _IDLE, "study_exit", "rate.adult_education.exit", failed_attempt=True),
    *(entry for source in (_TEMPORARY, _PERMANENT) for entry in _study_entries(source, "job")),
    *(entry for source in _IDLE_STATUSES for entry in _study_entries(source, "idle")),
)
