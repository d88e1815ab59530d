"""Labour Force Survey and Public Employment Service stocks.

Survey unemployment counts students who search for work: 61 % of the survey-unemployed at 15–24 study full time (S0444).
The model's students neither work nor search, so two shares of them are added here, and a wide tolerance with them.
"""

from __future__ import annotations

from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.target import Target

STUDENTS_SEARCHING = 0.10
"""Full-time students who are unemployed in the survey. From S0444 (61 %), S0559 and S0625: 9.4 % of those aged 15–24
were unemployed in 2018, 61 % of them students, and nearly 60 % of the age group study."""

STUDENTS_WORKING = 0.25
"""Full-time students who are employed in the survey in an average week; an assumption."""


def survey(register: Register, target: Target) -> tuple[float, float, float]:
    """Employed, unemployed and population by the survey's definitions, in person-months."""
    months = register.labour_force(target.who, target.age_from, target.age_to)
    employed = months["permanent_job"] + months["temporary_job"] + STUDENTS_WORKING * months["student"]
    unemployed = months["unemployed"] + months["programme"] + STUDENTS_SEARCHING * months["student"]
    return employed, unemployed, sum(months.values()) - months["absent"]


@rule(
    "unemployment_rate(_LFS)?",
    family="unemployment_survey",
    definition=0.12,
    cut_above=True,
    cyclical=True,
    note="Programme participants count as unemployed; of students, a tenth search and a quarter work.",
)
def unemployment_rate(register: Register, target: Target) -> float:
    employed, unemployed, _ = survey(register, target)
    return unemployed / (employed + unemployed)


@rule("unemployment_rate_(no_)?diploma", family="unemployment_by_diploma", definition=0.15, cyclical=True)
def unemployment_by_diploma(register: Register, target: Target) -> float:
    return unemployment_rate(register, target)


@rule(
    "employment_rate(_LFS)?",
    family="employment_survey",
    definition=0.08,
    cyclical=True,
    note="A quarter of students work; nobody retires before 65.",
    reasons={
        "upper secondary vocational": "the model does not tell college-preparatory from vocational programmes",
        "upper secondary general": "the model does not tell college-preparatory from vocational programmes",
    },
)
def employment_rate(register: Register, target: Target) -> float:
    employed, _, population = survey(register, target)
    return employed / population


@rule(
    "labour_force_participation(_rate)?(_LFS)?",
    family="participation_survey",
    definition=0.15,
    note="A quarter of students work and a tenth search; nobody retires before 65.",
)
def participation(register: Register, target: Target) -> float:
    employed, unemployed, population = survey(register, target)
    return (employed + unemployed) / population


@rule(
    "long_term_unemployment_rate_12m",
    family="unemployment_long_term",
    definition=0.2,
    cut_above=True,
    cyclical=True,
    note="Twelve months or more without a break in unemployment and programmes, of the labour force.",
)
def long_term_unemployment(register: Register, target: Target) -> float:
    employed, unemployed, _ = survey(register, target)
    long = register.unemployed_months(target.who, target.age_from, target.age_to)[12]
    return long / (employed + unemployed)


@rule(
    "long_term_unemployment_6m_share",
    definition=0.2,
    cyclical=True,
    note="Six months or more in unemployment and programmes, of the population.",
)
def half_year_unemployment(register: Register, target: Target) -> float:
    _, _, population = survey(register, target)
    return register.unemployed_months(target.who, target.age_from, target.age_to)[6] / population


def _registered(register: Register, target: Target) -> tuple[float, float]:
    """Registered unemployed, in programmes included, and the register-based labour force, in person-months."""
    months = register.labour_force(target.who, target.age_from, target.age_to)
    registered = months["unemployed"] + months["programme"]
    return registered, registered + months["permanent_job"] + months["temporary_job"] + (
        STUDENTS_WORKING * months["student"]
    )


@rule(
    "registered_unemployment_rate",
    family="unemployment_registered",
    definition=0.12,
    cyclical=True,
    note="Openly unemployed and in programmes, of the register-based labour force, in which students with jobs count.",
)
def registered_unemployment(register: Register, target: Target) -> float:
    registered, labour_force = _registered(register, target)
    return registered / labour_force


@rule(
    "registered_unemployed_over_90_days",
    family="unemployment_registered_90_days",
    definition=0.15,
    cyclical=True,
    note="As registered unemployment, after more than three months without a break.",
)
def registered_over_90_days(register: Register, target: Target) -> float:
    _, labour_force = _registered(register, target)
    return register.unemployed_months(target.who, target.age_from, target.age_to)[3] / labour_force


@rule("temporary_contract_share", definition=0.2, note="Working students, assumed temporary, included.")
def temporary_share(register: Register, target: Target) -> float:
    months = register.labour_force(target.who, target.age_from, target.age_to)
    temporary = months["temporary_job"] + STUDENTS_WORKING * months["student"]
    return temporary / (temporary + months["permanent_job"])
