"""Welfare: social assistance, sickness, disability, establishment, parental leave, care, prison, death, emigration."""

from __future__ import annotations

from exclusim.model.declared.common import effect, elasticity, limit, rate, share, weight
from exclusim.model.parameters import Parameter
from exclusim.model.vocabulary import STATUSES
from exclusim.model.world import Hazard, Occasion, Outcome

_MORTALITY = "deaths per 100 000 person-years, men, 2005–2009, less burdens"
_HUMP = "deaths of men that the ratio of women to men, 0.66 later in life, does not explain, less burdens"

PARAMETERS: tuple[Parameter, ...] = (
    # Social assistance: a change of support while the activity stays
    rate("rate.assistance_entry", 0.0125, "S0072 S0077", "ever in the year 18–24: 7–8 % of all, 3.6 % of natives"),
    rate(
        "rate.assistance_exit",
        0.065,
        "S0040 S0251",
        "8 % of entrants still there in the fifth year, 40 % have 10+ months",
    ),
    effect(
        "assistance_entry.origin.foreign_born",
        3.8,
        "S0076 S0077",
        "23.3 % against 3.6 % ever in the year, all differences",
    ),
    effect("assistance_entry.origin.newcomer", 5.0),
    effect("assistance_entry.parental_education.compulsory", 1.6),
    effect("assistance_entry.parental_education.post_secondary", 0.6),
    effect("assistance_entry.record.none", 1.8),
    effect("assistance_entry.record.eligible", 1.3),
    effect("assistance_entry.burden.mental_ill_health", 1.3),
    effect("assistance_entry.burden.substance_misuse", 2.5),
    effect("assistance_entry.burden.crime", 1.8),
    effect("assistance_entry.burden.homelessness", 3.0),
    effect("assistance_entry.age.16_17", 0.1, "assumption", "minors belong to their parents' household"),
    effect("assistance_entry.age.18_19", 2.0, "S0080 S0081", "9.0 % at 18–19, 6.4 % at 20–24"),
    effect("assistance_entry.age.20_21", 1.2),
    elasticity("assistance_entry.frailty", 0.6, 0.2),
    elasticity("assistance_exit.duration", -0.03, 0.01, "M3", "2–5 percentage points a year"),
    elasticity("assistance_exit.frailty", -0.5, 0.2),
    effect("assistance_exit.origin.foreign_born", 0.7, "M4", "state dependence larger for the foreign-born"),
    effect("assistance_exit.origin.newcomer", 0.6, "M4"),
    # Sickness
    rate("rate.job.sickness_benefit", 0.0014),
    rate("rate.idle.sickness_benefit", 0.0045),
    effect("sickness_entry.sex.woman", 1.7),
    effect("sickness_entry.neuropsychiatric.yes", 2.0),
    effect("sickness_entry.burden.mental_ill_health", 4.0),
    effect("sickness_entry.age.16_17", 0.2),
    effect("sickness_entry.age.18_19", 0.5),
    effect("sickness_entry.age.20_21", 0.8),
    effect("sickness_entry.age.50_54", 1.4),
    effect("sickness_entry.age.55_59", 1.8),
    effect("sickness_entry.age.60_65", 2.2),
    rate("rate.sickness_benefit.job", 0.11),
    rate("rate.sickness_benefit.unemployed", 0.035),
    effect("sickness_exit.burden.mental_ill_health", 0.7),
    effect("sickness_exit.burden.scarring", 0.8),
    limit("limit.sickness_benefit", 12, "assumption", "a firm decision is due by day 365"),
    weight("sickness_ends.prolonged", 0.40),
    weight("sickness_ends.disability", 0.14),
    weight("sickness_ends.job", 0.26, "REJECT-NOWORK", "57 % of the denied support themselves one year later"),
    weight("sickness_ends.unemployed", 0.14, "REJECT-NOWORK", "28 % not at work at all one year later"),
    weight("sickness_ends.outside", 0.06, "REJECT-NOINCOME", "7 % of the rejected have no income"),
    # Activity compensation (19–29) and disability pension (30–)
    rate("rate.idle.disability", 0.0002, "S0043", "47 000 aged 19–29 in 2015, about 3.4 % of the age group"),
    effect(
        "disability_entry.neuropsychiatric.yes", 9.0, "S0275 S0276 S0277 S0278", "days ×11–12 (ADHD), ×28–36 (autism)"
    ),
    effect("disability_entry.burden.mental_ill_health", 3.5),
    effect("disability_entry.record.none", 2.5, "M28"),
    effect("disability_entry.record.eligible", 1.4),
    effect("disability_entry.record.post_secondary", 0.4),
    effect("disability_entry.age.16_17", 0.0, "assumption", "a rule: from 19 years"),
    effect("disability_entry.age.18_19", 1.5, "assumption", "prolonged schooling gives a right to it at 19"),
    effect("disability_entry.age.35_39", 0.8),
    effect("disability_entry.age.40_44", 0.9),
    elasticity("disability_entry.frailty", 0.8, 0.2),
    effect("disability_from_school", 2.0, "assumption", "direct entry for prolonged schooling"),
    rate("rate.activity_compensation.job", 0.0022, "M17", "about 5 % leave for work, most with a wage subsidy"),
    rate("rate.activity_compensation.unemployed", 0.0035),
    rate("rate.activity_compensation.study", 0.0025),
    rate("rate.disability_pension.job", 0.0006),
    weight("compensation_ends.disability_pension", 0.55, "S0046", "roughly every second goes straight on at 30"),
    weight("compensation_ends.sickness_benefit", 0.12),
    weight("compensation_ends.unemployed", 0.20),
    weight("compensation_ends.outside", 0.13),
    # Newcomers' establishment programme
    rate("rate.establishment.temporary_job", 0.024),
    rate("rate.establishment.permanent_job", 0.003),
    rate(
        "rate.establishment.subsidised_job",
        0.006,
        "EXTRATJ-STOP",
        "31 % in work 90 days after the programme, subsidised work included, when extra jobs had been stopped",
        sd=0.35,
    ),
    rate("rate.establishment.study", 0.005),
    limit("limit.establishment", 24, "M12", "the programme ends after 24 months"),
    weight("establishment_ends.assisted", 0.34, "M12", "households with assistance rose when programmes ended"),
    weight("establishment_ends.programme", 0.30),
    weight("establishment_ends.temporary_job", 0.08),
    weight("establishment_ends.subsidised_job", 0.08),
    weight("establishment_ends.outside", 0.12),
    # Parental leave
    rate("rate.parental_leave", 0.0042),
    effect("parental_entry.sex.woman", 2.6),
    effect("parental_entry.age.16_17", 0.02),
    effect("parental_entry.age.18_19", 0.08),
    effect("parental_entry.age.20_21", 0.25),
    effect("parental_entry.age.22_24", 0.5),
    effect("parental_entry.age.30_34", 1.3),
    effect("parental_entry.age.35_39", 0.7),
    effect("parental_entry.age.40_44", 0.15),
    effect("parental_entry.age.45_49", 0.02),
    effect("parental_entry.age.50_54", 0.0, "assumption", "negligible from 50"),
    effect("parental_entry.age.55_59", 0.0, "assumption", "negligible from 50"),
    effect("parental_entry.age.60_65", 0.0, "assumption", "negligible from 50"),
    rate("rate.parental_leave.permanent_job", 0.085),
    rate("rate.parental_leave.temporary_job", 0.015),
    rate("rate.parental_leave.unemployed", 0.008),
    effect("parental_exit.sex.woman", 0.8),
    effect("parental_exit.origin.newcomer", 0.5),
    # Out-of-home care and prison
    rate("rate.care_entry", 0.0003),
    effect("care_entry.burden.crime", 6.0),
    effect("care_entry.burden.substance_misuse", 5.0),
    effect("care_entry.neuropsychiatric.yes", 2.0),
    effect("care_entry.age.20_21", 0.0, "assumption", "a rule: care under LVU ends at 21 at the latest"),
    rate("rate.care_exit", 0.07),
    share("care.to_school", 0.45, "S0723", "55 % of those placed after 12 eligible, so half return to a programme"),
    rate("rate.prison_entry", 0.004),
    effect("prison_entry.sex.woman", 0.12, "S0422", "odds of conviction 9.4 times as high for men"),
    effect("prison_entry.age.16_17", 0.02),
    effect("prison_entry.age.18_19", 0.4),
    effect("prison_entry.burden.substance_misuse", 2.0),
    rate("rate.prison_exit", 0.11),
    weight("prison.to_outside", 0.40),
    weight("prison.to_unemployed", 0.30),
    weight("prison.to_assisted", 0.20),
    weight("prison.to_temporary_job", 0.10),
    # Death: a part in which the ratio of the sexes is that of the later ages, and the hump of young adults, which is
    # mostly men's (accidents, suicide, overdoses). The published rates are of everybody, burdened or not; declared are
    # those of the unburdened: the published ones divided by the mean ratio of burdens and frailty at these ages.
    rate("rate.mortality", 16.5 / 100_000 / 12, "S0680 S0681", f"{_MORTALITY}, 25–29, less the hump and burdens"),
    effect(
        "mortality.sex.woman",
        0.70,
        "S0688 S0689 S0690 S0691 S0692 S0693 S0694 S0695",
        "0.66 at 45–64, men more burdened",
    ),
    effect("mortality.age.16_17", 1.18, "S0676 S0677", _MORTALITY),
    effect("mortality.age.18_19", 1.18, "S0676 S0677", _MORTALITY),
    effect("mortality.age.20_21", 0.981, "S0678 S0679", _MORTALITY),
    effect("mortality.age.22_24", 0.981, "S0678 S0679", _MORTALITY),
    effect("mortality.age.30_34", 2.06, "S0682 S0683", _MORTALITY),
    effect("mortality.age.35_39", 3.73, "S0684 S0685", _MORTALITY),
    effect("mortality.age.40_44", 6.16, "S0686 S0687", _MORTALITY),
    effect("mortality.age.45_49", 10.6, "S0689", _MORTALITY),
    effect("mortality.age.50_54", 18.2, "S0691", _MORTALITY),
    effect("mortality.age.55_59", 28.8, "S0693", _MORTALITY),
    effect("mortality.age.60_65", 47.1, "S0695", _MORTALITY),
    effect("mortality.burden.substance_misuse", 6.0),
    effect("mortality.burden.crime", 2.2, "S0417 S0418", "hazard ratio 2.2 (non-violent) to 4.3 (violent)"),
    effect("mortality.burden.mental_ill_health", 1.8),
    elasticity("mortality.frailty", 0.4, 0.2),
    rate(
        "rate.mortality_hump", 38.9 / 100_000 / 12, "S0680 S0681", "what is left of men's deaths at 25–29, less burdens"
    ),
    effect("mortality_hump.sex.woman", 0.27, "assumption", "0.37 at 20–29, the other part included; men more burdened"),
    effect("mortality_hump.age.16_17", 0.436, "S0676 S0677", _HUMP),
    effect("mortality_hump.age.18_19", 0.436, "S0676 S0677", _HUMP),
    effect("mortality_hump.age.20_21", 0.975, "S0678 S0679", _HUMP),
    effect("mortality_hump.age.22_24", 0.975, "S0678 S0679", _HUMP),
    effect("mortality_hump.age.30_34", 0.488, "S0682 S0683", _HUMP),
    effect("mortality_hump.age.35_39", 0.224, "S0684 S0685", _HUMP),
    effect("mortality_hump.age.40_44", 0.23, "S0686 S0687", _HUMP),
    effect("mortality_hump.age.45_49", 0.0, "assumption", "the ratio of the sexes shows no hump from 45"),
    effect("mortality_hump.age.50_54", 0.0, "assumption", "the ratio of the sexes shows no hump from 45"),
    effect("mortality_hump.age.55_59", 0.0, "assumption", "the ratio of the sexes shows no hump from 45"),
    effect("mortality_hump.age.60_65", 0.0, "assumption", "the ratio of the sexes shows no hump from 45"),
    effect("mortality_hump.burden.substance_misuse", 6.0),
    effect("mortality_hump.burden.crime", 2.2, "S0417 S0418", "hazard ratio 2.2 (non-violent) to 4.3 (violent)"),
    effect("mortality_hump.burden.mental_ill_health", 2.5, "assumption", "suicide is part of the hump"),
    elasticity("mortality_hump.frailty", 0.4, 0.2),
    # Emigration
    rate("rate.emigration", 0.0004),
    effect("emigration.origin.foreign_born", 2.5),
    effect("emigration.origin.newcomer", 1.5),
)

_TEMPORARY, _PERMANENT, _SUBSIDISED = "temporary_job/wage", "permanent_job/wage", "subsidised_job/wage"
_INSURED, _ASSISTED, _IDLE = "unemployed/unemployment_insurance", "unemployed/social_assistance", "unemployed/none"
_PROGRAMME, _PROGRAMME_ASSISTED = (
    "labour_market_programme/activity_support",
    "labour_market_programme/social_assistance",
)
_OUTSIDE, _OUTSIDE_ASSISTED = "outside/none", "outside/social_assistance"
_SICK = "sickness_benefit/sickness_benefit"
_COMPENSATION, _PENSION = "activity_compensation/compensation", "disability_pension/compensation"
_ESTABLISHMENT = "establishment_programme/establishment_allowance"
_PARENTAL = "parental_leave/parental_benefit"
_CARE, _PRISON = "out_of_home_care/care", "prison/care"
_INTRODUCTION, _ADULT = "introduction_programme/study_aid", "adult_education/study_aid"
_US = tuple(f"upper_secondary_{year}/study_aid" for year in (1, 2, 3, 4))

_IDLERS = (_INSURED, _ASSISTED, _IDLE, _PROGRAMME, _PROGRAMME_ASSISTED, _OUTSIDE, _OUTSIDE_ASSISTED)
_LIVING = tuple(status.name for status in STATUSES if not status.absorbing)
_FIRST_PENSION_AGE = 30


def _disability(source: str, *factors: str) -> tuple[Hazard, ...]:
    """Entry to activity compensation; :func:`_to_pension` moves those who have turned 30 on at once."""
    return (Hazard(source, _COMPENSATION, "disability_entry", "rate.idle.disability", factors),)


HAZARDS: tuple[Hazard, ...] = (
    Hazard(_IDLE, _ASSISTED, "assistance_entry", "rate.assistance_entry"),
    Hazard(_OUTSIDE, _OUTSIDE_ASSISTED, "assistance_entry", "rate.assistance_entry"),
    Hazard(_PROGRAMME, _PROGRAMME_ASSISTED, "assistance_entry", "rate.assistance_entry"),
    Hazard(_ASSISTED, _IDLE, "assistance_exit", "rate.assistance_exit"),
    Hazard(_OUTSIDE_ASSISTED, _OUTSIDE, "assistance_exit", "rate.assistance_exit"),
    Hazard(_PROGRAMME_ASSISTED, _PROGRAMME, "assistance_exit", "rate.assistance_exit"),
    *(
        Hazard(job, _SICK, "sickness_entry", "rate.job.sickness_benefit")
        for job in (_TEMPORARY, _PERMANENT, _SUBSIDISED)
    ),
    *(
        Hazard(source, _SICK, "sickness_entry", "rate.idle.sickness_benefit")
        for source in (_INSURED, _PROGRAMME, _IDLE)
    ),
    Hazard(_SICK, _PERMANENT, "sickness_exit", "rate.sickness_benefit.job"),
    Hazard(_SICK, _IDLE, "sickness_exit", "rate.sickness_benefit.unemployed"),
    *(hazard for source in _IDLERS for hazard in _disability(source)),
    *(hazard for source in (_INTRODUCTION, *_US) for hazard in _disability(source, "disability_from_school")),
    Hazard(_COMPENSATION, _SUBSIDISED, "job_finding", "rate.activity_compensation.job"),
    Hazard(_COMPENSATION, _IDLE, "labour_force_entry", "rate.activity_compensation.unemployed"),
    Hazard(_COMPENSATION, _ADULT, "adult_study_entry", "rate.activity_compensation.study"),
    Hazard(_PENSION, _SUBSIDISED, "job_finding", "rate.disability_pension.job"),
    Hazard(_ESTABLISHMENT, _TEMPORARY, "job_finding", "rate.establishment.temporary_job"),
    Hazard(_ESTABLISHMENT, _PERMANENT, "job_finding", "rate.establishment.permanent_job"),
    Hazard(_ESTABLISHMENT, _SUBSIDISED, "subsidised_job_entry", "rate.establishment.subsidised_job"),
    Hazard(_ESTABLISHMENT, _ADULT, "adult_study_entry", "rate.establishment.study"),
    *(
        Hazard(source, _PARENTAL, "parental_entry", "rate.parental_leave")
        for source in (_PERMANENT, _TEMPORARY, _IDLE, _OUTSIDE)
    ),
    Hazard(_PARENTAL, _PERMANENT, "parental_exit", "rate.parental_leave.permanent_job"),
    Hazard(_PARENTAL, _TEMPORARY, "parental_exit", "rate.parental_leave.temporary_job"),
    Hazard(_PARENTAL, _IDLE, "parental_exit", "rate.parental_leave.unemployed"),
    *(
        Hazard(source, _CARE, "care_entry", "rate.care_entry")
        for source in (_INTRODUCTION, *_US, _OUTSIDE, _OUTSIDE_ASSISTED)
    ),
    Hazard(_CARE, _INTRODUCTION, "care_exit", "rate.care_exit", ("care.to_school",)),
    Hazard(_CARE, _OUTSIDE, "care_exit", "rate.care_exit", ("1-care.to_school",)),
    *(
        Hazard(source, _PRISON, "prison_entry", "rate.prison_entry", requires="crime")
        for source in (*_IDLERS, _TEMPORARY, _PERMANENT)
    ),
    Hazard(_PRISON, _OUTSIDE, "prison_exit", "rate.prison_exit", ("prison.to_outside",)),
    Hazard(_PRISON, _IDLE, "prison_exit", "rate.prison_exit", ("prison.to_unemployed",)),
    Hazard(_PRISON, _OUTSIDE_ASSISTED, "prison_exit", "rate.prison_exit", ("prison.to_assisted",)),
    Hazard(_PRISON, _TEMPORARY, "prison_exit", "rate.prison_exit", ("prison.to_temporary_job",)),
    *(Hazard(source, "dead/none", "mortality", "rate.mortality") for source in _LIVING),
    *(Hazard(source, "dead/none", "mortality_hump", "rate.mortality_hump") for source in _LIVING),
    *(
        Hazard(source, "emigrated/none", "emigration", "rate.emigration")
        for source in (_TEMPORARY, _PERMANENT, _OUTSIDE, _IDLE)
    ),
)

_COMPENSATION_ENDS = (
    Outcome(_PENSION, "compensation_ends.disability_pension"),
    Outcome(_SICK, "compensation_ends.sickness_benefit"),
    Outcome(_IDLE, "compensation_ends.unemployed"),
    Outcome(_OUTSIDE_ASSISTED, "compensation_ends.outside", family="pushed_to_assistance"),
)

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(_COMPENSATION, _COMPENSATION_ENDS, ages=(_FIRST_PENSION_AGE, _FIRST_PENSION_AGE), min_months=2),
    # Somebody granted compensation from 30 gets it as disability pension, the month after.
    Occasion(_COMPENSATION, (Outcome(_PENSION),), ages=(_FIRST_PENSION_AGE, 200)),
    Occasion(
        _SICK,
        (
            Outcome(None, "sickness_ends.prolonged"),
            Outcome(_COMPENSATION, "sickness_ends.disability", family="disability_entry"),
            Outcome(_PERMANENT, "sickness_ends.job"),
            Outcome(_IDLE, "sickness_ends.unemployed"),
            Outcome(_OUTSIDE, "sickness_ends.outside", family="benefit_gap"),
        ),
        at_months="limit.sickness_benefit",
    ),
    Occasion(
        _ESTABLISHMENT,
        (
            Outcome(_ASSISTED, "establishment_ends.assisted", family="pushed_to_assistance"),
            Outcome(_PROGRAMME, "establishment_ends.programme"),
            Outcome(_TEMPORARY, "establishment_ends.temporary_job", family="job_finding"),
            Outcome(_SUBSIDISED, "establishment_ends.subsidised_job"),
            Outcome(_OUTSIDE, "establishment_ends.outside", family="benefit_gap"),
        ),
        at_months="limit.establishment",
    ),
    Occasion(_CARE, (Outcome(_OUTSIDE),), calendar_month=0, ages=(21, 200)),
)
