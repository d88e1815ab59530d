"""Work and unemployment: finding, upgrading and losing jobs, programmes, unemployment insurance."""

from __future__ import annotations

from exclusim.model.declared.common import effect, elasticity, limit, rate, share, weight
from exclusim.model.parameters import Parameter, Uniform
from exclusim.model.world import Hazard, Occasion, Outcome

_FLOWS = "monthly cube root of the quarterly matrix, average 1987–2000, all ages 16–64"

PARAMETERS: tuple[Parameter, ...] = (
    # Finding work. The reference person has an upper-secondary diploma and is 25–29.
    rate(
        "rate.unemployed.temporary_job",
        0.15,
        "S0171",
        f"{_FLOWS} gives 0.095 for everybody; reference person is better off",
    ),
    rate("rate.unemployed.permanent_job", 0.032, "S0170", f"{_FLOWS} gives 0.023 for everybody"),
    rate("rate.outside.temporary_job", 0.1, "S0176", "flow from all out of the labour force, students included: 0.028"),
    rate(
        "rate.outside.permanent_job", 0.014, "S0175", "flow from all out of the labour force, students included: 0.005"
    ),
    rate("rate.programme.temporary_job", 0.070),
    rate("rate.programme.permanent_job", 0.015),
    effect("job.on_social_assistance", 0.65, "assumption", "recipients find jobs more slowly than other unemployed"),
    effect("job_finding.sex.woman", 0.98),
    effect("job_finding.origin.foreign_born", 0.75),
    effect(
        "job_finding.origin.newcomer",
        0.45,
        "FOREIGN-TIME-EMP",
        "half are employed after 4–5 years; the ratio follows from it only through the model",
        sd=0.25,
    ),
    effect("job_finding.parental_education.compulsory", 0.9),
    effect("job_finding.neuropsychiatric.yes", 0.60),
    effect(
        "job_finding.record.none",
        0.53,
        "S0147 S0148",
        "unemployment 17.3 % with basic, 4.2 % with intermediate education",
    ),
    effect("job_finding.record.eligible", 0.72, "S0147 S0148", "as above"),
    effect("job_finding.record.post_secondary", 1.2, "S0148 S0149", "3.9 % against 4.2 %"),
    Parameter(
        "job_finding.attempts",
        0.85,
        "ratio",
        Uniform(0.7, 1.0),
        note="each failed attempt lowers the next chance; the direction is taken as known, the size is not",
    ),
    effect("job_finding.burden.mental_ill_health", 0.60),
    effect("job_finding.burden.substance_misuse", 0.45),
    effect("job_finding.burden.crime", 0.65),
    effect("job_finding.burden.homelessness", 0.35),
    effect("job_finding.burden.scarring", 0.75, "M5", "raised risk for at least five years, then gone"),
    effect("job_finding.long_spell", 0.80, "M7", "employers penalise nine months or more of current unemployment"),
    elasticity(
        "job_finding.duration", -0.012, 0.006, "M3", "about half of the raw duration pattern is true dependence"
    ),
    elasticity("job_finding.frailty", -1.0, 0.2),
    elasticity(
        "job_finding.labour_market", 1.0, 0.25, "assumption", "fitted on the average matrix; the slump is held out"
    ),
    effect("job_finding.age.16_17", 0.25),
    effect("job_finding.age.18_19", 0.75),
    effect("job_finding.age.20_21", 1.0),
    effect("job_finding.age.22_24", 1.0),
    effect("job_finding.age.40_44", 0.95),
    effect("job_finding.age.45_49", 0.9),
    effect("job_finding.age.50_54", 0.8),
    effect("job_finding.age.55_59", 0.6),
    effect("job_finding.age.60_65", 0.35),
    # From temporary to permanent work
    rate("rate.temporary_job.permanent_job", 0.046, "S0160", f"{_FLOWS} gives 0.036"),
    rate("rate.permanent_job.temporary_job", 0.0024, "S0156", _FLOWS),
    effect("job_upgrade.record.none", 0.6),
    effect("job_upgrade.record.eligible", 0.7),
    effect("job_upgrade.record.post_secondary", 1.3),
    effect("job_upgrade.origin.newcomer", 0.75),
    effect("job_upgrade.age.16_17", 0.2),
    effect("job_upgrade.age.18_19", 0.5),
    effect("job_upgrade.age.20_21", 0.8),
    elasticity("job_upgrade.labour_market", 0.5, 0.25),
    # Losing work
    rate("rate.permanent_job.unemployed", 0.0016, "S0158", _FLOWS),
    rate("rate.temporary_job.unemployed", 0.022, "S0163", _FLOWS),
    rate("rate.permanent_job.outside", 0.0006, "S0159", "0.003 includes students, parents and retirement"),
    rate("rate.temporary_job.outside", 0.008, "S0164", "0.048 includes students and parents"),
    effect("job_loss.record.none", 1.6),
    effect("job_loss.record.eligible", 1.35),
    effect("job_loss.record.post_secondary", 0.75),
    effect("job_loss.neuropsychiatric.yes", 1.4),
    effect("job_loss.origin.foreign_born", 1.2),
    effect("job_loss.origin.newcomer", 1.15),
    effect("job_loss.burden.mental_ill_health", 1.5),
    effect("job_loss.burden.substance_misuse", 2.0),
    effect("job_loss.burden.crime", 1.6),
    effect("job_loss.burden.scarring", 1.3, "M5"),
    effect("job_loss.age.16_17", 1.6),
    effect("job_loss.age.18_19", 1.5),
    effect("job_loss.age.20_21", 1.3),
    elasticity("job_loss.frailty", 0.5, 0.15),
    elasticity("job_loss.labour_market", -0.6, 0.25, "assumption", "job loss rises in a slump"),
    # In and out of the labour force
    rate("rate.outside.unemployed", 0.055, "S0178", "0.021 from all out of the labour force, students included"),
    rate("rate.unemployed.outside", 0.022, "S0174", "0.088 includes students"),
    rate("rate.programme.outside", 0.012, "M18", "a third of young people without work or study are not registered"),
    effect("labour_force_exit.burden.substance_misuse", 2.0),
    effect("labour_force_exit.burden.homelessness", 2.0),
    effect("labour_force_exit.attempts", 1.15),
    elasticity("labour_force_exit.frailty", 0.4, 0.15),
    effect("labour_force_entry.burden.mental_ill_health", 0.6),
    effect("labour_force_entry.burden.substance_misuse", 0.5),
    effect("labour_force_entry.attempts", 0.9),
    elasticity("labour_force_entry.duration", -0.02, 0.01),
    elasticity("labour_force_entry.frailty", -0.4, 0.15),
    # Programmes and subsidised work
    rate("rate.unemployed.programme", 0.030),
    rate("rate.programme.unemployed", 0.060),
    elasticity("programme_entry.duration", 0.04, 0.02),
    effect("programme_entry.age.16_17", 0.2),
    effect("programme_entry.age.18_19", 1.2),
    effect("programme_entry.age.20_21", 1.4, "M15", "youth job guarantee after 90 days"),
    effect("programme_entry.age.22_24", 1.4, "M15", "youth job guarantee after 90 days"),
    rate("rate.unemployed.subsidised_job", 0.004),
    rate("rate.programme.subsidised_job", 0.018),
    rate("rate.subsidised_job.permanent_job", 0.010),
    rate("rate.subsidised_job.temporary_job", 0.015),
    rate("rate.subsidised_job.unemployed", 0.018),
    effect("subsidised_job_entry.neuropsychiatric.yes", 1.8),
    effect("subsidised_job_entry.burden.substance_misuse", 0.5),
    limit("limit.subsidised_job", 24, "assumption", "most subsidies are granted for one or two years"),
    weight("subsidy_ends.temporary_job", 0.20),
    weight("subsidy_ends.permanent_job", 0.12, "WAGE-SUB-NSJ", "part of the effect remains after the subsidy ends"),
    weight("subsidy_ends.unemployed", 0.45),
    weight("subsidy_ends.prolonged", 0.23),
    # Unemployment insurance
    share("insurance.member", 0.62, "M12", "57 % of the openly unemployed had unemployment benefit, February 2014"),
    limit("limit.unemployment_insurance", 14, "assumption", "300 benefit days at five a week are 60 weeks"),
    weight("insurance_ends.programme", 0.75),
    weight("insurance_ends.unemployed", 0.25),
)

_QUALIFYING_MONTHS = 6  # months of work before unemployment insurance

_TEMPORARY, _PERMANENT, _SUBSIDISED = "temporary_job/wage", "permanent_job/wage", "subsidised_job/wage"
_INSURED, _ASSISTED, _IDLE = "unemployed/unemployment_insurance", "unemployed/social_assistance", "unemployed/none"
_PROGRAMME, _PROGRAMME_ASSISTED = (
    "labour_market_programme/activity_support",
    "labour_market_programme/social_assistance",
)
_OUTSIDE, _OUTSIDE_ASSISTED = "outside/none", "outside/social_assistance"


def _finding(source: str, kind: str, *factors: str) -> tuple[Hazard, ...]:
    return tuple(
        Hazard(source, f"{job}/wage", "job_finding", f"rate.{kind}.{job}", factors)
        for job in ("temporary_job", "permanent_job")
    )


def _losing(source: str, rate_name: str) -> tuple[Hazard, ...]:
    """Job loss; insured members with enough months behind them get unemployment insurance."""
    return (
        Hazard(source, _INSURED, "job_loss", rate_name, ("insurance.member",), min_months=_QUALIFYING_MONTHS),
        Hazard(source, _IDLE, "job_loss", rate_name, ("1-insurance.member",), min_months=_QUALIFYING_MONTHS),
        Hazard(source, _IDLE, "job_loss", rate_name, max_months=_QUALIFYING_MONTHS - 1),
    )


_ASSISTED_FACTOR = "job.on_social_assistance"

HAZARDS: tuple[Hazard, ...] = (
    *_finding(_INSURED, "unemployed"),
    *_finding(_IDLE, "unemployed"),
    *_finding(_ASSISTED, "unemployed", _ASSISTED_FACTOR),
    *_finding(_OUTSIDE, "outside"),
    *_finding(_OUTSIDE_ASSISTED, "outside", _ASSISTED_FACTOR),
    *_finding(_PROGRAMME, "programme"),
    *_finding(_PROGRAMME_ASSISTED, "programme", _ASSISTED_FACTOR),
    Hazard(_TEMPORARY, _PERMANENT, "job_upgrade", "rate.temporary_job.permanent_job"),
    Hazard(_PERMANENT, _TEMPORARY, "job_loss", "rate.permanent_job.temporary_job"),
    *_losing(_PERMANENT, "rate.permanent_job.unemployed"),
    *_losing(_TEMPORARY, "rate.temporary_job.unemployed"),
    Hazard(_PERMANENT, _OUTSIDE, "job_loss", "rate.permanent_job.outside"),
    Hazard(_TEMPORARY, _OUTSIDE, "job_loss", "rate.temporary_job.outside"),
    Hazard(_OUTSIDE, _IDLE, "labour_force_entry", "rate.outside.unemployed"),
    Hazard(_OUTSIDE_ASSISTED, _ASSISTED, "labour_force_entry", "rate.outside.unemployed"),
    Hazard(_IDLE, _OUTSIDE, "labour_force_exit", "rate.unemployed.outside"),
    Hazard(_INSURED, _OUTSIDE, "labour_force_exit", "rate.unemployed.outside"),
    Hazard(_ASSISTED, _OUTSIDE_ASSISTED, "labour_force_exit", "rate.unemployed.outside"),
    Hazard(_PROGRAMME, _OUTSIDE, "labour_force_exit", "rate.programme.outside", failed_attempt=True),
    Hazard(_PROGRAMME_ASSISTED, _OUTSIDE_ASSISTED, "labour_force_exit", "rate.programme.outside", failed_attempt=True),
    *(Hazard(source, _PROGRAMME, "programme_entry", "rate.unemployed.programme") for source in (_INSURED, _IDLE)),
    Hazard(_ASSISTED, _PROGRAMME_ASSISTED, "programme_entry", "rate.unemployed.programme"),
    Hazard(_PROGRAMME, _IDLE, "labour_force_exit", "rate.programme.unemployed", failed_attempt=True),
    Hazard(_PROGRAMME_ASSISTED, _ASSISTED, "labour_force_exit", "rate.programme.unemployed", failed_attempt=True),
    *(
        Hazard(source, _SUBSIDISED, "subsidised_job_entry", "rate.unemployed.subsidised_job")
        for source in (_INSURED, _IDLE, _ASSISTED)
    ),
    *(
        Hazard(source, _SUBSIDISED, "subsidised_job_entry", "rate.programme.subsidised_job")
        for source in (_PROGRAMME, _PROGRAMME_ASSISTED)
    ),
    Hazard(_SUBSIDISED, _PERMANENT, "job_upgrade", "rate.subsidised_job.permanent_job"),
    Hazard(_SUBSIDISED, _TEMPORARY, "job_upgrade", "rate.subsidised_job.temporary_job"),
    *_losing(_SUBSIDISED, "rate.subsidised_job.unemployed"),
)

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        _INSURED,
        (Outcome(_PROGRAMME, "insurance_ends.programme"), Outcome(_IDLE, "insurance_ends.unemployed")),
        at_months="limit.unemployment_insurance",
    ),
    Occasion(
        _SUBSIDISED,
        (
            Outcome(_TEMPORARY, "subsidy_ends.temporary_job", family="job_upgrade"),
            Outcome(_PERMANENT, "subsidy_ends.permanent_job", family="job_upgrade"),
            Outcome(_INSURED, "subsidy_ends.unemployed"),
            Outcome(None, "subsidy_ends.prolonged"),
        ),
        at_months="limit.subsidised_job",
    ),
)
